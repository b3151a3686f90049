import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import packageFile from "../../package.json" with { type: "json" };

/** The directory of the rules' pages, seen from the bundle (`dist`) and from the sources. */
const candidates = ["../docs/rules/", "../../docs/rules/"];

function installedPages(): URL | undefined {
  const urls = candidates.map((path) => new URL(path, import.meta.url));
  return urls.find((url) => existsSync(fileURLToPath(url)));
}

let pages: URL | undefined | "not looked" = "not looked";

/**
 * The address of a rule's page: on the project's home page when the package names one, else the page that is installed
 * with the program. Undefined when neither is there.
 */
export function pageOf(rule: string): string | undefined {
  const homepage = "homepage" in packageFile ? String(packageFile.homepage) : undefined;
  if (homepage !== undefined) return `${homepage.replace(/\/$/, "")}/docs/rules/${rule}.md`;
  if (pages === "not looked") pages = installedPages();
  return pages === undefined ? undefined : new URL(`${rule}.md`, pages).href;
}

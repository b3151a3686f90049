import { sourceAddress } from "../../../catalogue/terraform-modules/source-address.ts";
import { allowedBy, overlap } from "../../../catalogue/terraform-modules/versions.ts";
import { get, itemsOf, stringAt } from "../../../model/node.ts";
import { fileSource } from "../../../model/source.ts";
import { parseJson } from "../../json/parse-json.ts";
import type { Questions } from "../../loader.ts";
import { joinPath } from "../../paths.ts";

/** What `terraform init` noted of a module: where it came from, which version, and where it lies. */
interface InstalledModule {
  readonly source: string;
  readonly version: string | undefined;
  readonly directory: string;
}

/**
 * The manifest of a root module's downloads, `.terraform/modules/modules.json`, by the calls' addresses without keys
 * (`eks.irsa`). What it says lies outside of the boundary is left out.
 */
export function installedModules(directory: string, ask: Questions): ReadonlyMap<string, InstalledModule> {
  const path = joinPath(directory, ".terraform/modules/modules.json");
  const file = path === undefined ? undefined : ask.read(path);
  if (file === undefined || "missing" in file) return new Map();
  const { node } = parseJson(fileSource(file));
  return new Map(
    itemsOf(get(node, "Modules")).flatMap((item): readonly (readonly [string, InstalledModule])[] => {
      const key = stringAt(item, "Key");
      // On Windows the manifest has its slashes.
      const target = joinPath(directory, (stringAt(item, "Dir") ?? "/").replaceAll("\\", "/"));
      if (key === undefined || key === "" || target === undefined) return [];
      const source = stringAt(item, "Source") ?? "";
      return [[key, { source, version: stringAt(item, "Version"), directory: target }]];
    }),
  );
}

/**
 * Whether what was installed is what a call asks for now: of the same source and reference, and of a version that the
 * constraint allows. Terraform would want another `init` before it does anything else.
 */
export function isWhatIsAsked(
  installed: InstalledModule,
  source: string | undefined,
  constraint: string | undefined,
): boolean {
  if (source !== undefined && installed.source !== "") {
    const [asked, there] = [sourceAddress(source), sourceAddress(installed.source)];
    if (asked.address !== there.address || asked.ref !== there.ref) return false;
  }
  if (installed.version === undefined || constraint === undefined) return true;
  return overlap(allowedBy(constraint), allowedBy(`= ${installed.version}`));
}

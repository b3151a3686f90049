import type { Metafile } from "esbuild";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface PackageFile {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/** The directories of the packages of which something is in the bundle: `node_modules/yaml`. */
function packagesIn(metafile: Metafile): readonly string[] {
  const bundled = Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  const directories = bundled.flatMap((path) => {
    const match = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path);
    return match ? [match[0]] : [];
  });
  return [...new Set(directories)].sort();
}

function licenceText(directory: string): string {
  const name = readdirSync(directory).find((file) => /^(licen[cs]e|copying)/i.test(file));
  return name === undefined ? "" : readFileSync(join(directory, name), "utf8").trim();
}

/**
 * The names, licences and licence texts of all packages that the bundle holds; `data` are directories of packages
 * whose data it holds in a form of our own.
 */
export function noticesOf(metafile: Metafile, root: string, data: readonly string[]): string {
  const parts = [...packagesIn(metafile), ...data].sort().map((directory) => {
    const path = join(root, directory);
    const { name, version, license } = JSON.parse(
      readFileSync(join(path, "package.json"), "utf8"),
    ) as PackageFile;
    const heading = `${name} ${version} (${license ?? "see below"})`;
    return `${heading}\n${"-".repeat(heading.length)}\n\n${licenceText(path)}\n`;
  });
  return ["irsa-lint contains parts of these packages.\n", ...parts].join("\n");
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** Where people write the rows: one file a module, each a list of rows as `terraform.modules` of a configuration has them. */
export const MODULE_ROWS = "src/catalogue/terraform-modules/rows";

/** The paths of the files of rows below the project's root, in order. */
export function moduleRowFiles(root: string): readonly string[] {
  return readdirSync(join(root, MODULE_ROWS), { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".yaml"))
    .sort()
    .map((path) => `${MODULE_ROWS}/${path}`);
}

/** `modules.json`: the rows of all files as one list, which the program reads without a YAML parser. */
export function moduleCatalogue(root: string): string {
  const rows = moduleRowFiles(root).flatMap((path) => {
    const data: unknown = parse(readFileSync(join(root, path), "utf8"));
    if (!Array.isArray(data)) throw new Error(`${path} is not a list of rows`);
    return data as readonly unknown[];
  });
  return JSON.stringify(rows);
}

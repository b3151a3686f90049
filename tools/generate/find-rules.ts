import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { AnyRule } from "../../src/rule-api/rule.ts";

/** A rule and the file that defines it, relative to the root. */
export interface RuleFile {
  readonly path: string;
  readonly rule: AnyRule;
}

/** The files `rules/<category>/<name>.ts`, sorted. */
export function rulePaths(root: string): readonly string[] {
  const directory = join(root, "rules");
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(join(directory, name)).map((file) => `rules/${name}/${file}`))
    .filter((path) => path.endsWith(".ts"))
    .sort();
}

/** Every rule of the project in order of id. A file whose rule has another id is an error: the path is the id. */
export async function findRules(root: string): Promise<readonly RuleFile[]> {
  const found: RuleFile[] = [];
  for (const path of rulePaths(root)) {
    const module = (await import(pathToFileURL(join(root, path)).href)) as { readonly default?: AnyRule };
    const rule = module.default;
    const id = path.replace(/^rules\//, "").replace(/\.ts$/, "");
    if (rule?.id !== id) throw new Error(`${path} must export by default the rule "${id}"`);
    found.push({ path, rule });
  }
  return found;
}

import type { EnvironmentId } from "../../../model/entities.ts";
import { isConfigurationFile, isVariableFile } from "../configuration/config-files.ts";
import { baseName, directoryOf } from "../../paths.ts";

/** One variable set of a root module. */
export interface Environment {
  /** Null when the root module has one world only. */
  readonly name: EnvironmentId;
  /** Variable files in the order in which they replace each other's values. */
  readonly variableFiles: readonly string[];
}

/** The name of a variable file without its ending. */
function stemOf(path: string): string {
  return path.replace(/\.tfvars(\.json)?$/, "").replace(/\.auto$/, "");
}

/** Files that Terraform reads by itself, in its order (Terraform, "Variable Definition Precedence"). */
export function automaticFiles(files: readonly string[]): readonly string[] {
  const named = (name: string): readonly string[] => files.filter((path) => baseName(path) === name);
  const auto = files.filter((path) => /\.auto\.tfvars(\.json)?$/.test(baseName(path)));
  return [...named("terraform.tfvars"), ...named("terraform.tfvars.json"), ...auto];
}

/**
 * What a variable set is called, by its path below the root module: `prod.tfvars`, `vars/prod.tfvars`,
 * `prod/terraform.tfvars` and `env/prod/terraform.tfvars` are all `prod`.
 */
function environmentName(relative: string): string {
  const segments = stemOf(relative).split("/");
  const named = segments.length > 1 && segments.at(-1) === "terraform" ? segments.slice(0, -1) : segments;
  return (named.length > 1 ? named.slice(1) : named).join("/");
}

/** How deep below a root module its variable sets may lie: `env/prod/terraform.tfvars`. */
const MAX_SEGMENTS = 3;

/** Whether a variable file stands beside a root module's files, or below with no other module's files nearer. */
function belongsTo(relative: string, modules: ReadonlySet<string>): boolean {
  const segments = relative.split("/");
  const folders = segments.slice(0, -1);
  if (folders.length === 0) return automaticFiles([relative]).length === 0;
  if (segments.length > MAX_SEGMENTS) return false;
  return !folders.some((_, index) => modules.has(folders.slice(0, index + 1).join("/")));
}

/** The named variable files of a root module, each a set; sets that would share a name go by their whole path. */
function namedSets(directory: string, files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const inside = (path: string): string => (directory === "" ? path : path.slice(directory.length + 1));
  const modules = new Set(files.filter(isConfigurationFile).map((path) => directoryOf(inside(path))));
  const paths = files
    .filter(isVariableFile)
    .map(inside)
    .filter((path) => belongsTo(path, modules));
  const names = paths.map(environmentName);
  return new Map(
    paths.map((path) => {
      const name = environmentName(path);
      const isShared = names.indexOf(name) !== names.lastIndexOf(name);
      return [isShared ? stemOf(path) : name, [directory === "" ? path : `${directory}/${path}`]];
    }),
  );
}

/**
 * The variable sets of a root module. `files` are all files below it; `further` are those that the user names.
 * Files that Terraform reads by itself lie under each; a world without a named file exists only when there is none.
 */
export function environmentsOf(
  directory: string,
  files: readonly string[],
  further: readonly string[],
): readonly Environment[] {
  const beside = files.filter((path) => directoryOf(path) === directory && isVariableFile(path));
  const under = automaticFiles(beside);
  const sets = new Map(namedSets(directory, files));
  const found = new Set([...sets.values()].flat());
  for (const path of further) {
    if (!found.has(path) && !under.includes(path)) sets.set(baseName(stemOf(path)), [path]);
  }
  if (sets.size === 0) return [{ name: null, variableFiles: under }];
  return [...sets]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, paths]) => {
      return { name, variableFiles: [...under, ...paths] };
    });
}

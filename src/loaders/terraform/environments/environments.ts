import type { EnvironmentId } from "../../../model/entities.ts";
import { known, type Text } from "../../../model/text.ts";
import type { Questions } from "../../loader.ts";
import { isConfigurationFile, isVariableFile } from "../configuration/config-files.ts";
import { baseName, directoryOf } from "../../paths.ts";

/** One variable set of a root module. */
export interface Environment {
  /** Null when the root module has one world only. */
  readonly name: EnvironmentId;
  /** Variable files in the order in which they replace each other's values. */
  readonly variableFiles: readonly string[];
  /** The name of the workspace, where the configuration tells it. */
  readonly workspace?: Text;
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

/** How deep below a root module its variable sets may lie: `env/prod/terraform.tfvars`. */
const MAX_SEGMENTS = 3;

/**
 * What a variable set is called, by its path below the root module: `prod.tfvars`, `vars/prod.tfvars`,
 * `prod/terraform.tfvars` and `env/prod/terraform.tfvars` are all `prod`.
 */
function environmentName(relative: string): string {
  const segments = stemOf(relative).split("/");
  const named = segments.length > 1 && segments.at(-1) === "terraform" ? segments.slice(0, -1) : segments;
  if (segments.length > MAX_SEGMENTS) return named.at(-1) ?? relative;
  return (named.length > 1 ? named.slice(1) : named).join("/");
}

/** Whether a variable file stands beside a root module's files, or below with no other module's files nearer. */
function belongsTo(relative: string, modules: ReadonlySet<string>): boolean {
  const segments = relative.split("/");
  const folders = segments.slice(0, -1);
  if (folders.length === 0) return automaticFiles([relative]).length === 0;
  if (segments.length > MAX_SEGMENTS) return false;
  return !folders.some((_, index) => modules.has(folders.slice(0, index + 1).join("/")));
}

/** The named variable files that lie below a root module and belong to it, among all files below it. */
function namedBelow(directory: string, files: readonly string[]): readonly string[] {
  const inside = (path: string): string => (directory === "" ? path : path.slice(directory.length + 1));
  const modules = new Set(files.filter(isConfigurationFile).map((path) => directoryOf(inside(path))));
  return files.filter((path) => isVariableFile(path) && belongsTo(inside(path), modules));
}

/** The named variable files below a directory by their places alone. */
export function setsBelow(directory: string, ask: Questions): readonly string[] {
  return namedBelow(directory, ask.list(directory));
}

/** The directory that two paths lie in together. */
function commonDirectory(a: string, b: string): string {
  const [left, right] = [a.split("/"), b.split("/")];
  let same = 0;
  while (same < left.length && same < right.length && left[same] === right[same]) same++;
  return left.slice(0, same).join("/");
}

/** How a set is called: below the root module by its way from there, elsewhere by its way from where both lie. */
function nameOfSet(directory: string, path: string): string {
  const common = directory === "" ? "" : commonDirectory(directory, directoryOf(path));
  const relative = common === "" ? path : path.slice(common.length + 1);
  const name = environmentName(relative);
  // `envs/prod/eks.tfvars` of the root module `eks` is its `prod`.
  const isBeside = common !== directory;
  const suffix = `/${baseName(directory)}`;
  return isBeside && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
}

/** Each set with its name; those that would share one go by their whole path. */
function namedSets(directory: string, paths: readonly string[]): readonly (readonly [string, string])[] {
  const names = paths.map((path) => nameOfSet(directory, path));
  const inside = (path: string): string =>
    directory !== "" && path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : path;
  return paths.map((path, index) => {
    const name = names[index] ?? path;
    const isShared = names.indexOf(name) !== names.lastIndexOf(name);
    return [isShared ? stemOf(inside(path)) : name, path];
  });
}

/**
 * The variable sets of a root module. `files` are all files below it that may be sets; `further` are those that lie
 * elsewhere or that the user names. Files that Terraform reads by itself lie under each; a world without a named file
 * exists only when there is none.
 */
export function environmentsOf(
  directory: string,
  files: readonly string[],
  further: readonly string[],
  workspaces: readonly Text[] = [],
): readonly Environment[] {
  const beside = files.filter((path) => directoryOf(path) === directory && isVariableFile(path));
  const under = automaticFiles(beside);
  const named = [...new Set([...namedBelow(directory, files), ...further])].filter(
    (path) => !under.includes(path),
  );
  const sets = [...namedSets(directory, named)]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, path]): Environment => ({ name, variableFiles: [...under, path] }));
  const all = sets.length > 0 ? sets : [{ name: null, variableFiles: under }];
  return workspaces.length === 0 ? all : inWorkspaces(all, workspaces, under);
}

/**
 * Variable sets and workspaces together: a workspace goes with the set of its name. Where no set is called like a
 * workspace, every set is used in every workspace; a single one in each, under the workspace's name.
 */
function inWorkspaces(
  sets: readonly Environment[],
  workspaces: readonly Text[],
  under: readonly string[],
): readonly Environment[] {
  const nameOf = (workspace: Text): string => known(workspace) ?? "";
  const names = new Set(workspaces.map(nameOf));
  if (sets.some(({ name }) => name !== null && names.has(name))) {
    const own = new Set(sets.map(({ name }) => name));
    const alone = workspaces.filter((workspace) => !own.has(nameOf(workspace)));
    return [
      ...sets.map((set) => {
        const workspace = workspaces.find((each) => nameOf(each) === set.name);
        return workspace === undefined ? set : { ...set, workspace };
      }),
      ...alone.map((workspace) => ({ name: nameOf(workspace), variableFiles: under, workspace })),
    ];
  }
  return sets.flatMap((set) =>
    workspaces.map((workspace) => {
      const name = sets.length === 1 ? nameOf(workspace) : `${set.name ?? ""}/${nameOf(workspace)}`;
      return { ...set, name, workspace };
    }),
  );
}

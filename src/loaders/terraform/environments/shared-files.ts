import { wholeFile } from "../../../model/location.ts";
import { absent } from "../../../model/text.ts";
import { emptyExpansion, type Expander, type Questions, type Unit } from "../../loader.ts";
import { directoryOf } from "../../paths.ts";
import { isConfigurationFile, isDownloaded, isVariableFile } from "../configuration/config-files.ts";
import { setsBelow } from "./environments.ts";
import { rootDirectories } from "./roots.ts";
import { isTemplate } from "./variable-files.ts";
import { declaredIn, rootsFor, type Declared } from "./variable-sets.ts";

/** Whether a directory or one above it holds configuration: then files in it belong there. */
function isBelow(directory: string, modules: ReadonlySet<string>): boolean {
  if (modules.has(directory)) return true;
  return directory !== "" && isBelow(directoryOf(directory), modules);
}

/**
 * Variable files that lie beside root modules, not below any (`../envs/prod.tfvars`), by the root modules that they
 * are for. A root module with sets of its own takes no others.
 */
export function sharedFiles(ask: Questions): ReadonlyMap<string, readonly string[]> {
  const all = ask.list("").filter((path) => !isDownloaded(path));
  const configuration = all.filter(isConfigurationFile);
  const modules = new Set(configuration.map(directoryOf));
  const orphans = all.filter(
    (path) => isVariableFile(path) && !isBelow(directoryOf(path), modules) && !isTemplate(path, ask),
  );
  if (orphans.length === 0) return new Map();
  const roots = rootDirectories(configuration, ask).filter((root) => setsBelow(root, ask).length === 0);
  const known = new Map<string, Declared>();
  const declaredBy = (root: string): Declared => {
    const declared = known.get(root) ?? declaredIn(root, ask);
    known.set(root, declared);
    return declared;
  };
  const byRoot = new Map<string, string[]>();
  for (const path of orphans) {
    for (const root of rootsFor(path, roots, declaredBy, ask)) {
      byRoot.set(root, [...(byRoot.get(root) ?? []), path]);
    }
  }
  return byRoot;
}

/** The root modules that a file of the settings is for: the one that it lies in, else by what it sets, else every one. */
export function ownersOf(path: string, roots: readonly string[], ask: Questions): readonly string[] {
  const around = roots.filter((root) => root === "" || path.startsWith(`${root}/`));
  const [first, ...rest] = around;
  if (first !== undefined)
    return [rest.reduce((best, root) => (root.length > best.length ? root : best), first)];
  const fitting = rootsFor(path, roots, (root) => declaredIn(root, ask), ask);
  if (fitting.length > 0) return fitting;
  const some = roots.filter((root) => {
    const { names } = declaredIn(root, ask);
    return rootsFor(path, [root], () => ({ names, required: names }), ask).length > 0;
  });
  return some.length > 0 ? some : roots;
}

const SHARED = "terraform-shared-files";
const origin = { environment: null, cluster: absent(wholeFile({ path: "", text: "" })), via: [] } as const;
const sharedUnit: Unit = { kind: SHARED, key: "", input: undefined, origin };

/** `sharedFiles`, worked out once for all who ask: a unit for each root module with its files. */
export const sharedFilesExpander: Expander = {
  kind: SHARED,
  expand: (_, ask) => {
    const units = [...sharedFiles(ask)].map(([key, input]): Unit => ({ kind: SHARED, key, input, origin }));
    return { ...emptyExpansion, units };
  },
};

/** The variable files beside a root module that are for it, as a unit may ask. */
export function sharedFilesFor(directory: string, ask: Questions): readonly string[] {
  const input = ask.build(sharedUnit).units.find(({ key }) => key === directory)?.input;
  return Array.isArray(input) ? input.filter((path): path is string => typeof path === "string") : [];
}

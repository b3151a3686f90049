import { minimatch } from "minimatch";
import { get, stringAt, type MapNode } from "../../model/node.ts";
import type { Expansion, Questions } from "../loader.ts";
import { manifestFileUnit } from "../manifest-units.ts";
import { directoryOf } from "../paths.ts";
import { applicationGap, type Application } from "./application-gap.ts";
import { deployedFiles } from "./deployed.ts";

/**
 * The objects of a plain directory (argo-cd docs/user-guide/directory.md): its own files, with `recurse` those of all
 * directories below, less what `exclude` and `include` leave out.
 */
export function directorySource(
  application: Application,
  source: MapNode,
  directory: string,
  ask: Questions,
): Expansion {
  const options = get(source, "directory");
  const recurse = get(options, "recurse");
  const isDeep = recurse?.kind === "boolean" && recurse.value;
  const [include, exclude] = [stringAt(options, "include"), stringAt(options, "exclude")];
  const files = ask.list(directory).filter((path) => {
    if (!isDeep && directoryOf(path) !== directory) return false;
    const relative = directory === "" ? path : path.slice(directory.length + 1);
    if (exclude !== undefined && exclude !== "" && matches(relative, exclude)) return false;
    return include === undefined || include === "" || matches(relative, include);
  });
  const parts = files
    .filter((path) => /\.(?:ya?ml|json)$/.test(path))
    .map((path) => ask.build(manifestFileUnit(path)));
  const expansion = deployedFiles(application, parts);
  const jsonnet = files.find((path) => path.endsWith(".jsonnet"));
  if (jsonnet === undefined) return expansion;
  const message = `Jsonnet is not run: what "${jsonnet}" makes is not known`;
  const gap = applicationGap(application, `jsonnet ${directory}`, message, source.at);
  return { ...expansion, facts: [...expansion.facts, gap] };
}

/** Argo CD's patterns know no separator: `*` takes in slashes (util/glob, gobwas/glob without separators). */
function matches(path: string, pattern: string): boolean {
  const flat = (text: string): string => text.replaceAll("/", "\u0001");
  return minimatch(flat(path), flat(pattern), { dot: true, nocomment: true, nonegate: true, noext: true });
}

import { wholeFile } from "../../model/location.ts";
import type { Manifest } from "../../model/manifest.ts";
import { get, itemsOf, stringAt, textOf, type MapNode, type Node } from "../../model/node.ts";
import { absent, isAbsent, known, print, type Absent, type Text } from "../../model/text.ts";
import { canonicalRepository, findRepository, type Whereabouts } from "../git-repository.ts";
import { emptyExpansion, type Expander, type Questions, type Unit } from "../loader.ts";
import { joinPath } from "../paths.ts";
import { sourcesOf } from "./sources.ts";

const REPOSITORIES = "argocd-repositories";

const nowhere = wholeFile({ path: "", text: "" });
const origin = { environment: null, cluster: absent(nowhere), via: [] } as const;
const unitOf = (kind: string, key: string): Unit => ({ kind, key, input: undefined, origin });

/**
 * Where the repository of a source lies. When neither the configuration nor a remote of the checkout names any, the
 * paths tell: it is the one repository of all Applications of which a path exists here.
 */
export function whereIs(url: Text | Absent, ask: Questions): Whereabouts {
  if (isAbsent(url) || url.parts.length === 0) return { kind: "unknown" };
  const found = findRepository(url, ask.settings?.repositories);
  if (found !== undefined) return found;
  const here = ask.build(unitOf(REPOSITORIES, "")).units.some(({ key }) => key === nameOf(url));
  return here ? { kind: "here", path: "", certain: true } : { kind: "unknown" };
}

function nameOf(url: Text): string {
  const address = known(url);
  return address === undefined ? print(url) : (canonicalRepository(address) ?? address);
}

/**
 * Finds the repository that the input is a checkout of, by the paths that Applications name in each. Its answer is a
 * unit for each one found: none or one. Of several with a path that is here, only one of which all paths are here
 * counts; two such leave it open.
 */
export const repositoriesExpander: Expander = {
  kind: REPOSITORIES,
  expand: (_, ask) => {
    const paths = new Map<string, Set<string>>();
    const named = ["Application", "ApplicationSet"].flatMap((kind) =>
      ask.lookup({ apiGroup: "argoproj.io", kind }).flatMap(pathsIn),
    );
    for (const [url, path] of named) {
      const held = paths.get(url);
      if (held === undefined) paths.set(url, new Set([path]));
      else held.add(path);
    }
    const scored = [...paths].map(([url, held]) => {
      const exist = [...held].filter((path) => exists(path, ask)).length;
      return { url, some: exist > 0, all: exist === held.size };
    });
    const some = scored.filter((each) => each.some);
    const all = some.filter((each) => each.all);
    const [only, ...others] = some.length === 1 ? some : all;
    if (only === undefined || others.length > 0) return emptyExpansion;
    return { ...emptyExpansion, units: [unitOf("argocd-repository", only.url)] };
  },
};

function exists(path: string, ask: Questions): boolean {
  return ask.list(path).length > 0 || !("missing" in ask.read(path));
}

type NamedPath = readonly [url: string, path: string];

/**
 * The paths that a manifest names, each with its repository. What an ApplicationSet makes is not asked: whether it makes
 * it at all may hang on the answer.
 */
function pathsIn({ object, madeBy }: Manifest): readonly NamedPath[] {
  if (stringAt(object, "kind") === "Application") {
    return madeBy?.what === "generator" ? [] : sourcePaths(object);
  }
  const template = get(object, "spec", "template");
  const own = template?.kind === "map" ? sourcePaths(template) : [];
  return [...own, ...itemsOf(get(object, "spec", "generators")).flatMap((node) => generatorPaths(node))];
}

/** The paths of git generators up to their first wildcard, those inside of other generators included. */
function generatorPaths(generator: Node, depth = 0): readonly NamedPath[] {
  const git = get(generator, "git");
  const url = git === undefined ? undefined : urlOf(git);
  const items = ["directories", "files"].flatMap((field) => itemsOf(get(git, field)));
  const own = items.flatMap((item): readonly NamedPath[] => {
    const path = withoutWildcards(stringAt(item, "path") ?? "");
    return url === undefined || path === undefined || path === "" ? [] : [[url, path]];
  });
  const inner = ["matrix", "merge"].flatMap((kind) => itemsOf(get(generator, kind, "generators")));
  return depth > 2 ? own : [...own, ...inner.flatMap((node) => generatorPaths(node, depth + 1))];
}

/** A path up to its first segment with a wildcard or a template in it; undefined when it leaves the repository. */
function withoutWildcards(path: string): string | undefined {
  const segments = path.replace(/^\/+/, "").split("/");
  const wild = segments.findIndex((segment) => /[*?[{]/.test(segment));
  return joinPath("", (wild === -1 ? segments : segments.slice(0, wild)).join("/"));
}

/** The paths that the sources of an Application name; value files of another source are that one's. */
function sourcePaths(object: MapNode): readonly NamedPath[] {
  const sources = sourcesOf(object);
  const urls = new Map(sources.flatMap((source) => withRef(source)));
  return sources.flatMap((source): readonly NamedPath[] => {
    const files = itemsOf(get(source, "helm", "valueFiles")).flatMap((item) =>
      item.kind === "text" ? [item] : [],
    );
    const named = files.flatMap((file): readonly NamedPath[] => {
      const [, ref = "", below = ""] = /^\$([^/]+)\/+(.+)$/.exec(known(file) ?? "") ?? [];
      const url = urls.get(ref);
      const path = joinPath("", below);
      return url === undefined || path === undefined || /[$*?[{]/.test(below) ? [] : [[url, path]];
    });
    const url = urlOf(source);
    const written = stringAt(source, "chart") === undefined ? stringAt(source, "path") : undefined;
    const path = written === undefined ? undefined : withoutWildcards(written);
    return url === undefined || path === undefined || path === "" ? named : [[url, path], ...named];
  });
}

function urlOf(source: Node): string | undefined {
  const url = textOf(get(source, "repoURL"), source.at);
  return isAbsent(url) || print(url).includes("{{") ? undefined : nameOf(url);
}

function withRef(source: Node): readonly (readonly [ref: string, url: string])[] {
  const ref = stringAt(source, "ref");
  const url = urlOf(source);
  return ref === undefined || url === undefined ? [] : [[ref, url]];
}

import { wholeFile } from "../../model/location.ts";
import type { Manifest } from "../../model/manifest.ts";
import { get, itemsOf, stringAt, textOf, type Node } from "../../model/node.ts";
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
    for (const manifest of ask.lookup({ apiGroup: "argoproj.io", kind: "Application" })) {
      for (const [url, path] of pathsIn(manifest)) {
        const held = paths.get(url);
        if (held === undefined) paths.set(url, new Set([path]));
        else held.add(path);
      }
    }
    const scored = [...paths].map(([url, named]) => {
      const exist = [...named].filter((path) => exists(path, ask)).length;
      return { url, some: exist > 0, all: exist === named.size };
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

/** The paths that an Application names, each with its repository; value files of another source are that one's. */
function pathsIn({ object }: Manifest): readonly (readonly [url: string, path: string])[] {
  const sources = sourcesOf(object);
  const urls = new Map(sources.flatMap((source) => withRef(source)));
  return sources.flatMap((source): readonly (readonly [string, string])[] => {
    const files = itemsOf(get(source, "helm", "valueFiles")).flatMap((item) =>
      item.kind === "text" ? [item] : [],
    );
    const named = files.flatMap((file): readonly (readonly [string, string])[] => {
      const [, ref = "", below = ""] = /^\$([^/]+)\/+(.+)$/.exec(known(file) ?? "") ?? [];
      const url = urls.get(ref);
      const path = joinPath("", below);
      return url === undefined || path === undefined || /[$*?[{]/.test(below) ? [] : [[url, path]];
    });
    const url = urlOf(source);
    const written = stringAt(source, "chart") === undefined ? stringAt(source, "path") : undefined;
    const path = written === undefined ? undefined : joinPath("", written.replace(/^\/+/, ""));
    return url === undefined || path === undefined || path === "" ? named : [[url, path], ...named];
  });
}

function urlOf(source: Node): string | undefined {
  const url = textOf(get(source, "repoURL"), source.at);
  return isAbsent(url) ? undefined : nameOf(url);
}

function withRef(source: Node): readonly (readonly [ref: string, url: string])[] {
  const ref = stringAt(source, "ref");
  const url = urlOf(source);
  return ref === undefined || url === undefined ? [] : [[ref, url]];
}

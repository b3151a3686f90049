import type { Location } from "../../model/location.ts";
import type { Problem } from "../../model/problem.ts";
import { known, print, type Text } from "../../model/text.ts";
import type { ValuesLayer } from "../helm-release.ts";
import type { Questions } from "../loader.ts";
import { yamlParser } from "../yaml/parse.ts";
import { unreadLayer } from "../helm-values.ts";

/** What became of a value file: a layer, the file it was read from, or a sentence that says why it was not. */
export interface ReadValueFile {
  readonly layer: ValuesLayer;
  readonly claims: readonly string[];
  readonly problems: readonly Problem[];
  /** Why what the file sets is not known, and what follows. */
  readonly gap?: { readonly message: string; readonly at: Location };
}

/**
 * Reads a value file of a source that takes its chart from a chart repository. Only `$ref/path` can be a file of a git
 * repository (argo-cd docs/user-guide/multiple_sources.md); it is read when that path exists here. A plain path lies
 * inside the chart's package, which is not here.
 */
export function readValueFile(path: Text, refs: ReadonlySet<string>, ask: Questions): ReadValueFile {
  const name = known(path);
  if (name === undefined) return notRead(path, "its path is not wholly known");
  const [, ref, below] = /^\$([^/]+)\/(.+)$/.exec(name) ?? [];
  if (ref === undefined || below === undefined || !refs.has(ref)) {
    const isRemote = /^[a-z][a-z+.-]*:\/\//i.test(name);
    return notRead(
      path,
      isRemote ? "it is fetched from elsewhere" : "it lies inside the chart, which is not here",
    );
  }
  const parsed = ask.parse(below, yamlParser);
  if ("missing" in parsed) return notRead(path, "it is not in this repository");
  const { kind, documents, problems } = parsed.value;
  const node = documents[0]?.node;
  const claims = [below];
  if (kind === "yaml" && problems.length === 0) {
    if (node?.kind === "map") return { layer: { kind: "values", node }, claims, problems };
    if (node === undefined || node.kind === "null") return { layer: empty(path), claims, problems };
  }
  return { ...notRead(path, "it does not hold a map of values that can be read"), claims, problems };
}

function empty(path: Text): ValuesLayer {
  return { kind: "values", node: { kind: "map", entries: [], at: path.at } };
}

function notRead(path: Text, why: string): ReadValueFile {
  const file = print(path);
  const message = `value file "${file}" is not read (${why}): what it sets is not known`;
  return { layer: unreadLayer(file, path.at), claims: [], problems: [], gap: { message, at: path.at } };
}

import type { Location } from "../model/location.ts";
import type { MapNode } from "../model/node.ts";
import type { Problem } from "../model/problem.ts";
import { textSource } from "../model/source.ts";
import { holesOf, type Hole, type Text } from "../model/text.ts";
import type { ValuesLayer } from "./helm-release.ts";
import type { Comment, LoaderSettings, Missing, Questions } from "./loader.ts";
import { parseYaml, yamlParser } from "./yaml/parse.ts";
import { withPlaceholders } from "./yaml/placeholders.ts";

/** Layers of values, weakest first, and what came up while they were read. */
export interface ReadValues {
  readonly layers: readonly ValuesLayer[];
  readonly problems: readonly Problem[];
  readonly comments: readonly Comment[];
}

/** Values that Helm would refuse or that are filled in later: whatever they set is not known. */
export function unreadLayer(name: string, at: Location): ValuesLayer {
  return unreadAs({ kind: "hole", id: `values|${at.file.path}|${String(at.span.start)}`, name }, at);
}

function unreadAs(hole: Hole, at: Location): ValuesLayer {
  return { kind: "unread", hole, at };
}

/** A layer of an embedded text of YAML (`values: |`), with the exact places of what stands in it. */
export function embeddedValues(text: Text, settings: Pick<LoaderSettings, "placeholders">): ReadValues {
  const stream = parseYaml(textSource(text));
  const { comments } = stream;
  const unread = unreadLayer("values", text.at);
  if (stream.kind !== "yaml" || stream.problems.length > 0) {
    return { layers: [unread], problems: stream.problems, comments };
  }
  const node = stream.documents[0]?.node;
  if (node === undefined || node.kind === "null") return { layers: [], problems: [], comments };
  if (node.kind === "map") return { layers: [{ kind: "values", node }], problems: [], comments };
  const holes = node.kind === "text" ? holesOf(withPlaceholders(node, settings)) : [];
  const hole = holes[0];
  if (hole !== undefined) return { layers: [unreadAs(hole, node.at)], problems: [], comments };
  const message = `the Helm values are a ${node.kind === "text" ? "string" : node.kind}, not a map: Helm refuses them`;
  return { layers: [unread], problems: [{ code: "input/not-understood", message, at: node.at }], comments };
}

/** What became of a values file of the input: its map (undefined when it is empty), or why there is none. */
export type ValuesFile =
  | { readonly state: "read"; readonly values: MapNode | undefined; readonly problems: readonly Problem[] }
  | { readonly state: "refused"; readonly problems: readonly Problem[] }
  | Missing;

/** Reads a file of values. "refused": it holds something else than a map, or a program fills it in first. */
export function readValuesFile(path: string, ask: Questions): ValuesFile {
  const parsed = ask.parse(path, yamlParser);
  if ("missing" in parsed) return parsed;
  const { kind, documents, problems } = parsed.value;
  const node = documents[0]?.node;
  if (kind === "yaml" && problems.length === 0) {
    if (node?.kind === "map") return { state: "read", values: node, problems };
    if (node === undefined || node.kind === "null") return { state: "read", values: undefined, problems };
  }
  return { state: "refused", problems };
}

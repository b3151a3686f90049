import type { Origin } from "../../../model/entities.ts";
import type { Location } from "../../../model/location.ts";
import type { Entry, MapNode, Node } from "../../../model/node.ts";
import { entryOf } from "../../../model/node.ts";
import { known, literal, print, type Hole, type HoleShape, type Text } from "../../../model/text.ts";
import { printFloat } from "../../go-template/print.ts";

/** Names that begin so may be parameters beside those that are listed. */
interface OpenPrefix {
  readonly prefix: string;
  readonly hole: Hole;
}

/**
 * What a generator gives to the template for one Application. With Go templates the map is what the templates see; without
 * them its keys are whole names (`metadata.labels.env`, `path[0]`), and `open` says which others there may be.
 */
export interface Parameters {
  readonly map: MapNode;
  readonly open: readonly OpenPrefix[];
}

/** One element of a generator: what becomes one Application. */
export interface Element {
  readonly parameters: Parameters;
  /** How people tell it from the others: the cluster, the directory, the file. */
  readonly label: string;
  /** Whether the label says where something is deployed, not what. */
  readonly isPlace: boolean;
  readonly at: Location;
  /** Where the cluster's Secret comes from; undefined for what stands in the input itself. */
  readonly seat?: Pick<Origin, "environment" | "isUnit" | "root">;
  /** "maybe": nobody knows whether the generator gives it. "any": it stands for any number of elements. */
  readonly exists: "yes" | "maybe" | "any";
}

/** Why a generator may give other elements than the listed ones. */
export interface Doubt {
  /** As a clause: `which clusters Argo CD has is not known`. */
  readonly why: string;
  readonly at: Location;
  /** Set when there are elements all the same, so that nobody needs to hear of it. */
  readonly isQuiet?: true;
  /** Set when a path leaves the boundary. */
  readonly isOutside?: boolean;
  /** The repository whose place the configuration could tell. */
  readonly repository?: string;
}

/** What a generator gives, in the order of the documentation. */
export interface Generated {
  readonly elements: readonly Element[];
  readonly doubts: readonly Doubt[];
}

const NORMALIZED = /(?:^|\.)(?:name|basename|filename)Normalized$/;

function holeUnder({ id, name }: Hole, key: string): Hole {
  const shape: { readonly shape: HoleShape } | undefined = NORMALIZED.test(key)
    ? { shape: "dns" }
    : undefined;
  return { kind: "hole", id: `${id}.${key}`, name: `${name}: ${key}`, ...shape };
}

/** The parameter of a name: undefined when there is certainly none. */
export function parameterAt({ map, open }: Parameters, name: string): Node | undefined {
  const value = entryOf(map, name)?.value;
  if (value !== undefined) return value;
  const more = open.find(({ prefix }) => name.startsWith(prefix))?.hole ?? map.more;
  return more === undefined ? undefined : { kind: "unknown", hole: holeUnder(more, name), at: map.at };
}

/** Parameters of which nothing is known but who gives them. */
export function unknownParameters(hole: Hole, at: Location): Parameters {
  return { map: { kind: "map", entries: [], more: hole, at }, open: [] };
}

/** An element that stands for all that a generator may give. */
export function anyElement(hole: Hole, at: Location): Element {
  return {
    parameters: unknownParameters(hole, at),
    label: hole.name,
    isPlace: true,
    at,
    exists: "any",
  };
}

export function parametersOf(entries: readonly Entry[], at: Location): Parameters {
  return { map: { kind: "map", entries, at }, open: [] };
}

/** A value as Go's `%v` prints it where a parameter has to be a string; undefined for maps and lists. */
export function printedScalar(node: Node): Text | undefined {
  switch (node.kind) {
    case "text":
      return node;
    case "number":
      return literal(printFloat(node.value), node.at);
    case "boolean":
      return literal(String(node.value), node.at);
    case "null":
      return literal("<nil>", node.at);
    case "unknown":
      return { kind: "text", parts: [node.hole], at: node.at };
    case "list":
    case "map":
      return undefined;
  }
}

/** Keys that tell elements of a list apart, the telling ones first. */
const TELLING = ["env", "environment", "stage", "cluster", "clusterName", "name"];

/** What to call an element that somebody wrote: by a telling key, else by its first text. */
export function labelOf(map: MapNode, number: number): string {
  for (const key of TELLING) {
    const value = entryOf(map, key)?.value;
    if (value?.kind === "text" && known(value) !== undefined && known(value) !== "") return print(value);
  }
  const text = map.entries.find(({ value }) => value.kind === "text" && known(value) !== undefined)?.value;
  return text?.kind === "text" && text.parts.length > 0 ? print(text) : String(number);
}

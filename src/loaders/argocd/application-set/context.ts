import type { Location } from "../../../model/location.ts";
import type { Manifest } from "../../../model/manifest.ts";
import type { Entry, MapNode, Node } from "../../../model/node.ts";
import { literal, type Hole, type Text } from "../../../model/text.ts";
import type { LoaderSettings, Questions } from "../../loader.ts";
import type { ClusterSecret } from "./cluster-secrets.ts";
import { anyElement, type Generated, type Parameters } from "./parameters.ts";
import type { Renderer } from "./render.ts";

/** More elements than this are not looked at: the largest real sets make some hundred Applications. */
export const MAX_ELEMENTS = 2000;

/** What the generators of an ApplicationSet work with. */
export interface Context {
  readonly manifest: Manifest;
  /** Tells the ApplicationSet from every other one. */
  readonly key: string;
  readonly renderer: Renderer;
  readonly ask: Questions;
  readonly settings: LoaderSettings;
  /** The clusters of the Argo CD that is looked at. */
  readonly secrets: readonly ClusterSecret[];
}

/** One generator of an ApplicationSet: `{list: …}`. */
export interface GeneratorPlace {
  /** As the ApplicationSet writes it: `clusters`. */
  readonly kind: string;
  readonly body: Node;
  /** Where it stands among the generators, and for which element of another one. */
  readonly route: string;
  readonly at: Location;
}

/** What stands for a generator of which nothing is known, and why. */
export function notKnown(
  { kind, route, at }: GeneratorPlace,
  { key }: Context,
  why: string,
  repository?: string,
): Generated {
  const hole: Hole = { kind: "hole", id: `${key}|${route}|${kind}`, name: `${kind} generator`, at };
  const doubt = repository === undefined ? { why, at } : { why, at, repository };
  return { elements: [anyElement(hole, at)], doubts: [doubt] };
}

export function entry(key: string, value: Node): Entry {
  return { key: literal(key, value.at), value };
}

/** Parameters with the generator's own `values`, which may name the others (generators/value_interpolation.go). */
export function withValues(
  parameters: Parameters,
  values: Node | undefined,
  { renderer }: Context,
): Parameters {
  if (values?.kind !== "map" || values.entries.length === 0) return parameters;
  const filled = values.entries.map(({ key, value }): Entry => ({
    key,
    value: value.kind === "text" ? renderer.text(value, parameters) : value,
  }));
  const added: readonly Entry[] = renderer.goTemplate
    ? [entry("values", { kind: "map", entries: filled, at: values.at })]
    : filled.map(({ key, value }) => ({ key: prefixed("values.", key), value }));
  const map: MapNode = { ...parameters.map, entries: [...parameters.map.entries, ...added] };
  return { ...parameters, map };
}

/** A key behind a prefix that Argo CD adds. */
export function prefixed(prefix: string, key: Text): Text {
  return { ...key, parts: [{ kind: "literal", value: prefix }, ...key.parts] };
}

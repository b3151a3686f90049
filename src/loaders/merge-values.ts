import type { Location } from "../model/location.ts";
import { entryOf, itemsOf, unlisted, type Entry, type MapNode, type Node } from "../model/node.ts";
import { known, literal, type Hole } from "../model/text.ts";

/** A step of a route to set a value at: a key, an index, or a key that is not known. */
export type SetStep = string | number | Hole;

/**
 * Values over values (helm.sh/docs/chart_template_guide/values_files): maps merge, everything else replaces. A null
 * stays, since it deletes what lies below it, the chart's own default included. What an unknown layer may have set
 * stays unknown unless the one above sets it.
 */
export function mergeValues(base: Node | undefined, over: Node): Node {
  if (base === undefined || over.kind !== "map") return over;
  const hole = moreOf(base);
  if (base.kind !== "map") return hole === undefined ? over : withMore(over, hole);
  const entries = over.entries.map((entry): Entry => {
    const key = known(entry.key);
    const below = key === undefined ? undefined : (entryOf(base, key)?.value ?? unlisted(base, key));
    return { key: entry.key, value: mergeValues(below, entry.value) };
  });
  const replaced = new Set(over.entries.flatMap(({ key }) => known(key) ?? []));
  const kept = base.entries.filter(({ key }) => !replaced.has(known(key) ?? ""));
  const more = over.more ?? base.more;
  return { kind: "map", entries: [...kept, ...entries], ...(more && { more }), at: over.at };
}

/** What a layer that is not read leaves: nothing below it is certain any more. */
export function unknownValues(hole: Hole, at: Location): Node {
  return { kind: "unknown", hole, at };
}

function moreOf(node: Node): Hole | undefined {
  return node.kind === "unknown" ? node.hole : undefined;
}

function withMore(map: MapNode, more: Hole): MapNode {
  const entries = map.entries.map(({ key, value }): Entry => {
    const name = known(key);
    if (value.kind !== "map" || name === undefined) return { key, value };
    const below: Hole = { kind: "hole", id: `${more.id}.${name}`, name: `${more.name}.${name}` };
    return { key, value: withMore(value, below) };
  });
  return { ...map, entries, more };
}

/** The highest index that a setting may name here (Helm's own limit is 65,536). */
export const MAX_INDEX = 1024;

/**
 * Values with one of them set, as `--set` does it (helm pkg/strvals): maps and lists on the way are made or extended,
 * whatever else stands there is replaced. `keyAt` is where the setting names it.
 */
export function setValue(
  base: Node | undefined,
  route: readonly SetStep[],
  value: Node,
  keyAt: Location = value.at,
): Node {
  const [step, ...rest] = route;
  if (step === undefined) return value;
  if (typeof step === "number") {
    const items = base?.kind === "list" ? [...base.items] : [];
    while (items.length <= Math.min(step, MAX_INDEX)) items.push({ kind: "null", at: value.at });
    if (step <= MAX_INDEX) items[step] = setValue(items[step], rest, value, keyAt);
    return { kind: "list", items, at: base?.kind === "list" ? base.at : value.at };
  }
  const map: MapNode =
    base?.kind === "map"
      ? base
      : { kind: "map", entries: [], ...(base?.kind === "unknown" && { more: base.hole }), at: value.at };
  if (typeof step !== "string") return { ...map, more: step };
  const before = entryOf(map, step);
  const next: Entry = {
    key: before?.key ?? literal(step, keyAt),
    value: setValue(before?.value ?? unlisted(map, step), rest, value, keyAt),
  };
  return { ...map, entries: [...map.entries.filter(({ key }) => known(key) !== step), next] };
}

/** The step at which a setting meets something that is neither a map nor a list: Helm stops there with an error. */
export function conflictAt(base: Node | undefined, route: readonly SetStep[]): SetStep | undefined {
  for (const [index, step] of route.entries()) {
    const node = nodeAt(base, route.slice(0, index));
    if (node === undefined || node.kind === "null" || node.kind === "unknown") return undefined;
    if (typeof step === "object") return undefined;
    if (typeof step === "number" ? node.kind !== "list" : node.kind !== "map") return step;
  }
  return undefined;
}

/** What stands at a route now. */
export function nodeAt(base: Node | undefined, route: readonly SetStep[]): Node | undefined {
  return route.reduce<Node | undefined>((node, step) => {
    if (typeof step === "object" || node?.kind === "unknown") return node;
    return typeof step === "number" ? itemsOf(node)[step] : entryOf(node, step)?.value;
  }, base);
}

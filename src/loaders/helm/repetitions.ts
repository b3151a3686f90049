import type { Span } from "../../model/location.ts";
import { get, withValue, type MapNode, type Node, type UnknownNode } from "../../model/node.ts";
import type { Source } from "../../model/source.ts";
import type { Hole } from "../../model/text.ts";
import type { Repeated, Repetition } from "../go-template/evaluate/output.ts";

/** A source that remembers of every node where it stands in the text that was parsed. */
export interface TrackingSource extends Source {
  /** The range of a node in `text`. */
  rangeOf(node: Node): Span | undefined;
}

/** A source whose places can be traced back to the text. */
export function trackingSource(source: Source): TrackingSource {
  const ranges = new WeakMap<Span, Span>();
  return {
    ...source,
    locate: (start, end) => {
      const { file, span } = source.locate(start, end);
      const own = { ...span };
      ranges.set(own, { start, end });
      return { file, span: own };
    },
    rangeOf: ({ at }) => ranges.get(at.span),
  };
}

/** A stretch without the space around it; undefined when nothing is left. */
export function trimmed(stretch: Repetition, text: string): Repetition | undefined {
  const inside = text.slice(stretch.start, stretch.end);
  const start = stretch.start + (inside.length - inside.trimStart().length);
  const end = stretch.start + inside.trimEnd().length;
  return start >= end ? undefined : { ...stretch, start, end };
}

/**
 * An object in which some stretches stand for any number of stretches like them: the maps that hold one may have more
 * entries, the lists more items, and a text that holds one is not known. An object that is itself within such a stretch
 * stays: what differs from one to the next is unknown in it.
 */
export function withRepetitions(
  object: MapNode,
  stretches: readonly Repetition[],
  source: TrackingSource,
): MapNode {
  return stretches.reduce((before, stretch) => {
    const range = source.rangeOf(before);
    if (range === undefined || stretch.end <= range.start || range.end <= stretch.start) return before;
    if (stretch.start <= range.start && range.end <= stretch.end) return before;
    const node = mark(before, stretch, source);
    return node.kind === "map" ? node : before;
  }, object);
}

const moreOf = ({ over }: Repeated): Hole => ({ ...over, id: `more of ${over.id}` });

function mark(node: Node, stretch: Repetition, source: TrackingSource): Node {
  const more = moreOf(stretch);
  const unknown: UnknownNode = { kind: "unknown", hole: more, at: node.at };
  const isInside = (inner: Node): boolean => {
    const range = source.rangeOf(inner);
    return range !== undefined && range.start <= stretch.start && stretch.end <= range.end;
  };
  if (node.kind === "map") {
    const index = node.entries.findIndex(({ value }) => isInside(value));
    if (index === -1) return { ...node, more };
    const entries = node.entries.map((entry, at) =>
      at === index ? { ...entry, value: mark(entry.value, stretch, source) } : entry,
    );
    return { ...node, entries };
  }
  if (node.kind === "list") {
    const index = node.items.findIndex(isInside);
    if (index === -1) return { ...node, items: [...node.items, { ...unknown, several: true }] };
    return {
      ...node,
      items: node.items.map((item, at) => (at === index ? mark(item, stretch, source) : item)),
    };
  }
  return unknown;
}

/** An object to whose annotations and labels something of unknown length may add. */
export function withMoreMetadata(object: MapNode, repeated: Repeated): MapNode {
  return ["annotations", "labels"].reduce((before, field) => {
    const map = get(before, "metadata", field);
    if (map !== undefined && map.kind !== "map") return before;
    const open: MapNode = { kind: "map", entries: [], at: before.at, ...map, more: moreOf(repeated) };
    return withValue(before, ["metadata", field], open);
  }, object);
}

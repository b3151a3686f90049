import type { Location } from "./location.ts";
import { absent, known, literal, type Absent, type Hole, type Text } from "./text.ts";

/**
 * A value of any configuration language (YAML, JSON, HCL) with its place. Strings are `Text`; an unknown value may be
 * of any type. Maps keep the order of their entries and repeated keys.
 */
export type Node = Text | NumberNode | BooleanNode | NullNode | ListNode | MapNode | UnknownNode;

export interface NumberNode {
  readonly kind: "number";
  readonly value: number;
  /** As written: `012345678901` is an account id only in this form. */
  readonly raw: string;
  readonly at: Location;
  /** What the value takes for granted, as `Text` has it. */
  readonly assumed?: readonly string[];
}

export interface BooleanNode {
  readonly kind: "boolean";
  readonly value: boolean;
  readonly raw: string;
  readonly at: Location;
  readonly assumed?: readonly string[];
}

export interface NullNode {
  readonly kind: "null";
  readonly at: Location;
  readonly assumed?: readonly string[];
}

export interface ListNode {
  readonly kind: "list";
  readonly items: readonly Node[];
  /** Terraform's distinction; absent for YAML and JSON. */
  readonly flavour?: "list" | "tuple" | "set";
  readonly at: Location;
  /** What its size takes for granted; each element says the same of itself. */
  readonly assumed?: readonly string[];
}

export interface Entry {
  readonly key: Text;
  readonly value: Node;
  /** The key of the map that this one is in, where the language writes it again for each entry (`test`). */
  readonly under?: Text;
}

export interface MapNode {
  readonly kind: "map";
  readonly entries: readonly Entry[];
  /**
   * Set when there may be more entries than are listed (a resource's computed attributes, a merge with an unknown
   * map): a key that is not listed is unknown, not missing.
   */
  readonly more?: Hole;
  /** Terraform's distinction; absent for YAML and JSON. */
  readonly flavour?: "map" | "object";
  readonly at: Location;
  /** What its keys take for granted; each entry says the same of itself. */
  readonly assumed?: readonly string[];
}

/** A value of which nothing is known, not even its type. */
export interface UnknownNode {
  readonly kind: "unknown";
  readonly hole: Hole;
  readonly at: Location;
  /** Set on an element of a list that stands for any number of elements, none included: `concat(["a"], var.more)`. */
  readonly several?: true;
}

/** The value under a key (the last one when it is repeated, as every reader of YAML and JSON here does). */
export function get(node: Node | undefined, ...route: readonly string[]): Node | undefined {
  let current = node;
  for (const key of route) {
    if (current?.kind === "unknown") return current;
    if (current?.kind !== "map") return undefined;
    current = entryOf(current, key)?.value ?? unlisted(current, key);
  }
  return current;
}

/** What a map that may have more entries than it lists has under a key that it does not list. */
export function unlisted(map: MapNode, key: string): UnknownNode | undefined {
  if (map.more === undefined) return undefined;
  const { id, name } = map.more;
  return { kind: "unknown", hole: { kind: "hole", id: `${id}.${key}`, name: `${name}.${key}` }, at: map.at };
}

/** From how many entries on a map's keys are worth an index: a file of values may have a hundred thousand. */
const MANY_ENTRIES = 64;

interface EntryIndex {
  readonly length: number;
  readonly last: ReadonlyMap<string, Entry>;
}

const indexes = new WeakMap<readonly Entry[], EntryIndex>();

/** The last entry of each key; made again for a list that grew meanwhile. */
function lastEntries(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  const before = indexes.get(entries);
  if (before?.length === entries.length) return before.last;
  const last = new Map<string, Entry>();
  for (const entry of entries) {
    const key = known(entry.key);
    if (key !== undefined) last.set(key, entry);
  }
  indexes.set(entries, { length: entries.length, last });
  return last;
}

/** The last entry with exactly this key. */
export function entryOf(node: Node | undefined, key: string): Entry | undefined {
  if (node?.kind !== "map") return undefined;
  if (node.entries.length >= MANY_ENTRIES) return lastEntries(node.entries).get(key);
  // The most asked question of all: a loop without a closure.
  for (let index = node.entries.length - 1; index >= 0; index--) {
    const entry = node.entries[index];
    if (entry !== undefined && known(entry.key) === key) return entry;
  }
  return undefined;
}

/** The map with another value at a route, at the end of its entries; maps on the way that are missing are added. */
export function withValue(map: MapNode, [key, ...rest]: readonly string[], value: Node): MapNode {
  if (key === undefined) return map;
  const before = entryOf(map, key);
  const inner: MapNode =
    before?.value.kind === "map" ? before.value : { kind: "map", entries: [], at: map.at };
  const entry: Entry = {
    key: before?.key ?? literal(key, map.at),
    value: rest.length === 0 ? value : withValue(inner, rest, value),
  };
  const entries = map.entries.filter((other) => known(other.key) !== key);
  return { ...map, entries: [...entries, entry] };
}

export function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === "list" ? node.items : [];
}

export function entriesOf(node: Node | undefined): readonly Entry[] {
  return node?.kind === "map" ? node.entries : [];
}

/** The known string at a route, or undefined. For `kind`, `apiVersion` and other words that select behaviour. */
export function stringAt(node: Node | undefined, ...route: readonly string[]): string | undefined {
  const value = get(node, ...route);
  return value?.kind === "text" ? known(value) : undefined;
}

/**
 * A node read as a string: numbers and booleans as they were written, null and missing as absent, unknown as a hole.
 * `owner` is the place of what could have held it.
 */
export function textOf(node: Node | undefined, owner: Location): Text | Absent {
  if (node === undefined) return absent(owner);
  switch (node.kind) {
    case "text":
      return node;
    case "number":
    case "boolean": {
      const text = literal(node.raw, node.at);
      return node.assumed === undefined ? text : { ...text, assumed: node.assumed };
    }
    case "unknown":
      return { kind: "text", parts: [node.hole], at: node.at };
    case "null":
      return absent(node.at);
    case "list":
    case "map":
      return absent(node.at);
  }
}

/** A node read as a flag: undefined when it is missing, "maybe" when it is unknown or not a Boolean. */
export function flagOf(node: Node | undefined): "yes" | "no" | "maybe" | undefined {
  if (node === undefined || node.kind === "null") return undefined;
  if (node.kind === "boolean") return node.value ? "yes" : "no";
  const value = node.kind === "text" ? known(node) : undefined;
  if (value === "true") return "yes";
  return value === "false" ? "no" : "maybe";
}

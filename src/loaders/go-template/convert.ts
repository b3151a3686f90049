import type { Location } from "../../model/location.ts";
import type { Entry, ListNode, MapNode, Node, NumberNode } from "../../model/node.ts";
import { anyOf } from "../../model/compare.ts";
import { known, type Answer, type Hole, type HoleShape, type Part, type Text } from "../../model/text.ts";
import { unknownResult } from "./identity.ts";
import { printFloat } from "./print.ts";
import type { GoEntry, GoList, GoMap, GoNumber, Value } from "./value.ts";

export { unknownResult, unknownString } from "./identity.ts";
export { printed, sprint } from "./print.ts";

/** A number as Go has it; `raw` is how Go prints an integer, so that int64 beyond 2^53 stay exact. */
export function goNumber(go: GoNumber["go"], value: number, at: Location, raw?: string): GoNumber {
  const text = raw ?? (go === "float64" ? printFloat(value) : BigInt(Math.trunc(value)).toString());
  return { kind: "number", go, value, raw: text, at };
}

export function goList(items: Value[], at: Location): GoList {
  return { kind: "go-list", items, at };
}

export function goMap(entries: readonly (readonly [key: string, entry: GoEntry])[], at: Location): GoMap {
  return { kind: "go-map", entries: new Map(entries), more: undefined, at };
}

/** A number of a values file: JSON's only kind, unless it says which Go type it has (`--set n=1` gives an int64). */
function numberFrom(node: NumberNode): GoNumber {
  if ("go" in node) return node as GoNumber;
  return { ...node, go: "float64" };
}

/**
 * A value of a configuration file as templates see it, in constant time: maps and lists are made when they are looked
 * into, so that ten megabytes of values cost what is read of them. Numbers are float64, as Helm reads YAML. Each call
 * makes maps of its own, which templates may change.
 */
export function fromNode(node: Node): Value {
  switch (node.kind) {
    case "number":
      return numberFrom(node);
    case "list":
      return listFrom(node);
    case "map":
      return mapFrom(node);
    case "text":
    case "boolean":
    case "null":
    case "unknown":
      return node;
  }
}

/** A value that is made the first time it is asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function lazyList(items: () => Value[], { at, type, isNil }: Omit<GoList, "kind" | "items">): GoList {
  const get = once(items);
  return {
    kind: "go-list",
    get items() {
      return get();
    },
    at,
    ...(type === undefined ? {} : { type }),
    ...(isNil === undefined ? {} : { isNil }),
  };
}

function lazyMap(
  entries: () => Map<string, GoEntry>,
  { more, at, type }: Omit<GoMap, "kind" | "entries">,
): GoMap {
  const get = once(entries);
  return {
    kind: "go-map",
    get entries() {
      return get();
    },
    more,
    at,
    ...(type === undefined ? {} : { type }),
  };
}

function listFrom(node: ListNode): GoList {
  return lazyList(() => node.items.map(fromNode), { at: node.at });
}

function mapFrom(node: MapNode): GoMap {
  return lazyMap(() => entriesFrom(node.entries), { more: moreOf(node), at: node.at });
}

/** The last entry of each key that is known. */
function entriesFrom(entries: readonly Entry[]): Map<string, GoEntry> {
  const result = new Map<string, GoEntry>();
  for (const { key, value } of entries) {
    const name = known(key);
    if (name !== undefined) result.set(name, { key, value: fromNode(value) });
  }
  return result;
}

/** By map: templates are given the same values again and again. */
const unknownKeys = new WeakMap<MapNode, { readonly more: Hole | undefined }>();

/** What stands for the entries that a map may have beyond the listed ones, and for those whose key is not known. */
function moreOf(node: MapNode): Hole | undefined {
  if (node.more !== undefined) return node.more;
  const before = unknownKeys.get(node);
  if (before !== undefined) return before.more;
  const keys = node.entries.flatMap(({ key }) => (known(key) === undefined ? [key] : []));
  const [first] = keys;
  const more = first === undefined ? undefined : unknownResult("entries", keys, first.at).hole;
  unknownKeys.set(node, { more });
  return more;
}

/**
 * A copy whose maps and lists can change without the original changing, in constant time. What is shared inside stays
 * shared inside the copy when `copies` is the same. The original must not change once it was copied.
 */
export function copyOf(value: Value, copies: Map<Value, Value> = new Map()): Value {
  if (value.kind !== "go-list" && value.kind !== "go-map") return value;
  const before = copies.get(value);
  if (before !== undefined) return before;
  const copy =
    value.kind === "go-list"
      ? lazyList(() => value.items.map((item) => copyOf(item, copies)), value)
      : lazyMap(() => copyOfEntries(value, copies), value);
  copies.set(value, copy);
  return copy;
}

function copyOfEntries(map: GoMap, copies: Map<Value, Value>): Map<string, GoEntry> {
  const result = new Map<string, GoEntry>();
  for (const [name, { key, value }] of map.entries) result.set(name, { key, value: copyOf(value, copies) });
  return result;
}

/** Values that hold one another more deeply than this are a cycle, or as good as one. */
const MAX_DEPTH = 300;

/**
 * A value as a node: Go's objects, and maps that were put into themselves, are unknown. Maps that are the same in Go
 * are the same node, so that the time is in proportion to what there is and not to what it would print.
 */
export function toNode(value: Value): Node {
  return nodeOf(value, new Map(), 0);
}

function nodeOf(value: Value, made: Map<Value, Node>, depth: number): Node {
  if (value.kind === "object") return unknownResult("value", [value], value.at);
  if (value.kind !== "go-list" && value.kind !== "go-map") return value;
  const before = made.get(value);
  if (before !== undefined) return before;
  if (depth > MAX_DEPTH) return unknownResult("value", [], value.at);
  const node =
    value.kind === "go-list"
      ? listNode(value, (inner) => nodeOf(inner, made, depth + 1))
      : mapNode(value, (inner) => nodeOf(inner, made, depth + 1));
  made.set(value, node);
  return node;
}

function listNode(list: GoList, convert: (value: Value) => Node): ListNode {
  return { kind: "list", items: list.items.map(convert), at: list.at };
}

function mapNode(map: GoMap, convert: (value: Value) => Node): MapNode {
  const entries = Array.from(map.entries.values(), ({ key, value }) => ({ key, value: convert(value) }));
  const node: MapNode = { kind: "map", entries, at: map.at };
  return map.more === undefined ? node : { ...node, more: map.more };
}

/** Shapes of holes that stand for at least one character. */
const NEVER_EMPTY: ReadonlySet<HoleShape | undefined> = new Set<HoleShape>([
  "account-id",
  "partition",
  "region",
  "eks-issuer",
]);

function hasCharacters(part: Part): Answer {
  if (part.kind === "literal") return part.value === "" ? "no" : "yes";
  return NEVER_EMPTY.has(part.shape) ? "yes" : "maybe";
}

/** Whether a value is true for Go's `if`: not nil, false, 0 or empty. An object that is a list or map goes by its size. */
export function truthOf(value: Value): Answer {
  switch (value.kind) {
    case "text":
      return anyOf(value.parts.map(hasCharacters));
    case "number":
      return value.value === 0 ? "no" : "yes";
    case "boolean":
      return value.value ? "yes" : "no";
    case "null":
      return "no";
    case "unknown":
      return "maybe";
    case "go-list":
      return someOf(value.items);
    case "go-map":
      if (value.entries.size > 0) return "yes";
      return value.more === undefined ? "no" : "maybe";
    case "object": {
      const entries = value.entries?.();
      return entries === undefined ? "yes" : someOf(entries.map(([, inner]) => inner));
    }
  }
}

/** Whether a list has elements; an unknown one that stands for several may stand for none. */
function someOf(items: readonly Value[]): Answer {
  if (items.length === 0) return "no";
  return items.some((item) => !isSeveral(item)) ? "yes" : "maybe";
}

/** Whether an element of a list stands for any number of elements. */
export function isSeveral(item: Value): boolean {
  return item.kind === "unknown" && item.several === true;
}

/** A value's Go type, as `%T` prints it. Undefined when it is not known. */
export function typeName(value: Value): string | undefined {
  switch (value.kind) {
    case "text":
      return "string";
    case "number":
      return value.go;
    case "boolean":
      return "bool";
    case "null":
      return "<nil>";
    case "unknown":
      return undefined;
    case "go-list":
      return value.type ?? "[]interface {}";
    case "go-map":
      return value.type ?? "map[string]interface {}";
    case "object":
      return value.type;
  }
}

/** A text whose characters are all known, or undefined. */
export function knownString(value: Value | undefined): string | undefined {
  return value?.kind === "text" ? known(value) : undefined;
}

/** A value as a text when it is one; an unknown value as a hole. */
export function textValue(value: Value): Text | undefined {
  if (value.kind === "text") return value;
  return value.kind === "unknown" ? { kind: "text", parts: [value.hole], at: value.at } : undefined;
}

import { equals } from "../../../model/compare.ts";
import type { Location } from "../../../model/location.ts";
import { unlisted, type Entry, type ListNode, type MapNode, type Node } from "../../../model/node.ts";
import { known, print, type Answer, type Text } from "../../../model/text.ts";
import { compareNumbers, parseNumber } from "./big-number.ts";
import { numberVerb } from "./functions/format-number.ts";
import { derivedId, holeOf, idOf, unknown } from "./identity.ts";
import { hasSeveral, isSeveral, placedCount } from "./several.ts";
import { failure, type Value } from "./value.ts";

const encoder = new TextEncoder();

/** Orders strings by their UTF-8 bytes, as Go does. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [encoder.encode(a), encoder.encode(b)];
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** A map's entries in the order of their keys, the last of equal keys only: how Terraform iterates. */
export function sortedEntries(map: MapNode): readonly Entry[] {
  const last = new Map<string, Entry>();
  for (const entry of map.entries) last.set(idOf(entry.key), entry);
  return [...last.values()].sort((a, b) => compareStrings(print(a.key), print(b.key)));
}

/** How a number is part of a hash: as Go's big.Float prints itself. */
const IN_SETS = { flags: "", width: undefined, precision: 10, verb: "g" };

/** go-cty's total order of a set's elements that are not primitive: by the bytes of their hash. */
function setKey(node: Node): string {
  switch (node.kind) {
    case "text":
      return JSON.stringify(print(node));
    case "number": {
      const value = parseNumber(node.raw);
      return value === undefined ? node.raw : numberVerb(value, IN_SETS);
    }
    case "boolean":
      return node.value ? "T" : "F";
    case "null":
      return "~";
    case "unknown":
      return "?";
    case "list":
      return `[${node.items.map((item) => `${setKey(item)};`).join("")}]`;
    case "map":
      return `{${sortedEntries(node)
        .map((entry) => `${setKey(entry.key)}:${setKey(entry.value)};`)
        .join("")}}`;
  }
}

function compareElements(a: Node, b: Node): number {
  if (a.kind === "text" && b.kind === "text") return compareStrings(print(a), print(b));
  if (a.kind === "number" && b.kind === "number") {
    const [left, right] = [parseNumber(a.raw), parseNumber(b.raw)];
    if (left === undefined || right === undefined) return a.value - b.value;
    return compareNumbers(left, right) || compareStrings(a.raw, b.raw);
  }
  if (a.kind === "boolean" && b.kind === "boolean") return Number(a.value) - Number(b.value);
  return compareStrings(setKey(a), setKey(b));
}

/** A set of nodes: certainly equal elements once, in Terraform's order. */
export function toSet(items: readonly Node[], at: Location): ListNode {
  const distinct = new Map<string, Node>();
  for (const item of items) {
    const id = idOf(item);
    if (!distinct.has(id)) distinct.set(id, item);
  }
  const all = [...distinct.values()];
  // Where in the order the others belong is not known: nothing stands before them.
  const others = all.filter((item) => isSeveral(item));
  const sorted = all.filter((item) => !isSeveral(item)).sort(compareElements);
  return { kind: "list", flavour: "set", items: [...others, ...sorted], at };
}

/**
 * Whether two values are equal in Terraform's sense: of the same type and value. Never converts, so `1 == "1"` is
 * false; unknown parts give "maybe", unless both are the same unknown.
 */
export function sameValue(a: Node, b: Node): Answer {
  if (idOf(a) === idOf(b)) return "yes";
  if (a.kind === "unknown" || b.kind === "unknown") return "maybe";
  // A single hole may stand for null as well.
  if ((isOneHole(a) && b.kind === "null") || (a.kind === "null" && isOneHole(b))) return "maybe";
  if (a.kind === "text" && b.kind === "text") return equals(a, b);
  if (a.kind === "number" && b.kind === "number") return sameNumber(a.raw, b.raw);
  if (a.kind === "boolean" && b.kind === "boolean") return a.value === b.value ? "yes" : "no";
  if (a.kind === "list" && b.kind === "list") return sameList(a, b);
  if (a.kind === "map" && b.kind === "map") return sameMap(a, b);
  return a.kind === b.kind ? "yes" : "no";
}

function isOneHole(node: Node): boolean {
  return holeOf(node) !== undefined;
}

function sameNumber(a: string, b: string): Answer {
  if (a === b) return "yes";
  const [left, right] = [parseNumber(a), parseNumber(b)];
  if (left === undefined || right === undefined) return "maybe";
  return compareNumbers(left, right) === 0 ? "yes" : "no";
}

function every(answers: Iterable<Answer>): Answer {
  let result: Answer = "yes";
  for (const answer of answers) {
    if (answer === "no") return "no";
    if (answer === "maybe") result = "maybe";
  }
  return result;
}

function sameList(a: ListNode, b: ListNode): Answer {
  if ((a.flavour ?? "tuple") !== (b.flavour ?? "tuple")) return "no";
  if (a.flavour === "set") return sameSet(a, b);
  if (hasSeveral(a) || hasSeveral(b)) return "maybe";
  if (a.items.length !== b.items.length) return "no";
  return every(a.items.map((item, index) => sameMember(item, b.items[index])));
}

function sameMember(a: Node, b: Node | undefined): Answer {
  return b === undefined ? "no" : sameValue(a, b);
}

function sameSet(a: ListNode, b: ListNode): Answer {
  const [left, right] = [setIds(a), setIds(b)];
  const same = left.size === right.size && [...left].every((id) => right.has(id));
  if (same) return "yes";
  return hasHoles(a) || hasHoles(b) ? "maybe" : "no";
}

const setIds = (set: ListNode): ReadonlySet<string> => new Set(set.items.map(idOf));

function hasHoles(set: ListNode): boolean {
  return set.items.some(
    (item) => item.kind === "unknown" || (item.kind === "text" && known(item) === undefined),
  );
}

function sameMap(a: MapNode, b: MapNode): Answer {
  if (a.more !== undefined || b.more !== undefined) return "maybe";
  if ((a.flavour ?? "object") !== (b.flavour ?? "object")) return "no";
  const [left, right] = [sortedEntries(a), sortedEntries(b)];
  if ([...left, ...right].some((entry) => known(entry.key) === undefined)) return "maybe";
  if (left.length !== right.length) return "no";
  if (left.some((entry, index) => known(entry.key) !== known(right[index]?.key ?? entry.key))) return "no";
  return every(left.map((entry, index) => sameMember(entry.value, right[index]?.value)));
}

/** The entry under a key: the last equal one, "maybe" when a later key may be the same, undefined when there is none. */
export function findEntry(map: MapNode, key: Text): Entry | "maybe" | undefined {
  for (const entry of [...map.entries].reverse()) {
    const answer = equals(entry.key, key);
    if (answer === "yes") return entry;
    if (answer === "maybe") return "maybe";
  }
  return map.more === undefined ? undefined : "maybe";
}

/** What is found under a key or index that may itself be unknown; `label` is how the access is written. */
export function access(on: Node, key: Node, at: Location, label: string): Value {
  if (on.kind === "unknown") return step(on, key, at);
  if (on.kind === "null") return failure("this is null, it has no elements or attributes", at);
  if (on.kind === "map") return accessMap(on, key, at, label);
  if (on.kind === "list" && on.flavour !== "set") return accessList(on, key, at, label);
  if (isOneHole(on)) return step(on, key, at);
  return failure(`this has no element or attribute ${label}`, at);
}

/** An element or attribute of an unknown value: known by the value's identity and the key. */
export function step(on: Node, key: Node, at: Location): Value {
  const hole = holeOf(on);
  const name = key.kind === "text" ? known(key) : undefined;
  const owner = hole?.name ?? "?";
  if (name !== undefined && hole !== undefined) {
    const plain = /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(name);
    return unknown(`${hole.id}.${name}`, owner + (plain ? `.${name}` : `["${name}"]`), at);
  }
  if (key.kind === "number" && hole !== undefined) {
    return unknown(`${hole.id}[${key.raw}]`, `${owner}[${key.raw}]`, at);
  }
  const label = key.kind === "text" ? print(key) : key.kind === "unknown" ? key.hole.name : "?";
  return unknown(derivedId("index", [on, key]), `${owner}[${label}]`, at);
}

function accessMap(map: MapNode, key: Node, at: Location, label: string): Value {
  const name = keyText(key);
  if (name === undefined) {
    if (key.kind !== "unknown") return failure(`${label} is not a key`, at);
    return unknown(derivedId("index", [map, key]), `[${key.hole.name}]`, at);
  }
  const entry = findEntry(map, name);
  if (entry === undefined) return failure(`there is no attribute or key ${label}`, at);
  if (entry !== "maybe") return entry.value;
  const plain = known(name);
  if (plain !== undefined && !map.entries.some((other) => equals(other.key, name) === "maybe")) {
    const node = unlisted(map, plain);
    if (node !== undefined) return { ...node, at };
  }
  return unknown(derivedId("index", [map, key]), `[${print(name)}]`, at);
}

function keyText(key: Node): Text | undefined {
  if (key.kind === "text") return key;
  if (key.kind !== "number" && key.kind !== "boolean") return undefined;
  return { kind: "text", parts: [{ kind: "literal", value: key.raw }], at: key.at };
}

function accessList(list: ListNode, key: Node, at: Location, label: string): Value {
  const index = listIndex(key);
  if (index === undefined) {
    if (key.kind === "unknown" || (key.kind === "text" && known(key) === undefined)) {
      return unknown(derivedId("index", [list, key]), `[${label}]`, at);
    }
    return failure(`${label} is not an index of a list`, at);
  }
  if (hasSeveral(list) && index >= placedCount(list)) {
    return unknown(derivedId("index", [list, key]), `[${label}]`, at);
  }
  const item = list.items[index];
  return item ?? failure(`the list has ${list.items.length} elements, none at ${label}`, at);
}

function listIndex(key: Node): number | undefined {
  const raw = key.kind === "number" ? key.raw : key.kind === "text" ? known(key) : undefined;
  if (raw === "-0") return 0;
  return raw !== undefined && /^\d{1,9}$/.test(raw) ? Number(raw) : undefined;
}

/** Whether two elements of a list may, but need not, be equal: then the size of its set is unknown. */
export function sizeIsUnknown(set: ListNode): boolean {
  if (hasSeveral(set)) return true;
  const uncertain = set.items.filter(
    (item) => item.kind === "unknown" || (item.kind === "text" && known(item) === undefined),
  );
  return uncertain.some((item) =>
    set.items.some((other) => other !== item && sameValue(item, other) === "maybe"),
  );
}

import type { Entry, ListNode, MapNode, Node } from "../../../../model/node.ts";
import type { Text } from "../../../../model/text.ts";
import { findEntry, sortedEntries } from "../collections.ts";
import { convert, listNode, objectNode, tupleNode } from "../convert.ts";
import { derivedId, holeOf, idOf, unknown, whollyKnown } from "../identity.ts";
import { anyType, equalTypes, stringType, typeOf, type Type } from "../types.ts";
import { several } from "../several.ts";
import { failure, isFailure, type Value } from "../value.ts";
import {
  binary,
  custom,
  mapping,
  readArgument,
  sequence,
  text,
  texts,
  unary,
  type Call,
  type FunctionGroup,
} from "./function.ts";
import { isList } from "./uniform-lists.ts";
import { sort } from "./lists.ts";

/** The keys or values of a map; where among them others stand is not known. */
function ofEntries(pick: (entry: Entry) => Node): (map: MapNode, call: Call) => Value | undefined {
  return (map, call) => {
    const known = sortedEntries(map).map(pick);
    if (map.more !== undefined && known.length === 0) return undefined;
    const others = map.more && unknown(derivedId(call.name, [map]), call.label, call.at);
    const all = others === undefined ? known : [several(others), ...known];
    return map.flavour === "map" ? listNode(all, call.at) : tupleNode(all, call.at);
  };
}

/** `lookup(map, key, default)`. In a map, the default is converted to the type of the elements. */
function lookup(args: readonly Node[], call: Call): Value | undefined {
  const map = readArgument(mapping, args[0], call);
  const key = readArgument(text, args[1], call);
  if (!map.ok) return map.result;
  if (!key.ok) return key.result;
  const [, , given] = args;
  const type = typeOf(map.value);
  const fallback = given && type.kind === "map" ? convert(given, type.element) : given;
  if (fallback !== undefined && isFailure(fallback)) return fallback;
  const entry = findEntry(map.value, key.value);
  if (entry === "maybe") return undefined;
  return entry?.value ?? fallback ?? failure(`the map has no such key`, call.at);
}

/**
 * `merge`: later maps win. After a map that is not known, only what comes later is certain; the result says that there
 * may be more. Maps of one type give a map, anything else an object.
 */
function merge(args: readonly Node[], call: Call): Value | undefined {
  const entries = new Map<string, Entry>();
  let unsure = false;
  for (const argument of args) {
    if (argument.kind === "null" && isMapType(typeOf(argument))) continue;
    if (argument.kind !== "map" && argument.kind !== "unknown")
      return failure("a map is needed", argument.at);
    if (argument.kind === "unknown" || argument.more !== undefined) {
      entries.clear();
      unsure = true;
    }
    if (argument.kind === "unknown") continue;
    for (const entry of sortedEntries(argument)) entries.set(idOf(entry.key), entry);
  }
  const node = objectNode([...entries.values()], call.at);
  if (!unsure) return areMapsOfOneType(args) ? { ...node, flavour: "map" } : node;
  const hole = holeOf(unknown(derivedId("merge", args), call.label, call.at));
  return hole === undefined ? undefined : { ...node, more: hole };
}

function areMapsOfOneType(args: readonly Node[]): boolean {
  const [first = anyType, ...others] = args.map(typeOf);
  return first.kind === "map" && others.every((type) => equalTypes(first, type));
}

const isMapType = ({ kind }: Type): boolean => kind === "any" || kind === "map" || kind === "object";

/** `transpose`: a map of lists of strings, turned round. */
function transpose(given: MapNode, call: Call): Value | undefined {
  const map = convert(given, { kind: "map", element: { kind: "list", element: stringType } });
  if (map.kind !== "map") return isFailure(map) ? map : undefined;
  if (!whollyKnown(map)) return undefined;
  const groups = new Map<string, { key: Text; values: Node[] }>();
  for (const entry of sortedEntries(map)) {
    const names = texts(entry.value);
    if (!names.ok) return names.result;
    for (const name of names.value) {
      const id = idOf(name);
      const group = groups.get(id) ?? { key: name, values: [] };
      group.values.push(entry.key);
      groups.set(id, group);
    }
  }
  const entries: Entry[] = [];
  for (const { key, values } of groups.values()) {
    const sorted = sort(
      values.flatMap((item) => (item.kind === "text" ? [item] : [])),
      call,
    );
    if (sorted === undefined || isFailure(sorted)) return sorted;
    entries.push({ key, value: sorted });
  }
  return { kind: "map", flavour: "map", entries, at: call.at };
}

function zipMap(keys: readonly Text[], values: ListNode, call: Call): Value {
  if (values.flavour === "set") return failure("a set has no order", call.at);
  if (keys.length !== values.items.length) return failure("keys and values differ in number", call.at);
  const entries = new Map<string, Entry>();
  for (const [index, key] of keys.entries()) {
    const item = values.items[index];
    if (item !== undefined) entries.set(idOf(key), { key, value: item });
  }
  const node = objectNode([...entries.values()], call.at);
  return isList(values) ? { ...node, flavour: "map" } : node;
}

export const maps: FunctionGroup = {
  keys: unary(
    "any",
    mapping,
    ofEntries((entry) => entry.key),
  ),
  lookup: custom("any", 2, 3, lookup),
  merge: custom("any", 0, Infinity, merge),
  transpose: unary("any", mapping, transpose),
  values: unary(
    "any",
    mapping,
    ofEntries((entry) => entry.value),
  ),
  zipmap: binary("any", texts, sequence, zipMap),
};

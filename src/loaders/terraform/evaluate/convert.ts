import type { Location } from "../../../model/location.ts";
import type { BooleanNode, Entry, ListNode, MapNode, Node, NumberNode } from "../../../model/node.ts";
import { known, type Part, type Text } from "../../../model/text.ts";
import { formatNumber, parseNumber, toNumber, type BigNumber } from "./big-number.ts";
import { sortedEntries, toSet } from "./collections.ts";
import { ownAssumed, withAssumed } from "./assumptions.ts";
import { derivedId, holeOf, unknown } from "./identity.ts";
import { hasSeveral } from "./several.ts";
import { describeType, ofType, typeOf, unify, type Type } from "./types.ts";
import { collect, failure, isFailure, stopped, type Failure, type Value } from "./value.ts";

/** A number with its place; `raw` is how Terraform prints it. */
export function numberNode(value: BigNumber, at: Location): NumberNode {
  const node: NumberNode = { kind: "number", value: toNumber(value), raw: formatNumber(value), at };
  if (value.precision !== undefined) doubles.set(node, value);
  return node;
}

/** The exact values of nodes that 64-bit floating point computed: they are printed with fewer digits. */
const doubles = new WeakMap<NumberNode, BigNumber>();

/** A number out of JavaScript's exact range of whole numbers, or any number that prints as itself. */
export function smallNumber(value: number, at: Location): NumberNode {
  return { kind: "number", value, raw: String(value), at };
}

export function booleanNode(value: boolean, at: Location): BooleanNode {
  return { kind: "boolean", value, raw: String(value), at };
}

export function bigNumberOf(node: NumberNode): BigNumber | undefined {
  return doubles.get(node) ?? parseNumber(node.raw);
}

/**
 * A computed string. Its place is the whole of `at`, never a part of it: a place that is by chance as long as the value
 * but says something else must not be sliced.
 */
export function computedText(value: string, at: Location): Text {
  return { kind: "text", parts: computedParts(value, at), at };
}

/** The parts of a computed string; see `computedText`. */
export function computedParts(value: string, at: Location): readonly Part[] {
  if (value === "") return [];
  const { start, end } = at.span;
  const misleading = end - start === value.length && at.file.text.slice(start, end) !== value;
  return [{ kind: "literal", value, ...(misleading ? {} : { at: { file: at.file, span: at.span } }) }];
}

/** A node as a string, as Terraform converts one: numbers and booleans are printed, unknown values are holes. */
export function toText(node: Node): Text | Failure {
  switch (node.kind) {
    case "text":
      return node;
    case "number":
    case "boolean":
      return withAssumed(computedText(node.raw, node.at), ownAssumed(node));
    case "unknown":
      return { kind: "text", parts: [node.hole], at: node.at };
    case "null":
      return failure("a string is needed, but this is null", node.at);
    case "list":
    case "map":
      return failure(`a string is needed, but this is ${article(typeOf(node))}`, node.at);
  }
}

const article = (type: Type): string => `${type.kind === "object" ? "an" : "a"} ${describeType(type)}`;

/** What a node is as a string, a number or a Boolean; null stays null, and a text with holes is unknown. */
export function convertPrimitive(node: Node, to: "string" | "number" | "bool"): Value {
  if (node.kind === "null") return node;
  if (node.kind === "unknown" && (to !== "string" || node.several === true)) return node;
  if (to === "string") return toText(node);
  if (node.kind === "text") {
    const value = fromText(node, to);
    return isFailure(value) ? value : withAssumed(value, ownAssumed(node));
  }
  if (node.kind === (to === "number" ? "number" : "boolean")) return node;
  return failure(`a ${to} is needed, but this is ${article(typeOf(node))}`, node.at);
}

function fromText(text: Text, to: "number" | "bool"): Value {
  const value = known(text);
  if (value === undefined) {
    const hole = holeOf(text);
    if (hole !== undefined) return { kind: "unknown", hole, at: text.at };
    return unknown(derivedId(`to${to}`, [text]), `to${to}(...)`, text.at);
  }
  if (to === "number") {
    if (/^[+-]?inf(?:inity)?$/i.test(value)) return unknown(derivedId("tonumber", [text]), value, text.at);
    const number = parseNumber(value);
    return number === undefined
      ? failure(`"${value}" is not a number`, text.at)
      : numberNode(number, text.at);
  }
  if (value === "true" || value === "1") return booleanNode(true, text.at);
  if (value === "false" || value === "0") return booleanNode(false, text.at);
  return failure(`"${value}" is neither "true" nor "false"`, text.at);
}

/** A node converted to a type (go-cty's `convert.Convert`). */
export function convert(node: Node, type: Type): Value {
  if (node.kind === "null") return type.kind === "any" ? node : ofType({ ...node }, type);
  const converted = convertKind(node, type);
  const isEmpty =
    (converted.kind === "list" && converted.items.length === 0) ||
    (converted.kind === "map" && converted.entries.length === 0);
  if (converted === node || isFailure(converted)) return converted;
  const kept = withAssumed(converted, ownAssumed(node));
  return isEmpty ? ofType(kept, type) : kept;
}

function convertKind(node: Node, type: Type): Value {
  switch (type.kind) {
    case "any":
      return node;
    case "string":
    case "number":
    case "bool":
      return convertPrimitive(node, type.kind);
    case "list":
    case "set":
      return convertToSequence(node, type.kind, type.element);
    case "tuple":
      return convertToTuple(node, type.items);
    case "map":
      return convertToMap(node, type.element);
    case "object":
      return convertToObject(node, type.attributes);
  }
}

function convertToSequence(node: Node, kind: "list" | "set", wanted: Type): Value {
  if (node.kind === "null" || node.kind === "unknown") return node;
  if (node.kind !== "list") return mismatch(node, kind);
  const element = wanted.kind === "any" ? elementType(node) : wanted;
  if (element === undefined) return failure("the elements have no common type", node.at);
  const first = collect(node.items, (item) => convert(item, element));
  if (stopped(first)) return first;
  // What was converted to a type with an open part may not be of one type yet.
  const final = element.kind === "any" ? element : unify(first.map(typeOf));
  if (final === undefined) return failure("the elements have no common type", node.at);
  const items = final.kind === "any" ? first : collect(first, (item) => convert(item, final));
  if (stopped(items)) return items;
  return kind === "set" ? toSet(items, node.at) : { kind: "list", items, flavour: "list", at: node.at };
}

/**
 * The one type of the elements of a list or set. A null of no type beside collections that are all of one kind leaves
 * go-cty without a type.
 */
function elementType(list: ListNode): Type | undefined {
  const own = typeOf(list);
  if (list.items.length === 0)
    return own.kind === "list" || own.kind === "set" ? own.element : { kind: "any" };
  const types = list.items.map(typeOf);
  const kinds = new Set(types.map(({ kind }) => kind));
  const [only] = [...kinds].filter((kind) => kind !== "any");
  const isStructural = only !== undefined && !["string", "number", "bool"].includes(only);
  if (kinds.size === 2 && isStructural && list.items.some(isUntypedNull)) return undefined;
  return unify(types);
}

/** A null that was not converted to any type. */
export function isUntypedNull(node: Node): boolean {
  return node.kind === "null" && typeOf(node).kind === "any";
}

function convertToTuple(node: Node, types: readonly Type[]): Value {
  if (node.kind === "null" || node.kind === "unknown") return node;
  if (hasSeveral(node)) return unknown(derivedId("totuple", [node]), "tuple", node.at);
  if (node.kind !== "list" || node.items.length !== types.length) return mismatch(node, "tuple");
  const items = collect(node.items, (item, index) => convert(item, types[index] ?? { kind: "any" }));
  return stopped(items) ? items : { ...tupleNode(items, node.at) };
}

function convertToMap(node: Node, wanted: Type): Value {
  if (node.kind === "null" || node.kind === "unknown") return node;
  if (node.kind !== "map") return mismatch(node, "map");
  const element = wanted.kind === "any" ? unify(node.entries.map(({ value }) => typeOf(value))) : wanted;
  if (element === undefined) return failure("the elements have no common type", node.at);
  const entries = convertEntries(node, () => element);
  if (stopped(entries)) return entries;
  return { ...node, entries, flavour: "map" };
}

function convertToObject(node: Node, attributes: ReadonlyMap<string, Type>): Value {
  if (node.kind === "null" || node.kind === "unknown") return node;
  if (node.kind !== "map") return mismatch(node, "object");
  const entries = convertEntries(node, (name) => attributes.get(name) ?? { kind: "any" });
  if (stopped(entries)) return entries;
  return { ...node, entries, flavour: "object" };
}

function convertEntries(node: MapNode, typeFor: (name: string) => Type): readonly Entry[] | Failure {
  const entries: Entry[] = [];
  for (const { key, value } of sortedEntries(node)) {
    const converted = convert(value, typeFor(known(key) ?? ""));
    if (isFailure(converted)) return converted;
    entries.push({ key, value: converted });
  }
  return entries;
}

function mismatch(node: Node, wanted: string): Failure {
  return failure(`a ${wanted} is needed, but this is ${article(typeOf(node))}`, node.at);
}

export function tupleNode(items: readonly Node[], at: Location): ListNode {
  return { kind: "list", items, flavour: "tuple", at };
}

export function listNode(items: readonly Node[], at: Location): ListNode {
  return { kind: "list", items, flavour: "list", at };
}

export function objectNode(entries: readonly Entry[], at: Location): MapNode {
  return { kind: "map", entries, flavour: "object", at };
}

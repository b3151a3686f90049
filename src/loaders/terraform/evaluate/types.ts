import type { ListNode, MapNode, Node } from "../../../model/node.ts";
import { known } from "../../../model/text.ts";

/**
 * The type of a value in Terraform's sense (go-cty). "any" is what nothing is known of: null, an unknown value, the
 * elements of an empty list.
 */
export type Type =
  | { readonly kind: "any" | "string" | "number" | "bool" }
  | { readonly kind: "list" | "set" | "map"; readonly element: Type }
  | { readonly kind: "tuple"; readonly items: readonly Type[] }
  | { readonly kind: "object"; readonly attributes: ReadonlyMap<string, Type> };

export const anyType: Type = { kind: "any" };
export const stringType: Type = { kind: "string" };
export const numberType: Type = { kind: "number" };
export const boolType: Type = { kind: "bool" };

const cache = new WeakMap<Node, Type>();

/** The types that nulls and empty collections were converted to: their content does not tell. */
const declared = new WeakMap<Node, Type>();

/** Whether a type says nothing of itself or of a part. */
function isOpen(type: Type): boolean {
  return type.kind === "any" || elementsOf(type).some(isOpen);
}

/** The node, remembered to be of a type; only for a node of one's own making. */
export function ofType<T extends Node>(node: T, type: Type): T {
  if (!isOpen(type)) declared.set(node, type);
  return node;
}

/** The type of a node; lists and maps without a flavour (from JSON and YAML) are tuples and objects. */
export function typeOf(node: Node): Type {
  switch (node.kind) {
    case "text":
      return stringType;
    case "number":
      return numberType;
    case "boolean":
      return boolType;
    case "null":
      return declared.get(node) ?? anyType;
    case "unknown":
      return anyType;
    case "list":
    case "map": {
      const given = declared.get(node);
      if (given !== undefined) return given;
      const cached = cache.get(node);
      if (cached !== undefined) return cached;
      const type = node.kind === "list" ? typeOfList(node) : typeOfMap(node);
      cache.set(node, type);
      return type;
    }
  }
}

function typeOfList(node: ListNode): Type {
  if (node.flavour === "list" || node.flavour === "set") {
    return { kind: node.flavour, element: unify(node.items.map(typeOf)) ?? anyType };
  }
  return { kind: "tuple", items: node.items.map(typeOf) };
}

function typeOfMap(node: MapNode): Type {
  if (node.flavour === "map") {
    return { kind: "map", element: unify(node.entries.map((entry) => typeOf(entry.value))) ?? anyType };
  }
  const attributes = new Map<string, Type>();
  for (const { key, value } of node.entries) {
    const name = known(key);
    if (name === undefined) return anyType;
    attributes.set(name, typeOf(value));
  }
  return node.more === undefined ? { kind: "object", attributes } : anyType;
}

/**
 * The one type that values of all these types convert to (go-cty's `convert.UnifyUnsafe`), or undefined. What is
 * "any" says nothing and is left out.
 */
export function unify(types: readonly Type[]): Type | undefined {
  const telling = types.filter((type) => type.kind !== "any");
  if (telling.length === 0) return anyType;
  const kinds = new Set(telling.map(({ kind }) => kind));
  if (kinds.size === 1) return unifySame(telling);
  if (isSubset(kinds, ["map", "object"])) {
    const map = withReplaced(telling, "object", collection("map", partsOfAll(telling, "object")));
    if (map?.kind === "map") return map;
  }
  if (isSubset(kinds, ["list", "tuple"])) {
    const list = withReplaced(telling, "tuple", collection("list", partsOfAll(telling, "tuple")));
    if (list?.kind === "list") return list;
  }
  if (kinds.has("object") && kinds.has("tuple")) return undefined;
  return preferred(telling);
}

function isSubset(kinds: ReadonlySet<Type["kind"]>, allowed: readonly Type["kind"][]): boolean {
  return [...kinds].every((kind) => allowed.includes(kind));
}

function partsOfAll(types: readonly Type[], kind: Type["kind"]): readonly Type[] {
  return types.flatMap((type) => (type.kind === kind ? elementsOf(type) : []));
}

/** The types unified once more with another in the place of those of a kind. */
function withReplaced(types: readonly Type[], kind: Type["kind"], by: Type | undefined): Type | undefined {
  return by && unify(types.map((type) => (type.kind === kind ? by : type)));
}

/** The first of the types, the more general ones before others, that all of them convert to. */
function preferred(types: readonly Type[]): Type | undefined {
  return inPreferredOrder(types).find((wanted) => types.every((type) => isConvertible(type, wanted)));
}

/** Every type before those that it is more general than, otherwise as they came. */
function inPreferredOrder(types: readonly Type[]): readonly Type[] {
  const later = types.map((type, index) =>
    types.flatMap((other, at) => {
      const order = at > index ? compareTypes(type, other) : -compareTypes(other, type);
      return at !== index && order < 0 ? [at] : [];
    }),
  );
  const before = types.map((_, index) => later.filter((all) => all.includes(index)).length);
  const order = types.flatMap((_, index) => (before[index] === 0 ? [index] : []));
  // The list grows while it is read.
  for (const index of order) {
    for (const next of later[index] ?? []) {
      before[next] = (before[next] ?? 0) - 1;
      if (before[next] === 0) order.push(next);
    }
  }
  return order.flatMap((index) => types[index] ?? []);
}

const generality: readonly (readonly [Type["kind"], Type["kind"]])[] = [
  ["tuple", "set"],
  ["list", "set"],
  ["list", "tuple"],
  ["map", "object"],
  ["string", "number"],
  ["string", "bool"],
];

/** Negative when the first type is the more general one, zero when neither is. A set comes after lists. */
function compareTypes(a: Type, b: Type): number {
  if (a.kind === "any" || b.kind === "any") return Number(a.kind === "any") - Number(b.kind === "any");
  if (generality.some(([more, less]) => a.kind === more && b.kind === less)) return -1;
  if (generality.some(([more, less]) => b.kind === more && a.kind === less)) return 1;
  if (a.kind !== b.kind) return 0;
  if ("element" in a && "element" in b) return compareTypes(a.element, b.element);
  const [left, right] = [elementsOf(a), elementsOf(b)];
  if (left.length !== right.length) return 0;
  if (a.kind === "object" && b.kind === "object" && !sameNames(a, b)) return 0;
  const orders = left.map((type, index) => Math.sign(compareTypes(type, right[index] ?? anyType)));
  if (orders.includes(-1) && orders.includes(1)) return 0;
  return orders.find((order) => order !== 0) ?? 0;
}

type ObjectType = Extract<Type, { kind: "object" }>;

function sameNames(a: ObjectType, b: ObjectType): boolean {
  return (
    a.attributes.size === b.attributes.size &&
    [...a.attributes.keys()].every((name) => b.attributes.has(name))
  );
}

/** Whether two types are the same, as far as they are known. */
export function equalTypes(a: Type, b: Type): boolean {
  if (a.kind === "any" || b.kind === "any") return true;
  if (a.kind !== b.kind) return false;
  const [left, right] = [elementsOf(a), elementsOf(b)];
  if (left.length !== right.length) return false;
  if (a.kind === "object" && b.kind === "object") {
    return [...a.attributes].every(([name, type]) => {
      const other = b.attributes.get(name);
      return other !== undefined && equalTypes(type, other);
    });
  }
  return left.every((type, index) => equalTypes(type, right[index] ?? anyType));
}

/** Whether values of a type may convert to another (go-cty's `convert.GetConversionUnsafe`). */
export function isConvertible(from: Type, to: Type): boolean {
  if (from.kind === "any" || to.kind === "any") return true;
  switch (to.kind) {
    case "string":
      return from.kind === "string" || from.kind === "number" || from.kind === "bool";
    case "number":
    case "bool":
      return from.kind === to.kind || from.kind === "string";
    case "list":
    case "set":
      if (from.kind === "list" || from.kind === "set") return isConvertible(from.element, to.element);
      return from.kind === "tuple" && allConvertible(from.items, to.element);
    case "map":
      if (from.kind === "map") return isConvertible(from.element, to.element);
      return from.kind === "object" && allConvertible([...from.attributes.values()], to.element);
    case "tuple":
      return (
        from.kind === "tuple" &&
        from.items.length === to.items.length &&
        from.items.every((item, index) => isConvertible(item, to.items[index] ?? anyType))
      );
    case "object":
      if (from.kind === "map")
        return [...to.attributes.values()].every((type) => isConvertible(from.element, type));
      if (from.kind !== "object") return false;
      return [...to.attributes].every(([name, type]) => {
        const own = from.attributes.get(name);
        return own !== undefined && isConvertible(own, type);
      });
  }
}

function allConvertible(types: readonly Type[], element: Type): boolean {
  if (element.kind === "any") return unify(types) !== undefined;
  return types.every((type) => isConvertible(type, element));
}

function unifySame(types: readonly Type[]): Type | undefined {
  const [first] = types;
  switch (first?.kind) {
    case undefined:
    case "any":
    case "string":
    case "number":
    case "bool":
      return first;
    case "list":
    case "set":
    case "map":
      return collection(first.kind, types.flatMap(elementsOf));
    case "tuple":
      return unifyTuples(types);
    case "object":
      return unifyObjects(types);
  }
}

function collection(kind: "list" | "set" | "map", elements: readonly Type[]): Type | undefined {
  const element = unify(elements);
  return element === undefined ? undefined : { kind, element };
}

/** The types of a collection's elements. */
export function elementsOf(type: Type): readonly Type[] {
  switch (type.kind) {
    case "list":
    case "set":
    case "map":
      return [type.element];
    case "tuple":
      return type.items;
    case "object":
      return [...type.attributes.values()];
    case "any":
    case "string":
    case "number":
    case "bool":
      return [];
  }
}

function unifyTuples(types: readonly Type[]): Type | undefined {
  const tuples = types.filter((type) => type.kind === "tuple");
  const length = tuples[0]?.items.length ?? 0;
  if (tuples.some((tuple) => tuple.items.length !== length)) {
    return collection("list", types.flatMap(elementsOf));
  }
  const items: Type[] = [];
  for (let at = 0; at < length; at++) {
    const item = unify(tuples.map((tuple) => tuple.items[at] ?? anyType));
    if (item === undefined) return undefined;
    items.push(item);
  }
  return { kind: "tuple", items };
}

function unifyObjects(types: readonly Type[]): Type | undefined {
  const objects = types.filter((type) => type.kind === "object");
  const names = [...(objects[0]?.attributes.keys() ?? [])];
  const same = objects.every(
    ({ attributes }) => attributes.size === names.length && names.every((name) => attributes.has(name)),
  );
  if (!same) return collection("map", types.flatMap(elementsOf));
  const attributes = new Map<string, Type>();
  for (const name of names) {
    const attribute = unify(objects.map((object) => object.attributes.get(name) ?? anyType));
    if (attribute === undefined) return undefined;
    attributes.set(name, attribute);
  }
  return { kind: "object", attributes };
}

/** A type in Terraform's words, for messages. */
export function describeType(type: Type): string {
  switch (type.kind) {
    case "list":
    case "set":
    case "map":
      return `${type.kind} of ${describeType(type.element)}`;
    case "any":
    case "string":
    case "number":
    case "bool":
    case "tuple":
    case "object":
      return type.kind === "any" ? "any type" : type.kind;
  }
}

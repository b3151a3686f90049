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
    case "unknown":
      return anyType;
    case "list":
    case "map": {
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
  const [first] = telling;
  if (first === undefined) return anyType;
  const kinds = new Set(telling.map((type) => type.kind));
  if (kinds.size === 1) return unifySame(first, telling);
  if (isSubset(kinds, ["list", "tuple"])) return collection("list", telling.flatMap(elementsOf));
  if (isSubset(kinds, ["list", "set", "tuple"])) return collection("list", telling.flatMap(elementsOf));
  if (isSubset(kinds, ["map", "object"])) return collection("map", telling.flatMap(elementsOf));
  if (isSubset(kinds, ["string", "number", "bool"])) return kinds.has("string") ? stringType : undefined;
  return undefined;
}

function isSubset(kinds: ReadonlySet<Type["kind"]>, allowed: readonly Type["kind"][]): boolean {
  return [...kinds].every((kind) => allowed.includes(kind));
}

function unifySame(first: Type, types: readonly Type[]): Type | undefined {
  switch (first.kind) {
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

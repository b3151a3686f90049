import type { SourceFile } from "../../../model/location.ts";
import { entryOf, type Entry, type ListNode, type MapNode, type Node } from "../../../model/node.ts";
import { known, literal } from "../../../model/text.ts";
import { locationIn } from "../configuration/hcl-parser.ts";
import type { Call, Expression, ObjectEntry } from "../syntax/ast.ts";

/** Evaluates the default of an `optional(...)` attribute: it may not refer to anything. */
export type Defaults = (expression: Expression) => Node;

/** Where a type constraint is written, and how its defaults are evaluated. */
export interface Constraint {
  readonly file: SourceFile;
  readonly defaults: Defaults;
}

/**
 * A value converted to a variable's type (Terraform, "Type Constraints"): primitive types into each other, tuples to
 * lists and sets, objects to maps; attributes that an object type does not name fall away, optional ones get their
 * default. What cannot be converted stays as it is; Terraform would refuse it.
 */
export function convertTo(node: Node, type: Expression, constraint: Constraint): Node {
  if (node.kind === "unknown" || node.kind === "null") return node;
  if (type.kind === "parentheses") return convertTo(node, type.inner, constraint);
  if (type.kind === "variable") return toPrimitive(node, type.name);
  if (type.kind !== "call") return node;
  const [inner] = type.args;
  switch (type.name) {
    case "list":
    case "set":
      return node.kind === "list" ? toElements(node, type.name, inner, constraint) : node;
    case "map":
      return node.kind === "map" ? toMap(node, inner, constraint) : node;
    case "tuple":
      return node.kind === "list" && inner?.kind === "tuple" ? toTuple(node, inner.items, constraint) : node;
    case "object":
      return node.kind === "map" && inner?.kind === "object"
        ? toObject(node, inner.entries, constraint)
        : node;
    default:
      return node;
  }
}

/** The strings that convert to a bool (cty, "Conversion Rules"). */
const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["1", true],
  ["false", false],
  ["0", false],
]);

function toPrimitive(node: Node, type: string): Node {
  if (type === "string" && (node.kind === "number" || node.kind === "boolean")) {
    const value = node.kind === "number" ? String(node.value) : node.raw;
    return literal(value, node.at);
  }
  const value = node.kind === "text" ? known(node) : undefined;
  if (value === undefined) return node;
  if (type === "number" && value.trim() !== "" && Number.isFinite(Number(value))) {
    return { kind: "number", value: Number(value), raw: value, at: node.at };
  }
  const flag = type === "bool" ? FLAGS.get(value) : undefined;
  if (flag !== undefined) return { kind: "boolean", value: flag, raw: String(flag), at: node.at };
  return node;
}

function toElements(
  node: ListNode,
  flavour: "list" | "set",
  inner: Expression | undefined,
  constraint: Constraint,
): Node {
  const items =
    inner === undefined ? node.items : node.items.map((item) => convertTo(item, inner, constraint));
  return { ...node, flavour, items: flavour === "set" ? inSetOrder(items) : items };
}

/** Terraform goes through a set of strings in the order of the strings, each once. */
function inSetOrder(items: readonly Node[]): readonly Node[] {
  const byValue = new Map<string, Node>();
  const rest: Node[] = [];
  for (const item of items) {
    const value = item.kind === "text" ? known(item) : undefined;
    if (value === undefined) rest.push(item);
    else if (!byValue.has(value)) byValue.set(value, item);
  }
  const sorted = [...byValue].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return [...sorted.map(([, item]) => item), ...rest];
}

function toMap(node: MapNode, inner: Expression | undefined, constraint: Constraint): Node {
  if (inner === undefined) return { ...node, flavour: "map" };
  const entries = node.entries.map(({ key, value }) => ({ key, value: convertTo(value, inner, constraint) }));
  return { ...node, flavour: "map", entries };
}

function toTuple(node: ListNode, types: readonly Expression[], constraint: Constraint): Node {
  const items = node.items.map((item, index) => {
    const type = types[index];
    return type === undefined ? item : convertTo(item, type, constraint);
  });
  return { ...node, flavour: "tuple", items };
}

function toObject(node: MapNode, declared: readonly ObjectEntry[], constraint: Constraint): Node {
  const entries = declared.flatMap((attribute): readonly Entry[] => {
    const name = attributeName(attribute);
    if (name === undefined) return [];
    const optional = optionalCall(attribute.value);
    const [inner, fallback] = optional === undefined ? [attribute.value] : optional.args;
    const found = entryOf(node, name);
    if (found !== undefined && (found.value.kind !== "null" || fallback === undefined)) {
      return [{ key: found.key, value: inner ? convertTo(found.value, inner, constraint) : found.value }];
    }
    if (optional === undefined || node.more !== undefined) return [];
    const at = locationIn(constraint.file, (fallback ?? attribute.value).span);
    const value: Node = fallback === undefined ? { kind: "null", at } : constraint.defaults(fallback);
    const key = literal(name, locationIn(constraint.file, attribute.key.span));
    return [{ key, value: inner ? convertTo(value, inner, constraint) : value }];
  });
  return { ...node, flavour: "object", entries };
}

function attributeName({ key }: ObjectEntry): string | undefined {
  if (key.kind === "name") return key.name;
  const { value } = key;
  if (value.kind === "variable") return value.name;
  const [part] = value.kind === "template" ? value.parts : [];
  return part?.kind === "text" ? part.value : undefined;
}

function optionalCall(type: Expression): Call | undefined {
  return type.kind === "call" && type.name === "optional" ? type : undefined;
}

import { entryOf, get, itemsOf, stringAt, type ListNode, type MapNode, type Node } from "../../model/node.ts";
import { literal } from "../../model/text.ts";
import { perhaps, withField } from "./fields.ts";
import type { Refuse } from "./strategic-merge.ts";

/** The keys of a JSON pointer (RFC 6901); undefined for what is none. */
export function pointerKeys(pointer: string): readonly string[] | undefined {
  if (pointer === "") return [];
  if (!pointer.startsWith("/")) return undefined;
  return pointer
    .slice(1)
    .split("/")
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The document after the operations of a JSON patch (RFC 6902); those after one that does not apply do nothing. */
export function jsonPatch(document: MapNode, operations: readonly Node[], refuse: Refuse): MapNode {
  let current: Node = document;
  for (const operation of operations) {
    const after = apply(current, operation);
    if (typeof after === "string") {
      refuse(after);
      break;
    }
    current = after;
  }
  return current.kind === "map" ? current : document;
}

/** The document after one operation, or why it does not apply. */
function apply(document: Node, operation: Node): Node | string {
  const op = stringAt(operation, "op");
  const path = stringAt(operation, "path");
  const keys = path === undefined ? undefined : pointerKeys(path);
  if (op === undefined || path === undefined || keys === undefined)
    return "an operation has no path that is one";
  const written = get(operation, "value");
  switch (op) {
    case "add":
      return written === undefined ? `"add" at "${path}" has no value` : put(document, keys, written, "add");
    case "replace":
      return written === undefined
        ? `"replace" at "${path}" has no value`
        : put(document, keys, written, "replace");
    case "remove":
      return remove(document, keys);
    case "test":
      return test(document, keys, written, path);
    case "move":
    case "copy":
      return transfer(document, keys, operation, op);
    default:
      return `there is no operation "${op}"`;
  }
}

/** The value at a pointer; "unknown" when nobody can say what is there. */
function valueAt(node: Node, keys: readonly string[]): Node | undefined {
  return keys.reduce<Node | undefined>((current, key) => {
    if (current?.kind === "unknown") return current;
    if (current?.kind === "list") return itemsOf(current)[indexIn(current, key) ?? -1];
    return get(current, key);
  }, node);
}

function indexIn(list: ListNode, key: string): number | undefined {
  if (!/^-?\d+$/.test(key)) return undefined;
  const index = Number(key);
  return index < 0 ? list.items.length + index : index;
}

const slashed = (keys: readonly string[]): string => `/${keys.join("/")}`;

/** Changes what holds the last key of a pointer; what is not known stays so. */
function change(
  node: Node,
  keys: readonly string[],
  last: (holder: MapNode | ListNode, key: string) => Node | string,
  way: readonly string[] = [],
): Node | string {
  const [key, ...rest] = keys;
  if (node.kind === "unknown" || key === undefined) return node;
  if (node.kind !== "map" && node.kind !== "list") return `nothing can be at "${slashed([...way, ...keys])}"`;
  if (rest.length === 0) return last(node, key);
  const below = valueAt(node, [key]);
  if (below === undefined) return `there is nothing at "${slashed([...way, key])}"`;
  const after = change(below, rest, last, [...way, key]);
  if (typeof after === "string") return after;
  if (node.kind === "list") {
    const index = indexIn(node, key);
    return { ...node, items: node.items.map((item, at) => (at === index ? after : item)) };
  }
  return withField(node, entryOf(node, key)?.key ?? literal(key, after.at), after);
}

function put(document: Node, keys: readonly string[], value: Node, op: "add" | "replace"): Node | string {
  if (keys.length === 0) return value;
  return change(document, keys, (holder, key) => {
    if (holder.kind === "list") return putInList(holder, key, value, op);
    const entry = entryOf(holder, key);
    // kustomize's library replaces what is not there, too.
    return withField(holder, entry?.key ?? literal(key, value.at), value);
  });
}

function putInList(list: ListNode, key: string, value: Node, op: "add" | "replace"): Node | string {
  const index = key === "-" ? list.items.length : indexIn(list, key);
  const limit = op === "add" ? list.items.length : list.items.length - 1;
  if (index === undefined || index < 0 || index > limit) return `a list has no place "${key}"`;
  const items = op === "add" ? list.items.toSpliced(index, 0, value) : list.items.with(index, value);
  return { ...list, items };
}

function remove(document: Node, keys: readonly string[]): Node | string {
  return change(document, keys, (holder, key) => {
    if (holder.kind === "list") {
      const index = indexIn(holder, key);
      if (index === undefined || holder.items[index] === undefined) return `a list has no place "${key}"`;
      return { ...holder, items: holder.items.toSpliced(index, 1) };
    }
    const entry = entryOf(holder, key);
    if (entry === undefined)
      return holder.more === undefined ? `there is nothing to remove at "${slashed(keys)}"` : holder;
    return withField(holder, entry.key, undefined);
  });
}

function test(
  document: Node,
  keys: readonly string[],
  wanted: Node | undefined,
  path: string,
): Node | string {
  const found = valueAt(document, keys);
  if (found?.kind === "unknown" || wanted === undefined) return document;
  const hole = { kind: "hole", id: "test", name: "test" } as const;
  const isSame = found === undefined ? wanted.kind === "null" : perhaps(found, wanted, hole) === found;
  return isSame ? document : `the test at "${path}" fails`;
}

function transfer(
  document: Node,
  keys: readonly string[],
  operation: Node,
  op: "move" | "copy",
): Node | string {
  const from = pointerKeys(stringAt(operation, "from") ?? "-");
  const value = from === undefined ? undefined : valueAt(document, from);
  if (from === undefined || value === undefined) return `there is nothing to ${op} from`;
  const left = op === "move" ? remove(document, from) : document;
  return typeof left === "string" ? left : put(left, keys, value, "add");
}

import type { Node } from "../../../model/node.ts";
import type { Text } from "../../../model/text.ts";

type Names = readonly string[];

const NONE: Names = [];

function union(...all: readonly Names[]): Names {
  const [first = NONE, ...rest] = all.filter((names) => names.length > 0);
  return rest.length === 0 && first.length < 2 ? first : [...new Set([first, ...rest].flat())].sort();
}

/** What a value itself takes for granted: a collection its size and keys, not its elements. */
export function ownAssumed(node: Node): Names {
  return node.kind === "unknown" ? NONE : (node.assumed ?? NONE);
}

const deep = new WeakMap<Node, Names>();

/** What a value and all that is in it take for granted. */
export function allAssumed(node: Node): Names {
  if (node.kind !== "list" && node.kind !== "map") return ownAssumed(node);
  const cached = deep.get(node);
  if (cached !== undefined) return cached;
  const inner =
    node.kind === "list"
      ? node.items.map(allAssumed)
      : node.entries.flatMap(({ key, value }) => [ownAssumed(key), allAssumed(value)]);
  const names = union(ownAssumed(node), ...inner);
  deep.set(node, names);
  return names;
}

/** The value, itself taking these for granted besides. */
export function withAssumed<T extends Node>(node: T, ...names: readonly Names[]): T {
  if (names.every((each) => each.length === 0)) return node;
  const own = ownAssumed(node);
  const assumed = union(own, ...names);
  return assumed.length === own.length || node.kind === "unknown" ? node : { ...node, assumed };
}

/** The value, with everything in it taking these for granted besides. */
export function allAssuming(node: Node, names: Names): Node {
  if (names.length === 0) return node;
  switch (node.kind) {
    case "text":
      return assumingText(node, names);
    case "list": {
      const items = node.items.map((item) => allAssuming(item, names));
      const isSame = items.every((item, index) => item === node.items[index]);
      return withAssumed(isSame ? node : { ...node, items }, names);
    }
    case "map": {
      const entries = node.entries.map((entry) => {
        const [key, value] = [assumingText(entry.key, names), allAssuming(entry.value, names)];
        return key === entry.key && value === entry.value ? entry : { ...entry, key, value };
      });
      const isSame = entries.every((entry, index) => entry === node.entries[index]);
      return withAssumed(isSame ? node : { ...node, entries }, names);
    }
    case "number":
    case "boolean":
    case "null":
    case "unknown":
      return withAssumed(node, names);
  }
}

function assumingText(text: Text, names: Names): Text {
  const { encodes } = text;
  const node = encodes && allAssuming(encodes.node, names);
  if (encodes === undefined || node === undefined || node === encodes.node) return withAssumed(text, names);
  return withAssumed({ ...text, encodes: { ...encodes, node } }, names);
}

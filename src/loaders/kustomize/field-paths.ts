import { entryOf, get, itemsOf, textOf, type MapNode, type Node } from "../../model/node.ts";
import { isAbsent, known, literal } from "../../model/text.ts";
import type { Location } from "../../model/location.ts";
import { withField } from "./fields.ts";

/**
 * The parts of a path of a replacement (kustomize's SmarterPathSplitter): divided by dots, but not by those in brackets
 * or after a backslash.
 */
export function dottedParts(path: string): readonly string[] {
  const parts: string[] = [];
  let part = "";
  let depth = 0;
  for (let at = 0; at < path.length; at++) {
    const char = path.charAt(at);
    if (char === "\\" && path[at + 1] === ".") {
      part += ".";
      at++;
      continue;
    }
    if (char === "[") depth++;
    if (char === "]") depth--;
    if (char === "." && depth === 0) {
      parts.push(part);
      part = "";
    } else part += char;
  }
  parts.push(part);
  return parts
    .filter((each) => each !== "")
    .map((each) => (isKeyInBrackets(each) ? each.slice(1, -1) : each));
}

function isKeyInBrackets(part: string): boolean {
  return part.startsWith("[") && part.endsWith("]") && !part.includes("=");
}

/** `[name=app]`: the items of a list with that field; `[=x]` are those that are x themselves. */
function condition(part: string): readonly [field: string, value: string] | undefined {
  const [, field = "", value = ""] = /^\[([^=]*)=(.*)\]$/.exec(part) ?? [];
  return part.startsWith("[") && part.endsWith("]") && part.includes("=") ? [field, value] : undefined;
}

function fits(item: Node, [field, value]: readonly [string, string]): boolean {
  const node = field === "" ? item : get(item, ...field.split("."));
  const text = node === undefined ? undefined : textOf(node, item.at);
  return text !== undefined && !isAbsent(text) && known(text) === value;
}

/** The value at a path that names one field. */
export function valueAtPath(node: Node | undefined, parts: readonly string[]): Node | undefined {
  const [part, ...rest] = parts;
  if (node === undefined || part === undefined || node.kind === "unknown") return node;
  if (node.kind === "list") {
    const wanted = condition(part);
    const item =
      wanted === undefined ? itemsOf(node)[Number(part)] : itemsOf(node).find((each) => fits(each, wanted));
    return valueAtPath(item, rest);
  }
  return valueAtPath(entryOf(node, part)?.value, rest);
}

/** What happens at the end of a path, and what is made where nothing is. */
export interface AtPath {
  readonly change: (node: Node | undefined) => Node;
  readonly create: boolean;
  readonly at: Location;
  /** Called when the path goes on inside a text: what stands there is then not known. */
  readonly within: (node: Node) => Node;
}

/** The node with a change at every field that a path names. */
export function changeAtPath(node: Node, parts: readonly string[], making: AtPath): Node {
  const [part, ...rest] = parts;
  if (part === undefined) return making.change(node);
  if (node.kind === "list") return changeInList(node.items, node, part, rest, making);
  if (node.kind === "text") return making.within(node);
  if (node.kind !== "map") return node;
  if (part === "*") {
    return {
      ...node,
      entries: node.entries.map(({ key, value }) => ({ key, value: changeAtPath(value, rest, making) })),
    };
  }
  const entry = entryOf(node, part);
  if (entry !== undefined && entry.value.kind !== "null") {
    return withField(node, entry.key, changeAtPath(entry.value, rest, making));
  }
  if (!making.create) return node;
  const key = entry?.key ?? literal(part, making.at);
  if (rest.length === 0) return withField(node, key, making.change(undefined));
  const empty: MapNode = { kind: "map", entries: [], at: making.at };
  return withField(node, key, changeAtPath(empty, rest, making));
}

function changeInList(
  items: readonly Node[],
  list: Extract<Node, { kind: "list" }>,
  part: string,
  rest: readonly string[],
  making: AtPath,
): Node {
  const wanted = condition(part);
  const isMeant = (item: Node, index: number): boolean =>
    part === "*" || (wanted === undefined ? String(index) === part : fits(item, wanted));
  return {
    ...list,
    items: items.map((item, index) => (isMeant(item, index) ? changeAtPath(item, rest, making) : item)),
  };
}

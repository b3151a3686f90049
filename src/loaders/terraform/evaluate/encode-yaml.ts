import type { Location } from "../../../model/location.ts";
import type { Node } from "../../../model/node.ts";
import { concat, known, type Text } from "../../../model/text.ts";
import { sortedEntries } from "./collections.ts";
import { flatten, holesThatMayTouch } from "./flat-text.ts";
import { derivedId } from "./identity.ts";
import { encodeJson } from "./encode-json.ts";

/** More pieces than this are not encoded: shared locals can unfold to any size. */
const MAX_PIECES = 200_000;

interface Output {
  readonly pieces: (Text | string)[];
  full: boolean;
}

/**
 * A value as Terraform's yamlencode writes it (go-cty-yaml): block style, keys sorted and quoted, strings quoted or,
 * with several lines, as literal blocks. The text remembers the node that it encodes.
 */
export function encodeYaml(node: Node, at: Location): Text | undefined {
  const out: Output = { pieces: [], full: false };
  write(node, 0, "start", out);
  if (out.full) return undefined;
  return { ...concat(at, ...out.pieces), encodes: { format: "yaml", node } };
}

/** What stands before a value on its line: nothing, `key:`, or `-`. */
type Before = "start" | "key" | "item";

const pad = (depth: number): string => "  ".repeat(depth);

function write(node: Node, depth: number, before: Before, out: Output): void {
  if (out.pieces.length > MAX_PIECES) out.full = true;
  if (out.full) return;
  if (node.kind === "map" && (node.entries.length > 0 || node.more !== undefined)) {
    writeMap(node, depth, before, out);
  } else if (node.kind === "list" && node.items.length > 0) {
    writeList(node, depth, before, out);
  } else {
    if (before !== "start") out.pieces.push(" ");
    writeScalar(node, depth, out);
    out.pieces.push("\n");
  }
}

function writeMap(node: Extract<Node, { kind: "map" }>, depth: number, before: Before, out: Output): void {
  if (before === "key") out.pieces.push("\n");
  if (before === "item") out.pieces.push(" ");
  for (const [index, { key, value }] of sortedEntries(node).entries()) {
    if (index > 0 || before !== "item") out.pieces.push(pad(depth));
    const quoted = encodeJson(key, key.at);
    out.pieces.push(quoted === undefined ? "" : plainQuoted(quoted, key), ":");
    // A list is not indented deeper than the key that it belongs to.
    write(value, value.kind === "list" ? depth : depth + 1, "key", out);
  }
  if (node.more !== undefined) {
    const id = derivedId("yamlencode", [node]);
    out.pieces.push({ kind: "text", parts: [{ ...node.more, id }], at: node.at });
  }
}

function writeList(node: Extract<Node, { kind: "list" }>, depth: number, before: Before, out: Output): void {
  if (before === "key") out.pieces.push("\n");
  if (before === "item") out.pieces.push(" ");
  for (const [index, item] of node.items.entries()) {
    if (index > 0 || before !== "item") out.pieces.push(pad(depth));
    out.pieces.push("-");
    write(item, depth + 1, "item", out);
  }
}

function writeScalar(node: Node, depth: number, out: Output): void {
  switch (node.kind) {
    case "text":
      out.pieces.push(...string(node, depth));
      break;
    case "number":
    case "boolean":
      out.pieces.push({
        kind: "text",
        parts: [{ kind: "literal", value: node.raw, at: node.at }],
        at: node.at,
      });
      break;
    case "null":
      out.pieces.push("null");
      break;
    case "unknown": {
      const hole = { ...node.hole, id: derivedId("yamlencode", [node]) };
      out.pieces.push({ kind: "text", parts: [hole], at: node.at });
      break;
    }
    case "list":
      out.pieces.push("[]");
      break;
    case "map":
      out.pieces.push("{}");
      break;
  }
}

/** JSON's quoting is YAML's, except for the characters that only HTML minds. */
function plainQuoted(quoted: Text, original: Text): Text {
  const content = known(original);
  if (content === undefined || !/[<>&]/.test(content)) return quoted;
  const restored: Record<string, string> = { "\\u003c": "<", "\\u003e": ">", "\\u0026": "&" };
  return {
    ...quoted,
    parts: quoted.parts.map((part) =>
      part.kind === "literal" ? { ...part, value: restored[part.value] ?? part.value } : part,
    ),
  };
}

/** A text of several lines as a literal block, else quoted. What may have several lines is taken to have one. */
function string(text: Text, depth: number): readonly (Text | string)[] {
  const { flat, slice } = flatten(text);
  const quoted = encodeJson(text, text.at);
  const simple = quoted === undefined ? [] : [plainQuoted(quoted, text)];
  const isBlock = flat.includes("\n") && holesThatMayTouch(text, "\n").length === 0;
  // eslint-disable-next-line no-control-regex -- a block cannot hold control characters
  if (!isBlock || /[\0-\x08\x0b-\x1f\x7f\ufeff]/.test(flat)) return simple;
  const ending = /\n*$/.exec(flat)?.[0].length ?? 0;
  const chomping = ending === 0 ? "-" : ending === 1 ? "" : "+";
  const hint = /^\n* /.test(flat) ? "2" : "";
  const pieces: (Text | string)[] = [`|${hint}${chomping}`];
  let from = 0;
  const end = ending > 0 ? flat.length - 1 : flat.length;
  for (const line of flat.slice(0, end).split("\n")) {
    pieces.push("\n");
    if (line !== "") pieces.push(pad(Math.max(depth, 1)), slice(from, from + line.length));
    from += line.length + 1;
  }
  return pieces;
}

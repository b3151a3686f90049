import type { Location } from "../../../model/location.ts";
import type { Entry, ListNode, MapNode, Node } from "../../../model/node.ts";
import {
  concat,
  concatAll,
  known,
  sliceLiteral,
  type Literal,
  type Part,
  type Text,
} from "../../../model/text.ts";
import { allAssumed, withAssumed } from "./assumptions.ts";
import { sortedEntries } from "./collections.ts";
import { derivedId } from "./identity.ts";

/** More parts than this are not encoded: shared locals can unfold to any size. */
const MAX_PARTS = 200_000;

/** Go's encoding/json escapes what is special in HTML and two line separators besides what JSON demands. */
// eslint-disable-next-line no-control-regex -- JSON escapes the control characters
const ESCAPED = /["\\<>&\u2028\u2029\x00-\x1f]/g;

const short: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
  ["\b", "\\b"],
  ["\f", "\\f"],
]);

function escapeChar(char: string): string {
  return short.get(char) ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** A literal as it stands inside JSON quotes: verbatim pieces keep exact places. */
function escapedParts(part: Literal): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const match of part.value.matchAll(ESCAPED)) {
    if (match.index > from) parts.push(sliceLiteral(part, from, match.index));
    const { at } = sliceLiteral(part, match.index, match.index + 1);
    parts.push({ kind: "literal", value: escapeChar(match[0]), ...(at ? { at } : {}) });
    from = match.index + 1;
  }
  if (from < part.value.length) parts.push(sliceLiteral(part, from, part.value.length));
  return parts;
}

function quoted(text: Text): Text {
  const inner = text.parts.flatMap((part) => (part.kind === "literal" ? escapedParts(part) : [part]));
  return concat(text.at, '"', { ...text, parts: inner }, '"');
}

interface Output {
  readonly pieces: (Text | string)[];
  full: boolean;
}

/**
 * A value as Terraform's jsonencode writes it: keys sorted, the last of equal keys only. The parts keep the places of
 * keys and values, and the text remembers the node that it encodes. Undefined when it would be too long.
 */
export function encodeJson(node: Node, at: Location): Text | undefined {
  const out: Output = { pieces: [], full: false };
  write(node, out);
  if (out.full) return undefined;
  return withAssumed({ ...concatAll(at, out.pieces), encodes: { format: "json", node } }, allAssumed(node));
}

function write(node: Node, out: Output): void {
  if (out.pieces.length > MAX_PARTS) out.full = true;
  if (out.full) return;
  switch (node.kind) {
    case "text":
      out.pieces.push(quoted(node));
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
      // The JSON form of an unknown value: not the same characters as the value itself.
      const hole = { ...node.hole, id: derivedId("jsonencode", [node]) };
      out.pieces.push({ kind: "text", parts: [hole], at: node.at });
      break;
    }
    case "list":
      writeList(node, out);
      break;
    case "map":
      writeMap(node, out);
      break;
  }
}

function writeList(node: ListNode, out: Output): void {
  out.pieces.push("[");
  for (const [index, item] of node.items.entries()) {
    if (index > 0) out.pieces.push(",");
    write(item, out);
  }
  out.pieces.push("]");
}

function writeMap(node: MapNode, out: Output): void {
  out.pieces.push("{");
  const entries: readonly Entry[] = sortedEntries(node);
  for (const [index, entry] of entries.entries()) {
    if (index > 0) out.pieces.push(",");
    out.pieces.push(quoted(entry.key), ":");
    write(entry.value, out);
  }
  if (node.more !== undefined) {
    // The others as one member, so that what this text becomes a part of can still be parsed.
    const hole = { ...node.more, id: derivedId("jsonencode", [node]) };
    const others: Text = { kind: "text", parts: [hole], at: node.at };
    out.pieces.push(entries.length > 0 ? ',"' : '"', others, '":', others);
  }
  out.pieces.push("}");
}

/** The JSON of a value as a plain string, when it is wholly known. */
export function knownJson(node: Node): string | undefined {
  const text = encodeJson(node, node.at);
  return text === undefined ? undefined : known(text);
}

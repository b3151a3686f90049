import type { Location } from "../../../model/location.ts";
import type { Node } from "../../../model/node.ts";
import { concatAll, type Text } from "../../../model/text.ts";
import { begin, pad, push, writeItems, type Before, type BlockOutput } from "../../yaml/block-output.ts";
import { allAssumed, withAssumed } from "./assumptions.ts";
import { sortedEntries } from "./collections.ts";
import { derivedId } from "./identity.ts";
import { blockYaml, quoteYaml } from "./yaml-strings.ts";

/** More pieces than this are not encoded: shared locals can unfold to any size. */
const MAX_PIECES = 200_000;

/**
 * A value as Terraform's yamlencode writes it (go-cty-yaml, a libyaml emitter): block style, keys sorted and quoted,
 * strings quoted or, with several lines, as literal blocks. The text remembers the node that it encodes.
 */
export function encodeYaml(node: Node, at: Location): Text | undefined {
  const out: BlockOutput = { pieces: [], column: 0, full: false };
  write(node, 0, "start", out);
  // A document that is a plain scalar is closed by a document end marker.
  if (node.kind === "number" || node.kind === "boolean" || node.kind === "null") push(out, "...\n");
  if (out.full) return undefined;
  return withAssumed({ ...concatAll(at, out.pieces), encodes: { format: "yaml", node } }, allAssumed(node));
}

function write(node: Node, depth: number, before: Before, out: BlockOutput): void {
  if (out.pieces.length > MAX_PIECES) out.full = true;
  if (out.full) return;
  if (node.kind === "map" && (node.entries.length > 0 || node.more !== undefined)) {
    writeMap(node, depth, before, out);
  } else if (node.kind === "list" && node.items.length > 0) {
    writeItems(node.items, depth, before, out, (item) => {
      write(item, depth + 1, "item", out);
    });
  } else {
    if (before !== "start") push(out, " ");
    writeScalar(node, depth, out);
    push(out, "\n");
  }
}

function writeMap(
  node: Extract<Node, { kind: "map" }>,
  depth: number,
  before: Before,
  out: BlockOutput,
): void {
  begin(before, out);
  for (const [index, { key, value }] of sortedEntries(node).entries()) {
    if (index > 0 || before !== "item") push(out, pad(depth));
    push(out, ...quoteYaml(key, undefined), ":");
    // A list is not indented deeper than the key that it belongs to.
    write(value, value.kind === "list" ? depth : depth + 1, "key", out);
  }
  if (node.more !== undefined) {
    // The others as one entry, so that what this text becomes a part of can still be parsed.
    const hole = { ...node.more, id: derivedId("yamlencode", [node]) };
    const others: Text = { kind: "text", parts: [hole], at: node.at };
    if (node.entries.length > 0 || before !== "item") push(out, pad(depth));
    push(out, others, ": ", others, "\n");
  }
}

function writeScalar(node: Node, depth: number, out: BlockOutput): void {
  switch (node.kind) {
    case "text": {
      const indentation = pad(Math.max(depth, 1));
      const block = blockYaml(node, indentation);
      push(out, ...(block ?? quoteYaml(node, { column: out.column, indentation })));
      break;
    }
    case "number":
    case "boolean":
      push(out, { kind: "text", parts: [{ kind: "literal", value: node.raw, at: node.at }], at: node.at });
      break;
    case "null":
      push(out, "null");
      break;
    case "unknown": {
      const hole = { ...node.hole, id: derivedId("yamlencode", [node]) };
      push(out, { kind: "text", parts: [hole], at: node.at });
      break;
    }
    case "list":
      push(out, "[]");
      break;
    case "map":
      push(out, "{}");
      break;
  }
}

import { sortedEntries } from "../../src/loaders/terraform/evaluate/collections.ts";
import type { Entry, ListNode, MapNode, Node } from "../../src/model/node.ts";
import { print } from "../../src/model/text.ts";

/**
 * A node as `terraform console` prints its value (Terraform's internal/repl/format.go), so that recorded answers can be
 * compared as they are. Typed nulls are printed as plain ones: nodes have no types of their own.
 */
export function formatForConsole(node: Node, indent = 0): string {
  switch (node.kind) {
    case "text":
      return formatString(print(node), indent);
    case "number":
    case "boolean":
      return node.raw;
    case "null":
      return "null";
    case "unknown":
      return node.several === true ? `(${node.hole.name})...` : `(${node.hole.name})`;
    case "list":
      return formatList(node, indent);
    case "map":
      return formatMap(node, indent);
  }
}

function formatString(value: string, indent: number): string {
  const lines = value.split("\n");
  if (lines.length < 2) return quote(value);
  const operator = indent > 0 ? "<<-" : "<<";
  let delimiter = "EOT";
  while (lines.some((line) => line.trim() === delimiter)) delimiter += "_";
  const padding = " ".repeat(indent);
  const body = lines.map((line) => `${padding}${line}\n`).join("");
  return `${operator}${delimiter}\n${body}${padding}${delimiter}`;
}

/** Go's strconv.Quote, for the characters that occur here. */
function quote(value: string): string {
  const escaped = Array.from(value, (char) => {
    if (char === '"' || char === "\\") return `\\${char}`;
    const short = new Map([
      ["\t", "\\t"],
      ["\r", "\\r"],
      ["\b", "\\b"],
      ["\f", "\\f"],
      ["\v", "\\v"],
      ["\u0007", "\\a"],
    ]).get(char);
    if (short !== undefined) return short;
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, "0")}`;
    if (char !== " " && /^[\p{C}\p{Z}]$/u.test(char)) {
      return code > 0xffff
        ? `\\U${code.toString(16).padStart(8, "0")}`
        : `\\u${code.toString(16).padStart(4, "0")}`;
    }
    return char;
  });
  return `"${escaped.join("")}"`;
}

function formatList(node: ListNode, indent: number): string {
  const padding = " ".repeat(indent + 2);
  const items = node.items.map((item) => `${padding}${formatForConsole(item, indent + 2)},\n`).join("");
  const body = items === "" ? "[]" : `[\n${items}${" ".repeat(indent)}]`;
  if (node.flavour === "list") return `tolist(${body})`;
  return node.flavour === "set" ? `toset(${body})` : body;
}

function formatMap(node: MapNode, indent: number): string {
  const entries = sortedEntries(node);
  const padding = " ".repeat(indent + 2);
  const lines = entries.map((entry) => `${padding}${formatEntry(entry, indent + 2)}\n`).join("");
  const body = lines === "" ? "{}" : `{\n${lines}${" ".repeat(indent)}}`;
  return node.flavour === "map" ? `tomap(${body})` : body;
}

function formatEntry({ key, value }: Entry, indent: number): string {
  return `${formatString(print(key), indent)} = ${formatForConsole(value, indent)}`;
}

/** A recorded answer without the types of its nulls. */
export function withoutNullTypes(answer: string): string {
  return answer
    .replaceAll(/\bto(?:string|number|bool)\(null\)/g, "null")
    .replaceAll(/\b(?:tolist|toset|tomap)\(null\) \/\* of [^*]* \*\//g, "null")
    .replaceAll(/null \/\* (?:object|tuple)[^*]* \*\//g, "null");
}

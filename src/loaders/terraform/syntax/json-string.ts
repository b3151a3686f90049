import type { Node as JsonNode } from "jsonc-parser";
import type { Expression, SyntaxProblem, Template } from "./ast.ts";
import { parseExpressionText, parseTemplate } from "./parser.ts";
import type { OffsetMap } from "./state.ts";

const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

const UNICODE = /u([0-9a-fA-F]{4})/y;

/** What a JSON string says, and where in the file each of its characters stands. */
interface Decoded {
  readonly text: string;
  readonly map: OffsetMap;
}

/** Decodes the JSON string at `node`. What is no escape is kept as it is: the JSON parser has complained already. */
function decode(file: string, node: JsonNode): Decoded {
  const base = node.offset + 1;
  const end = Math.max(base, node.offset + node.length - 1);
  const raw = file.slice(base, end);
  if (!raw.includes("\\")) return { text: raw, map: { base, offsets: undefined } };
  const characters: string[] = [];
  const offsets: number[] = [];
  for (let at = 0; at < raw.length;) {
    const [character, length] = raw[at] === "\\" ? escapeAt(raw, at) : [raw.charAt(at), 1];
    characters.push(character);
    offsets.push(base + at);
    at += length;
  }
  offsets.push(end);
  return { text: characters.join(""), map: { base, offsets } };
}

function escapeAt(raw: string, at: number): readonly [character: string, length: number] {
  const simple = SIMPLE_ESCAPES.get(raw.charAt(at + 1));
  if (simple !== undefined) return [simple, 2];
  UNICODE.lastIndex = at + 1;
  const code = UNICODE.exec(raw)?.[1];
  return code === undefined ? ["\\", 1] : [String.fromCharCode(Number.parseInt(code, 16)), 6];
}

/** Whether the string would be a template with parts. */
export function hasSequences(text: string): boolean {
  return text.includes("${") || text.includes("%{");
}

/** A string as the template that it is in an expression (HCL's json/spec.md, "Strings"), with the file's places. */
export function templateOf(file: string, node: JsonNode, problems: SyntaxProblem[]): Template {
  const decoded = decode(file, node);
  const { template, problems: found } = parseTemplate(decoded.text, decoded.map);
  problems.push(...found);
  return { ...template, form: "quoted", span: spanOfNode(node), innerSpan: innerSpan(node) };
}

/** A string that holds an expression: a reference to a provider, a variable's type. */
export function expressionOf(file: string, node: JsonNode, problems: SyntaxProblem[]): Expression {
  const decoded = decode(file, node);
  const { expression, problems: found } = parseExpressionText(decoded.text, decoded.map);
  problems.push(...found);
  return expression;
}

/** A JSON node's range with its quotes or brackets. */
export function spanOfNode(node: JsonNode): { readonly start: number; readonly end: number } {
  return { start: node.offset, end: node.offset + node.length };
}

/** A string's range without its quotes. */
export function innerSpan(node: JsonNode): { readonly start: number; readonly end: number } {
  const start = node.offset + 1;
  return { start, end: Math.max(start, node.offset + node.length - 1) };
}

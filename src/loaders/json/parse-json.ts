import { parseTree, printParseErrorCode, type Node as JsonNode, type ParseError } from "jsonc-parser";
import type { Location, Route } from "../../model/location.ts";
import type { Entry, Node } from "../../model/node.ts";
import type { Source } from "../../model/source.ts";
import type { Hole, Literal, Part, Text } from "../../model/text.ts";

/** Something that is wrong with the syntax: offsets into the source's text, and plain words. */
export interface JsonProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export interface ParsedJson {
  /** Undefined when nothing could be read. */
  readonly node: Node | undefined;
  readonly problems: readonly JsonProblem[];
}

/** How deep objects and lists may stand in each other: IAM and Kubernetes need less than twenty. */
const MAX_DEPTH = 200;

/** RFC 8259 in the words of a person, by what jsonc-parser calls the error. */
const words: Readonly<Record<string, string>> = {
  InvalidSymbol: "this is not a JSON value",
  InvalidNumberFormat: "this is not a JSON number",
  PropertyNameExpected: "a key in double quotes is expected here",
  ValueExpected: "a value is expected here",
  ColonExpected: "a colon is expected here",
  CommaExpected: "a comma is expected here",
  CloseBraceExpected: "a closing brace is expected here",
  CloseBracketExpected: "a closing bracket is expected here",
  EndOfFileExpected: "nothing more is expected after the JSON value",
  InvalidCommentToken: "JSON has no comments",
  UnexpectedEndOfComment: "JSON has no comments",
  UnexpectedEndOfString: "this string is not closed",
  UnexpectedEndOfNumber: "this number is not complete",
  InvalidUnicode: "this is not a Unicode escape (\\u and four hexadecimal digits)",
  InvalidEscapeCharacter: "this is not an escape that JSON has",
  InvalidCharacter: "this character must be escaped in a JSON string",
};

interface Flattened {
  /** The text that jsonc-parser reads: as long as the source's, with a digit for each hole outside quotes. */
  readonly text: string;
  readonly outside: ReadonlyMap<number, Hole>;
  readonly depth: number;
}

/** Puts a digit in place of every hole that stands outside quotes, so that a value of unknown type parses. */
function flatten(source: Source): Flattened {
  const outside = new Map<number, Hole>();
  const chars: string[] = [];
  let inString = false;
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < source.text.length; at++) {
    const char = source.text.charAt(at);
    if (inString) {
      chars.push(char);
      if (char === "\\") chars.push(source.text.charAt(++at));
      else if (char === '"' || char === "\n") inString = false;
      continue;
    }
    if (char === '"') inString = true;
    if (char === "{" || char === "[") deepest = Math.max(deepest, ++depth);
    if (char === "}" || char === "]") depth--;
    const hole = source.holeAt(char);
    if (hole !== undefined) outside.set(at, hole);
    const byteOrderMark = at === 0 && char === "\ufeff";
    chars.push(hole !== undefined ? "0" : byteOrderMark ? " " : char);
  }
  return { text: chars.join(""), outside, depth: deepest };
}

/**
 * Strict JSON (no comments, no trailing commas) to a node with places. A hole inside quotes is a part of its string;
 * a hole outside is a value of unknown type. A text that does not parse because of what such a hole may stand for
 * is unknown, not wrong. Repeated keys are kept. Never throws.
 */
export function parseJson(source: Source): ParsedJson {
  const flat = flatten(source);
  if (flat.depth > MAX_DEPTH) {
    const message = `values stand in each other more than ${MAX_DEPTH} deep`;
    return { node: undefined, problems: [{ message, start: 0, end: source.text.length }] };
  }
  const errors: ParseError[] = [];
  const tree = parseTree(flat.text, errors, { disallowComments: true, allowTrailingComma: false });
  const [firstHole] = flat.outside.values();
  if (errors.length > 0 && firstHole !== undefined) {
    return { node: { kind: "unknown", hole: firstHole, at: source.at }, problems: [] };
  }
  const problems = errors.map((error): JsonProblem => ({
    message: words[printParseErrorCode(error.error)] ?? "this is not JSON",
    start: error.offset,
    end: error.offset + error.length,
  }));
  return { node: tree === undefined ? undefined : nodeOf(tree, source.at.route, source, flat), problems };
}

function locationOf(json: JsonNode, route: Route, source: Source): Location {
  return { ...source.locate(json.offset, json.offset + json.length), route };
}

function nodeOf(json: JsonNode, route: Route, source: Source, flat: Flattened): Node {
  const at = locationOf(json, route, source);
  switch (json.type) {
    case "object":
      return { kind: "map", entries: entriesOf(json, route, source, flat), at };
    case "array": {
      const items = (json.children ?? []).map((item, index) => nodeOf(item, [...route, index], source, flat));
      return { kind: "list", items, at };
    }
    case "number":
      return numberOf(json, at, source, flat);
    case "boolean":
      return { kind: "boolean", value: json.value === true, raw: String(json.value === true), at };
    case "string":
      return textOf(json, at, source);
    case "null":
    case "property":
      return { kind: "null", at };
  }
}

function entriesOf(json: JsonNode, route: Route, source: Source, flat: Flattened): readonly Entry[] {
  return (json.children ?? []).flatMap((property): readonly Entry[] => {
    const [key, value] = property.children ?? [];
    if (key === undefined || value === undefined) return [];
    const inner = [...route, String(key.value)];
    const keyText = textOf(key, locationOf(key, inner, source), source);
    return [{ key: keyText, value: nodeOf(value, inner, source, flat) }];
  });
}

/** A string's place is what stands between its quotes. */
function textOf(json: JsonNode, at: Location, source: Source): Text {
  const value = String(json.value);
  const end = json.offset + json.length;
  const inner = { ...source.locate(json.offset + 1, Math.max(end - 1, json.offset + 1)), route: at.route };
  return { kind: "text", parts: source.parts(value, json.offset, end), at: inner };
}

/** A number; or what a hole outside quotes stands for: a value of any type, or digits around the hole. */
function numberOf(json: JsonNode, at: Location, source: Source, flat: Flattened): Node {
  const end = json.offset + json.length;
  const parts: Part[] = [];
  for (let offset = json.offset; offset < end; offset++) {
    const hole = flat.outside.get(offset);
    const literal: Literal = {
      kind: "literal",
      value: source.text.charAt(offset),
      at: source.locate(offset, offset + 1),
    };
    parts.push(hole ?? literal);
  }
  const [only] = parts;
  if (parts.length === 1 && only?.kind === "hole") return { kind: "unknown", hole: only, at };
  if (parts.some((part) => part.kind === "hole")) return { kind: "text", parts, at };
  return { kind: "number", value: Number(json.value), raw: source.text.slice(json.offset, end), at };
}

import type { Expression, For, ObjectEntry } from "./ast.ts";
import { advance, isWord, stepInto, stepOut, tokenText, unexpected, unexpectedNote } from "./lexer.ts";
import { note, spanFrom, type ParserState, type TokenKind } from "./state.ts";

/** Reads `[a, b]` or `[for … : …]`; the token ahead is the bracket. */
export function parseTuple(state: ParserState): Expression {
  const start = state.start;
  const outer = stepInto(state);
  if (isWord(state, "for")) return parseFor(state, start, outer, "]");
  const items: Expression[] = [];
  while (state.kind !== "]" && state.kind !== "failed") {
    items.push(state.expression(state));
    if (state.kind !== ",") break;
    advance(state);
  }
  stepOut(state, outer, "]", '"," or "]" after an element');
  return { kind: "tuple", items, span: spanFrom(state, start) };
}

/** Reads `{ a = b, … }` or `{for … : … => …}`; the token ahead is the brace. */
export function parseObject(state: ParserState): Expression {
  const start = state.start;
  const outer = stepInto(state);
  if (isWord(state, "for")) return parseFor(state, start, outer, "}");
  // Unlike in other brackets, a line's end means something here: it ends an entry.
  state.newlines = true;
  const entries: ObjectEntry[] = [];
  while (state.kind !== "}" && state.kind !== "failed") {
    if (state.kind === "newline") {
      advance(state);
      continue;
    }
    const separator = parseEntry(state, entries);
    if (separator !== "," && separator !== "newline") break;
    advance(state);
  }
  stepOut(state, outer, "}", 'a line\'s end, "," or "}" after an entry');
  return { kind: "object", entries, span: spanFrom(state, start) };
}

/** Adds one entry and returns the kind of the token after it. */
function parseEntry(state: ParserState, entries: ObjectEntry[]): TokenKind {
  const start = state.start;
  const key = entryKey(state.expression(state));
  if (state.kind === "=" || state.kind === ":") advance(state);
  else unexpected(state, '"=" after the key');
  const value = state.expression(state);
  entries.push({ key, value, span: spanFrom(state, start) });
  return state.kind;
}

/** A bare word is a name, even `true` and `null`; in parentheses it is an expression. */
function entryKey(key: Expression): ObjectEntry["key"] {
  switch (key.kind) {
    case "variable":
      return { kind: "name", name: key.name, span: key.span };
    case "boolean":
      return { kind: "name", name: String(key.value), span: key.span };
    case "null":
      return { kind: "name", name: "null", span: key.span };
    default:
      return { kind: "expression", value: key, span: key.span };
  }
}

/** The names that a `for` declares, up to and with `in`; the token ahead is `for`. */
export function parseForNames(state: ParserState): {
  readonly keyName: string | undefined;
  readonly valueName: string;
} {
  advance(state);
  let keyName: string | undefined;
  let valueName = parseForName(state);
  if (state.kind === ",") {
    advance(state);
    keyName = valueName;
    valueName = parseForName(state);
  }
  if (isWord(state, "in")) advance(state);
  else unexpected(state, '"in" after the names of "for"');
  return { keyName, valueName };
}

function parseForName(state: ParserState): string {
  if (state.kind !== "identifier") {
    unexpected(state, 'a name after "for"');
    return "";
  }
  const name = tokenText(state);
  advance(state);
  return name;
}

/** Reads from `for` to the closing bracket; `start` is the opening one, `outer` what `stepInto` returned. */
function parseFor(state: ParserState, start: number, outer: boolean, closer: "]" | "}"): For {
  const { keyName, valueName } = parseForNames(state);
  const collection = state.expression(state);
  if (state.kind === ":") advance(state);
  else unexpected(state, '":" after what "for" goes over');
  const resultStart = state.start;
  const first = state.expression(state);
  const keyed = state.kind === "=>";
  if (keyed) advance(state);
  const value = keyed ? state.expression(state) : first;
  const grouped = state.kind === "...";
  if (grouped && closer === "]") unexpectedNote(state, '"]": "..." groups only in the object form');
  if (grouped) advance(state);
  const condition = parseForCondition(state);
  const resultEnd = state.previousEnd;
  stepOut(state, outer, closer, `"${closer}" after the "for" expression`);
  if (keyed && closer === "]")
    note(state, '"=>" needs braces: {for … : key => value}', resultStart, resultEnd);
  if (!keyed && closer === "}") note(state, 'a "for" in braces needs "key => value"', resultStart, resultEnd);
  const key = keyed ? first : undefined;
  return {
    kind: "for",
    keyName,
    valueName,
    collection,
    key,
    value,
    grouped,
    condition,
    span: spanFrom(state, start),
  };
}

function parseForCondition(state: ParserState): Expression | undefined {
  if (!isWord(state, "if")) return undefined;
  advance(state);
  return state.expression(state);
}

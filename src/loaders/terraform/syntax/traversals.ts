import type { Expression } from "./ast.ts";
import { advance, stepOut, tokenText, unexpected } from "./lexer.ts";
import {
  excerpt,
  fail,
  MAXIMUM_DEPTH,
  MAXIMUM_HEIGHT,
  note,
  spanFrom,
  spanOf,
  type ParserState,
} from "./state.ts";

const TOO_LONG = "this is nested too deeply to be read";

/**
 * Reads what follows a term: `.name`, `.0`, `[key]`, `[*]` and `.*`. `on` is the term, which began at `start`.
 */
export function parseTraversals(state: ParserState, start: number, on: Expression): Expression {
  let whole = on;
  for (;;) {
    if (state.kind === ".") whole = parseDot(state, start, whole);
    else if (state.kind === "[") whole = parseBracket(state, start, whole);
    else return whole;
    if (++state.height > MAXIMUM_HEIGHT) fail(state, TOO_LONG);
  }
}

function parseDot(state: ParserState, start: number, on: Expression): Expression {
  advance(state);
  if (state.kind === "*") return parseAttributeSplat(state, start, on);
  return parseAttribute(state, start, on, 'a name, a number or "*" after "."');
}

/** The name or the legacy index after a dot. */
function parseAttribute(state: ParserState, start: number, on: Expression, expected: string): Expression {
  if (state.kind === "identifier") {
    const name = tokenText(state);
    const nameSpan = spanOf(state, state.start, state.end);
    advance(state);
    return { kind: "get-attribute", on, name, nameSpan, span: spanFrom(state, start) };
  }
  if (state.kind === "number") return parseLegacyIndex(state, start, on);
  unexpected(state, expected);
  return on;
}

/** `.0`, from Terraform's first language. Two in a row read as one number with a fraction, which HCL refuses. */
function parseLegacyIndex(state: ParserState, start: number, on: Expression): Expression {
  const raw = tokenText(state);
  if (raw.includes("."))
    note(state, `write "[…]" for each index: ".${excerpt(raw)}" reads as one number`, state.start, state.end);
  const keySpan = spanOf(state, state.start, state.end);
  advance(state);
  const key: Expression = { kind: "number", value: Number(raw), raw, span: keySpan };
  return { kind: "index", on, key, span: spanFrom(state, start) };
}

/** `.*` with the names and legacy indexes that follow it; brackets after them apply to the list as a whole. */
function parseAttributeSplat(state: ParserState, start: number, on: Expression): Expression {
  let each: Expression = { kind: "variable", name: "", span: spanOf(state, state.start, state.end) };
  const eachStart = state.start;
  advance(state);
  while (state.kind === ".") {
    advance(state);
    each = parseAttribute(state, eachStart, each, 'a name or a number after "."');
    if (++state.height > MAXIMUM_HEIGHT) fail(state, TOO_LONG);
  }
  return { kind: "splat", form: "attribute", on, each, span: spanFrom(state, start) };
}

function parseBracket(state: ParserState, start: number, on: Expression): Expression {
  // The star of a splat must follow on the same line; only an index may begin on the next one.
  const outer = state.newlines;
  advance(state);
  if (state.kind === "*") return parseFullSplat(state, start, on);
  state.newlines = false;
  if (state.kind === "newline") advance(state);
  const key = state.expression(state);
  stepOut(state, outer, "]", '"]" after the index');
  return { kind: "index", on, key, span: spanFrom(state, start) };
}

/** `[*]` with everything that follows it, applied to each element. */
function parseFullSplat(state: ParserState, start: number, on: Expression): Expression {
  const eachStart = state.start;
  const anonymous: Expression = { kind: "variable", name: "", span: spanOf(state, state.start, state.end) };
  advance(state);
  if (state.kind === "]") advance(state);
  else unexpected(state, '"]" after "[*"');
  if (state.depth >= MAXIMUM_DEPTH) fail(state, TOO_LONG);
  state.depth++;
  const each = parseTraversals(state, eachStart, anonymous);
  state.depth--;
  return { kind: "splat", form: "full", on, each, span: spanFrom(state, start) };
}

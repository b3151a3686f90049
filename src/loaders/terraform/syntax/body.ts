import type { Attribute, Block, Body, Expression } from "./ast.ts";
import { advance, tokenText, unexpected, unexpectedNote } from "./lexer.ts";
import { indentationOf, isLineStart, looksLikeItem, resume } from "./recovery.ts";
import {
  excerpt,
  fail,
  MAXIMUM_DEPTH,
  MAXIMUM_PROBLEMS,
  MAXIMUM_REREAD,
  note,
  spanFrom,
  spanOf,
  type ParserState,
} from "./state.ts";
import { readQuotedRuns } from "./template-text.ts";
import type { Run } from "./template-pieces.ts";

type Label = Block["labels"][number];

/** Where a body may end: at its block's brace, which is indented like the block's head, or with the file. */
interface Ending {
  readonly closer: "}" | "eof";
  /** The indentation of the block's head; -1 for the file. */
  readonly indentation: number;
}

/** Reads a whole file. */
export function parseFile(state: ParserState): Body {
  const start = state.end;
  const items: (Attribute | Block)[] = [];
  advance(state);
  parseItems(state, items, { closer: "eof", indentation: -1 });
  return { items, span: spanOf(state, start, state.text.length) };
}

/** Reads attributes and blocks up to the body's end, over errors: each costs only the item that it stands in. */
function parseItems(state: ParserState, items: (Attribute | Block)[], ending: Ending): void {
  const names = new Set(items.map(nameOf));
  while (state.kind !== ending.closer && state.kind !== "eof") {
    if (state.kind === "newline") {
      advance(state);
      continue;
    }
    if (belongsOutside(state, ending)) return;
    state.resumed = false;
    const start = state.start;
    const item = parseItem(state);
    if (item !== undefined) addItem(state, items, names, item);
    if (state.failed) resume(state, start);
    if (isHopeless(state)) giveUp(state);
  }
}

function nameOf(item: Attribute | Block): string {
  return item.kind === "attribute" ? item.name : "";
}

/** Whether what comes next is indented so little that the block around it must have ended without its brace. */
function belongsOutside(state: ParserState, ending: Ending): boolean {
  if (ending.closer === "eof") return false;
  const doubtful = state.resumed || (state.strictIndentation && isLineStart(state.text, state.start));
  if (!doubtful || state.kind !== "identifier") return false;
  return indentationOf(state.text, state.start) <= ending.indentation;
}

function addItem(
  state: ParserState,
  items: (Attribute | Block)[],
  names: Set<string>,
  item: Attribute | Block,
): void {
  items.push(item);
  if (item.kind !== "attribute") return;
  if (names.has(item.name)) {
    const { start, end } = item.nameSpan;
    state.problems.push({
      message: `"${excerpt(item.name)}" is set twice in this block`,
      span: { start, end },
    });
  }
  names.add(item.name);
}

function isHopeless(state: ParserState): boolean {
  return (
    state.problems.length >= MAXIMUM_PROBLEMS || state.reread > Math.max(MAXIMUM_REREAD, state.text.length)
  );
}

/** Leaves the rest of the file unread, and says so. */
function giveUp(state: ParserState): void {
  if (state.kind === "eof") return;
  const start = Math.max(state.start, ...state.problems.map((problem) => problem.span.start));
  const span = { start, end: state.text.length };
  state.problems.push({ message: "too many errors: the rest of this file was not read", span });
  state.kind = "eof";
  state.resumed = true;
  state.start = state.end = state.text.length;
}

/** Reads one item, or what stands where one is expected. */
function parseItem(state: ParserState): Attribute | Block | undefined {
  if (state.kind !== "identifier") {
    parseStray(state);
    return undefined;
  }
  const { start, end } = state;
  const name = tokenText(state);
  switch (advance(state)) {
    case "=": {
      const attribute = parseAttribute(state, start, end, name);
      endLine(state, "argument");
      return attribute;
    }
    case "{":
    case "quote":
    case "identifier": {
      const block = parseBlock(state, start, end, name);
      endLine(state, "block");
      return block;
    }
    default:
      unexpected(state, `"=" or a block after "${excerpt(name)}"`);
      return undefined;
  }
}

function parseStray(state: ParserState): void {
  if (state.kind === "}") {
    note(state, 'this "}" closes nothing', state.start, state.end);
    advance(state);
  } else if (state.kind === "quote") fail(state, "an argument's name stands without quotes here");
  else unexpected(state, "an argument or a block");
}

function parseAttribute(state: ParserState, start: number, nameEnd: number, name: string): Attribute {
  advance(state);
  const value: Expression = state.expression(state);
  const nameSpan = spanOf(state, start, nameEnd);
  return { kind: "attribute", name, nameSpan, value, span: spanFrom(state, start) };
}

/** An item ends with its line. When another one follows at once, it is read all the same. */
function endLine(state: ParserState, what: "argument" | "block"): void {
  // After an error the reader stands at the beginning of another line already.
  if (state.resumed) return;
  switch (state.kind) {
    case "newline":
      advance(state);
      return;
    case "eof":
    case "failed":
      return;
    case "identifier":
    case "}": {
      const expected = `the end of the line after the ${what}`;
      const readable = state.kind === "}" || looksLikeItem(state.text, state.start);
      if (readable) unexpectedNote(state, expected);
      else unexpected(state, expected);
      return;
    }
    case ",":
      note(state, `no "," follows ${what === "block" ? "a block" : "an argument"}`, state.start, state.end);
      advance(state);
      return;
    default:
      unexpected(state, `the end of the line after the ${what}`);
  }
}

function parseBlock(state: ParserState, start: number, typeEnd: number, type: string): Block {
  const labels: Label[] = [];
  while (state.kind === "quote" || state.kind === "identifier") labels.push(parseLabel(state));
  const head = {
    kind: "block",
    type,
    typeSpan: spanOf(state, start, typeEnd),
    labels,
    headSpan: spanOf(state, start, state.previousEnd),
  } as const;
  if (state.kind === "newline") toBraceOnNextLine(state, head.type);
  if (state.kind === "=") unexpected(state, `"{" (a block has no "=")`);
  else if (state.kind !== "{") unexpected(state, `a label or "{" after "${excerpt(type)}"`);
  const body = parseBlockBody(state, start, head.headSpan.end - state.map.base);
  return { ...head, body, span: spanFrom(state, start) };
}

/** `{` on a line of its own is an error, but not one that hides the block. */
function toBraceOnNextLine(state: ParserState, type: string): void {
  const { start, end } = state;
  while (state.kind === "newline") advance(state);
  if (state.kind === "{")
    note(state, `the "{" of "${excerpt(type)}" must stand on the same line`, state.start, state.end);
  else fail(state, `expected "{" after "${excerpt(type)}", found the end of the line`, start, end);
}

function parseLabel(state: ParserState): Label {
  const { start, end } = state;
  if (state.kind === "identifier") {
    const value = tokenText(state);
    advance(state);
    return { value, span: spanOf(state, start, end) };
  }
  const runs: Run[] = [];
  const closing = readQuotedRuns(state, runs, end);
  if (state.text[closing] !== '"') {
    const isSequence = state.text[closing] === "$" || state.text[closing] === "%";
    const message = isSequence ? "a label holds no interpolation" : "this label has no closing quote";
    fail(state, message, start, closing);
  }
  state.end = closing + 1;
  advance(state);
  const value = runs.map((run) => run.value).join("");
  return { value, span: spanOf(state, start + 1, closing) };
}

/** Reads from the opening brace to the closing one. */
function parseBlockBody(state: ParserState, blockStart: number, headEnd: number): Body {
  const items: (Attribute | Block)[] = [];
  const start = state.start;
  if (state.depth >= MAXIMUM_DEPTH) fail(state, "this is nested too deeply to be read");
  if (state.failed) return { items, span: spanOf(state, start, start) };
  state.depth++;
  advance(state);
  if (state.kind !== "newline" && state.kind !== "eof" && state.kind !== "}") parseOneLine(state, items);
  parseItems(state, items, { closer: "}", indentation: indentationOf(state.text, blockStart) });
  state.depth--;
  if (state.kind === "}") advance(state);
  else if (!state.resumed) {
    note(state, 'this block has no closing "}"', blockStart, headEnd);
    state.unclosed = true;
    state.resumed = true;
  }
  return { items, span: spanFrom(state, start) };
}

/** `{ name = value }`: a body on its block's line is one argument and the brace. */
function parseOneLine(state: ParserState, items: (Attribute | Block)[]): void {
  if (state.kind !== "identifier") return;
  const { start, end } = state;
  const name = tokenText(state);
  if (advance(state) !== "=") {
    unexpected(state, `"=" after "${excerpt(name)}": a block on one line holds one argument`);
    resume(state, start);
    return;
  }
  items.push(parseAttribute(state, start, end, name));
  endOneLine(state, start);
}

function endOneLine(state: ParserState, start: number): void {
  if (state.failed) resume(state, start);
  else if (state.kind !== "}") {
    unexpectedNote(state, '"}": a block on one line holds one argument');
    if (state.kind === ",") advance(state);
  }
}

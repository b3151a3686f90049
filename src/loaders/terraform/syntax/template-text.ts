import {
  addLiteral,
  escapesSequence,
  opensSequence,
  readSequence,
  type Pieces,
  type Run,
} from "./template-pieces.ts";
import { excerpt, fail, note, type ParserState } from "./state.ts";

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;
const BACKSLASH = 92;
const DOLLAR = 36;
const PERCENT = 37;

const SPACE = /\p{White_Space}/u;
const HEX = /[0-9a-fA-F]*/y;

/** Reads a quoted template from after its opening quote at `opening`, up to its closing one, whose offset it returns. */
export function readQuotedText(state: ParserState, pieces: Pieces, opening: number): number {
  const { text } = state;
  let at = opening + 1;
  while (!state.failed) {
    const runs: Run[] = [];
    at = readQuotedRuns(state, runs, at);
    addLiteral(pieces, runs);
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (opensSequence(text, at)) at = readSequence(state, pieces, at);
    else fail(state, "this string has no closing quote on its line", opening, at);
  }
  return at;
}

/** Reads characters and escapes up to a quote, a sequence, or the end of the line. */
export function readQuotedRuns(state: ParserState, runs: Run[], from: number): number {
  const { text } = state;
  let start = from;
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    const special =
      code === BACKSLASH || ((code === DOLLAR || code === PERCENT) && escapesSequence(text, at));
    const stops = code === QUOTE || code === LINE_FEED || code === CARRIAGE_RETURN || Number.isNaN(code);
    if (!special && !stops && !opensSequence(text, at)) {
      at++;
      continue;
    }
    if (at > start) runs.push({ value: text.slice(start, at), start, end: at });
    if (!special) return at;
    const escape = code === BACKSLASH ? readEscape(state, at) : sequenceEscape(text, at);
    if (escape === undefined) return at;
    runs.push(escape);
    at = escape.end;
    start = at;
  }
}

function sequenceEscape(text: string, start: number): Run {
  return { value: text.slice(start + 1, start + 3), start, end: start + 3 };
}

const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ['"', '"'],
  ["\\", "\\"],
]);

/** Reads the escape at `start`; undefined when the line ends after the backslash. A wrong one is noted and kept as it is. */
function readEscape(state: ParserState, start: number): Run | undefined {
  const { text } = state;
  const code = text.codePointAt(start + 1);
  if (code === undefined || code === LINE_FEED || code === CARRIAGE_RETURN) return undefined;
  const selector = String.fromCodePoint(code);
  const simple = SIMPLE_ESCAPES.get(selector);
  if (simple !== undefined) return { value: simple, start, end: start + 2 };
  if (selector === "u") return readUnicodeEscape(state, start, 4);
  if (selector === "U") return readUnicodeEscape(state, start, 8);
  const end = start + 1 + selector.length;
  note(state, `"\\${selector}" is no escape; a backslash itself is written "\\\\"`, start, end);
  return { value: selector, start, end };
}

function readUnicodeEscape(state: ParserState, start: number, length: number): Run {
  HEX.lastIndex = start + 2;
  HEX.test(state.text);
  const end = Math.min(HEX.lastIndex, start + 2 + length);
  const digits = state.text.slice(start + 2, end);
  const raw = state.text.slice(start, end);
  const code = Number.parseInt(digits, 16);
  const isCharacter = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  if (digits.length === length && isCharacter) return { value: String.fromCodePoint(code), start, end };
  if (digits.length === length) note(state, `"${raw}" names no character`, start, end);
  else note(state, `"${raw}" needs ${length} hexadecimal digits`, start, end);
  return { value: raw, start, end };
}

/** Where the text of a heredoc ends, and where its closing marker does. */
export interface HeredocEnd {
  readonly bodyEnd: number;
  readonly markerEnd: number;
  /** The end of the marker's line, without its line feed. */
  readonly lineEnd: number;
}

/**
 * Reads the lines of a heredoc from `from` up to the line that is `marker` and nothing else. Undefined when there is
 * none, which is an error: even at the end of the file the marker's line needs its line feed.
 */
export function readHeredocText(
  state: ParserState,
  pieces: Pieces,
  opening: number,
  from: number,
  marker: string,
): HeredocEnd | undefined {
  const { text } = state;
  let at = from;
  let lineBegins = true;
  while (!state.failed) {
    const end = lineBegins ? closingLine(text, at, marker) : undefined;
    if (end !== undefined) return end;
    if (opensSequence(text, at)) {
      at = readSequence(state, pieces, at);
      lineBegins = false;
      continue;
    }
    if (at >= text.length) {
      fail(state, `this heredoc has no line that is only "${excerpt(marker)}"`, opening, from);
      state.end = at;
      continue;
    }
    at = readLine(state, pieces, at, false);
    lineBegins = text.charCodeAt(at - 1) === LINE_FEED;
  }
  return undefined;
}

/** Reads a text that is one template as a whole. */
export function readBareText(state: ParserState, pieces: Pieces): void {
  let at = state.end;
  while (!state.failed && at < state.text.length) {
    if (opensSequence(state.text, at)) at = readSequence(state, pieces, at);
    else at = readLine(state, pieces, at, true);
  }
}

/** Reads up to a sequence or to after the line's end, as one literal. */
function readLine(state: ParserState, pieces: Pieces, from: number, bare: boolean): number {
  const { text } = state;
  const runs: Run[] = [];
  let start = from;
  let at = from;
  const push = (): void => {
    if (at > start) runs.push({ value: text.slice(start, at), start, end: at });
  };
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === LINE_FEED) {
      at++;
      break;
    }
    if (code === CARRIAGE_RETURN && !bare && text.charCodeAt(at + 1) !== LINE_FEED)
      fail(state, "a carriage return without a line feed means nothing here", at, at + 1);
    if (code !== DOLLAR && code !== PERCENT) continue;
    if (opensSequence(text, at)) break;
    if (!escapesSequence(text, at)) continue;
    push();
    runs.push(sequenceEscape(text, at));
    at += 2;
    start = at + 1;
  }
  push();
  addLiteral(pieces, runs);
  return at;
}

/** The end of the heredoc, if the line that begins at `lineStart` is only its marker, with any white space around. */
export function closingLine(text: string, lineStart: number, marker: string): HeredocEnd | undefined {
  let at = lineStart;
  while (isSpace(text, at)) at++;
  if (!text.startsWith(marker, at)) return undefined;
  const markerEnd = at + marker.length;
  at = markerEnd;
  while (isSpace(text, at)) at++;
  if (text.charCodeAt(at) !== LINE_FEED) return undefined;
  const lineEnd = text.charCodeAt(at - 1) === CARRIAGE_RETURN ? at - 1 : at;
  return { bodyEnd: lineStart, markerEnd, lineEnd };
}

/** White space within a line; a carriage return only as part of the line's end. */
function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code === CARRIAGE_RETURN) return text.charCodeAt(at + 1) === LINE_FEED;
  if (code === LINE_FEED || code > 0x3000) return false;
  return code === 32 || code === 9 || SPACE.test(text.charAt(at));
}

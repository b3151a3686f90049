import { Scalar } from "yaml";
import type { Source } from "../../model/source.ts";
import { placeOfParts, type Part, type Text } from "../../model/text.ts";
import type { Location } from "../../model/location.ts";

/** A piece of a decoded scalar and the range of its source that it came from. */
interface Segment {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** What the parser made of a scalar: its decoded string, its style and where it stands. */
export interface ScalarToken {
  readonly value: string;
  readonly style: Scalar.Type | undefined;
  readonly start: number;
  readonly end: number;
}

/**
 * A scalar as a text whose characters have exact places: a piece per line of a block or folded scalar, and per escape
 * of a quoted one. `whole` is its location; the text stands where its characters stand, without quotes or `|`.
 */
export function scalarText(source: Source, token: ScalarToken, whole: Location): Text {
  const raw = source.text.slice(token.start, token.end);
  const segments = segmentsOf(raw, token);
  if (segments === undefined) {
    return { kind: "text", parts: source.parts(token.value, token.start, token.end), at: whole };
  }
  const parts: Part[] = [];
  for (const { value, start, end } of segments) {
    parts.push(...source.parts(value, token.start + start, token.start + end));
  }
  if (parts.length === 0) return { kind: "text", parts, at: whole };
  return { kind: "text", parts, at: trimmed(placeOfParts(parts, whole)) };
}

/** A place without the line ends that a block scalar ends with. */
function trimmed(at: Location): Location {
  const { text } = at.file;
  let { end } = at.span;
  while (end > at.span.start && (text[end - 1] === "\n" || text[end - 1] === "\r")) end--;
  return end === at.span.end ? at : { ...at, span: { start: at.span.start, end } };
}

/** The pieces of a scalar, or undefined when they do not spell what the parser decoded. */
function segmentsOf(raw: string, token: ScalarToken): readonly Segment[] | undefined {
  const segments = segmentsByStyle(raw, token);
  return segments.map((segment) => segment.value).join("") === token.value ? segments : undefined;
}

function segmentsByStyle(raw: string, token: ScalarToken): readonly Segment[] {
  switch (token.style) {
    case Scalar.BLOCK_LITERAL:
      return literalLines(raw, token.value);
    case Scalar.BLOCK_FOLDED:
      return foldedBlock(raw, token.value);
    case Scalar.QUOTE_SINGLE:
      return fold(raw, 1, raw.length - 1).flatMap((line) => singleQuotes(raw, line));
    case Scalar.QUOTE_DOUBLE:
      return doubleQuoted(raw);
    default:
      return fold(raw, 0, raw.length);
  }
}

function isBlank(char: string | undefined): boolean {
  return char === " " || char === "\t";
}

/** A flow scalar's lines and the folds between them (YAML 1.2.2, 6.5): one line end is a space, n are n-1 line ends. */
function fold(raw: string, from: number, to: number): readonly Segment[] {
  const segments: Segment[] = [];
  let start = from;
  for (let at = raw.indexOf("\n", from); at !== -1 && at < to; at = raw.indexOf("\n", start)) {
    let end = raw[at - 1] === "\r" ? at - 1 : at;
    while (end > start && isBlank(raw[end - 1])) end--;
    let lines = 0;
    let next = at;
    for (; next < to && (isBlank(raw[next]) || raw[next] === "\n" || raw[next] === "\r"); next++) {
      if (raw[next] === "\n") lines++;
    }
    segments.push({ value: raw.slice(start, end), start, end });
    segments.push({ value: lines === 1 ? " " : "\n".repeat(lines - 1), start: end, end: next });
    start = next;
  }
  segments.push({ value: raw.slice(start, to), start, end: to });
  return segments;
}

/** Splits a line of a single-quoted scalar after the first of each doubled quote and leaves the second out. */
function singleQuotes(raw: string, line: Segment): readonly Segment[] {
  if (!line.value.includes("''")) return [line];
  const segments: Segment[] = [];
  let start = line.start;
  for (let at = raw.indexOf("''", start); at !== -1 && at < line.end; at = raw.indexOf("''", start)) {
    segments.push({ value: raw.slice(start, at + 1), start, end: at + 1 });
    start = at + 2;
  }
  segments.push({ value: raw.slice(start, line.end), start, end: line.end });
  return segments;
}

/** YAML 1.2.2, 5.7; `\x`, `\u` and `\U` take hexadecimal digits. */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["0", "\0"],
  ["a", "\x07"],
  ["b", "\b"],
  ["e", "\x1b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["\t", "\t"],
  ["v", "\v"],
  ["N", "\u0085"],
  ["_", "\u00a0"],
  ["L", "\u2028"],
  ["P", "\u2029"],
  [" ", " "],
  ['"', '"'],
  ["/", "/"],
  ["\\", "\\"],
]);
const HEX_LENGTHS: ReadonlyMap<string, number> = new Map([
  ["x", 2],
  ["u", 4],
  ["U", 8],
]);

function doubleQuoted(raw: string): readonly Segment[] {
  const to = raw.length - 1;
  const segments: Segment[] = [];
  let start = 1;
  const verbatimUntil = (end: number): void => {
    if (end > start) segments.push({ value: raw.slice(start, end), start, end });
  };
  for (let at = 1; at < to;) {
    if (raw[at] !== "\\" && raw[at] !== "\n") {
      at++;
      continue;
    }
    const special = raw[at] === "\\" ? escape(raw, at, to) : lineEnd(raw, at, start, to);
    verbatimUntil(special.start);
    segments.push(special);
    start = special.end;
    at = special.end;
  }
  verbatimUntil(to);
  return segments;
}

function escape(raw: string, at: number, to: number): Segment {
  const char = raw[at + 1] ?? "";
  const digits = HEX_LENGTHS.get(char);
  if (digits !== undefined) {
    const code = Number.parseInt(raw.slice(at + 2, at + 2 + digits), 16);
    const value = code <= 0x10ffff ? String.fromCodePoint(code) : "";
    return { value, start: at, end: at + 2 + digits };
  }
  const newline = char === "\r" && raw[at + 2] === "\n" ? at + 2 : char === "\n" ? at + 1 : undefined;
  if (newline !== undefined) {
    let end = newline + 1;
    while (end < to && isBlank(raw[end])) end++;
    return { value: "", start: at, end };
  }
  return { value: ESCAPES.get(char) ?? raw.slice(at, at + 2), start: at, end: at + 2 };
}

/** The fold at a line end, with the blanks around it. */
function lineEnd(raw: string, at: number, from: number, to: number): Segment {
  let start = raw[at - 1] === "\r" ? at - 1 : at;
  while (start > from && isBlank(raw[start - 1])) start--;
  let end = at;
  let lines = 0;
  for (; end < to && (isBlank(raw[end]) || raw[end] === "\n" || raw[end] === "\r"); end++) {
    if (raw[end] === "\n") lines++;
  }
  return { value: lines === 1 ? " " : "\n".repeat(lines - 1), start, end };
}

/** A line of a block scalar, without its line end. */
interface Line {
  readonly start: number;
  readonly end: number;
  /** Where the next line begins. */
  readonly next: number;
}

/** The lines after a block scalar's header. */
function blockLines(raw: string): readonly Line[] {
  const lines: Line[] = [];
  let start = raw.indexOf("\n") + 1;
  if (start === 0) return lines;
  while (start < raw.length) {
    const at = raw.indexOf("\n", start);
    const stop = at === -1 ? raw.length : at;
    const end = raw[stop - 1] === "\r" && stop > start ? stop - 1 : stop;
    lines.push({ start, end, next: Math.min(stop + 1, raw.length) });
    start = stop + 1;
  }
  return lines;
}

/** Each line of a literal's value is the end of a line of its source, whatever its indentation. */
function literalLines(raw: string, value: string): readonly Segment[] {
  const lines = blockLines(raw);
  const segments: Segment[] = [];
  const wanted = value.split("\n");
  wanted.forEach((content, index) => {
    const line = lines[index];
    if (line === undefined) return;
    const start = line.end - content.length;
    const isLast = index === wanted.length - 1;
    if (isLast) {
      if (content !== "") segments.push({ value: content, start, end: line.end });
    } else if (raw[line.end] === "\n") {
      segments.push({ value: `${content}\n`, start, end: line.end + 1 });
    } else {
      segments.push({ value: content, start, end: line.end });
      segments.push({ value: "\n", start: line.end, end: line.next });
    }
  });
  return segments.filter((segment) => segment.value !== "");
}

/**
 * The lines of a folded block and what stands between them (YAML 1.2.2, 8.1.3): lines are joined by a space, blank
 * lines are line ends, and around lines that are indented further line ends stay.
 */
function foldedBlock(raw: string, value: string): readonly Segment[] {
  const lines = blockLines(raw);
  const first = lines.find((line) => raw.slice(line.start, line.end).trim() !== "");
  if (first === undefined) return [{ value, start: 0, end: raw.length }];
  const indent = /^ */.exec(raw.slice(first.start, first.end))?.[0].length ?? 0;
  const segments: Segment[] = [];
  let decoded = 0;
  let last = first.start;
  for (const line of lines) {
    const start = Math.min(line.start + indent, line.end);
    const content = raw.slice(start, line.end);
    if (content === "") continue;
    const at = value.indexOf(content, decoded);
    if (at === -1) return [];
    if (at > decoded) segments.push({ value: value.slice(decoded, at), start: last, end: start });
    segments.push({ value: content, start, end: line.end });
    decoded = at + content.length;
    last = line.end;
  }
  if (decoded < value.length) segments.push({ value: value.slice(decoded), start: last, end: raw.length });
  return segments;
}

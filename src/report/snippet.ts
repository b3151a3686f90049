import stringWidth from "string-width";
import { lineColumn, type Location, type SourceFile } from "../model/location.ts";
import { visible } from "./visible.ts";

/** A place to show, with what to say of it; the text may be empty. */
export interface Label {
  readonly at: Location;
  readonly text: string;
  /** `^` and the loud color, or `-`. */
  readonly primary: boolean;
}

/** How source is drawn. */
export interface Drawing {
  /** Columns of the terminal; lines are cut to it. */
  readonly width: number;
  /** The width of the column of line numbers, the same for all blocks of a finding. */
  readonly gutter: number;
  readonly frame: (text: string) => string;
  readonly loud: (text: string) => string;
  readonly quiet: (text: string) => string;
}

/** A label with its lines (from 1) and its columns as they are drawn (from 0). */
interface Mark {
  readonly label: Label;
  readonly line: number;
  readonly endLine: number;
  readonly from: number;
  readonly to: number;
}

const TAB = "    ";
/** Cut text is marked with it on either side. */
const CUT = "…";
/** Lines of a long place that are shown before it is cut. */
const SHOWN_LINES = 6;

/** A line of source as it is drawn: tabs are spaces, and nothing in it is obeyed by the terminal. */
function drawn(text: string): string {
  return visible(text.replaceAll("\t", TAB));
}

function lineText(file: SourceFile, line: number): string {
  // `lineColumn` is the one place that counts lines; here only the text between two line ends is wanted.
  return file.text.split("\n", line)[line - 1]?.replace(/\r$/, "") ?? "";
}

function markOf(label: Label): Mark {
  const { file, span } = label.at;
  const start = lineColumn(file, span.start);
  const end = lineColumn(file, span.end);
  const endsBefore = end.column === 1 && end.line > start.line;
  const endLine = endsBefore ? end.line - 1 : end.line;
  const column = (line: number, number: number): number =>
    stringWidth(drawn(lineText(file, line).slice(0, number - 1)));
  const from = column(start.line, start.column);
  const last = endsBefore ? lineText(file, endLine).length + 1 : end.column;
  return { label, line: start.line, endLine, from, to: column(endLine, last) };
}

/** Cuts a drawn line to a window of columns, so that `from` can be seen; gives how far the text moved to the left. */
function cutTo(text: string, room: number, from: number, to: number): { text: string; moved: number } {
  if (stringWidth(text) <= room) return { text, moved: 0 };
  const wanted = Math.min(to, from + room - 2);
  const begin = wanted <= room - 2 ? 0 : Math.min(from, Math.max(0, wanted - room + 8));
  let column = 0;
  let shown = begin === 0 ? "" : CUT;
  for (const char of text) {
    const width = stringWidth(char);
    if (column >= begin) {
      if (stringWidth(shown) + width > room - 1)
        return { text: `${shown}${CUT}`, moved: begin === 0 ? 0 : begin - 1 };
      shown += char;
    }
    column += width;
  }
  return { text: shown, moved: begin === 0 ? 0 : begin - 1 };
}

function numbered(number: number | undefined, { gutter, frame }: Drawing): string {
  return frame(`${(number === undefined ? "" : String(number)).padStart(gutter)} |`);
}

/** Words under a place: after its mark where they fit, else on lines of their own. */
function underline(indent: number, length: number, label: Label, drawing: Drawing): readonly string[] {
  const paint = label.primary ? drawing.loud : drawing.quiet;
  const room = drawing.width - drawing.gutter - 3;
  const from = Math.min(indent, Math.max(0, room - 1));
  const mark = (label.primary ? "^" : "-").repeat(Math.max(1, Math.min(length, room - from)));
  const words = label.text === "" ? [] : label.text.split(" ");
  const after = from + mark.length + 1;
  const whole = words.join(" ");
  const head = `${numbered(undefined, drawing)} ${" ".repeat(from)}`;
  if (whole === "" || after + stringWidth(whole) <= room) {
    return [head + paint(whole === "" ? mark : `${mark} ${whole}`)];
  }
  const left = Math.min(from, Math.max(0, Math.floor(room / 3)));
  const lines = wrapWords(words, Math.max(24, room - left));
  return [
    head + paint(mark),
    ...lines.map((line) => `${numbered(undefined, drawing)} ${" ".repeat(left)}${paint(line)}`),
  ];
}

/** Words in lines of at most `room` columns; a longer word has a line of its own. */
export function wrapWords(words: readonly string[], room: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    if (line !== "" && stringWidth(line) + 1 + stringWidth(word) > room) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, line];
}

/** Places that each lie on one line: every line once, with the marks of its places under it. */
function drawLines(file: SourceFile, marks: readonly Mark[], drawing: Drawing): readonly string[] {
  const room = drawing.width - drawing.gutter - 3;
  const rows: string[] = [];
  let before: number | undefined;
  for (const line of [...new Set(marks.map((mark) => mark.line))].sort((a, b) => a - b)) {
    if (before !== undefined && line > before + 1) rows.push(drawing.frame("..."));
    before = line;
    const here = marks.filter((mark) => mark.line === line).sort((a, b) => a.from - b.from);
    const first = here.find(({ label }) => label.primary) ?? here[0];
    if (first === undefined) continue;
    const cut = cutTo(drawn(lineText(file, line)), room, first.from, first.to);
    rows.push(`${numbered(line, drawing)} ${cut.text}`.trimEnd());
    for (const { label, from, to } of here) {
      rows.push(...underline(Math.max(0, from - cut.moved), to - from, label, drawing));
    }
  }
  return rows;
}

/** A place of several lines: its lines with a bar beside them, and its words below. */
function drawBlock(mark: Mark, drawing: Drawing): readonly string[] {
  const { label, line, endLine } = mark;
  const paint = label.primary ? drawing.loud : drawing.quiet;
  const room = drawing.width - drawing.gutter - 5;
  const lines = Array.from({ length: endLine - line + 1 }, (_, index) => line + index);
  const long = lines.length > SHOWN_LINES;
  const shown = long ? [...lines.slice(0, SHOWN_LINES - 2), ...lines.slice(-1)] : lines;
  const rows = shown.flatMap((number, index): readonly string[] => {
    const { text } = cutTo(drawn(lineText(label.at.file, number)), room, 0, 0);
    const row = `${numbered(number, drawing)} ${paint(index === 0 ? "/" : "|")} ${text}`.trimEnd();
    return long && index === shown.length - 1 ? [drawing.frame("..."), row] : [row];
  });
  const words = wrapWords(label.text === "" ? [] : label.text.split(" "), Math.max(24, room - 2));
  const sign = label.primary ? "^" : "-";
  const below = [
    `|_${sign}${words.length === 0 ? "" : ` ${words[0] ?? ""}`}`,
    ...words.slice(1).map((row) => `    ${row}`),
  ];
  return [...rows, ...below.map((row) => `${numbered(undefined, drawing)} ${paint(row)}`)];
}

/** The width that the line numbers of these places need. */
export function gutterOf(labels: readonly Label[]): number {
  return Math.max(1, ...labels.map(({ at }) => String(lineColumn(at.file, at.span.end).line).length));
}

/**
 * The source at some places of one file, in the manner of rustc: numbered lines, marks under what each label covers,
 * its words beside the mark. Lines that are too long are cut around the place.
 */
export function drawSource(labels: readonly Label[], drawing: Drawing): readonly string[] {
  const [first] = labels;
  if (first === undefined) return [];
  const marks = labels.map(markOf);
  const single = marks.filter(({ line, endLine }) => line === endLine);
  const blocks = marks.filter(({ line, endLine }) => line !== endLine);
  const parts = [
    ...(single.length === 0 ? [] : [drawLines(first.at.file, single, drawing)]),
    ...blocks.map((mark) => drawBlock(mark, drawing)),
  ];
  return parts.flatMap((part, index) => (index === 0 ? part : [drawing.frame("..."), ...part]));
}

import type { TextEdit } from "../../../model/finding.ts";
import type { SourceFile, Span } from "../../../model/location.ts";
import { graphemes } from "../evaluate/functions/graphemes.ts";
import type { Comment, Expression } from "../syntax/ast.ts";
import { parseHcl } from "../syntax/parser.ts";
import { END_OF_LINE, lineStart, nextLine, onOneLine } from "./lines.ts";
import { entriesIn } from "./syntax-items.ts";

/** White space of one line that `terraform fmt` gives a width: before a `=`, or before a comment. */
interface Gap {
  /** The number of the line, and that of the last one: a heredoc is one line to `terraform fmt`. */
  readonly line: number;
  readonly last: number;
  /** How many columns stand before it. */
  readonly column: number;
  readonly span: Span;
}

/** An edit in the coordinates of a text, with what stands there afterwards. */
interface Change {
  readonly span: Span;
  readonly text: string;
}

/** The changes in order, each with the place that it has in the text afterwards. */
interface Placed extends Change {
  readonly after: Span;
}

function place(changes: readonly Change[]): readonly Placed[] {
  let shift = 0;
  return [...changes]
    .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)
    .map(({ span, text }) => {
      const start = span.start + shift;
      shift += text.length - (span.end - span.start);
      return { span, text, after: { start, end: start + text.length } };
    });
}

function apply(text: string, placed: readonly Placed[]): string {
  return placed.reduceRight(
    (result, { span, text: put }) => result.slice(0, span.start) + put + result.slice(span.end),
    text,
  );
}

/**
 * The edits, with the white space around them as `terraform fmt` aligns it: the `=` of attributes on consecutive lines
 * and the comments behind them stand below one another (hclwrite, `format.go`). Lines that were not aligned before are
 * left as they are. Undefined when edits overlap.
 */
export function aligned(file: SourceFile, edits: readonly TextEdit[]): readonly TextEdit[] | undefined {
  const changes = edits.map(({ at, text }) => ({ span: at.span, text }));
  let placed = place(changes);
  const overlaps = placed.some(({ span }, index) => (placed[index - 1]?.span.end ?? 0) > span.start);
  if (overlaps) return undefined;
  for (const gapsOf of [assignments, comments]) {
    const text = apply(file.text, placed);
    const lines = touched(text, placed);
    const untidy = new Set(
      chains(gapsOf(file.text)).flatMap((chain) =>
        isTidy(chain) ? [] : chain.map(({ span }) => span.start),
      ),
    );
    const isUntidy = ({ span }: Gap): boolean => untidy.has(before(span.start, placed));
    const changed = chains(gapsOf(text)).filter((chain) =>
      chain.some(({ line, last }) => lines.has(line) || lines.has(last)),
    );
    placed = merge(placed, changed.filter((chain) => !chain.some(isUntidy)).flatMap(widths));
  }
  return placed.map(({ span, text }) => ({ at: { file, route: [], span }, text }));
}

/** The number of the line of an offset. */
function lineOf(text: string, offset: number): number {
  let line = 0;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}

/** The lines that changes have made or changed, and those around what they took away. */
function touched(text: string, placed: readonly Placed[]): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const { after, text: put } of placed) {
    const first = lineOf(text, after.start);
    // What ends with a line's end does not reach the next line.
    const last = lineOf(text, put.endsWith("\n") ? after.end - 1 : after.end);
    for (let line = put === "" ? first - 1 : first; line <= last; line++) lines.add(line);
  }
  return lines;
}

const columns = (text: string): number => graphemes(text).length;

/** The gap before the `=` of each line that is one attribute, or the first of an object's entries on it. */
function assignments(text: string): readonly Gap[] {
  return entriesIn(parseHcl(text).body).flatMap(({ keyEnd, start, value }): readonly Gap[] => {
    const from = lineStart(text, start);
    const isFirst = text.slice(from, start).trim() === "";
    const space = /^[ \t]*(?==)/.exec(text.slice(keyEnd, nextLine(text, keyEnd)))?.[0];
    if (!isFirst || space === undefined || !endsOnLine(text, value)) return [];
    const span = { start: keyEnd, end: keyEnd + space.length };
    const last = lineOf(text, value.span.end);
    return [{ line: lineOf(text, start), last, column: columns(text.slice(from, keyEnd)), span }];
  });
}

/** Whether a value leaves no bracket open on its line: a heredoc's opening line counts as a whole one. */
function endsOnLine(text: string, value: Expression): boolean {
  if (value.kind === "template" && value.form.endsWith("heredoc")) return true;
  const { start, end } = value.span;
  return onOneLine(text, start, end) && END_OF_LINE.test(text.slice(end, nextLine(text, end)));
}

/** The gap before each comment that stands behind something. */
function comments(text: string): readonly Gap[] {
  return parseHcl(text).comments.flatMap(({ span }: Comment): readonly Gap[] => {
    const from = lineStart(text, span.start);
    const before = text.slice(from, span.start);
    if (before.trim() === "" || !onOneLine(text, span.start, Math.min(span.end, text.length) - 1)) return [];
    const code = before.trimEnd();
    return [
      {
        line: lineOf(text, span.start),
        last: lineOf(text, span.start),
        column: columns(code),
        span: { start: from + code.length, end: span.start },
      },
    ];
  });
}

const width = ({ span }: Gap): number => span.end - span.start;

/** How wide each gap of consecutive lines has to be. */
function wantedOf(chain: readonly Gap[]): readonly (readonly [Gap, number])[] {
  const longest = Math.max(...chain.map(({ column }) => column));
  return chain.map((gap) => [gap, longest - gap.column + 1]);
}

const isTidy = (chain: readonly Gap[]): boolean =>
  wantedOf(chain).every(([gap, wanted]) => width(gap) === wanted);

/** What has to change for gaps on consecutive lines to end in one column. */
function widths(chain: readonly Gap[]): readonly Change[] {
  return wantedOf(chain).flatMap(([gap, wanted]) =>
    wanted === width(gap) ? [] : [{ span: gap.span, text: " ".repeat(wanted) }],
  );
}

/** Gaps on consecutive lines. */
function chains(gaps: readonly Gap[]): readonly (readonly Gap[])[] {
  const found: Gap[][] = [];
  for (const gap of [...gaps].sort((a, b) => a.line - b.line)) {
    const chain = found.at(-1);
    if (chain?.at(-1)?.line === gap.line) continue;
    if (chain !== undefined && chain.at(-1)?.last === gap.line - 1) chain.push(gap);
    else found.push([gap]);
  }
  return found;
}

/** The offset, before all changes, of an offset that none of them covers. */
function before(offset: number, placed: readonly Placed[]): number {
  return placed
    .filter(({ after }) => after.end <= offset)
    .reduce((moved, { span, text }) => moved - text.length + (span.end - span.start), offset);
}

/** Changes and later changes of their outcome, as changes of the text before all of them. */
function merge(placed: readonly Placed[], later: readonly Change[]): readonly Placed[] {
  const own = placed.map((each) => ({ ...each, inner: [] as Change[] }));
  const outside: Change[] = [];
  for (const change of later) {
    const { start, end } = change.span;
    const holder = own.find(
      ({ after }) => start >= after.start && end <= after.end && after.end > after.start,
    );
    if (holder !== undefined) {
      holder.inner.push(change);
      continue;
    }
    // What reaches from a change into what was there before is left as it is.
    if (own.some(({ after }) => start < after.end && end > after.start)) continue;
    const moved = before(start, placed);
    outside.push({ span: { start: moved, end: moved + end - start }, text: change.text });
  }
  const inner = own.map(({ span, text, after, inner: changes }): Change => {
    const moved = changes.map((change) => ({
      text: change.text,
      span: { start: change.span.start - after.start, end: change.span.end - after.start },
    }));
    return { span, text: apply(text, place(moved)) };
  });
  return place([...inner, ...outside]);
}

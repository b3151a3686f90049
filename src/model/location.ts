/** A file's text as it was read: `path` is relative to the workspace's root, with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A half-open range of UTF-16 offsets into a file's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A range of a file. */
export interface Place {
  readonly file: SourceFile;
  readonly span: Span;
}

/** The way to a value inside its document: `["metadata", "annotations", "eks.amazonaws.com/role-arn"]`. */
export type Route = readonly (string | number)[];

/**
 * Where a value was written. The span is the smallest text that a person would edit to change it.
 * Line and column exist only in formatters (`lineColumn`).
 */
export interface Location extends Place {
  readonly route: Route;
}

/** A step on the way by which a value or an object came about, for messages and for the links' trail. */
export interface Step {
  readonly label: string;
  readonly at: Location;
}

/** One-based line and column (UTF-16 units) of an offset. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

const lineStarts = new WeakMap<SourceFile, readonly number[]>();

function startsOf(file: SourceFile): readonly number[] {
  const known = lineStarts.get(file);
  if (known !== undefined) return known;
  const starts = [0];
  for (let at = file.text.indexOf("\n"); at !== -1; at = file.text.indexOf("\n", at + 1)) starts.push(at + 1);
  lineStarts.set(file, starts);
  return starts;
}

/** The line and column of `offset` in `file`; the only place where the two are computed. */
export function lineColumn(file: SourceFile, offset: number): LineColumn {
  const starts = startsOf(file);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/** The text that a place covers. */
export function textAt(place: Place): string {
  return place.file.text.slice(place.span.start, place.span.end);
}

/** A location of a whole file. */
export function wholeFile(file: SourceFile): Location {
  return { file, route: [], span: { start: 0, end: file.text.length } };
}

/** Orders places by file, then start, then end: the order of every list that is printed. */
export function comparePlaces(a: Place, b: Place): number {
  if (a.file.path !== b.file.path) return a.file.path < b.file.path ? -1 : 1;
  return a.span.start - b.span.start || a.span.end - b.span.end;
}

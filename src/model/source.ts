import { wholeFile, type Location, type Place, type SourceFile } from "./location.ts";
import { sliceLiteral, type Hole, type Literal, type Part, type Text } from "./text.ts";

/**
 * Text on its way into a parser: a whole file, or a text inside another file (Helm values in an Application, JSON in
 * a heredoc). Holes stand in it as one private-use character each, so that any parser can read around them.
 */
export interface Source {
  /** What the parser reads. */
  readonly text: string;
  /** The whole, in the file that holds it; its route is the beginning of every route inside. */
  readonly at: Location;
  /** The place in the file of a range of `text`. */
  locate(start: number, end: number): Place;
  /** The parts of a scalar that stands at [start, end) of `text` and that the parser decoded as `value`. */
  parts(value: string, start: number, end: number): readonly Part[];
  /** The hole that a character of `text` stands for. */
  holeAt(char: string): Hole | undefined;
}

const FIRST_SENTINEL = 0xe000;
const LAST_SENTINEL = 0xf8ff;
const SENTINEL = /[\ue000-\uf8ff]/u;

export function fileSource(file: SourceFile): Source {
  const locate = (start: number, end: number): Place => ({ file, span: { start, end } });
  return {
    text: file.text,
    at: wholeFile(file),
    locate,
    parts: (value, start, end) => (value === "" ? [] : [scalar(file.text, value, start, end, locate)]),
    holeAt: () => undefined,
  };
}

/** A decoded scalar with its exact place when it stands verbatim, bare or between quotes; else the whole's place. */
function scalar(
  text: string,
  value: string,
  start: number,
  end: number,
  locate: (start: number, end: number) => Place,
): Literal {
  if (end - start === value.length + 2 && text.startsWith(value, start + 1)) {
    return { kind: "literal", value, at: locate(start + 1, end - 1) };
  }
  return { kind: "literal", value, at: locate(start, end) };
}

interface Placed {
  readonly part: Part;
  readonly start: number;
  readonly end: number;
}

/** A text as a source for a parser. More than 6,400 holes, or private-use characters beside holes, read as holes. */
export function textSource(text: Text): Source {
  const placed: Placed[] = [];
  const sentinels = new Map<string, Part>();
  const hasHoles = text.parts.some((part) => part.kind === "hole");
  let flat = "";
  const push = (part: Part, value: string): void => {
    placed.push({ part, start: flat.length, end: flat.length + value.length });
    flat += value;
  };
  const sentinelFor = (part: Part): string => {
    const code = Math.min(FIRST_SENTINEL + sentinels.size, LAST_SENTINEL);
    const char = String.fromCharCode(code);
    sentinels.set(char, part);
    return char;
  };
  for (const part of text.parts) {
    if (part.kind === "hole") {
      push(part, sentinelFor(part));
    } else if (!hasHoles || !SENTINEL.test(part.value)) {
      push(part, part.value);
    } else {
      Array.from({ length: part.value.length }, (_, at) => sliceLiteral(part, at, at + 1)).forEach((char) => {
        push(char, SENTINEL.test(char.value) ? sentinelFor(char) : char.value);
      });
    }
  }
  const locate = (start: number, end: number): Place => locateIn(placed, text.at, start, end);
  return {
    text: flat,
    at: text.at,
    locate,
    parts: (value, start, end) => partsOf(value, start, end, { flat, placed, sentinels, locate }),
    holeAt: (char) => {
      const part = sentinels.get(char);
      return part?.kind === "hole" ? part : undefined;
    },
  };
}

/** Index of the last placed part that begins at or before `offset`. */
function indexAt(placed: readonly Placed[], offset: number): number {
  let low = 0;
  let high = placed.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((placed[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The place of [start, end) inside one placed part. */
function placeInside({ part, start: from }: Placed, start: number, end: number): Place | undefined {
  if (part.kind === "hole") return part.at;
  return sliceLiteral(part, Math.max(start - from, 0), Math.max(end - from, 0)).at;
}

/** Whether a place lies in the text that stands as a whole somewhere, and not where a value in it was made. */
function isWithin({ file, span }: Place, whole: Location): boolean {
  return file === whole.file && span.start >= whole.span.start && span.end <= whole.span.end;
}

function overlapping(
  placed: readonly Placed[],
  start: number,
  end: number,
): readonly [first: number, last: number] {
  const first = indexAt(placed, start);
  let last = first;
  while ((placed[last + 1]?.start ?? Infinity) < end) last += 1;
  return [first, last];
}

/**
 * The place of a range of several parts of which some were made elsewhere: from the text before them to the text behind
 * them, which is where the expression stands that put them together. Undefined when the text ends before or behind.
 */
function betweenNeighbours(
  placed: readonly Placed[],
  whole: Location,
  [first, last]: readonly [first: number, last: number],
  [start, end]: readonly [start: number, end: number],
): Place | undefined {
  const inside = (index: number): Place | undefined => {
    const item = placed[index];
    const place = item && placeInside(item, start, Math.min(Math.max(end, start), item.end));
    return place !== undefined && isWithin(place, whole) ? place : undefined;
  };
  const neighbour = (index: number): Place | undefined => {
    const place = placed[index]?.part.at;
    return place !== undefined && isWithin(place, whole) ? place : undefined;
  };
  const from = inside(first)?.span.start ?? neighbour(first - 1)?.span.end;
  const to = inside(last)?.span.end ?? neighbour(last + 1)?.span.start;
  return from === undefined || to === undefined || from >= to
    ? undefined
    : { file: whole.file, span: { start: from, end: to } };
}

function locateIn(placed: readonly Placed[], whole: Location, start: number, end: number): Place {
  const range = overlapping(placed, start, end);
  const items = placed.slice(range[0], range[1] + 1);
  const foreign = items.some(({ part }) => part.at !== undefined && !isWithin(part.at, whole));
  if (items.length > 1 && foreign) {
    const place = betweenNeighbours(placed, whole, range, [start, end]);
    if (place !== undefined) return place;
  }
  return hull(placed, whole, start, end);
}

/** The place that the parts of a range cover together, as far as they stand in one file. */
function hull(placed: readonly Placed[], whole: Location, start: number, end: number): Place {
  let cover: Place | undefined;
  for (let at = indexAt(placed, start); at < placed.length; at++) {
    const item = placed[at];
    if (item === undefined || (item.start >= end && cover !== undefined)) break;
    if (item.end <= start && at + 1 < placed.length) continue;
    const place = placeInside(item, start, Math.min(Math.max(end, start), item.end));
    if (place === undefined) continue;
    if (cover === undefined) cover = place;
    else if (place.file === cover.file) {
      const span = {
        start: Math.min(cover.span.start, place.span.start),
        end: Math.max(cover.span.end, place.span.end),
      };
      cover = { file: cover.file, span };
    }
  }
  return cover ?? { file: whole.file, span: whole.span };
}

interface Flattened {
  readonly flat: string;
  readonly placed: readonly Placed[];
  readonly sentinels: ReadonlyMap<string, Part>;
  readonly locate: (start: number, end: number) => Place;
}

function partsOf(value: string, start: number, end: number, source: Flattened): readonly Part[] {
  if (value === "") return [];
  if (source.flat.slice(start, end) === value) return slicePlaced(source.placed, start, end);
  if (source.flat.slice(start + 1, end - 1) === value) return slicePlaced(source.placed, start + 1, end - 1);
  const at = source.locate(start, end);
  const parts: Part[] = [];
  let run = "";
  const flush = (): void => {
    if (run !== "") parts.push({ kind: "literal", value: run, at });
    run = "";
  };
  for (const char of value) {
    const part = source.sentinels.get(char);
    if (part === undefined) {
      run += char;
      continue;
    }
    flush();
    parts.push(part);
  }
  flush();
  return parts;
}

function slicePlaced(placed: readonly Placed[], start: number, end: number): readonly Part[] {
  const parts: Part[] = [];
  for (let at = indexAt(placed, start); at < placed.length; at++) {
    const item = placed[at];
    if (item === undefined || item.start >= end) break;
    if (item.end <= start) continue;
    if (item.part.kind === "hole") parts.push(item.part);
    else {
      parts.push(
        sliceLiteral(item.part, Math.max(start - item.start, 0), Math.min(end, item.end) - item.start),
      );
    }
  }
  return parts;
}

import { flatten } from "../../../model/flat-text.ts";
import { known, withParts, type Text } from "../../../model/text.ts";
import { escaped, isPrintable } from "../../yaml/escapes.ts";
import { parseInteger } from "./casts.ts";

/** Lines are folded at a blank behind this column. */
const BEST_WIDTH = 80;
/** What fits on one line: wider than any text. */
const NO_WIDTH = Infinity;

const WORDS: ReadonlySet<string> = new Set(
  [
    ["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"],
    ["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"],
    ["", "~", "null", "Null", "NULL", ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF"],
    ["+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF"],
  ].flat(),
);

const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

/** The forms of a timestamp that go-yaml v2 knows. */
const TIMESTAMP =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(?:Z|[+-]\d\d:\d\d)| (\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?)?$/;

function isTimestamp(value: string): boolean {
  const match = TIMESTAMP.exec(value);
  if (match === null) return false;
  const [year = 0, month = 0, day = 0] = match.slice(1, 4).map(Number);
  const [hour = 0, minute = 0, second = 0] = match.slice(match[4] === undefined ? 7 : 4).map(Number);
  const last = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= last;
  return isDay && !(hour > 23 || minute > 59 || second > 59);
}

/** strconv.ParseUint with base 0 reads what is too large for 64 bits with a sign. */
const isUnsigned = (value: string): boolean => /^[1-9][0-9]{18,19}$/.test(value) && BigInt(value) < 2n ** 64n;

/** Whether go-yaml v2 would read a plain scalar as something other than a string. */
export function resolvesElsewhere(value: string): boolean {
  if (WORDS.has(value)) return true;
  const first = value.charAt(0);
  if (first === ".") return /^\.[0-9_]+(?:[eE][-+]?[0-9]+)?$/.test(value) && FLOAT.test(value);
  if (!/[-+0-9]/.test(first)) return false;
  if (isTimestamp(value)) return true;
  const plain = value.replaceAll("_", "");
  if (parseInteger(plain) !== undefined || isUnsigned(plain)) return true;
  return FLOAT.test(plain) && Number.isFinite(Number(plain));
}

const isBlank = (char: string | undefined): boolean => char === " " || char === "\t";
const isBreak = (char: string | undefined): boolean =>
  char === "\n" || char === "\r" || char === "\u0085" || char === "\u2028" || char === "\u2029";

/** What the emitter finds in a scalar's characters (libyaml's yaml_emitter_analyze_scalar). */
interface Analysis {
  readonly plain: boolean;
  readonly single: boolean;
  readonly block: boolean;
  readonly multiline: boolean;
}

function hasIndicators(chars: readonly string[]): boolean {
  const start = chars.slice(0, 3).join("");
  if (start === "---" || start === "...") return true;
  return chars.some((char, at) => {
    const next = chars[at + 1];
    const followed = next === undefined || isBlank(next);
    if (at === 0) {
      if ("#,[]{}&*!|>'\"%@`".includes(char)) return true;
      return followed && "?:-".includes(char);
    }
    if (char === ":") return followed;
    const before = chars[at - 1];
    return char === "#" && (isBlank(before) || isBreak(before));
  });
}

function analyse(value: string): Analysis {
  const chars = Array.from(value);
  if (chars.length === 0) return { plain: true, single: true, block: false, multiline: false };
  const first = chars[0];
  const last = chars.at(-1);
  const pairs = chars.slice(1).map((char, at) => [chars[at], char] as const);
  const special = chars.some((char) => !isPrintable(char));
  const spaceBreak = pairs.some(([before, char]) => before === " " && isBreak(char));
  const breakSpace = pairs.some(([before, char]) => isBreak(before) && char === " ");
  const multiline = chars.some(isBreak);
  const atEnds = [first, last].some((char) => char === " " || isBreak(char));
  const odd = spaceBreak || special;
  return {
    plain: !(atEnds || breakSpace || odd || multiline || hasIndicators(chars)),
    single: !(breakSpace || odd),
    block: !(last === " " || odd),
    multiline,
  };
}

/** Where a scalar begins, and what further lines of it are indented with. */
export interface Place {
  readonly column: number;
  readonly indentation: string;
  readonly isKey: boolean;
  /** Whether long lines are folded (go-yaml v2's emitter). */
  readonly folds: boolean;
}

export type Pieces = readonly (Text | string)[];

/**
 * A string as go-yaml v2 writes it: plain where that reads back as the same string, a literal block where it has
 * several lines, else between quotes. A text with holes is quoted, so that it reads back as a string, whatever it is.
 */
export function scalarPieces(text: Text, place: Place): Pieces {
  const { flat } = flatten(text);
  const hasHoles = known(text) === undefined;
  const { plain, single, block, multiline } = analyse(flat);
  const wantsBlock = flat.includes("\n");
  if (wantsBlock && block && !place.isKey) return blockPieces(text, place);
  if (wantsBlock) return doubleQuoted(text, place);
  if (hasHoles) return doubleQuoted(text, place);
  if (resolvesElsewhere(flat) || BASE_60.test(flat)) return doubleQuoted(text, place);
  if (place.isKey && multiline) return doubleQuoted(text, place);
  if (plain) return folded(text, place, "plain");
  return single && !multiline ? singleQuoted(text, place) : doubleQuoted(text, place);
}

/** A text of which the blanks behind the best width are line ends. */
function folded(text: Text, place: Place, style: "plain" | "single"): Pieces {
  const { flat, slice } = flatten(text);
  const width = place.folds && !place.isKey ? BEST_WIDTH : NO_WIDTH;
  const pieces: (Text | string)[] = [];
  let column = place.column + (style === "single" ? 1 : 0);
  let from = 0;
  let at = 0;
  let spaces = false;
  const chars = Array.from(flat);
  for (const [index, char] of chars.entries()) {
    const isInner = style === "plain" || (index > 0 && index < chars.length - 1);
    if (char === " ") {
      if (!spaces && column > width && isInner && chars[index + 1] !== " ") {
        if (at > from) pieces.push(slice(from, at));
        pieces.push(`\n${place.indentation}`);
        column = place.indentation.length;
        from = at + 1;
      } else column++;
      spaces = true;
    } else {
      if (char === "'" && style === "single") {
        pieces.push(slice(from, at + 1), "'");
        from = at + 1;
        column++;
      }
      column++;
      spaces = false;
    }
    at += char.length;
  }
  if (at > from || pieces.length === 0) pieces.push(slice(from, at));
  return pieces;
}

function singleQuoted(text: Text, place: Place): Pieces {
  return ["'", ...folded(text, place, "single"), "'"];
}

function doubleQuoted(text: Text, place: Place): Pieces {
  // An empty text has no characters that could keep its place: the quotes do.
  if (text.parts.length === 0) {
    const { file, span } = text.at;
    return [withParts(text, [{ kind: "literal", value: '""', at: { file, span } }])];
  }
  const { flat, slice } = flatten(text);
  const hasHoles = known(text) === undefined;
  const width = place.folds && !place.isKey && !hasHoles ? BEST_WIDTH : NO_WIDTH;
  const pieces: (Text | string)[] = ['"'];
  let from = 0;
  let at = 0;
  let column = place.column + 1;
  let spaces = false;
  const flush = (): void => {
    if (at > from) pieces.push(slice(from, at));
  };
  for (const char of flat) {
    const end = at + char.length;
    const written = hasHoles && /[\ue000-\uf8ff]/.test(char) ? undefined : escaped(char);
    if (written !== undefined) {
      flush();
      pieces.push(written);
      column += written.length;
      from = end;
      spaces = false;
    } else if (char === " " && !spaces && column > width && at > 0 && end < flat.length) {
      flush();
      pieces.push(`\n${place.indentation}${flat[end] === " " ? "\\" : ""}`);
      column = place.indentation.length + (flat[end] === " " ? 1 : 0);
      from = end;
      spaces = true;
    } else {
      column++;
      spaces = char === " ";
    }
    at = end;
  }
  flush();
  pieces.push('"');
  return pieces;
}

/** A text of several lines as a literal block. */
function blockPieces(text: Text, { indentation }: Place): Pieces {
  const { flat, slice } = flatten(text);
  const ending = /\n*$/.exec(flat)?.[0].length ?? 0;
  const chomping = ending === 0 ? "-" : ending === 1 && flat.length > 1 ? "" : "+";
  const hint = flat.startsWith(" ") || isBreak(flat[0]) ? "2" : "";
  const pieces: (Text | string)[] = [`|${hint}${chomping}`];
  let from = 0;
  const end = ending > 0 ? flat.length - 1 : flat.length;
  for (const line of flat.slice(0, end).split("\n")) {
    pieces.push("\n");
    if (line !== "") pieces.push(indentation, slice(from, from + line.length));
    from += line.length + 1;
  }
  return pieces;
}

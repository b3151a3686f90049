import { holeTokens } from "../../../model/compare.ts";
import { flatten, mayHold, type FlatText } from "../../../model/flat-text.ts";
import {
  concatAll,
  known,
  sliceLiteral,
  stripPrefix,
  stripSuffix,
  withParts,
  type Hole,
  type Part,
  type Text,
} from "../../../model/text.ts";
import { endsWith, startsWith } from "../../../model/flat-text.ts";
import { unknownString } from "../convert.ts";
import type { Call } from "../function.ts";
import type { Value } from "../value.ts";

const encoder = new TextEncoder();

/** How many bytes a string has in UTF-8: what Go calls its length. */
export function byteLength(value: string): number {
  return /^[\0-\x7f]*$/.test(value) ? value.length : encoder.encode(value).length;
}

/** The UTF-16 offset of a byte offset; undefined inside a character. */
export function offsetOfByte(value: string, byte: number): number | undefined {
  if (/^[\0-\x7f]*$/.test(value)) return byte <= value.length ? byte : undefined;
  let bytes = 0;
  let offset = 0;
  for (const char of value) {
    if (bytes >= byte) break;
    bytes += byteLength(char);
    offset += char.length;
  }
  return bytes === byte ? offset : undefined;
}

/** A hole for what a function makes of parts of a text that are not known: equal for equal calls. */
export function derivedText(operation: string, of: Text, args: readonly Value[], call: Call): Text {
  const hole = unknownString(operation, [{ ...of, at: call.at }, ...args], call.at);
  return withParts(of, hole.parts);
}

/** The fewest and the most bytes that a hole can stand for. */
function holeLength(hole: Hole): readonly [least: number, most: number] {
  const tokens = holeTokens(hole);
  const least = tokens.filter((token) => token.kind !== "run").length;
  const most = tokens.some((token) => token.kind === "run") ? Infinity : tokens.length;
  // The length that is told is in characters; those of names have one byte each.
  const bytes = hole.shape === undefined ? 4 : 1;
  return [least, Math.min(most, hole.maxLength === undefined ? Infinity : hole.maxLength * bytes)];
}

/** The fewest and the most bytes that a part can have. */
function partLength(part: Part): readonly [least: number, most: number] {
  if (part.kind === "hole") return holeLength(part);
  const length = byteLength(part.value);
  return [length, length];
}

/** The fewest and the most bytes that a text can have. */
export function lengthBounds(text: Text): readonly [least: number, most: number] {
  return text.parts.reduce<readonly [number, number]>(
    ([least, most], part) => {
      const [partLeast, partMost] = partLength(part);
      return [least + partLeast, most + partMost];
    },
    [0, 0],
  );
}

/** The parts up to the first hole, which is where a text stops being known from the left. */
function knownStart(text: Text): number {
  const index = text.parts.findIndex((part) => part.kind === "hole");
  return index === -1 ? text.parts.length : index;
}

/** The parts from the last hole on. */
function knownEnd(text: Text): number {
  return text.parts.findLastIndex((part) => part.kind === "hole") + 1;
}

/** The first bytes of a text (`s[:count]` where it is longer); undefined inside a character or a hole. */
export function firstBytes(text: Text, count: number, args: readonly Value[], call: Call): Text | undefined {
  if (lengthBounds(text)[1] <= count) return text;
  const parts: Part[] = [];
  let left = count;
  for (const [index, part] of text.parts.entries()) {
    const [least, most] = partLength(part);
    if (least === most && most <= left) {
      parts.push(part);
      left -= most;
      continue;
    }
    if (left === 0) return withParts(text, parts);
    if (part.kind === "literal") {
      const end = offsetOfByte(part.value, left);
      return end === undefined ? undefined : withParts(text, [...parts, sliceLiteral(part, 0, end)]);
    }
    // What comes before the hole stays; how much of the rest does is not known.
    const rest = derivedText(`first ${left} bytes`, withParts(text, text.parts.slice(index)), args, call);
    return withParts(text, [...parts, ...rest.parts]);
  }
  return withParts(text, parts);
}

/** The last bytes of a text (`s[len(s)-count:]` where it is longer). */
export function lastBytes(text: Text, count: number, args: readonly Value[], call: Call): Text | undefined {
  if (lengthBounds(text)[1] <= count) return text;
  const parts: Part[] = [];
  let left = count;
  for (let index = text.parts.length - 1; index >= 0; index--) {
    const part = text.parts[index];
    if (part === undefined) break;
    const [least, most] = partLength(part);
    if (least === most && most <= left) {
      parts.unshift(part);
      left -= most;
      continue;
    }
    if (left === 0) return withParts(text, parts);
    if (part.kind === "literal") {
      const start = offsetOfByte(part.value, byteLength(part.value) - left);
      if (start === undefined) return undefined;
      return withParts(text, [sliceLiteral(part, start, part.value.length), ...parts]);
    }
    const rest = derivedText(
      `last ${left} bytes`,
      withParts(text, text.parts.slice(0, index + 1)),
      args,
      call,
    );
    return withParts(text, [...rest.parts, ...parts]);
  }
  return withParts(text, parts);
}

/** `strings.TrimSuffix`: what certainly stays is kept, whatever the holes hold. */
export function withoutSuffix(text: Text, suffix: string, args: readonly Value[], call: Call): Text {
  if (suffix === "") return text;
  const stripped = stripSuffix(text, suffix);
  if (stripped !== undefined) return stripped;
  if (endsWith(text, suffix) === "no") return text;
  // The suffix reaches at most as far back as it is long.
  const sure = withParts(text, text.parts.slice(0, knownStart(text)));
  const { flat, slice } = flatten(sure);
  const cut = Math.max(0, flat.length - suffix.length);
  const doubtful = concatAll(text.at, [slice(cut), withParts(text, text.parts.slice(knownStart(text)))]);
  const rest = derivedText("trimSuffix", doubtful, args, call);
  return withParts(text, [...slice(0, cut).parts, ...rest.parts]);
}

/** `strings.TrimPrefix`. */
export function withoutPrefix(text: Text, prefix: string, args: readonly Value[], call: Call): Text {
  if (prefix === "") return text;
  const stripped = stripPrefix(text, prefix);
  if (stripped !== undefined) return stripped;
  if (startsWith(text, prefix) === "no") return text;
  const end = knownEnd(text);
  const { flat, slice } = flatten(withParts(text, text.parts.slice(end)));
  const cut = Math.min(flat.length, prefix.length);
  const doubtful = concatAll(text.at, [withParts(text, text.parts.slice(0, end)), slice(0, cut)]);
  const rest = derivedText("trimPrefix", doubtful, args, call);
  return withParts(text, [...rest.parts, ...slice(cut).parts]);
}

/** One character of a text, or one hole, with where it stands in the flat form. */
interface Unit {
  readonly start: number;
  readonly end: number;
  readonly hole: Hole | undefined;
  readonly char: string;
}

function unitsOf(text: Text, { flat }: FlatText): readonly Unit[] {
  const holes = text.parts.filter((part) => part.kind === "hole");
  const isKnown = known(text) !== undefined;
  const units: Unit[] = [];
  let at = 0;
  let next = 0;
  for (const char of flat) {
    const isHole = !isKnown && /[\ue000-\uf8ff]/.test(char);
    units.push({ start: at, end: at + char.length, hole: isHole ? holes[next++] : undefined, char });
    at += char.length;
  }
  return units;
}

/** Characters that are cut off at one end or both, as `strings.Trim` does. */
export function trimmed(
  text: Text,
  cuts: (char: string) => boolean,
  sides: { readonly left: boolean; readonly right: boolean },
  args: readonly Value[],
  call: Call,
): Text | undefined {
  const value = flatten(text);
  // Private-use characters beside holes cannot be told from them.
  if (/[\ue000-\uf8ff]/.test(text.parts.map((part) => (part.kind === "literal" ? part.value : "")).join("")))
    if (known(text) === undefined) return undefined;
  const units = unitsOf(text, value);
  const isCut = (unit: Unit): boolean => unit.hole === undefined && cuts(unit.char);
  let start = 0;
  let end = units.length;
  if (sides.left) while (start < end && isCut(unit(units, start))) start++;
  if (sides.right) while (end > start && isCut(unit(units, end - 1))) end--;
  const left = sides.left ? doubtful(units.slice(start, end), cuts) : 0;
  const right = sides.right ? doubtful(units.slice(start, end).reverse(), cuts) : 0;
  const slice = (from: number, to: number): Text =>
    to <= from ? withParts(text, []) : value.slice(unit(units, from).start, unit(units, to - 1).end);
  if (left + right === 0) return slice(start, end);
  if (start + left >= end - right) return derivedText(call.name, slice(start, end), args, call);
  const first = derivedText("trimLeft", slice(start, start + left), args, call);
  const last = derivedText("trimRight", slice(end - right, end), args, call);
  return withParts(text, [
    ...(left > 0 ? first.parts : []),
    ...slice(start + left, end - right).parts,
    ...(right > 0 ? last.parts : []),
  ]);
}

function unit(units: readonly Unit[], index: number): Unit {
  const found = units[index];
  if (found === undefined) throw new RangeError("outside the text");
  return found;
}

/** How many units at the beginning may be cut off or not: up to the first that certainly stays. */
function doubtful(units: readonly Unit[], cuts: (char: string) => boolean): number {
  let count = 0;
  let uncertain = false;
  for (const { hole, char } of units) {
    if (hole === undefined && !cuts(char)) break;
    if (hole !== undefined && !mayHold(hole, cuts) && holeLength(hole)[0] > 0) break;
    // A hole that cannot hold such a character may still be empty, and so uncover some behind it.
    uncertain ||= hole === undefined || mayHold(hole, cuts);
    count++;
  }
  return uncertain ? count : 0;
}

/** The text with each literal changed, and each hole replaced by what the change makes of it. */
export function mapParts(
  text: Text,
  change: (value: string) => string,
  keeps: (hole: Hole) => boolean,
  call: Call,
): Text {
  const parts = text.parts.flatMap((part): readonly Part[] => {
    if (part.kind === "literal") return [{ ...part, value: change(part.value) }];
    return keeps(part) ? [part] : derivedText(call.name, withParts(text, [part]), [], call).parts;
  });
  return withParts(text, parts);
}

import { concatAll, withParts, type Text } from "../../../model/text.ts";
import { isSeveral, sprint } from "../convert.ts";
import type { Call } from "../function.ts";
import type { Value } from "../value.ts";
import { flatten } from "../../../model/flat-text.ts";
import { known } from "../../../model/text.ts";

/** Sprig's `strval`: a string as it is, anything else as `%v` prints it. */
export function strval(value: Value): Text {
  return sprint(value);
}

/** Sprig's `strslice`: a list as strings without its nils; anything else as a list of one. Undefined when not known. */
export function strslice(value: Value): readonly Text[] | undefined {
  if (value.kind === "unknown") return undefined;
  if (value.kind === "null") return [];
  if (value.kind !== "go-list") return [strval(value)];
  if (value.items.some(isSeveral)) return undefined;
  return value.items.flatMap((item) => (item.kind === "null" ? [] : [strval(item)]));
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["\u0007", "\\a"],
  ["\b", "\\b"],
  ["\f", "\\f"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
  ["\v", "\\v"],
  ["\\", "\\\\"],
  ['"', '\\"'],
]);

/** What Go's strconv.IsPrint takes for printable. */
export const isPrintable = (char: string): boolean =>
  char === " " || /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(char);

function escaped(char: string): string {
  const short = escapes.get(char);
  if (short !== undefined) return short;
  if (isPrintable(char)) return char;
  const code = char.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  if (code < 0x20 || code === 0x7f) return `\\x${digits.padStart(2, "0")}`;
  return code > 0xffff ? `\\U${digits.padStart(8, "0")}` : `\\u${digits.padStart(4, "0")}`;
}

/** A string between double quotes as Go's strconv.Quote has it. */
export function quoted(value: string): string {
  return `"${Array.from(value, escaped).join("")}"`;
}

/**
 * A text whose characters are written by `escape`; those that stay keep their places. A hole stays one: it stands
 * for its characters written as its surroundings demand, and whoever reads them back has the hole's own characters.
 */
export function escapedText(text: Text, escape: (char: string) => string): Text {
  const isKnown = known(text) !== undefined;
  const { flat, slice } = flatten(text);
  const pieces: (Text | string)[] = [];
  let from = 0;
  let at = 0;
  for (const char of flat) {
    const end = at + char.length;
    const written = !isKnown && /[\ue000-\uf8ff]/.test(char) ? char : escape(char);
    if (written !== char) {
      if (at > from) pieces.push(slice(from, at));
      pieces.push(written);
      from = end;
    }
    at = end;
  }
  if (pieces.length === 0) return text;
  if (at > from) pieces.push(slice(from, at));
  return withParts(text, concatAll(text.at, pieces).parts);
}

/** A text between double quotes as `%q` prints it. */
export function quotedText(text: Text, call: Call): Text {
  return concatAll(call.at, ['"', escapedText(text, escaped), '"']);
}

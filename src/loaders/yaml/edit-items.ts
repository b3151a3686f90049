import type { EditIntent, TextEdit } from "../../model/finding.ts";
import type { Location } from "../../model/location.ts";
import {
  edit,
  isJson,
  lineEndOf,
  quoteAround,
  removeFromFlow,
  withEmptied,
  withQuotes,
} from "./edit-places.ts";
import { writeScalar } from "./write-scalar.ts";

/** Adds a value behind another one of its list; one that stands alone becomes a list with it. */
export function addValue(beside: Location, value: string): readonly TextEdit[] {
  const { text } = beside.file;
  const { start, end } = withQuotes(beside);
  const written = writeScalar(value, quoteAround(beside) ?? (isJson(beside) ? '"' : undefined));
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const prefix = text.slice(lineStart, start);
  if (/^ *- +$/.test(prefix)) {
    const next = text.indexOf("\n", end);
    const lineEnd = lineEndOf(text);
    return next === -1
      ? edit(beside, text.length, text.length, `${lineEnd}${prefix}${written}`)
      : edit(beside, next + 1, next + 1, `${prefix}${written}${lineEnd}`);
  }
  const before = /[^\s](?=\s*$)/.exec(text.slice(Math.max(0, start - 400), start))?.[0];
  if (before === "[" || before === ",") {
    const separator = /^[ \t]+$/.test(prefix) ? `,${lineEndOf(text)}${prefix}` : ", ";
    return /^\s*[,\]]/.test(text.slice(end)) ? edit(beside, end, end, `${separator}${written}`) : [];
  }
  if (before !== ":" || !/^[ \t]*(?:[,}\r\n#]|$)/.test(text.slice(end))) return [];
  return [...edit(beside, start, start, "["), ...edit(beside, end, end, `, ${written}]`)];
}

/** Removes an item of a list with its lines, or with its comma. */
export function removeItem(at: Location): readonly TextEdit[] {
  const { text } = at.file;
  const { start, end } = withQuotes(at);
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const prefix = text.slice(lineStart, start);
  if (!/^ *- +$/.test(prefix)) return removeFromFlow(at, start, end);
  // What is between a block's last character and its next line belongs to it: a comment behind the last value.
  const last = text.slice(start, end).trimEnd().length + start;
  const next = text.indexOf("\n", last);
  const lines = { start: lineStart, end: next === -1 ? text.length : next + 1 };
  const whole = withEmptied(text, lines, "item");
  return edit(at, whole.start, whole.end, "");
}

/** Adds an entry before the one whose key it takes after. */
export function copyEntry({
  key,
  part,
  text: put,
  value,
}: Extract<EditIntent, { kind: "copy-entry" }>): readonly TextEdit[] {
  const { text } = key.file;
  const { start, end } = withQuotes(key);
  const quote = quoteAround(key);
  const isInside = part.span.start >= start && part.span.end <= end;
  if (!isInside || !/^[\w./@+=:-]*$/.test(put)) return [];
  const copy = text.slice(start, part.span.start) + put + text.slice(part.span.end, end);
  const entry = `${copy}: ${writeScalar(value, quote ?? (isJson(key) ? '"' : undefined))}`;
  const prefix = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  const inFlow = isJson(key) || /[{,]\s*$/.test(text.slice(Math.max(0, start - 400), start));
  const ownLine = /^[ \t]*$/.test(prefix);
  if (inFlow) return edit(key, start, start, ownLine ? `${entry},${lineEndOf(text)}${prefix}` : `${entry}, `);
  return ownLine ? edit(key, start, start, `${entry}${lineEndOf(text)}${prefix}`) : [];
}

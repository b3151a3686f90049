import type { EditIntent, TextEdit } from "../../model/finding.ts";
import type { Location, Span } from "../../model/location.ts";
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

/** The key of which a place is a part, with its quotes; undefined when no colon follows it. */
function keyAround({ file: { text }, span }: Location): Span | undefined {
  const lineStart = text.lastIndexOf("\n", span.start - 1) + 1;
  const before = text.slice(lineStart, span.start);
  const quoted = /(["'])(?:(?!\1)[^\\])*$/.exec(before);
  const quote = quoted?.[1] ?? "";
  const start =
    quoted === null ? lineStart + before.length - before.trimStart().length : lineStart + quoted.index;
  const rest = text.slice(span.end);
  const length = quote === "" ? 0 : rest.indexOf(quote) + 1;
  const isKey = /^[ \t]*:(?:\s|$)/.test(rest.slice(length));
  return isKey && !rest.slice(0, length).includes("\n") ? { start, end: span.end + length } : undefined;
}

/** Adds an entry before the one whose key it takes after. */
export function copyEntry({
  part,
  text: put,
  value,
}: Extract<EditIntent, { kind: "copy-entry" }>): readonly TextEdit[] {
  const { text } = part.file;
  const key = keyAround(part);
  if (key === undefined || !/^[\w./@+=:-]*$/.test(put)) return [];
  const { start, end } = key;
  const copy = text.slice(start, part.span.start) + put + text.slice(part.span.end, end);
  const quote = text[start] === '"' || text[start] === "'" ? text[start] : undefined;
  const entry = `${copy}: ${writeScalar(value, quote)}`;
  const prefix = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  const inFlow = isJson(part) || /[{,]\s*$/.test(text.slice(Math.max(0, start - 400), start));
  const ownLine = /^[ \t]*$/.test(prefix);
  if (inFlow)
    return edit(part, start, start, ownLine ? `${entry},${lineEndOf(text)}${prefix}` : `${entry}, `);
  return ownLine ? edit(part, start, start, `${entry}${lineEndOf(text)}${prefix}`) : [];
}

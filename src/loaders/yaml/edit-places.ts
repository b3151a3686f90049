import type { TextEdit } from "../../model/finding.ts";
import type { Location, Span } from "../../model/location.ts";

/** One edit of the file of a location. */
export function edit(at: Location, start: number, end: number, text: string): readonly TextEdit[] {
  return [{ at: { ...at, span: { start, end } }, text }];
}

export function isJson({ file }: Location): boolean {
  return file.path.endsWith(".json");
}

/** How the lines of a text end. */
export function lineEndOf(text: string): "\n" | "\r\n" {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

/** The quote that stands right around a place, if one does. */
export function quoteAround({ file, span }: Location): '"' | "'" | undefined {
  const before = file.text[span.start - 1];
  return (before === '"' || before === "'") && file.text[span.end] === before ? before : undefined;
}

/** A value's place with the quotes around it. */
export function withQuotes(at: Location): Span {
  const { start, end } = at.span;
  return quoteAround(at) === undefined ? { start, end } : { start: start - 1, end: end + 1 };
}

/** The indentation of a block map's keys, or undefined when its first key does not begin a line or a list's item. */
export function indentation(text: string, start: number): string | undefined {
  const prefix = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  return /^ *(?:- +)*$/.test(prefix) ? " ".repeat(prefix.length) : undefined;
}

/** In `{a: 1, b: 2}` an entry goes with the comma behind it, or the last one with the comma before it. */
export function removeFromFlow(at: Location, start: number, end: number): readonly TextEdit[] {
  const { text } = at.file;
  const after = /^\s*,[ \t]*/.exec(text.slice(end, end + 200));
  if (after !== null) return edit(at, start, end + after[0].length, "");
  const before = /,?\s*$/.exec(text.slice(Math.max(0, start - 200), start))?.[0] ?? "";
  return /^\s*[}\]]/.test(text.slice(end)) ? edit(at, start - before.length, end, "") : [];
}

const indentOf = (line: string): number => /^ */.exec(line)?.[0].length ?? 0;

/**
 * Whole lines to be removed, with the key that they leave without a value: a line that is only a key, where nothing
 * that follows belongs to it.
 */
export function withEmptied(text: string, lines: Span, removed: "entry" | "item"): Span {
  const from = text.lastIndexOf("\n", lines.start - 2) + 1;
  const key = text.slice(from, lines.start).trimEnd();
  if (lines.start === 0 || !/^ *(?:"[^"]*"|'[^']*'|[\w./-]+) *:$/.test(key)) return lines;
  const next = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*([^\n]*)/.exec(text.slice(lines.end))?.[1] ?? "";
  const own = indentOf(key);
  const isItem = removed === "item" && indentOf(next) === own && /^ *-(?: |$)/.test(next);
  const follows = next.trim() !== "" && !/^(?:---|\.\.\.)/.test(next) && (indentOf(next) > own || isItem);
  return follows ? lines : { start: from, end: lines.end };
}

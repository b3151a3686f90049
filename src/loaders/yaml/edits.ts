import type { EditIntent, TextEdit } from "../../model/finding.ts";
import type { Location } from "../../model/location.ts";
import { writeScalar } from "./write-scalar.ts";

/**
 * The text edits of an intent in a YAML file, or in YAML inside a block scalar; none when it cannot be done without
 * rewriting what stands around it. A JSON file is YAML, too: what is written into it is quoted.
 */
export function yamlEdits(intent: EditIntent): readonly TextEdit[] {
  switch (intent.kind) {
    case "replace-value":
      return replaceValue(intent.at, intent.value);
    case "add-entry":
      return addEntry(intent.map, intent.key, intent.value);
    case "remove-entry":
      return removeEntry(intent.at);
  }
}

function edit(at: Location, start: number, end: number, text: string): readonly TextEdit[] {
  return [{ at: { ...at, span: { start, end } }, text }];
}

function isJson({ file }: Location): boolean {
  return file.path.endsWith(".json");
}

/** The quote that stands right around a place, if one does. */
function quoteAround({ file, span }: Location): '"' | "'" | undefined {
  const before = file.text[span.start - 1];
  return (before === '"' || before === "'") && file.text[span.end] === before ? before : undefined;
}

function replaceValue(at: Location, value: string): readonly TextEdit[] {
  const { text } = at.file;
  const { start, end } = at.span;
  const old = text.slice(start, end);
  const quote = quoteAround(at);
  if (quote !== undefined) return edit(at, start - 1, end + 1, writeScalar(value, quote));
  if (old === '""' || old === "''") return edit(at, start, end, writeScalar(value, old === '""' ? '"' : "'"));
  const header = blockHeader(text, start);
  if (header !== undefined) return edit(at, header, end, writeScalar(value));
  if (isInsideScalar(text, start, end)) {
    return /^[\w./@+=:-]+$/.test(value) ? edit(at, start, end, value) : [];
  }
  // A missing value stands right behind its colon.
  const space = text[start - 1] === ":" ? " " : "";
  return edit(at, start, end, space + writeScalar(value, isJson(at) ? '"' : undefined));
}

/** Where the `|` or `>` of a block scalar stands whose content begins at an offset. */
function blockHeader(text: string, content: number): number | undefined {
  const lineEnd = text.slice(0, content).trimEnd().length;
  if (!text.slice(lineEnd, content).includes("\n")) return undefined;
  const line = text.slice(text.lastIndexOf("\n", lineEnd - 1) + 1, lineEnd);
  const header = /(?:^|[\s:])([|>][-+0-9]{0,2})(?:[ \t]+#.*)?$/.exec(line);
  return header === null ? undefined : lineEnd - line.length + line.lastIndexOf(header[1] ?? "|");
}

/** Whether a place is only a part of a plain scalar: a role's name inside an ARN. */
function isInsideScalar(text: string, start: number, end: number): boolean {
  const before = text[start - 1] ?? "\n";
  const after = text[end] ?? "\n";
  return /[^\s,[{:]/.test(before) || (before === ":" && end > start) || /[^\s,\]}]/.test(after);
}

function addEntry(map: Location, key: string, value: string): readonly TextEdit[] {
  const { text } = map.file;
  const { start } = map.span;
  const quote = isJson(map) ? '"' : undefined;
  const entry = `${writeScalar(key, quote)}: ${writeScalar(value, quote)}`;
  if (text[start] === "{") {
    const at = start + 1 + (/^[ \t]*/.exec(text.slice(start + 1))?.[0].length ?? 0);
    return edit(map, at, at, text[at] === "}" ? entry : `${entry}, `);
  }
  const indent = indentation(text, start);
  return indent === undefined ? [] : insertLine(map, `${indent}${entry}`);
}

/** The indentation of a block map's keys, or undefined when its first key does not begin a line or a list's item. */
function indentation(text: string, start: number): string | undefined {
  const prefix = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  return /^ *(?:- +)*$/.test(prefix) ? " ".repeat(prefix.length) : undefined;
}

/** Adds a line after the one on which a map ends. */
function insertLine(map: Location, line: string): readonly TextEdit[] {
  const { text } = map.file;
  const { end } = map.span;
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  if (text[end - 1] === "\n") return edit(map, end, end, line + lineEnd);
  const next = text.indexOf("\n", end);
  return next === -1
    ? edit(map, text.length, text.length, lineEnd + line)
    : edit(map, next + 1, next + 1, line + lineEnd);
}

/** What may stand between a key and its value: quotes, the colon, anchors and tags, a block header, line ends. */
const BETWEEN = /^["']?[ \t]*:(?:[ \t]|\r?\n|#[^\n]*\n|[&!][^\s]*[ \t]|[|>][-+0-9]{0,2}[ \t]*\r?\n)*["']?$/;

function removeEntry(at: Location): readonly TextEdit[] {
  const { text } = at.file;
  const key = at.route.at(-1);
  if (typeof key !== "string") return [];
  const keyAt = text.lastIndexOf(key, at.span.start - 1);
  if (keyAt === -1 || !BETWEEN.test(text.slice(keyAt + key.length, at.span.start))) return [];
  const isQuoted = text[keyAt - 1] === '"' || text[keyAt - 1] === "'";
  const start = isQuoted ? keyAt - 1 : keyAt;
  const end = quoteAround(at) === undefined ? at.span.end : at.span.end + 1;
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const prefix = text.slice(lineStart, start);
  const next = text.indexOf("\n", text[end - 1] === "\n" ? end - 1 : end);
  const lineEnd = next === -1 ? text.length : next + 1;
  if (/^ *$/.test(prefix) && /^[ \t\r]*(?:#.*)?$/.test(text.slice(end, lineEnd).trimEnd())) {
    return edit(at, lineStart, lineEnd, "");
  }
  if (/^ *(?:- +)+$/.test(prefix)) {
    const indent = " ".repeat(prefix.length);
    const follows = text.startsWith(indent, lineEnd) && /[^\s#-]/.test(text[lineEnd + indent.length] ?? " ");
    return follows ? edit(at, start, lineEnd + indent.length, "") : [];
  }
  return removeFromFlow(at, start, end);
}

/** In `{a: 1, b: 2}` an entry goes with the comma behind it, or the last one with the comma before it. */
function removeFromFlow(at: Location, start: number, end: number): readonly TextEdit[] {
  const { text } = at.file;
  const after = /^\s*,[ \t]*/.exec(text.slice(end, end + 200));
  if (after !== null) return edit(at, start, end + after[0].length, "");
  const before = /,?\s*$/.exec(text.slice(Math.max(0, start - 200), start))?.[0] ?? "";
  return /^\s*\}/.test(text.slice(end)) ? edit(at, start - before.length, end, "") : [];
}

import type { EditIntent, TextEdit } from "../../model/finding.ts";
import type { Location } from "../../model/location.ts";
import { addValue, copyEntry, removeItem } from "./edit-items.ts";
import {
  edit,
  indentation,
  isJson,
  lineEndOf,
  quoteAround,
  removeFromFlow,
  withEmptied,
} from "./edit-places.ts";
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
      return addEntry(intent);
    case "remove-entry":
      return removeEntry(intent.at);
    case "add-value":
      return addValue(intent.beside, intent.value);
    case "remove-item":
      return removeItem(intent.at);
    case "copy-entry":
      return copyEntry(intent);
  }
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
    const isPlain = /^[\w./@+=:-]+$/.test(value) || (value === "" && isJson(at));
    return isPlain ? edit(at, start, end, value) : [];
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

function addEntry({
  map,
  key,
  value,
  inside,
}: Extract<EditIntent, { kind: "add-entry" }>): readonly TextEdit[] {
  const { text } = map.file;
  const { start } = map.span;
  const quote = isJson(map) ? '"' : undefined;
  const entry = `${writeScalar(key, quote)}: ${writeScalar(value, quote)}`;
  const outer = inside === undefined ? undefined : writeScalar(inside, quote);
  if (text[start] === "{") {
    const at = start + 1 + (/^[ \t]*/.exec(text.slice(start + 1))?.[0].length ?? 0);
    const whole = outer === undefined ? entry : `${outer}: { ${entry} }`;
    return edit(map, at, at, text[at] === "}" ? whole : `${whole}, `);
  }
  const indent = indentation(text, start);
  if (indent === undefined) return [];
  const lines = outer === undefined ? [entry] : [`${outer}:`, `  ${entry}`];
  return insertLines(
    map,
    lines.map((line) => `${indent}${line}`),
  );
}

/** Adds lines after the one on which a map ends. */
function insertLines(map: Location, lines: readonly string[]): readonly TextEdit[] {
  const { text } = map.file;
  const { end } = map.span;
  const lineEnd = lineEndOf(text);
  const line = lines.join(lineEnd);
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
    const { start: from } = withEmptied(text, { start: lineStart, end: lineEnd }, "entry");
    return edit(at, from, lineEnd, "");
  }
  if (/^ *(?:- +)+$/.test(prefix)) {
    const indent = " ".repeat(prefix.length);
    const follows = text.startsWith(indent, lineEnd) && /[^\s#-]/.test(text[lineEnd + indent.length] ?? " ");
    return follows ? edit(at, start, lineEnd + indent.length, "") : [];
  }
  return removeFromFlow(at, start, end);
}

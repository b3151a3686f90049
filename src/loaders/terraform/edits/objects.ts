import type { EditIntent, TextEdit } from "../../../model/finding.ts";
import type { Location } from "../../../model/location.ts";
import type { ObjectEntry, ObjectLiteral } from "../syntax/ast.ts";
import {
  afterComma,
  edit,
  END_OF_LINE,
  indentationAt,
  lineEndOf,
  lineStart,
  nextLine,
  onOneLine,
} from "./lines.ts";
import { within, type SyntaxIndex } from "./syntax-index.ts";
import { writeKey, writeQuoted, writeText } from "./write-string.ts";

interface NewEntry {
  readonly key: string;
  readonly value: string;
  /** The key of a new object that is to hold the entry. */
  readonly outer?: string | undefined;
}

/** `=` or `:`, as the object's entries have it. */
function signOf({ entries }: ObjectLiteral, text: string): string {
  const [first] = entries;
  const between = first === undefined ? "" : text.slice(first.key.span.end, first.value.span.start);
  return between.trim().startsWith(":") ? " : " : " = ";
}

/** Whether keys that could stand bare do. */
const writesBare = ({ entries }: ObjectLiteral): boolean =>
  entries.length === 0 || entries.some(({ key }) => key.kind === "name");

function spell(object: ObjectLiteral, text: string, { key, value, outer }: NewEntry): string {
  const sign = signOf(object, text);
  const bare = writesBare(object);
  const entry = `${writeKey(key, bare)}${sign}${writeQuoted(value)}`;
  return outer === undefined ? entry : `${writeKey(outer, bare)}${sign}{ ${entry} }`;
}

/** Adds an entry behind the last one of an object. */
export function addToObject(
  object: ObjectLiteral,
  at: Location,
  entry: NewEntry,
): readonly TextEdit[] | undefined {
  const { text } = at.file;
  const written = spell(object, text, entry);
  const last = object.entries.at(-1);
  if (last !== undefined) return [insertAfter(object, last, at, written)];
  const { start, end } = object.span;
  return /^\{\s*\}$/.test(text.slice(start, end)) ? [edit(at, start, end, `{ ${written} }`)] : undefined;
}

/** Inserts an entry behind another one: on a line of its own where that one has its own, else behind a comma. */
function insertAfter(object: ObjectLiteral, entry: ObjectEntry, at: Location, written: string): TextEdit {
  const { text } = at.file;
  const { start, end } = entry.span;
  const indentation = indentationAt(text, start);
  const rest = text.slice(end, nextLine(text, end));
  const commaEnd = afterComma(text, end);
  const hasComma = commaEnd > end && commaEnd <= object.span.end;
  if (indentation === undefined || !END_OF_LINE.test(rest)) {
    return hasComma ? edit(at, commaEnd, commaEnd, ` ${written},`) : edit(at, end, end, `, ${written}`);
  }
  const line = nextLine(text, end);
  const lineEnd = lineEndOf(text);
  const comma = hasComma && onOneLine(text, end, commaEnd) ? "," : "";
  return edit(at, line, line, `${indentation}${written}${comma}${lineEnd}`);
}

/** Removes an entry: its lines, where it has them for itself, else it and a comma. */
export function removeFromObject(
  object: ObjectLiteral,
  entry: ObjectEntry,
  at: Location,
): readonly TextEdit[] | undefined {
  const { text } = at.file;
  const { start, end } = entry.span;
  const next = nextLine(text, end);
  if (indentationAt(text, start) !== undefined && END_OF_LINE.test(text.slice(end, next))) {
    return [edit(at, lineStart(text, start), next, "")];
  }
  if (object.entries.length === 1) return [edit(at, object.span.start, object.span.end, "{}")];
  const commaEnd = afterComma(text, end);
  if (commaEnd > end) {
    const space = /^[ \t]*/.exec(text.slice(commaEnd))?.[0].length ?? 0;
    return [edit(at, start, commaEnd + space, "")];
  }
  const before = object.entries[object.entries.indexOf(entry) - 1];
  return before === undefined ? undefined : [edit(at, before.span.end, end, "")];
}

type CopyEntry = Extract<EditIntent, { readonly kind: "copy-entry" }>;

/** A key as it is written, with one part of it written otherwise; undefined when the part is not in it. */
export function changedKey(
  text: string,
  span: { readonly start: number; readonly end: number },
  { part, text: put }: CopyEntry,
): string | undefined {
  const written = writeText(put, "quoted");
  if (written === undefined || !within(part.span, span)) return undefined;
  return text.slice(span.start, part.span.start) + written + text.slice(part.span.end, span.end);
}

/** Adds an entry whose key is like another one's. */
export function copyInObject(intent: CopyEntry, { objects }: SyntaxIndex): readonly TextEdit[] | undefined {
  const { part: at, value } = intent;
  for (const object of objects) {
    const entry = object.entries.find(({ key }) => within(at.span, key.span));
    if (entry === undefined) continue;
    const key = changedKey(at.file.text, entry.key.span, intent);
    if (key === undefined) return undefined;
    const written = `${key}${signOf(object, at.file.text)}${writeQuoted(value)}`;
    return [insertAfter(object, entry, at, written)];
  }
  return undefined;
}

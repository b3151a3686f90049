import type { TextEdit } from "../../../model/finding.ts";
import type { Location } from "../../../model/location.ts";

/** The offset at which the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** The offset after the line's end, or the text's length. */
export function nextLine(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end + 1;
}

/** The white space before something that begins its line; undefined when something else stands before it. */
export function indentationAt(text: string, offset: number): string | undefined {
  const before = text.slice(lineStart(text, offset), offset);
  return /^[ \t]*$/.test(before) ? before : undefined;
}

/** How the lines of a file end. */
export function lineEndOf(text: string): "\n" | "\r\n" {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

/** Whether two offsets are on one line. */
export function onOneLine(text: string, start: number, end: number): boolean {
  return !text.slice(start, end).includes("\n");
}

/** What may follow on the line of an item of several: a comma, white space, a comment. */
export const END_OF_LINE = /^[ \t]*,?[ \t\r]*(?:(?:#|\/\/)[^\n]*)?(?:\n|$)/;

/** The offset behind a comma that follows, or the offset itself. */
export function afterComma(text: string, offset: number): number {
  const comma = /^\s*,/.exec(text.slice(offset, offset + 200));
  return comma === null ? offset : offset + comma[0].length;
}

/** An edit of the file of a location. */
export function edit(at: Location, start: number, end: number, text: string): TextEdit {
  return { at: { ...at, span: { start, end } }, text };
}

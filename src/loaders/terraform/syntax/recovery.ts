import { advance, heredocAt } from "./lexer.ts";
import { closingLine } from "./template-text.ts";
import type { ParserState } from "./state.ts";

/** How far the line of `at` is indented, in characters. */
export function indentationOf(text: string, at: number): number {
  const lineStart = text.lastIndexOf("\n", at - 1) + 1;
  return firstCharacter(text, lineStart) - lineStart;
}

/** Whether only white space precedes `at` in its line. */
export function isLineStart(text: string, at: number): boolean {
  return firstCharacter(text, text.lastIndexOf("\n", at - 1) + 1) === at;
}

function firstCharacter(text: string, lineStart: number): number {
  let at = lineStart;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 9 && code !== 0xfeff) return at;
    at++;
  }
}

/**
 * Goes on after an error in the item that began at `itemStart`: at the next line that is indented no more than it
 * and looks like an item, or that closes a block around it. What a broken item has swallowed is read again.
 */
export function resume(state: ParserState, itemStart: number): void {
  const at = nextItem(state.text, itemStart);
  state.reread += Math.max(0, state.end - at);
  const base = state.map.base + at;
  while ((state.comments.at(-1)?.span.start ?? -1) >= base) state.comments.pop();
  state.failed = false;
  state.resumed = true;
  state.newlines = true;
  state.end = at;
  advance(state);
}

function nextItem(text: string, itemStart: number): number {
  const indentation = indentationOf(text, itemStart);
  let line = afterLine(text, itemStart);
  while (line < text.length) {
    const at = firstCharacter(text, line);
    const column = at - line;
    if (column < indentation && text[at] === "}") return at;
    if (column <= indentation && looksLikeItem(text, at)) return at;
    line = afterLine(text, at);
  }
  return text.length;
}

/** The beginning of the line after the one of `at`; after the heredoc, if that line opens one. */
function afterLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  if (end === -1) return text.length;
  const opening = text.slice(at, end).lastIndexOf("<<");
  const heredoc = opening === -1 ? undefined : heredocAt(text, at + opening);
  if (heredoc?.bodyStart !== end + 1) return end + 1;
  for (let line = end + 1; line < text.length;) {
    const lineEnd = text.indexOf("\n", line);
    if (lineEnd === -1) break;
    if (closingLine(text, line, heredoc.marker) !== undefined) return lineEnd + 1;
    line = lineEnd + 1;
  }
  return end + 1;
}

const ITEM = /[\p{ID_Start}_][\p{ID_Continue}-]*(?:[ \t]*(?:=(?![=>])|[{"])|[ \t]+[\p{ID_Start}_])/uy;

/** Whether a name, followed by what makes it an argument or a block, stands at `at`. */
export function looksLikeItem(text: string, at: number): boolean {
  ITEM.lastIndex = at;
  return ITEM.test(text);
}

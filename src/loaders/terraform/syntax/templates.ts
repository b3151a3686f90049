import type { Template } from "./ast.ts";
import { advance, heredocAt } from "./lexer.ts";
import { assemble } from "./template-tree.ts";
import { stripIndentation } from "./heredoc-indentation.ts";
import type { Pieces } from "./template-pieces.ts";
import { readBareText, readHeredocText, readQuotedText } from "./template-text.ts";
import { spanFrom, spanOf, type ParserState } from "./state.ts";

function noPieces(): Pieces {
  return { list: [], trimNext: false };
}

/** Reads a string from its opening quote, the token ahead. */
export function parseQuoted(state: ParserState): Template {
  const start = state.start;
  const pieces = noPieces();
  const closing = readQuotedText(state, pieces, start);
  state.end = closing + 1;
  advance(state);
  return {
    kind: "template",
    form: "quoted",
    parts: assemble(state, pieces.list),
    span: spanOf(state, start, state.failed ? closing : closing + 1),
    innerSpan: spanOf(state, start + 1, closing),
  };
}

/** Reads a heredoc from its opening line, the token ahead, to its closing marker. */
export function parseHeredoc(state: ParserState): Template {
  const start = state.start;
  const { marker, indented, bodyStart } = heredocAt(state.text, start) ?? {
    marker: "",
    indented: false,
    bodyStart: state.end,
  };
  const pieces = noPieces();
  const end = readHeredocText(state, pieces, start, bodyStart, marker);
  if (end !== undefined) {
    state.end = end.lineEnd;
    advance(state);
    // White space after the marker belongs to nothing.
    state.previousEnd = end.markerEnd;
  }
  if (indented) stripIndentation(pieces.list);
  return {
    kind: "template",
    form: indented ? "indented-heredoc" : "heredoc",
    parts: assemble(state, pieces.list),
    span: spanFrom(state, start),
    innerSpan: spanOf(state, bodyStart, end?.bodyEnd ?? state.previousEnd),
  };
}

/** Reads the whole text of `state` as a template. */
export function parseBare(state: ParserState): Template {
  const start = state.end;
  const pieces = noPieces();
  readBareText(state, pieces);
  const span = spanOf(state, start, state.text.length);
  return { kind: "template", form: "bare", parts: assemble(state, pieces.list), span, innerSpan: span };
}

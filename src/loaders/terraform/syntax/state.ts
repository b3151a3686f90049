import type { Span } from "../../../model/location.ts";
import type { Comment, Expression, Invalid, SyntaxProblem } from "./ast.ts";

/**
 * The kinds of token of HCL's native syntax. Punctuation is its own name; `quote` and `heredoc` only open a
 * template, whose text is read by the template reader. `failed` stands for whatever follows an error until the
 * body reader has found a new place to begin, so that no rule of the grammar goes on by accident.
 */
export type TokenKind =
  "identifier" | "number" | "quote" | "heredoc" | "newline" | "eof" | "invalid" | "failed" | Punctuation;

export type Punctuation =
  | "{"
  | "}"
  | "~}"
  | "["
  | "]"
  | "("
  | ")"
  | "."
  | "..."
  | ","
  | ":"
  | "::"
  | "?"
  | "="
  | "=="
  | "=>"
  | "!"
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "+"
  | "-"
  | "*"
  | "/"
  | "%"
  | "&&"
  | "||";

/** Where the offsets of `text` lie in the file, when `text` is not the file itself (a string in JSON). */
export interface OffsetMap {
  /** The offset in the file of the first character. */
  readonly base: number;
  /** The offset of every character and of the end, when some characters are written as escapes. */
  readonly offsets: readonly number[] | undefined;
}

/** What the parser knows while it reads: one token ahead, and the few things that the grammar makes it remember. */
export interface ParserState {
  readonly text: string;
  readonly map: OffsetMap;
  /** The token ahead. */
  kind: TokenKind;
  start: number;
  end: number;
  /** The end of the token before it: where the node that was just read ends. */
  previousEnd: number;
  /** Whether a line's end is a token; inside of brackets and interpolations it is not. */
  newlines: boolean;
  /** An error was met; nothing more is read until the body reader resumes. */
  failed: boolean;
  /** The body reader has just resumed after an error: the next item decides by its indentation where it belongs. */
  resumed: boolean;
  /** How deep the reader stands in nested expressions and blocks. */
  depth: number;
  /** How tall the tree is that was read last, so that no chain of operators outgrows its readers' stack. */
  height: number;
  /** Whether an item indented no more than the block around it closes that block. */
  readonly strictIndentation: boolean;
  /** How many characters were read again after errors. */
  reread: number;
  /** Some block had no closing brace. */
  unclosed: boolean;
  readonly problems: SyntaxProblem[];
  readonly comments: Comment[];
  /** The expression reader; here because templates, collections and expressions contain each other. */
  readonly expression: (state: ParserState) => Expression;
}

/** Deeper nesting than this is a problem, not a stack overflow; people's files stay below 40. */
export const MAXIMUM_DEPTH = 200;

/** The same bound for chains: `a + a + …` and `a.b.c…` are as tall as they are long. */
export const MAXIMUM_HEIGHT = 1500;

/** After so many errors the rest of a file is not read: it's no HCL, and each error costs a search for a new start. */
export const MAXIMUM_PROBLEMS = 100;

/** So many characters, or the file's length, are read again after errors; then the rest is left unread too. */
export const MAXIMUM_REREAD = 1_000_000;

/** A state before its first token, at the beginning of `text`. */
export function startOf(
  text: string,
  expression: (state: ParserState) => Expression,
  options: { readonly strictIndentation?: boolean; readonly map?: OffsetMap } = {},
): ParserState {
  return {
    text,
    map: options.map ?? { base: 0, offsets: undefined },
    kind: "newline",
    start: 0,
    end: text.startsWith("\uFEFF") ? 1 : 0,
    previousEnd: 0,
    newlines: true,
    failed: false,
    resumed: false,
    depth: 0,
    height: 0,
    strictIndentation: options.strictIndentation ?? false,
    reread: 0,
    unclosed: false,
    problems: [],
    comments: [],
    expression,
  };
}

/** The range of the file between two offsets of the text that is read. */
export function spanOf(state: ParserState, start: number, end: number): Span {
  const { base, offsets } = state.map;
  if (offsets === undefined) return { start: base + start, end: base + Math.max(start, end) };
  const first = offsets[start] ?? base;
  return { start: first, end: Math.max(first, offsets[end] ?? first) };
}

/** The range from `start` to the end of what was just read. */
export function spanFrom(state: ParserState, start: number): Span {
  return spanOf(state, start, state.previousEnd);
}

/** Notes an error that does not stop the reader. */
export function note(state: ParserState, message: string, start: number, end: number): void {
  if (state.failed || state.problems.length >= MAXIMUM_PROBLEMS) return;
  state.problems.push({ message, span: spanOf(state, start, end) });
}

/** Notes an error and stops the reader until the body reader resumes. Of several in a row only the first counts. */
export function fail(state: ParserState, message: string, start = state.start, end = state.end): void {
  note(state, message, start, end);
  state.failed = true;
  state.kind = "failed";
}

/** What a message quotes of the file: not more than a message can hold. */
export function excerpt(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}

/** Stands for what could not be read. */
export function invalid(state: ParserState, start: number): Invalid {
  return { kind: "invalid", span: spanFrom(state, start) };
}

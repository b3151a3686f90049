import type { Expression } from "./ast.ts";
import { parseForNames } from "./collections.ts";
import { advance, isWord, tokenText, unexpected } from "./lexer.ts";
import { fail, type ParserState } from "./state.ts";

/** Characters of a template: `value` stands at `start` to `end`; verbatim if they are equally long. */
export interface Run {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** A directive that opens or closes a part of a template, `%{…}`. */
export type Directive =
  | { readonly kind: "if"; readonly condition: Expression; readonly start: number; readonly end: number }
  | {
      readonly kind: "for";
      readonly keyName: string | undefined;
      readonly valueName: string;
      readonly collection: Expression;
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: "else" | "endif" | "endfor"; readonly start: number; readonly end: number };

/**
 * What a template consists of before its directives are matched: the reference implementation's tokens, since `~`
 * and `<<-` are defined by them (a literal ends with its line).
 */
export type Piece =
  | { readonly kind: "literal"; runs: readonly Run[] }
  | {
      readonly kind: "interpolation";
      readonly value: Expression;
      readonly start: number;
      readonly end: number;
    }
  | Directive;

/** The pieces so far, and whether the last one was closed with `~}`, which eats the white space after it. */
export interface Pieces {
  readonly list: Piece[];
  trimNext: boolean;
}

/** Unicode's White_Space, as Go's `unicode.IsSpace` has it; JavaScript's own trim differs in two characters. */
const LEADING_SPACE = /^\p{White_Space}+/u;
const TRAILING_SPACE = /\p{White_Space}+$/u;

/** Adds literal characters: the whole of what stands on one line between two sequences. */
export function addLiteral(pieces: Pieces, runs: readonly Run[]): void {
  if (runs.length === 0) return;
  pieces.list.push({ kind: "literal", runs: pieces.trimNext ? trimStart(runs) : runs });
  pieces.trimNext = false;
}

/** Whether `${` or `%{` begins at `at`. */
export function opensSequence(text: string, at: number): boolean {
  if (text.charCodeAt(at + 1) !== 123) return false;
  const code = text.charCodeAt(at);
  return code === 36 || code === 37;
}

/** Whether `$${` or `%%{` begins at `at`: an escape for `${` or `%{`. */
export function escapesSequence(text: string, at: number): boolean {
  return text.charCodeAt(at) === text.charCodeAt(at + 1) && opensSequence(text, at + 1);
}

/** Reads the sequence that begins at `at` and returns where the template goes on; on an error `state` has failed. */
export function readSequence(state: ParserState, pieces: Pieces, at: number): number {
  const { text } = state;
  const directive = text.charAt(at) === "%";
  const trims = text.charAt(at + 2) === "~";
  const before = pieces.list.at(-1);
  if (trims && before?.kind === "literal") before.runs = trimEnd(before.runs);
  const outer = state.newlines;
  state.newlines = false;
  state.end = at + (trims ? 3 : 2);
  advance(state);
  const piece = directive ? readDirective(state, at) : readInterpolation(state, at);
  if (piece !== undefined) pieces.list.push(piece);
  pieces.trimNext = state.kind === "~}";
  state.newlines = outer;
  return state.end;
}

function readInterpolation(state: ParserState, start: number): Piece {
  const value = state.expression(state);
  const end = sequenceEnd(state, start, "interpolation");
  return { kind: "interpolation", value, start, end };
}

function sequenceEnd(state: ParserState, start: number, what: string): number {
  if (state.kind === "}" || state.kind === "~}") return state.end;
  if (state.kind === "eof" || state.kind === "quote")
    fail(state, `this ${what} has no closing "}"`, start, state.start);
  else if (state.kind === ":")
    unexpected(state, `"}" after the ${what} (text that is not for Terraform is escaped as "$\${")`);
  else unexpected(state, `"}" after the ${what}`);
  return state.previousEnd;
}

function readDirective(state: ParserState, start: number): Directive | undefined {
  if (isWord(state, "if")) {
    advance(state);
    const condition = state.expression(state);
    return { kind: "if", condition, start, end: sequenceEnd(state, start, "directive") };
  }
  if (isWord(state, "for")) {
    const names = parseForNames(state);
    const collection = state.expression(state);
    return { kind: "for", ...names, collection, start, end: sequenceEnd(state, start, "directive") };
  }
  const kind = tokenText(state);
  if (kind !== "else" && kind !== "endif" && kind !== "endfor") {
    unexpected(state, '"if", "else", "endif", "for" or "endfor" after "%{"');
    return undefined;
  }
  advance(state);
  return { kind, start, end: sequenceEnd(state, start, "directive") };
}

/** Without the white space at the beginning; nothing left is one empty run, since the literal still counts as one. */
export function trimStart(runs: readonly Run[]): readonly Run[] {
  for (const [index, run] of runs.entries()) {
    const value = run.value.replace(LEADING_SPACE, "");
    if (value !== "") return [shortened(run, value, run.end - value.length), ...runs.slice(index + 1)];
  }
  return emptied(runs);
}

function trimEnd(runs: readonly Run[]): readonly Run[] {
  for (let index = runs.length - 1; index >= 0; index--) {
    const run = runs[index];
    const value = run?.value.replace(TRAILING_SPACE, "") ?? "";
    if (run !== undefined && value !== "") return [...runs.slice(0, index), shortened(run, value, run.start)];
  }
  return emptied(runs);
}

/** A run of which only `value` is left, from `start` on if it stands verbatim. */
export function shortened(run: Run, value: string, start: number): Run {
  if (run.value.length !== run.end - run.start) return { ...run, value };
  return { value, start, end: start + value.length };
}

function emptied(runs: readonly Run[]): readonly Run[] {
  const start = runs[0]?.start ?? 0;
  return [{ value: "", start, end: start }];
}

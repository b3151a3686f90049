import type { Span } from "../../../model/location.ts";
import type { TemplatePart } from "./ast.ts";
import { MAXIMUM_DEPTH, note, spanOf, type ParserState } from "./state.ts";
import type { Directive, Piece, Run } from "./template-pieces.ts";

/** An `if` or `for` that waits for its end, or the template itself. */
interface Frame {
  readonly opener: Extract<Directive, { readonly kind: "if" | "for" }> | undefined;
  /** What lies before `else`. */
  then: readonly TemplatePart[] | undefined;
  parts: TemplatePart[];
}

/** Matches directives with their ends and makes parts of the pieces. Unbalanced directives are noted and closed. */
export function assemble(state: ParserState, pieces: readonly Piece[]): readonly TemplatePart[] {
  const root: Frame = { opener: undefined, then: undefined, parts: [] };
  const stack: Frame[] = [root];
  for (const piece of pieces) {
    const top = stack.at(-1) ?? root;
    switch (piece.kind) {
      case "literal":
        addRuns(state, top.parts, piece.runs);
        break;
      case "interpolation":
        top.parts.push({
          kind: "interpolation",
          value: piece.value,
          span: spanOf(state, piece.start, piece.end),
        });
        break;
      case "if":
      case "for":
        if (stack.length < MAXIMUM_DEPTH) stack.push({ opener: piece, then: undefined, parts: [] });
        else note(state, "directives are nested too deeply to be read", piece.start, piece.end);
        break;
      default:
        closeFrame(state, stack, piece);
    }
  }
  closeAll(state, stack);
  const [only] = root.parts;
  // What `~` has emptied still counts: such a template gives a string, not the value of its one interpolation.
  if (root.parts.length === 1 && only?.kind === "interpolation" && pieces.length > 1)
    root.parts.unshift({ kind: "text", value: "", span: { start: only.span.start, end: only.span.start } });
  return root.parts;
}

/** Handles `else`, `endif` and `endfor`. */
function closeFrame(state: ParserState, stack: Frame[], piece: Directive): void {
  const top = stack.at(-1);
  if (piece.kind === "else" && top?.opener?.kind === "if" && top.then === undefined) {
    top.then = top.parts;
    top.parts = [];
    return;
  }
  const closes = top?.opener !== undefined && piece.kind === `end${top.opener.kind}`;
  if (!closes) {
    note(state, `this "${piece.kind}" belongs to no directive`, piece.start, piece.end);
    return;
  }
  stack.pop();
  stack.at(-1)?.parts.push(closed(state, top, piece.end));
}

function closeAll(state: ParserState, stack: Frame[]): void {
  for (let top = stack.pop(); top?.opener !== undefined; top = stack.pop()) {
    const { kind, start, end } = top.opener;
    note(state, `this "${kind}" has no "end${kind}"`, start, end);
    stack.at(-1)?.parts.push(closed(state, top, end));
  }
}

function closed(state: ParserState, frame: Frame, end: number): TemplatePart {
  const { opener } = frame;
  const span = spanOf(state, opener?.start ?? end, end);
  if (opener === undefined) return { kind: "text", value: "", span };
  if (opener.kind === "if") {
    const { condition } = opener;
    const [then, otherwise] = frame.then === undefined ? [frame.parts, []] : [frame.then, frame.parts];
    return { kind: "if", condition, then, otherwise, span };
  }
  const { keyName, valueName, collection } = opener;
  return { kind: "for", keyName, valueName, collection, body: frame.parts, span };
}

/** Adds text: what stands verbatim in one stretch becomes one part, everything else stays apart. */
function addRuns(state: ParserState, parts: TemplatePart[], runs: readonly Run[]): void {
  for (const run of runs) {
    if (run.value === "") continue;
    for (const piece of contiguous(state, run)) {
      const span = spanOf(state, piece.start, piece.end);
      const last = parts.at(-1);
      if (
        last?.kind === "text" &&
        last.span.end === span.start &&
        isVerbatim(last.value, last.span) &&
        isVerbatim(piece.value, span)
      )
        parts[parts.length - 1] = {
          kind: "text",
          value: last.value + piece.value,
          span: { start: last.span.start, end: span.end },
        };
      else parts.push({ kind: "text", value: piece.value, span });
    }
  }
}

function isVerbatim(value: string, span: Span): boolean {
  return value.length === span.end - span.start;
}

/** In a JSON string a run may hold escapes of JSON, each of which becomes a run of its own. */
function contiguous(state: ParserState, run: Run): readonly Run[] {
  const { offsets } = state.map;
  if (offsets === undefined || run.value.length !== run.end - run.start) return [run];
  const pieces: Run[] = [];
  let start = run.start;
  for (let at = run.start; at < run.end; at++) {
    if ((offsets[at + 1] ?? 0) - (offsets[at] ?? 0) === 1) continue;
    if (at > start) pieces.push(slice(run, start, at));
    pieces.push(slice(run, at, at + 1));
    start = at + 1;
  }
  if (run.end > start) pieces.push(slice(run, start, run.end));
  return pieces;
}

function slice(run: Run, start: number, end: number): Run {
  return { value: run.value.slice(start - run.start, end - run.start), start, end };
}

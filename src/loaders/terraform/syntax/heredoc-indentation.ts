import { shortened, type Piece, type Run } from "./template-pieces.ts";

const SPACES = /^\p{White_Space}*/u;

/**
 * Removes from the lines of a `<<-` heredoc as much white space as they have in common (hclsyntax/spec.md, "Template
 * Literals"; what exactly counts as a line's beginning is as the reference implementation has it): lines of white
 * space alone neither count nor change, and a line that begins with a sequence has no indentation.
 */
export function stripIndentation(pieces: readonly Piece[]): void {
  const indented: { runs: readonly Run[] }[] = [];
  let common = Number.POSITIVE_INFINITY;
  let lineBegins = true;
  for (const piece of pieces) {
    const text = piece.kind === "literal" ? piece.runs.map((run) => run.value).join("") : undefined;
    if (lineBegins && text === undefined) common = 0;
    if (lineBegins && piece.kind === "literal" && text !== undefined) {
      const spaces = SPACES.exec(text)?.[0].length ?? 0;
      const blank = spaces === text.length && text.endsWith("\n");
      if (!blank) indented.push(piece);
      if (!blank) common = Math.min(common, spaces);
    }
    lineBegins = text?.endsWith("\n") ?? false;
  }
  if (common === 0) return;
  for (const piece of indented) piece.runs = without(piece.runs, common);
}

/** The runs less their first `count` characters, which are white space and therefore all of the first run. */
function without(runs: readonly Run[], count: number): readonly Run[] {
  const [first, ...others] = runs;
  if (first === undefined) return runs;
  return [shortened(first, first.value.slice(count), first.start + count), ...others];
}

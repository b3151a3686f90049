import type { Finding, Suggestion, TextEdit } from "../model/finding.ts";
import type { SourceFile } from "../model/location.ts";
import { overlap, type Edit } from "./apply-edits.ts";

/** Which repairs may be made unasked. */
export type Level = "safe" | "unsafe";

/** What a suggestion comes to, and where it may be made. */
export interface Making {
  readonly editsOf: (suggestion: Suggestion) => readonly TextEdit[];
  /** Whether a file may be changed. */
  readonly mayChange: (path: string) => boolean;
}

/** The repairs of one pass: edits by file, and the findings that they repair. */
export interface Choice {
  readonly edits: ReadonlyMap<SourceFile, readonly Edit[]>;
  readonly findings: readonly Finding[];
}

/** The first suggestion of a finding that may be made: rules put the safer one first. */
export function repairOf(finding: Finding, level: Level, making: Making): readonly TextEdit[] {
  for (const suggestion of finding.suggestions) {
    if (level === "safe" && suggestion.safety === "unsafe") continue;
    const edits = making.editsOf(suggestion);
    if (edits.length > 0 && edits.every(({ at }) => making.mayChange(at.file.path))) return edits;
  }
  return [];
}

function plain({ at, text }: TextEdit): Edit {
  return { start: at.span.start, end: at.span.end, text };
}

const same = (a: Edit, b: Edit): boolean => a.start === b.start && a.end === b.end && a.text === b.text;

/**
 * The repairs that can be made together, in the findings' order: one that overlaps with an earlier one waits for the
 * next pass. Two findings may ask for the very same edit, which is then made once.
 */
export function choose(findings: readonly Finding[], level: Level, making: Making): Choice {
  const chosen = new Map<SourceFile, Edit[]>();
  const repaired: Finding[] = [];
  const of = ({ at }: TextEdit): readonly Edit[] => chosen.get(at.file) ?? [];
  for (const finding of findings) {
    const edits = repairOf(finding, level, making);
    const news = edits.filter((edit) => !of(edit).some((old) => same(old, plain(edit))));
    const clashes = news.some((edit) => of(edit).some((old) => overlap(old, plain(edit))));
    if (edits.length === 0 || clashes || overlapping(news)) continue;
    repaired.push(finding);
    for (const edit of news) chosen.set(edit.at.file, [...of(edit), plain(edit)]);
  }
  return { edits: chosen, findings: repaired };
}

/** Whether a suggestion's own edits overlap, so that nobody can make it. */
function overlapping(edits: readonly TextEdit[]): boolean {
  return edits.some((edit, index) =>
    edits
      .slice(index + 1)
      .some((other) => edit.at.file === other.at.file && overlap(plain(edit), plain(other))),
  );
}

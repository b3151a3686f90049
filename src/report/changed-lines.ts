import type { TextEdit } from "../model/finding.ts";
import { lineColumn, type SourceFile } from "../model/location.ts";

/** Lines of a file that edits change: what stands there, and what will. */
export interface ChangedLines {
  readonly file: SourceFile;
  /** The first of them, from 1. */
  readonly line: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

interface Run {
  readonly from: number;
  readonly to: number;
  readonly edits: readonly TextEdit[];
}

function wholeLines(
  { text }: SourceFile,
  { start, end }: TextEdit["at"]["span"],
): { from: number; to: number } {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  // An edit that takes a line end away joins the next line to this one.
  const next = text.indexOf("\n", end);
  return { from, to: next === -1 ? text.length : next };
}

/** Edits of one file in runs: those that touch the same lines together. */
function runsOf(file: SourceFile, edits: readonly TextEdit[]): readonly Run[] {
  const runs: Run[] = [];
  for (const edit of [...edits].sort((a, b) => a.at.span.start - b.at.span.start)) {
    const { from, to } = wholeLines(file, edit.at.span);
    const last = runs.at(-1);
    if (last !== undefined && from <= last.to) {
      runs[runs.length - 1] = { from: last.from, to: Math.max(last.to, to), edits: [...last.edits, edit] };
    } else runs.push({ from, to, edits: [edit] });
  }
  return runs;
}

function replaced(file: SourceFile, { from, to, edits }: Run): string {
  let text = "";
  let at = from;
  for (const { at: place, text: words } of edits) {
    text += file.text.slice(at, Math.max(at, place.span.start)) + words;
    at = Math.max(at, place.span.end);
  }
  return text + file.text.slice(at, Math.max(at, to));
}

function linesOf(text: string): readonly string[] {
  return text.split("\n").map((line) => line.replace(/\r$/, ""));
}

/** What edits do, line by line, for a person to look at; files in the order in which they come. */
export function changedLines(edits: readonly TextEdit[]): readonly ChangedLines[] {
  const byFile = new Map<SourceFile, TextEdit[]>();
  for (const edit of edits) byFile.set(edit.at.file, [...(byFile.get(edit.at.file) ?? []), edit]);
  return [...byFile].flatMap(([file, own]) =>
    runsOf(file, own).map((run) => {
      const before = linesOf(file.text.slice(run.from, run.to));
      const after = linesOf(replaced(file, run));
      const same = (a: readonly string[], b: readonly string[]): number => {
        const differ = a.findIndex((line, index) => line !== b[index]);
        return differ === -1 ? a.length : differ;
      };
      const head = Math.min(same(before, after), before.length, after.length);
      const tail = Math.min(
        same([...before].reverse(), [...after].reverse()),
        before.length - head,
        after.length - head,
      );
      return {
        file,
        line: lineColumn(file, run.from).line + head,
        removed: before.slice(head, before.length - tail),
        added: after.slice(head, after.length - tail),
      };
    }),
  );
}

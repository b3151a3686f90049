import type { Comment } from "../loaders/loader.ts";
import { lineColumn, type Location } from "../model/location.ts";

/** What an `irsa-lint-…` comment asks for. */
export type DirectiveKind = "disable-next-line" | "disable-line" | "disable" | "enable";

/** A comment that speaks to irsa-lint. */
export interface Directive {
  readonly kind: DirectiveKind;
  /** Rule ids, or globs over ids; only `enable` may name none, and then means all. */
  readonly rules: readonly string[];
  readonly justification: string;
  /** The comment. */
  readonly at: Location;
  /** The lines on which the comment begins and ends, from 1. */
  readonly firstLine: number;
  readonly lastLine: number;
}

/** A comment that begins as a directive and is none. */
export interface BrokenDirective {
  readonly kind: "broken";
  readonly message: string;
  readonly at: Location;
}

const directiveWord = /^irsa-lint-[\w-]*/;

const kinds: readonly DirectiveKind[] = ["disable-next-line", "disable-line", "disable", "enable"];

/** A comment as a directive; undefined when it says nothing to irsa-lint. */
export function readDirective(comment: Comment): Directive | BrokenDirective | undefined {
  const text = comment.text.trim();
  const word = directiveWord.exec(text)?.[0];
  if (word === undefined) return undefined;
  const at: Location = { file: comment.file, route: [], span: { start: comment.start, end: comment.end } };
  const kind = kinds.find((candidate) => `irsa-lint-${candidate}` === word);
  if (kind === undefined) {
    const known = kinds.map((candidate) => `irsa-lint-${candidate}`).join(", ");
    return { kind: "broken", message: `"${word}" is no directive; there are ${known}`, at };
  }
  const [list = "", ...reason] = text.slice(word.length).split(/\s--(?=\s|$)/);
  const rules = list.split(/[\s,]+/).filter((rule) => rule !== "");
  if (rules.length === 0 && kind !== "enable") {
    return { kind: "broken", message: `"${word}" names no rule, so it suppresses nothing`, at };
  }
  return {
    kind,
    rules,
    justification: reason.join(" --").trim(),
    at,
    firstLine: lineColumn(comment.file, comment.start).line,
    lastLine: lineColumn(comment.file, Math.max(comment.start, comment.end - 1)).line,
  };
}

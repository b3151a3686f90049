import type { Comment } from "../loaders/loader.ts";
import type { Finding, SuppressedFinding } from "../model/finding.ts";
import { comparePlaces, lineColumn, type Place } from "../model/location.ts";
import { readDirective, type BrokenDirective, type Directive } from "./directives.ts";
import { namesRule } from "./globs.ts";

/** A rule pattern of a directive with the range of offsets or lines in which it holds. */
interface Suppression {
  readonly directive: Directive;
  readonly pattern: string;
  readonly covers: (place: Place) => boolean;
}

/** Findings after the comments have been heard. */
export interface Suppressed {
  readonly kept: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** Patterns of directives that suppressed nothing. */
  readonly unused: readonly { readonly directive: Directive; readonly pattern: string }[];
  readonly broken: readonly BrokenDirective[];
}

function onLine(line: number): (place: Place) => boolean {
  return ({ file, span }) => lineColumn(file, span.start).line === line;
}

/** Where a `disable` ends for a pattern: at the next `enable` that names it, or at the end of the file. */
function endOf(disable: Directive, pattern: string, inFile: readonly Directive[]): number {
  const enable = inFile.find(
    ({ kind, rules, at }) =>
      kind === "enable" &&
      at.span.start > disable.at.span.start &&
      (rules.length === 0 || rules.some((rule) => rule === pattern || namesRule(rule, pattern))),
  );
  return enable?.at.span.start ?? Number.POSITIVE_INFINITY;
}

function suppressionsOf(directive: Directive, inFile: readonly Directive[]): readonly Suppression[] {
  const { kind, rules, at, firstLine, lastLine } = directive;
  if (kind === "enable") return [];
  return rules.map((pattern) => {
    if (kind === "disable-next-line") return { directive, pattern, covers: onLine(lastLine + 1) };
    if (kind === "disable-line") return { directive, pattern, covers: onLine(firstLine) };
    const end = endOf(directive, pattern, inFile);
    return {
      directive,
      pattern,
      covers: ({ span }) => span.start >= at.span.start && span.start < end,
    };
  });
}

function byFile(directives: readonly Directive[]): ReadonlyMap<string, readonly Suppression[]> {
  const files = new Map<string, Directive[]>();
  for (const directive of directives) {
    const { path } = directive.at.file;
    files.set(path, [...(files.get(path) ?? []), directive]);
  }
  return new Map(
    [...files].map(([path, inFile]) => [
      path,
      inFile.flatMap((directive) => suppressionsOf(directive, inFile)),
    ]),
  );
}

function distinctComments(comments: readonly Comment[]): readonly Comment[] {
  const seen = new Set<string>();
  return comments.filter(({ file, start }) => {
    const key = `${file.path}\0${start}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Takes away the findings of which a comment says, at any of their places, that they are accepted. */
export function applyDirectives(findings: readonly Finding[], comments: readonly Comment[]): Suppressed {
  const read = distinctComments(comments).flatMap((comment) => readDirective(comment) ?? []);
  const broken = read.filter((item) => item.kind === "broken");
  const directives = read.filter((item) => item.kind !== "broken").sort((a, b) => comparePlaces(a.at, b.at));
  const suppressions = byFile(directives);
  const used = new Set<Suppression>();
  const kept: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const finding of findings) {
    const places: readonly Place[] = [finding.at, ...finding.related.map(({ at }) => at)];
    const fitting = places.flatMap((place) =>
      (suppressions.get(place.file.path) ?? []).filter(
        ({ pattern, covers }) => namesRule(pattern, finding.rule) && covers(place),
      ),
    );
    fitting.forEach((suppression) => used.add(suppression));
    const first = fitting[0];
    if (first === undefined) kept.push(finding);
    else suppressed.push({ finding, kind: "directive", justification: first.directive.justification });
  }
  const unused = [...suppressions.values()].flat().filter((suppression) => !used.has(suppression));
  return { kept, suppressed, unused, broken };
}

import type { Graph } from "../explain/graph.ts";
import type { Finding, Severity, Suggestion, SuppressedFinding, TextEdit } from "../model/finding.ts";
import type { Role, ServiceAccount } from "../model/entities.ts";
import type { Link, Verdict } from "../model/link.ts";
import { lineColumn, type Location } from "../model/location.ts";
import type { Coverage } from "../model/model.ts";
import type { AnyRule } from "../rule-api/rule.ts";

/** How a workspace's paths are shown. */
export interface FileNames {
  /** Relative to the working directory, with `/`. */
  readonly relative: (path: string) => string;
  readonly absolute: (path: string) => string;
}

/** How much was read and what it came to: the summary line. */
export interface Counts extends Coverage {
  readonly roles: number;
  readonly serviceAccounts: number;
}

/** What a formatter of `check` is given. Findings are sorted; formatters decide nothing. */
export interface Report {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly counts: Counts;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly files: FileNames;
  /** A suggestion's intents as text edits; empty when its language cannot make them. */
  readonly editsOf: (suggestion: Suggestion) => readonly TextEdit[];
  readonly color: boolean;
  /** Columns of the terminal; undefined when the report goes to a file or a pipe. */
  readonly width?: number | undefined;
  /** The address of a rule's page; undefined when the rule has none. */
  readonly pageOf: (rule: string) => string | undefined;
  /** Every rule that there is, for formats that describe them. */
  readonly rules: readonly AnyRule[];
  /** The version of irsa-lint. */
  readonly version: string;
  /** The name by which a later run knows a finding again. */
  readonly fingerprintOf: (finding: Finding) => string;
  /** Draws the chains that are denied, for formats with pictures; asked for only when there are any. */
  readonly brokenChains?: (() => Graph) | undefined;
  /** What went wrong with irsa-lint itself: rules that threw. */
  readonly failures: readonly string[];
}

/** What a formatter of `links` is given. */
export interface LinksReport {
  readonly links: readonly Link[];
  readonly unlinked: {
    readonly serviceAccounts: readonly ServiceAccount[];
    readonly roles: readonly Role[];
  };
  readonly counts: Counts;
  readonly files: FileNames;
  readonly color: boolean;
}

/** `file:line:column` of a place. */
export function printLocation(at: Location, files: FileNames): string {
  const { line, column } = lineColumn(at.file, at.span.start);
  return `${files.relative(at.file.path)}:${line}:${column}`;
}

/** A count with its noun: `1 file`, `2 files`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

export function countOf(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}

const loudness: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** The more severe first, otherwise as they were: for formats that may show only so many. */
export function compareForLimits(a: Finding, b: Finding): number {
  return loudness[a.severity] - loudness[b.severity];
}

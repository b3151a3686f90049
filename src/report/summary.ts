import type { Verdict } from "../model/link.ts";
import { count, type Counts, type Report } from "./report.ts";

/** How many links have which verdict. */
export function countVerdicts(verdicts: readonly Verdict[]): Readonly<Record<Verdict, number>> {
  const number = (verdict: Verdict): number => verdicts.filter((each) => each === verdict).length;
  return { allowed: number("allowed"), denied: number("denied"), unknown: number("unknown") };
}

function printFiles({ files, parsed, skipped, unparseable }: Counts): string {
  const broken = unparseable === 0 ? "" : `, ${unparseable} unparseable`;
  return `read ${parsed} of ${count(files, "file")} (${skipped} skipped${broken})`;
}

/** What the line holds besides what was read. */
interface Aside {
  readonly suppressed?: number;
  /** Findings that a suggestion with edits would repair: those that are safe, and those to look at first. */
  readonly fixable?: { readonly safe: number; readonly unsafe: number };
}

function printFixable({
  safe,
  unsafe,
}: {
  readonly safe: number;
  readonly unsafe: number;
}): readonly string[] {
  if (safe + unsafe === 0) return [];
  if (safe === 0) return [`${unsafe} fixable with --fix=unsafe`];
  return [`${safe} fixable with --fix${unsafe === 0 ? "" : `, ${unsafe} more with --fix=unsafe`}`];
}

/** One line: how much was read, what was found in it, and how its links stand. */
export function printSummary(
  counts: Counts,
  verdicts: Readonly<Record<Verdict, number>>,
  { suppressed = 0, fixable = { safe: 0, unsafe: 0 } }: Aside = {},
): string {
  const { allowed, denied, unknown } = verdicts;
  const parts = [
    printFiles(counts),
    `${count(counts.roles, "role")}, ${count(counts.serviceAccounts, "service account")}`,
    `links: ${allowed} allowed, ${denied} denied, ${unknown} unknown`,
    ...(suppressed === 0 ? [] : [`${suppressed} suppressed`]),
    ...printFixable(fixable),
  ];
  return parts.join("; ");
}

/** How many findings could be repaired by their edits. */
export function fixable({ findings, editsOf }: Report): { readonly safe: number; readonly unsafe: number } {
  const kinds = findings.map(({ suggestions }) => {
    const edited = suggestions.filter((suggestion) => editsOf(suggestion).length > 0);
    if (edited.length === 0) return "none";
    return edited.some(({ safety }) => safety === "safe") ? "safe" : "unsafe";
  });
  const number = (kind: string): number => kinds.filter((each) => each === kind).length;
  return { safe: number("safe"), unsafe: number("unsafe") };
}

/** The line of summary of a report of `check`. */
export function summaryOf(report: Report): string {
  return printSummary(report.counts, report.verdicts, {
    suppressed: report.suppressed.length,
    fixable: fixable(report),
  });
}

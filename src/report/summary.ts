import type { Verdict } from "../model/link.ts";
import { count, type Counts } from "./report.ts";

/** How many links have which verdict. */
export function countVerdicts(verdicts: readonly Verdict[]): Readonly<Record<Verdict, number>> {
  const number = (verdict: Verdict): number => verdicts.filter((each) => each === verdict).length;
  return { allowed: number("allowed"), denied: number("denied"), unknown: number("unknown") };
}

function printFiles({ files, parsed, skipped, unparseable }: Counts): string {
  const broken = unparseable === 0 ? "" : `, ${unparseable} unparseable`;
  return `read ${parsed} of ${count(files, "file")} (${skipped} skipped${broken})`;
}

/** One line: how much was read, what was found in it, and how its links stand. */
export function printSummary(
  counts: Counts,
  verdicts: Readonly<Record<Verdict, number>>,
  suppressed = 0,
): string {
  const { allowed, denied, unknown } = verdicts;
  const parts = [
    printFiles(counts),
    `${count(counts.roles, "role")}, ${count(counts.serviceAccounts, "service account")}`,
    `links: ${allowed} allowed, ${denied} denied, ${unknown} unknown`,
    ...(suppressed === 0 ? [] : [`${suppressed} suppressed`]),
  ];
  return parts.join("; ");
}

import { readFileSync } from "node:fs";
import { applyBaseline, readBaseline, writeBaseline, type BaselineEntry } from "../engine/baseline.ts";
import type { Fingerprints } from "../engine/fingerprints.ts";
import type { Outcome } from "../engine/lint.ts";
import type { Scope } from "../engine/scope.ts";
import { reasonOf } from "../workspace/boundary.ts";
import { note, writeReport } from "./output.ts";
import { UsageError } from "./usage-error.ts";

export interface BaselineOptions {
  /** `--baseline FILE`. */
  readonly baseline?: string;
  /** `--write-baseline FILE`. */
  readonly writeBaseline?: string;
}

function entriesOf(file: string): readonly BaselineEntry[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new UsageError(`cannot read the baseline ${file}: ${reasonOf(cause)}`, { cause });
  }
  const entries = readBaseline(text);
  if (typeof entries === "string") throw new UsageError(`cannot use the baseline ${file}: ${entries}`);
  return entries;
}

function plural(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** Writes what a run has found, and returns it as a baseline; nothing when a rule failed and may have found more. */
function written(file: string, outcome: Outcome, fingerprintOf: Fingerprints): readonly BaselineEntry[] {
  if (outcome.failures.length > 0) {
    note(`${file} is not written, because a rule failed`);
    return [];
  }
  const text = writeBaseline(outcome.findings, fingerprintOf);
  const entries = readBaseline(text);
  writeReport(file, text);
  note(`${plural(outcome.findings.length, "finding", "findings")} written to ${file}`);
  return typeof entries === "string" ? [] : entries;
}

/**
 * A run's outcome less what the baseline accepts. A baseline that is written accepts at once what it was written of,
 * so that the run that makes it ends well.
 */
export function withBaseline(
  outcome: Outcome,
  { baseline, writeBaseline: target }: BaselineOptions,
  { fingerprintOf, scope }: { readonly fingerprintOf: Fingerprints; readonly scope: Scope },
): Outcome {
  if (baseline === undefined && target === undefined) return outcome;
  const read = baseline === undefined ? [] : entriesOf(baseline);
  const entries = target === undefined ? read : written(target, outcome, fingerprintOf);
  const { kept, accepted, stale } = applyBaseline(outcome.findings, entries, {
    fingerprintOf,
    scope,
    ran: outcome.ran,
  });
  if (baseline !== undefined && stale.length > 0 && target === undefined) {
    const count = plural(stale.length, "entry fits nothing any more", "entries fit nothing any more");
    note(`${baseline}: ${count}; --write-baseline ${baseline} takes what is left`);
  }
  return { ...outcome, findings: kept, suppressed: [...outcome.suppressed, ...accepted] };
}

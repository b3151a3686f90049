import type { Finding, SuppressedFinding } from "../model/finding.ts";
import type { Fingerprints } from "./fingerprints.ts";
import type { Scope } from "./scope.ts";

/** A finding that a baseline accepts. Only the fingerprint counts; the rest is for people and for diffs. */
export interface BaselineEntry {
  readonly fingerprint: string;
  readonly rule: string;
  readonly file: string;
  readonly message: string;
}

/** A run's findings less those of a baseline. */
export interface Baselined {
  readonly kept: readonly Finding[];
  readonly accepted: readonly SuppressedFinding[];
  /** Entries that nothing fits any more, of rules that ran and files that were asked about. */
  readonly stale: readonly BaselineEntry[];
}

const fields = ["fingerprint", "rule", "file", "message"] as const;

function isEntry(value: unknown): value is BaselineEntry {
  if (typeof value !== "object" || value === null) return false;
  const entries = new Map(Object.entries(value));
  return fields.every((field) => typeof entries.get(field) === "string");
}

/** A baseline file's entries, or what is wrong with it in a few words. */
export function readBaseline(text: string): readonly BaselineEntry[] | string {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return `it is no JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (typeof data !== "object" || data === null || !("version" in data) || !("findings" in data))
    return "it was not written by --write-baseline";
  const { version, findings } = data;
  if (version !== 1) return `its version is ${JSON.stringify(version)}; this irsa-lint knows version 1`;
  if (!Array.isArray(findings) || !findings.every(isEntry))
    return `"findings" must be a list of maps with ${fields.join(", ")}`;
  return findings;
}

/** The text of a baseline that accepts these findings; the same findings give the same bytes. */
export function writeBaseline(findings: readonly Finding[], fingerprintOf: Fingerprints): string {
  const entries = findings.map((finding): BaselineEntry => ({
    fingerprint: fingerprintOf(finding),
    rule: finding.rule,
    file: finding.at.file.path,
    message: finding.message,
  }));
  return `${JSON.stringify({ version: 1, findings: entries }, null, 2)}\n`;
}

/** Takes away the findings that a baseline accepts. */
export function applyBaseline(
  findings: readonly Finding[],
  baseline: readonly BaselineEntry[],
  {
    fingerprintOf,
    scope,
    ran,
  }: { readonly fingerprintOf: Fingerprints; readonly scope: Scope; readonly ran: ReadonlySet<string> },
): Baselined {
  const left = new Map(baseline.map((entry) => [entry.fingerprint, entry]));
  const kept: Finding[] = [];
  const accepted: SuppressedFinding[] = [];
  for (const finding of findings) {
    if (left.delete(fingerprintOf(finding)))
      accepted.push({ finding, kind: "baseline", justification: "in the baseline" });
    else kept.push(finding);
  }
  const stale = [...left.values()].filter(({ rule, file }) => ran.has(rule) && scope(file));
  return { kept, accepted, stale };
}

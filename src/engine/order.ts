import type { Finding, Related, Severity } from "../model/finding.ts";
import { comparePlaces, type Place } from "../model/location.ts";

const rank: Record<Severity, number> = { error: 2, warning: 1, info: 0 };

/** Negative when `a` is more severe than `b`. */
export function compareSeverities(a: Severity, b: Severity): number {
  return rank[b] - rank[a];
}

function compareWords(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Place, then rule, then message: the order of every report. */
export function compareFindings(a: Finding, b: Finding): number {
  return comparePlaces(a.at, b.at) || compareWords(a.rule, b.rule) || compareWords(a.message, b.message);
}

function placeKey({ file, span }: Place): string {
  return `${file.path}\0${span.start}\0${span.end}`;
}

function mergeRelated(a: readonly Related[], b: readonly Related[]): readonly Related[] {
  const keyed = [...a, ...b].map((item) => [`${placeKey(item.at)}\0${item.message}`, item] as const);
  const merged = new Map<string, Related>();
  for (const [key, item] of keyed) if (!merged.has(key)) merged.set(key, item);
  return [...merged.values()];
}

/** One finding for two that say the same of the same place: the worse severity, the surer word, all places. */
function merge(a: Finding, b: Finding): Finding {
  return {
    ...a,
    severity: compareSeverities(a.severity, b.severity) <= 0 ? a.severity : b.severity,
    confidence: a.confidence === "high" || b.confidence === "high" ? "high" : "medium",
    related: mergeRelated(a.related, b.related),
    suggestions: a.suggestions.length > 0 ? a.suggestions : b.suggestions,
  };
}

/**
 * Sorts findings and merges those that several environments or instances give alike: same rule, place and message.
 */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const byKey = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.rule}\0${placeKey(finding.at)}\0${finding.message}`;
    const before = byKey.get(key);
    byKey.set(key, before === undefined ? finding : merge(before, finding));
  }
  return [...byKey.values()].sort(compareFindings);
}

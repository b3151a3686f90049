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

/** The finding that speaks for several: the most severe one, the first of them by its words. */
function spokesman(findings: readonly [Finding, ...(readonly Finding[])]): Finding {
  const [first, ...rest] = findings;
  return rest.reduce((best, finding) => {
    const order = compareSeverities(best.severity, finding.severity) || compareFindings(best, finding);
    return order <= 0 ? best : finding;
  }, first);
}

/**
 * One finding for each text to change: where a rule says the same of one place for many instances (a role that
 * `for_each` makes forty times), the first one speaks and counts the others.
 */
export function gatherInstances(findings: readonly Finding[]): readonly Finding[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of inOrder(findings)) {
    const key = `${finding.rule}\0${finding.messageId}\0${placeKey(finding.at)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()]
    .map((group): Finding => {
      const first = spokesman(group);
      const others = group.length - 1;
      if (others === 0) return first;
      const alike = `${others} more ${others === 1 ? "instance" : "instances"} of this`;
      return { ...first, message: `${first.message} (and ${alike})` };
    })
    .sort(compareFindings);
}

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

/** The places of all, each once with its words. */
function mergeRelated(findings: readonly Finding[]): readonly Related[] {
  const merged = new Map<string, Related>();
  for (const item of findings.flatMap(({ related }) => related)) {
    const key = `${placeKey(item.at)}\0${item.message}`;
    if (!merged.has(key)) merged.set(key, item);
  }
  return [...merged.values()];
}

/** One finding for those that say the same of the same place: the worst severity, the surest word, all places. */
function merge(findings: readonly [Finding, ...(readonly Finding[])]): Finding {
  const [first, ...others] = findings;
  if (others.length === 0) return first;
  return {
    ...first,
    severity: findings.map(({ severity }) => severity).sort(compareSeverities)[0] ?? first.severity,
    confidence: findings.some(({ confidence }) => confidence === "high") ? "high" : "medium",
    related: mergeRelated(findings),
    suggestions: findings.find(({ suggestions }) => suggestions.length > 0)?.suggestions ?? [],
  };
}

type Group = readonly [Finding, ...(readonly Finding[])];

/** The findings of each key, both in the order of the findings. */
function grouped(findings: readonly Finding[], keyOf: (finding: Finding) => string): readonly Group[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()];
}

/**
 * Sorts findings and merges those that several environments or instances give alike: same rule, place and message.
 */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const alike = grouped(findings, ({ rule, at, message }) => `${rule}\0${placeKey(at)}\0${message}`);
  return alike.map(merge).sort(compareFindings);
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
  return grouped(inOrder(findings), ({ rule, messageId, at }) => `${rule}\0${messageId}\0${placeKey(at)}`)
    .map((group): Finding => {
      const first = spokesman(group);
      const others = group.length - 1;
      if (others === 0) return first;
      const alike = `${others} more ${others === 1 ? "instance" : "instances"} of this`;
      return { ...first, message: `${first.message} (and ${alike})` };
    })
    .sort(compareFindings);
}

const QUOTED = /"[^"]*"/g;

function quotedIn(message: string): readonly string[] {
  return message.match(QUOTED) ?? [];
}

const NAMED = 3;

/** What the others speak of and the first does not: a few by name, the rest as "…". */
function otherNames(first: Finding, others: readonly Finding[]): string {
  const told = new Set(quotedIn(first.message));
  const names = [...new Set(others.flatMap(({ message }) => quotedIn(message)))].filter(
    (name) => !told.has(name),
  );
  if (names.length === 0) return "";
  return `: ${[...names.slice(0, NAMED), ...(names.length > NAMED ? ["…"] : [])].join(", ")}`;
}

/**
 * One finding for what is told of one text in the same words: where a generator makes forty Applications, each lacks the
 * same thing, and only names, which stand in quotes, differ. The first one speaks, counts the others and names a few.
 */
export function gatherAlike(findings: readonly Finding[]): readonly Finding[] {
  const wordsOf = ({ message }: Finding): string => message.replace(QUOTED, '""');
  return grouped(
    inOrder(findings),
    (finding) => `${finding.rule}\0${placeKey(finding.at)}\0${wordsOf(finding)}`,
  )
    .map((group): Finding => {
      const first = spokesman(group);
      const others = group.filter((finding) => finding !== first);
      if (others.length === 0) return first;
      const count = `${String(others.length)} more like it`;
      return { ...first, message: `${first.message} (and ${count}${otherNames(first, others)})` };
    })
    .sort(compareFindings);
}

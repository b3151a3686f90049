import { distance } from "fastest-levenshtein";
import { equals } from "../model/compare.ts";
import { known, print, type Text } from "../model/text.ts";
import { parseArn, parseRoleArn } from "./arn.ts";
import { parseSubject } from "./subject.ts";

/** How many edits a word may be away from what was meant: a third of its length, two at most for short words. */
function tolerance(word: string): number {
  return Math.min(3, Math.max(1, Math.floor(word.length / 3)));
}

/** Words longer than this are not compared: edit distance takes the product of the lengths. */
const LONGEST = 512;

/**
 * The candidate that a word was probably meant to be: the one with the fewest edits, of equals the first in the
 * alphabet; undefined when none is near. The word itself is no near miss.
 */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  let best: { readonly candidate: string; readonly edits: number } | undefined;
  for (const candidate of candidates) {
    const edits = editsBetween(word, candidate);
    if (edits === undefined) continue;
    if (best === undefined || edits < best.edits || (edits === best.edits && candidate < best.candidate)) {
      best = { candidate, edits };
    }
  }
  return best?.candidate;
}

/** How many edits lie between two words that are near enough for one to be meant by the other; else undefined. */
export function editsBetween(word: string, candidate: string): number | undefined {
  if (word === candidate || word.length > LONGEST || candidate.length > LONGEST) return undefined;
  const most = tolerance(word);
  // Each character that is too many costs an edit: no need to count the others.
  if (Math.abs(word.length - candidate.length) > most) return undefined;
  const edits = distance(word, candidate);
  return edits > most ? undefined : edits;
}

/** Two words with two neighbouring characters exchanged. */
function isTransposed(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const at = Array.from(a).findIndex((char, index) => char !== b[index]);
  return at !== -1 && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

const joined = (word: string): string => word.replace(/[-_.]/g, "");

/**
 * Whether one word is the other with a slip of the pen: another dash, two letters exchanged, or one letter added,
 * missing or another, in a part of at least five characters. Words that differ in a digit or in a short part (`team-a`
 * and `team-b`, `dev` and `dev2`) are different names.
 */
export function isTypo(written: string, meant: string): boolean {
  if (written === meant) return false;
  if (joined(written) === joined(meant)) return true;
  const [a, b] = [written.split(/[-_.]/), meant.split(/[-_.]/)];
  const different = a.flatMap((part, at): readonly (readonly [string, string])[] =>
    part === b[at] ? [] : [[part, b[at] ?? ""]],
  );
  const [only, ...others] = different;
  if (only === undefined || others.length > 0 || a.length !== b.length) return false;
  const [mine, theirs] = only;
  if (/\d/.test(mine + theirs) || Math.min(mine.length, theirs.length) < 5) return false;
  return distance(mine, theirs) === 1 || isTransposed(mine, theirs);
}

/** The part in which two subjects, or two role ARNs, differ; undefined when it is more than one, or neither. */
export function differingPart(wanted: Text, got: Text): string | undefined {
  const differing = (parts: readonly (readonly [string, Text, Text])[]): string | undefined => {
    const different = parts.filter(([, a, b]) => equals(a, b) !== "yes");
    return different.length === 1 ? different[0]?.[0] : undefined;
  };
  const [wantedSubject, gotSubject] = [parseSubject(wanted), parseSubject(got)];
  if (wantedSubject !== undefined && gotSubject !== undefined) {
    return differing([
      ["namespace", wantedSubject.namespace, gotSubject.namespace],
      ["name", wantedSubject.name, gotSubject.name],
    ]);
  }
  const [wantedRole, gotRole] = [parseRoleArn(wanted), parseRoleArn(got)];
  if (wantedRole === undefined || gotRole === undefined) return undefined;
  return differing([
    ["partition", wantedRole.partition, gotRole.partition],
    ["account", wantedRole.account, gotRole.account],
    ["path", wantedRole.path, gotRole.path],
    ["name", wantedRole.name, gotRole.name],
  ]);
}

/** What kind of ARN a text is that should have been a role's: "policy", "instance-profile"; undefined for no ARN. */
export function arnKind(text: Text): string | undefined {
  const resource = parseArn(text)?.resource;
  if (resource === undefined) return undefined;
  const value = known(resource) ?? print(resource);
  return /^[a-z-]+(?=[/:])/.exec(value)?.[0];
}

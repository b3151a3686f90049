import { isTypo } from "../iam/near-miss.ts";
import { parseSubject, type Subject } from "../iam/subject.ts";
import { equals } from "../model/compare.ts";
import { known, print, type Text } from "../model/text.ts";
import { meant } from "./wording.ts";

interface Wanted extends Subject {
  readonly text: Text;
}

/** Which parts of two subjects certainly differ. */
function differing(mine: Subject, theirs: Subject): readonly ("namespace" | "name")[] {
  return (["namespace", "name"] as const).filter((part) => equals(mine[part], theirs[part]) === "no");
}

const hasWildcard = (text: Text): boolean => /[*?]/.test(print(text));

function isExchanged(mine: Subject, theirs: Subject): boolean {
  if (equals(mine.namespace, mine.name) === "yes") return false;
  return equals(mine.namespace, theirs.name) === "yes" && equals(mine.name, theirs.namespace) === "yes";
}

/** How a wanted subject comes near: the smaller the nearer; parts that differ, and whether that is a slip. */
function rank(mine: Subject, theirs: Wanted): number {
  if (isExchanged(mine, theirs)) return 0;
  const [part, ...others] = differing(mine, theirs);
  if (part === undefined || others.length > 0) return 3;
  return isSlip(mine[part], theirs[part]) ? 1 : 2;
}

function isSlip(mine: Text, theirs: Text): boolean {
  const [a, b] = [known(mine), known(theirs)];
  return a !== undefined && b !== undefined && !hasWildcard(theirs) && isTypo(b, a);
}

const partsOf = { namespace: "the namespace", name: "the name" } as const;

/**
 * In what the subject of a token differs from the nearest of those that a trust policy wants, as the end of a
 * message: which part, or that both changed places. A slip of the pen ends with the subject that was meant, which is
 * the token's: its account exists. Empty when nothing is near.
 */
export function subjectDifference(subject: Text, wanted: readonly Text[]): string {
  const mine = parseSubject(subject);
  if (mine === undefined) return "";
  const all = wanted.flatMap((text): readonly Wanted[] => {
    const parsed = parseSubject(text);
    return parsed === undefined ? [] : [{ ...parsed, text }];
  });
  const [nearest, second] = [...all].sort((a, b) => rank(mine, a) - rank(mine, b));
  if (nearest === undefined) return "";
  const place = rank(mine, nearest);
  // Of several that are as far away none is the one that was meant.
  if (
    wanted.length > 1 &&
    (place === 3 || (second !== undefined && rank(mine, second) === place && place > 1))
  )
    return "";
  if (place === 0) return `; the namespace and the name are exchanged${meant(print(subject))}`;
  const parts = differing(mine, nearest);
  const [part] = parts;
  if (part === undefined) return "";
  if (parts.length > 1) return "; the namespace and the name differ";
  const among = wanted.length > 1 ? ` in "${print(nearest.text)}"` : "";
  const hint = place === 1 ? meant(print(subject)) : "";
  return `; ${partsOf[part]} is "${print(mine[part])}", not "${print(nearest[part])}"${among}${hint}`;
}

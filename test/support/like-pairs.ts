import { stringLike } from "../../src/iam/wildcard.ts";
import { literal } from "../../src/model/text.ts";
import { marked } from "./marked-text.ts";

/** Which beginnings of the value each beginning of the pattern matches: as slow as it is plain. */
function likeByTable(pattern: string, value: string): boolean {
  let row = Array.from({ length: value.length + 1 }, (_, length) => length === 0);
  for (const wanted of pattern) {
    const next = row.map(() => false);
    for (let length = 0; length <= value.length; length++) {
      const shorter = length > 0 && (row[length - 1] ?? false);
      next[length] =
        wanted === "*"
          ? (row[length] ?? false) || (length > 0 && (next[length - 1] ?? false))
          : shorter && (wanted === "?" || wanted === value[length - 1]);
    }
    row = next;
  }
  return row[value.length] ?? false;
}

export interface LikePairs {
  readonly pairs: number;
  readonly matching: number;
  /** Pattern and value of each pair on which StringLike and the table do not agree. */
  readonly disagreements: readonly string[];
}

/** Holds StringLike against the table on so many random pairs, the same ones each time. */
export function likePairs(pairs: number): LikePairs {
  let state = 7;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * below);
  };
  const word = (letters: string): string => {
    let made = "";
    for (let length = random(9); length > 0; length--) made += letters[random(letters.length)] ?? "";
    return made;
  };
  const { at } = marked("");
  const disagreements: string[] = [];
  let matching = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const [pattern, value] = [word("aab:**?"), word("aab:*")];
    const answer = stringLike(literal(pattern, at), literal(value, at));
    if (answer === "yes") matching++;
    if (answer !== (likeByTable(pattern, value) ? "yes" : "no")) disagreements.push(`${pattern} ${value}`);
  }
  return { pairs, matching, disagreements };
}

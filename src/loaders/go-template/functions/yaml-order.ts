import type { GoMap } from "../value.ts";

const isLetter = (char: string): boolean => /\p{L}/u.test(char);
const isDigit = (char: string | undefined): boolean => char !== undefined && /\p{Nd}/u.test(char);

const codeOf = (char: string | undefined): number => char?.codePointAt(0) ?? 0;

/** A run of digits from an offset on: its value, and where it ends. */
function number(
  runes: readonly string[],
  from: number,
  start: bigint,
): readonly [value: bigint, end: number] {
  let value = start;
  let at = from;
  for (; isDigit(runes[at]); at++) value = BigInt.asIntN(64, value * 10n + BigInt(codeOf(runes[at]) - 48));
  return [value, at];
}

/** go-yaml v2's order of keys: runs of digits count as numbers, letters come after other characters. */
export function compareYamlKeys(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let at = 0; at < left.length && at < right.length; at++) {
    const [charA = "", charB = ""] = [left[at], right[at]];
    if (charA === charB) continue;
    const [letterA, letterB] = [isLetter(charA), isLetter(charB)];
    if (letterA && letterB) return codeOf(charA) - codeOf(charB);
    if (letterA || letterB) return letterB ? -1 : 1;
    let start = 0n;
    if (charA === "0" || charB === "0") {
      for (let before = at - 1; before >= 0 && isDigit(left[before]); before--) {
        if (left[before] === "0") continue;
        start = 1n;
        break;
      }
    }
    const [valueA, endA] = number(left, at, start);
    const [valueB, endB] = number(right, at, start);
    if (valueA !== valueB) return valueA < valueB ? -1 : 1;
    return endA === endB ? codeOf(charA) - codeOf(charB) : endA - endB;
  }
  return left.length - right.length;
}

/** The known keys of a map in that order. */
export function sortedYamlKeys(map: GoMap): readonly string[] {
  return [...map.entries.keys()].sort(compareYamlKeys);
}

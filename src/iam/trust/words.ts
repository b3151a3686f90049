import { known, print, type Text } from "../../model/text.ts";

/** How many values a message lists before it only counts the rest. */
const SHOWN = 3;

const quoted = (text: Text): string => `"${print(text)}"`;

/** Texts in a sentence: `"a"`, `"a" or "b"`, `"a", "b", "c" or 4 others`; "nothing" for none. */
export function listed(texts: readonly Text[], conjunction = "or"): string {
  const words = [...new Set(texts.map(quoted))];
  if (words.length === 0) return "nothing";
  const shown = words.slice(0, SHOWN);
  const rest = words.length - shown.length;
  if (rest > 0) shown.push(rest === 1 ? "one other" : `${String(rest)} others`);
  const last = shown.pop() ?? "";
  return shown.length === 0 ? last : `${shown.join(", ")} ${conjunction} ${last}`;
}

/** The names of what is missing, in a sentence. */
export function missingNames(names: readonly string[]): string {
  const unique = [...new Set(names)];
  const shown = unique.slice(0, SHOWN).join(", ");
  return unique.length > SHOWN ? `${shown} and ${String(unique.length - SHOWN)} more` : shown;
}

/** Whether a known text holds `*` or `?`. */
export function hasWildcard(text: Text): boolean {
  return /[*?]/.test(known(text) ?? "");
}

import type { EditIntent, Suggestion } from "../model/finding.ts";
import { textAt, type Location, type Place } from "../model/location.ts";
import { known, print, sliceLiteral, type Literal, type Text } from "../model/text.ts";

/** Whether a text stands in the file as it is, in one piece, so that another one can be written in its place. */
export function isVerbatim(text: Text): boolean {
  const value = known(text);
  return value !== undefined && value !== "" && textAt(text.at) === value;
}

/** A literal of a text, with where it begins in the text as people read it. */
interface Piece {
  readonly literal: Literal;
  readonly at: Place;
  readonly start: number;
  readonly end: number;
}

/** The literals of a text that stand where they say, each in one piece. */
function piecesOf(text: Text): readonly Piece[] {
  let offset = 0;
  return text.parts.flatMap((part): readonly Piece[] => {
    const start = offset;
    offset += part.kind === "literal" ? part.value.length : `\${${part.name}}`.length;
    if (part.kind === "hole" || part.at === undefined || textAt(part.at) !== part.value) return [];
    return [{ literal: part, at: part.at, start, end: offset }];
  });
}

/** How many characters two texts have in common at their beginning. */
function commonStart(a: string, b: string): number {
  let count = 0;
  while (count < a.length && a[count] === b[count]) count++;
  return count;
}

/**
 * The intent to make a text another one, both as people read them (a hole is `${name}`): it writes the whole where
 * that stands in one piece, else the one literal in which the two differ. Undefined when they differ elsewhere.
 */
export function rewriting(text: Text, value: string): EditIntent | undefined {
  if (isVerbatim(text)) return { kind: "replace-value", at: text.at, value };
  const old = print(text);
  const start = commonStart(old, value);
  const reversed = (word: string): string => word.split("").reverse().join("");
  const rest = Math.min(old.length, value.length) - start;
  const end = old.length - Math.min(rest, commonStart(reversed(old), reversed(value)));
  if (old === value) return undefined;
  const piece = piecesOf(text).find((each) => each.start <= start && end <= each.end);
  if (piece === undefined) return undefined;
  const written = value.slice(piece.start, piece.end + value.length - old.length);
  return { kind: "replace-value", at: { ...piece.at, route: text.at.route }, value: written };
}

/** The suggestion to write another value for a text: nothing when the text does not stand where it could be changed. */
export function rewrite(
  text: Text,
  value: string,
  safety: Suggestion["safety"],
  description = `Write "${value}"`,
): readonly Suggestion[] {
  const intent = rewriting(text, value);
  return intent === undefined ? [] : [{ description, safety, intents: [intent] }];
}

/** One suggestion of several intents; nothing when one of them cannot be said. */
export function together(
  description: string,
  safety: Suggestion["safety"],
  intents: readonly (EditIntent | undefined)[],
): readonly Suggestion[] {
  const all = intents.filter((intent) => intent !== undefined);
  return all.length === 0 || all.length < intents.length ? [] : [{ description, safety, intents: all }];
}

/** The intent to add an entry beside a condition's key, with another claim and one value. */
export function besideClaim(key: Text, claim: "sub" | "aud", value: string): EditIntent | undefined {
  const last = piecesOf(key).at(-1);
  const length = ":sub".length;
  if (last === undefined || key.parts.at(-1) !== last.literal) return undefined;
  if (!/:(?:sub|aud)$/i.test(last.literal.value)) return undefined;
  const part = sliceLiteral(last.literal, last.literal.value.length - length, last.literal.value.length).at;
  return part && { kind: "copy-entry", part: { ...part, route: key.at.route }, text: `:${claim}`, value };
}

/** The suggestion to remove the entry whose value is a text. */
export function remove(
  at: Location,
  description: string,
  safety: Suggestion["safety"],
): readonly Suggestion[] {
  return [{ description, safety, intents: [{ kind: "remove-entry", at }] }];
}

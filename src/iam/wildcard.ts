import { canCoincide, holeTokens, tokens, type Token } from "../model/compare.ts";
import { known, mapLiterals, type Answer, type Hole, type Text } from "../model/text.ts";

/**
 * A pattern of IAM's, token by token: a character for itself, `?` for one character, `*` for any number, or a hole.
 * A hole of no known shape may hold wildcards.
 */
export type PatternToken =
  | { readonly kind: "char"; readonly char: string }
  | { readonly kind: "one" }
  | { readonly kind: "many" }
  | { readonly kind: "hole"; readonly hole: Hole };

/** The tokens of a pattern as it is written: every `*` and `?` is a wildcard. */
export function patternOf(text: Text): readonly PatternToken[] {
  return text.parts.flatMap((part): readonly PatternToken[] => {
    if (part.kind === "hole") return [{ kind: "hole", hole: part }];
    return Array.from(part.value, wildcardOf);
  });
}

function wildcardOf(char: string): PatternToken {
  if (char === "*") return { kind: "many" };
  return char === "?" ? { kind: "one" } : { kind: "char", char };
}

/** The tokens of a text in which `*` and `?` are ordinary characters. */
export function verbatim(text: Text): readonly PatternToken[] {
  return text.parts.flatMap((part): readonly PatternToken[] => {
    if (part.kind === "hole") return [{ kind: "hole", hole: part }];
    return Array.from(part.value, (char) => ({ kind: "char", char }) as const);
  });
}

/** What stands at one place of a string that may have holes: a character, one digit of a hole, or a whole hole. */
type Atom =
  | { readonly kind: "char"; readonly char: string }
  | { readonly kind: "part"; readonly id: string; readonly single: boolean }
  | { readonly kind: "one" }
  | { readonly kind: "many" };

function holeAtoms(hole: Hole): readonly Atom[] {
  return holeTokens(hole).map((token, at) => ({
    kind: "part",
    id: `${hole.id}\u0000${String(at)}`,
    single: token.kind === "one",
  }));
}

const atomsOfPattern = (pattern: readonly PatternToken[]): readonly Atom[] =>
  pattern.flatMap((token) => (token.kind === "hole" ? holeAtoms(token.hole) : [token]));

const atomsOfValue = (value: Text): readonly Atom[] => atomsOfPattern(verbatim(value));

/** Whether one atom of a pattern stands for one atom of a value, whatever the holes hold. */
function stands(pattern: Atom, value: Atom): boolean {
  if (pattern.kind === "one") return value.kind === "char" || (value.kind === "part" && value.single);
  if (pattern.kind === "char") return value.kind === "char" && pattern.char === value.char;
  return pattern.kind === "part" && value.kind === "part" && pattern.id === value.id;
}

/** How far two walks may go together before the answer is "maybe": a policy has at most some 10,000 characters. */
const LARGEST_PRODUCT = 4_000_000;

/** What the walk must know of a pattern's and a value's elements. */
interface Elements<P, V> {
  readonly isMany: (element: P) => boolean;
  readonly stands: (wanted: P, got: V) => boolean;
  /** Called once a step. */
  readonly count: () => void;
}

/**
 * Whether a pattern with `*`-like elements matches a whole value. Two pointers; after a mismatch only the last `*`
 * takes one element more, so the work is at most the product of the lengths.
 */
function walk<P, V>(
  pattern: ArrayLike<P>,
  value: ArrayLike<V>,
  { isMany, stands, count }: Elements<P, V>,
): boolean {
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let afterStar = 0;
  while (at < value.length) {
    count();
    const wanted = pattern[inPattern];
    const got = value[at];
    const many = wanted !== undefined && isMany(wanted);
    if (wanted !== undefined && got !== undefined && !many && stands(wanted, got)) {
      at++;
      inPattern++;
    } else if (many) {
      star = inPattern++;
      afterStar = at;
    } else if (star !== -1) {
      inPattern = star + 1;
      at = ++afterStar;
    } else {
      return false;
    }
  }
  for (let rest = pattern[inPattern]; rest !== undefined && isMany(rest); rest = pattern[inPattern])
    inPattern++;
  return inPattern === pattern.length;
}

/** Whether the pattern matches the value whatever the holes hold. */
function certainlyMatches(pattern: readonly Atom[], value: readonly Atom[], count: () => void): boolean {
  return walk(pattern, value, { isMany: (atom) => atom.kind === "many", stands, count });
}

/** Whether a pattern with `*` and `?` matches a string, both wholly known. Case counts. */
export function wildcardMatches(pattern: string, value: string): boolean {
  return walk(Array.from(pattern), Array.from(value), {
    isMany: (char) => char === "*",
    stands: (wanted, got) => wanted === "?" || wanted === got,
    count: () => undefined,
  });
}

const anyCharacter = (): boolean => true;

/** The pattern for the question whether it can match at all; a hole that may hold wildcards is a run of anything. */
function looseTokens(pattern: readonly PatternToken[]): readonly Token[] {
  return pattern.flatMap((token): readonly Token[] => {
    if (token.kind === "char") return [token];
    if (token.kind === "one") return [{ kind: "one", allows: anyCharacter }];
    if (token.kind === "many") return [{ kind: "run", allows: anyCharacter }];
    return holeTokens(token.hole);
  });
}

/** Whether a token of a pattern is no hole that is limited in what it can hold. */
function isFree(token: PatternToken): boolean {
  return token.kind !== "hole" || token.hole.shape === undefined;
}

/** For a known value: a hole that may hold anything matches what a `*` does. */
function freely(count: () => void): Elements<PatternToken, Atom> {
  return {
    isMany: ({ kind }) => kind === "many" || kind === "hole",
    stands: (wanted, got) =>
      got.kind === "char" && (wanted.kind === "one" || (wanted.kind === "char" && wanted.char === got.char)),
    count,
  };
}

/** Whether a pattern matches a value, both perhaps with holes. "yes" and "no" hold whatever the holes hold. */
export function matchesPattern(
  pattern: readonly PatternToken[],
  value: Text,
  count: () => void = () => undefined,
): Answer {
  const wanted = atomsOfPattern(pattern);
  const got = atomsOfValue(value);
  if (wanted.length * got.length > LARGEST_PRODUCT) return "maybe";
  if (certainlyMatches(wanted, got, count)) return "yes";
  const hasHoles = known(value) === undefined || pattern.some((token) => token.kind === "hole");
  if (!hasHoles) return "no";
  if (known(value) !== undefined && pattern.every(isFree)) {
    return walk(pattern, got, freely(count)) ? "maybe" : "no";
  }
  return canCoincide(
    looseTokens(pattern),
    tokens(value.parts, (text) => text),
  )
    ? "maybe"
    : "no";
}

export interface LikeOptions {
  readonly ignoreCase?: boolean;
  /** Called once a step, so that a test can see how much work a pattern is. */
  readonly count?: () => void;
}

/**
 * IAM's StringLike: `*` stands for any number of characters, colons and none included, `?` for exactly one (IAM User
 * Guide, "String condition operators"). Case counts unless `ignoreCase` says otherwise, as it does for actions.
 */
export function stringLike(pattern: Text, value: Text, options: LikeOptions = {}): Answer {
  const fold = (text: Text): Text =>
    options.ignoreCase === true ? mapLiterals(text, (part) => part.toLowerCase()) : text;
  return matchesPattern(patternOf(fold(pattern)), fold(value), options.count);
}

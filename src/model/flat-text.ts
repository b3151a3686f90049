import { canCoincide, holeTokens, type Token } from "./compare.ts";
import { textSource } from "./source.ts";
import {
  placeOfParts,
  stripPrefix,
  stripSuffix,
  withParts,
  type Answer,
  type Hole,
  type Part,
  type Text,
} from "./text.ts";

/** A text as one string in which each hole is one private-use character; slices keep places and holes. */
export interface FlatText {
  readonly flat: string;
  readonly slice: (start: number, end?: number) => Text;
}

const PRIVATE_USE = /[\ue000-\uf8ff]/;

export function flatten(text: Text): FlatText {
  const source = textSource(text);
  const flat = source.text;
  return {
    flat,
    slice: (start, end = flat.length) => {
      const parts = end <= start ? [] : source.parts(flat.slice(start, end), start, end);
      return withParts(text, parts, placeOfParts(parts, text.at));
    },
  };
}

/**
 * The pieces of a text with every occurrence of a string (which is not empty) replaced; undefined when it does not
 * occur. Holes hold nothing: whoever asks has seen to those that may.
 */
export function replacedPieces(text: Text, search: string, by: Text): readonly Text[] | undefined {
  const { flat, slice } = flatten(text);
  const pieces: Text[] = [];
  let from = 0;
  for (let at = flat.indexOf(search); at !== -1; at = flat.indexOf(search, from)) {
    pieces.push(slice(from, at), by);
    from = at + search.length;
  }
  return pieces.length === 0 ? undefined : [...pieces, slice(from)];
}

const lengths = new WeakMap<Text, number>();

/** How many characters a text has, a hole counting as one. */
export function textLength(text: Text): number {
  const cached = lengths.get(text);
  if (cached !== undefined) return cached;
  const length = text.parts.reduce((sum, part) => sum + (part.kind === "literal" ? part.value.length : 1), 0);
  lengths.set(text, length);
  return length;
}

const run: Token = { kind: "run", allows: () => true };

const chars = (value: string): readonly Token[] =>
  Array.from(value, (char) => ({ kind: "char", char }) as const);

/** Up to `count` characters of the parts, as tokens; a hole on the way stands for itself and whatever lies beyond. */
function context(parts: readonly Part[], count: number, from: "start" | "end"): readonly Token[] {
  const found: Token[][] = [];
  let left = count;
  for (const part of from === "start" ? parts : [...parts].reverse()) {
    if (left <= 0) break;
    if (part.kind === "hole") {
      found.push(from === "start" ? [...holeTokens(part), run] : [run, ...holeTokens(part)]);
      break;
    }
    const all = Array.from(part.value);
    found.push([...chars((from === "start" ? all.slice(0, left) : all.slice(-left)).join(""))]);
    left -= all.length;
  }
  return (from === "start" ? found : found.reverse()).flat();
}

/**
 * The holes of a text that may hold a string, a part of it, or complete it together with what stands beside them.
 * A search for the string in the literals finds everything when there are none.
 */
export function holesThatMayTouch(text: Text, needle: string): readonly Hole[] {
  const length = Array.from(needle).length;
  const wanted = [run, ...chars(needle), run];
  return text.parts.flatMap((part, index): readonly Hole[] => {
    if (part.kind === "literal") return [];
    // An issuer is a host and a path; the separator of a provider's ARN stands before it, not in it.
    if ((part.shape === "eks-issuer" || part.shape === "issuer") && needle.includes("oidc-provider/"))
      return [];
    // Fewer characters than the needle on each side: what is found in these tokens involves the hole.
    const before = context(text.parts.slice(0, index), length - 1, "end");
    const after = context(text.parts.slice(index + 1), length - 1, "start");
    return canCoincide([...before, ...holeTokens(part), ...after], wanted) ? [part] : [];
  });
}

/** Whether a match of the string could lie partly in the hole at `index` and partly beside it. */
export function mayStraddle(text: Text, index: number, needle: string): boolean {
  if (needle.length < 2) return false;
  const before = text.parts[index - 1];
  const after = text.parts[index + 1];
  const cuts = Array.from({ length: needle.length - 1 }, (_, at) => at + 1);
  const left =
    before !== undefined &&
    (before.kind === "hole" ||
      before.value.length < needle.length ||
      cuts.some((cut) => before.value.endsWith(needle.slice(0, cut))));
  const right =
    after !== undefined &&
    (after.kind === "hole" ||
      after.value.length < needle.length ||
      cuts.some((cut) => after.value.startsWith(needle.slice(cut))));
  return left || right;
}

/** Whether a text can be searched for a string in its flat form. */
export function isSearchable(text: Text, needle: string): boolean {
  const holes = text.parts.some((part) => part.kind === "hole");
  return !holes || (!PRIVATE_USE.test(needle) && holesThatMayTouch(text, needle).length === 0);
}

/** Whether a hole may hold a character that the test accepts. */
export function mayHold(hole: Hole, test: (char: string) => boolean): boolean {
  return holeTokens(hole).some((token) => {
    if (token.kind === "char") return test(token.char);
    return SAMPLE.some((char) => test(char) && token.allows(char));
  });
}

/** Printable ASCII and the white space of Unicode: what shapes and trimmed characters are made of. */
const SAMPLE = [
  ...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)),
  "\u0085",
  "\u00a0",
  "\u2003",
  "\u2028",
  "\u3000",
  "é",
  "語",
];

function tokensOf(text: Text): readonly Token[] {
  return text.parts.flatMap((part) => (part.kind === "hole" ? holeTokens(part) : chars(part.value)));
}

/** Whether a text begins with a string. */
export function startsWith(text: Text, prefix: string): Answer {
  if (stripPrefix(text, prefix) !== undefined) return "yes";
  return canCoincide(tokensOf(text), [...chars(prefix), run]) ? "maybe" : "no";
}

/** Whether a text ends with a string. */
export function endsWith(text: Text, suffix: string): Answer {
  if (stripSuffix(text, suffix) !== undefined) return "yes";
  return canCoincide(tokensOf(text), [run, ...chars(suffix)]) ? "maybe" : "no";
}

/** Whether a text contains a string. */
export function includes(text: Text, needle: string): Answer {
  const { flat } = flatten(text);
  if (flat.includes(needle) && !(PRIVATE_USE.test(needle) && text.parts.length > 1)) return "yes";
  return canCoincide(tokensOf(text), [run, ...chars(needle), run]) ? "maybe" : "no";
}

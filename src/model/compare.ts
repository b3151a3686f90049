import { known, type Answer, type Hole, type HoleShape, type Part, type Text } from "./text.ts";

/** A text as the comparison sees it: characters, single unknown characters, and runs of unknown ones. */
export type Token =
  | { readonly kind: "char"; readonly char: string }
  | { readonly kind: "one"; readonly allows: (char: string) => boolean }
  | { readonly kind: "run"; readonly allows: (char: string) => boolean };

const anything = (): boolean => true;
const alphabet =
  (allowed: RegExp) =>
  (char: string): boolean =>
    allowed.test(char);

const alphabets: Record<Exclude<HoleShape, "eks-issuer">, (char: string) => boolean> = {
  "account-id": alphabet(/[0-9]/),
  partition: alphabet(/[a-z-]/),
  region: alphabet(/[a-z0-9-]/),
  issuer: alphabet(/[A-Za-z0-9._/-]/),
  dns: alphabet(/[a-z0-9.-]/),
  name: alphabet(/[\w+=,.@-]/),
  path: alphabet(/[\w+=,.@/-]/),
  suffix: alphabet(/[A-Za-z0-9]/),
};

const chars = (value: string): readonly Token[] =>
  Array.from(value, (char) => ({ kind: "char", char }) as const);

/** `oidc.eks.<region>.amazonaws.com[.cn]/id/<id>`, or the dual-stack `oidc-eks.<region>.api.aws/id/<id>`. */
const eksIssuer: readonly Token[] = [
  ...chars("oidc"),
  { kind: "one", allows: alphabet(/[.-]/) },
  ...chars("eks."),
  { kind: "run", allows: alphabet(/[a-z0-9.-]/) },
  ...chars("/id/"),
  { kind: "run", allows: alphabet(/[A-Za-z0-9]/) },
];

/** The tokens that stand for a hole: twelve digits for an account id, else a run of what its shape allows. */
export function holeTokens(hole: Hole): readonly Token[] {
  if (hole.shape === "eks-issuer") return eksIssuer;
  const allows = hole.shape === undefined ? anything : alphabets[hole.shape];
  if (hole.shape === "account-id")
    return Array.from({ length: 12 }, () => ({ kind: "one", allows }) as const);
  return [{ kind: "run", allows }];
}

/** A text's tokens; `fold` is applied to each literal first. */
export function tokens(parts: readonly Part[], fold: (value: string) => string): readonly Token[] {
  return parts.flatMap((part): readonly Token[] =>
    part.kind === "hole" ? holeTokens(part) : chars(fold(part.value)),
  );
}

function agree(a: Token, b: Token): boolean {
  if (a.kind === "char") return b.kind === "char" ? a.char === b.char : b.allows(a.char);
  return b.kind === "char" ? a.allows(b.char) : true;
}

/**
 * Whether some choice of the unknown characters makes the two token lists spell the same string.
 * Time and space are the product of the lengths at worst; without runs it is linear.
 */
export function canCoincide(a: readonly Token[], b: readonly Token[]): boolean {
  let row = closure(startRow(b.length), undefined, b);
  for (const token of a) {
    row = closure(step(row, token, b), token, b);
    if (!row.includes(true)) return false;
  }
  return row[b.length] === true;
}

function startRow(length: number): boolean[] {
  const row = new Array<boolean>(length + 1).fill(false);
  row[0] = true;
  return row;
}

/** Reachable positions in `b` after one more token of `a`, that token having consumed at most what agrees. */
function step(row: readonly boolean[], token: Token, b: readonly Token[]): boolean[] {
  const next = new Array<boolean>(row.length).fill(false);
  row.forEach((reached, at) => {
    if (!reached) return;
    const other = b[at];
    if (token.kind === "run") next[at] = true;
    if (other === undefined) return;
    if (!agree(token, other)) return;
    if (other.kind === "run") next[at] = true;
    if (token.kind !== "run") next[at + 1] = true;
  });
  return next;
}

/** Adds what costs no token of `a`: a run of `b` may be empty, and a run of `a` may swallow tokens of `b`. */
function closure(row: boolean[], token: Token | undefined, b: readonly Token[]): boolean[] {
  b.forEach((other, at) => {
    if (row[at] !== true) return;
    if (other.kind === "run") row[at + 1] = true;
    if (token?.kind === "run" && agree(token, other)) row[at + 1] = true;
  });
  return row;
}

export interface CompareOptions {
  readonly ignoreCase?: boolean;
}

/** Parts with neighbouring literals joined and folded, so that equal texts have equal parts. */
export function normalise(text: Text, fold: (value: string) => string): readonly Part[] {
  const parts: Part[] = [];
  for (const part of text.parts) {
    const last = parts.at(-1);
    if (part.kind === "literal" && last?.kind === "literal") {
      parts[parts.length - 1] = { kind: "literal", value: last.value + fold(part.value) };
    } else if (part.kind === "literal") {
      if (part.value !== "") parts.push({ kind: "literal", value: fold(part.value) });
    } else {
      parts.push(part);
    }
  }
  return parts;
}

function samePart(a: Part, b: Part): boolean {
  if (a.kind === "literal") return b.kind === "literal" && a.value === b.value;
  return b.kind === "hole" && a.id === b.id;
}

/** Removes what two part lists share at their beginning: whole equal parts, then equal leading characters. */
function withoutCommonStart(a: readonly Part[], b: readonly Part[]): [readonly Part[], readonly Part[]] {
  let same = 0;
  for (; same < a.length && same < b.length; same++) {
    const [left, right] = [a[same], b[same]];
    if (left === undefined || right === undefined || !samePart(left, right)) break;
  }
  const [left, ...restA] = a.slice(same);
  const [right, ...restB] = b.slice(same);
  if (left?.kind !== "literal" || right?.kind !== "literal") return [a.slice(same), b.slice(same)];
  let at = 0;
  while (at < left.value.length && left.value[at] === right.value[at]) at++;
  const cut = (part: { value: string }): readonly Part[] =>
    at < part.value.length ? [{ kind: "literal", value: part.value.slice(at) }] : [];
  if (at === 0) return [a.slice(same), b.slice(same)];
  return withoutCommonStart([...cut(left), ...restA], [...cut(right), ...restB]);
}

function reversed(parts: readonly Part[]): readonly Part[] {
  return parts
    .map((part): Part =>
      part.kind === "literal" ? { kind: "literal", value: Array.from(part.value).reverse().join("") } : part,
    )
    .reverse();
}

/** Whether two texts without a common start begin with different characters. */
function beginApart([a]: readonly Part[], [b]: readonly Part[]): boolean {
  return a?.kind === "literal" && b?.kind === "literal";
}

/**
 * Whether two texts are the same string: "yes" when their literals and holes are the same, "no" when no value of
 * the holes can make them equal, else "maybe". A hole may be empty.
 */
export function equals(a: Text, b: Text, options: CompareOptions = {}): Answer {
  const fold =
    options.ignoreCase === true ? (value: string) => value.toLowerCase() : (value: string) => value;
  const [knownA, knownB] = [known(a), known(b)];
  if (knownA !== undefined && knownB !== undefined) return fold(knownA) === fold(knownB) ? "yes" : "no";
  const [tailA, tailB] = withoutCommonStart(normalise(a, fold), normalise(b, fold));
  if (tailA.length === 0 && tailB.length === 0) return "yes";
  if (beginApart(tailA, tailB)) return "no";
  const [restA, restB] = withoutCommonStart(reversed(tailA), reversed(tailB));
  if (restA.length === 0 && restB.length === 0) return "yes";
  if (beginApart(restA, restB)) return "no";
  const identity = (value: string): string => value;
  return canCoincide(tokens(reversed(restA), identity), tokens(reversed(restB), identity)) ? "maybe" : "no";
}

/** Three-valued "and" over any number of answers. */
export function allOf(answers: readonly Answer[]): Answer {
  if (answers.includes("no")) return "no";
  return answers.includes("maybe") ? "maybe" : "yes";
}

/** Three-valued "or" over any number of answers. */
export function anyOf(answers: readonly Answer[]): Answer {
  if (answers.includes("yes")) return "yes";
  return answers.includes("maybe") ? "maybe" : "no";
}

export function negate(answer: Answer): Answer {
  if (answer === "maybe") return "maybe";
  return answer === "yes" ? "no" : "yes";
}

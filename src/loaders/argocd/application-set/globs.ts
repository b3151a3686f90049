/** How a pattern treats what differs between Go's `path.Match` and git's pathspecs. */
interface Dialect {
  /** Whether `*`, `?` and `[...]` take in slashes. */
  readonly slashes: boolean;
  /** What negates a class. */
  readonly negations: string;
}

type Token =
  | { readonly kind: "char"; readonly char: string }
  | { readonly kind: "any" }
  | { readonly kind: "star" }
  | {
      readonly kind: "class";
      readonly negated: boolean;
      readonly ranges: readonly (readonly [string, string])[];
    };

/** The tokens of a pattern; undefined when it is malformed. */
function tokensOf(pattern: string, dialect: Dialect): readonly Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    if (char === "*") {
      if (tokens.at(-1)?.kind !== "star") tokens.push({ kind: "star" });
    } else if (char === "?") tokens.push({ kind: "any" });
    else if (char === "[") {
      const read = classAt(pattern, at + 1, dialect);
      if (read === undefined) return undefined;
      tokens.push(read.token);
      at = read.end;
    } else if (char === "\\") {
      at += 1;
      if (at === pattern.length) return undefined;
      tokens.push({ kind: "char", char: pattern.charAt(at) });
    } else tokens.push({ kind: "char", char });
  }
  return tokens;
}

/** A class from behind its `[`, with the offset of its `]`. */
function classAt(
  pattern: string,
  start: number,
  { negations }: Dialect,
): { readonly token: Token; readonly end: number } | undefined {
  let at = start;
  const negated = pattern.charAt(at) !== "" && negations.includes(pattern.charAt(at));
  if (negated) at += 1;
  const ranges: (readonly [string, string])[] = [];
  const charAt = (): string => {
    if (pattern.charAt(at) === "\\") at += 1;
    at += 1;
    return pattern.charAt(at - 1);
  };
  while (at < pattern.length && (pattern.charAt(at) !== "]" || ranges.length === 0)) {
    const low = charAt();
    const isRange = pattern.charAt(at) === "-" && pattern.charAt(at + 1) !== "]";
    if (isRange) at += 1;
    ranges.push([low, isRange ? charAt() : low]);
  }
  if (pattern.charAt(at) !== "]") return undefined;
  return { token: { kind: "class", negated, ranges }, end: at };
}

function takes(token: Token, char: string, { slashes }: Dialect): boolean {
  if (token.kind === "char") return token.char === char;
  if (char === "/" && !slashes) return false;
  if (token.kind !== "class") return true;
  return token.ranges.some(([low, high]) => low <= char && char <= high) !== token.negated;
}

/** Whether a whole text fits; time is at worst the product of both lengths. */
function fits(tokens: readonly Token[], text: string, dialect: Dialect): boolean {
  let [at, token] = [0, 0];
  let star: { readonly token: number; at: number } | undefined;
  while (at < text.length) {
    const next = tokens[token];
    if (next?.kind === "star") {
      star = { token, at };
      token += 1;
    } else if (next !== undefined && takes(next, text.charAt(at), dialect)) {
      at += 1;
      token += 1;
    } else if (star !== undefined && takes({ kind: "star" }, text.charAt(star.at), dialect)) {
      star.at += 1;
      at = star.at;
      token = star.token + 1;
    } else return false;
  }
  return tokens.slice(token).every(({ kind }) => kind === "star");
}

const PATH_MATCH: Dialect = { slashes: false, negations: "^" };
const PATHSPEC: Dialect = { slashes: true, negations: "!^" };

/** Go's `path.Match`: `*` stays within a segment; a malformed pattern matches nothing. */
export function pathMatcher(pattern: string): (path: string) => boolean {
  const tokens = tokensOf(pattern, PATH_MATCH);
  return (path) => tokens !== undefined && fits(tokens, path, PATH_MATCH);
}

/**
 * The files that `git ls-files` gives for a pathspec (gitglossary(7), "pathspec"), which is how Argo CD looks for files
 * unless its newer globbing is switched on: `*` takes in slashes, and a directory stands for all that is below it.
 */
export function pathspecMatcher(pattern: string): (path: string) => boolean {
  const plain = pattern.replace(/^(?:\.\/)+/, "").replace(/\/+$/, "");
  const tokens = tokensOf(plain, PATHSPEC);
  return (path) =>
    path === plain || path.startsWith(`${plain}/`) || (tokens !== undefined && fits(tokens, path, PATHSPEC));
}

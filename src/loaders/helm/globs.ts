/** One step of a pattern: a character, one of several, or a run. */
type Step =
  | { readonly kind: "char"; readonly char: string }
  | {
      readonly kind: "class";
      readonly ranges: readonly (readonly [string, string])[];
      readonly negated: boolean;
    }
  /** One character but `/`. */
  | { readonly kind: "any" }
  /** Any number of characters; `crosses`: slashes too. */
  | { readonly kind: "run"; readonly crosses: boolean };

/** Alternatives multiply: `{a,b}{c,d}` are four. */
const MAX_ALTERNATIVES = 256;

/**
 * A matcher of Go's `path/filepath.Match`: `*` and `?` stop at slashes, `[a-z]` and `[^a]` are classes, `\` takes the
 * next character as it is (pkg.go.dev/path/filepath#Match). Undefined for a pattern that Go refuses.
 */
export function filePathMatcher(pattern: string): ((path: string) => boolean) | undefined {
  const steps = stepsOf(pattern, { not: "^", stars: false });
  return steps && ((path) => matches(steps, path));
}

/**
 * A matcher of the patterns of `.Files.Glob` (github.com/gobwas/glob with `/` as separator): as above, `**` crosses
 * slashes, `{a,b}` are alternatives, `[!a]` is negated. Undefined for a pattern that does not compile.
 */
export function chartFileMatcher(pattern: string): ((path: string) => boolean) | undefined {
  const patterns = alternatives(pattern);
  const compiled = patterns?.map((each) => stepsOf(each, { not: "!", stars: true }));
  if (compiled === undefined || !compiled.every((steps) => steps !== undefined)) return undefined;
  return (path) => compiled.some((steps) => matches(steps, path));
}

interface Syntax {
  /** What negates a class. */
  readonly not: "^" | "!";
  /** Whether `**` is something else than `*`. */
  readonly stars: boolean;
}

function stepsOf(pattern: string, syntax: Syntax): readonly Step[] | undefined {
  const steps: Step[] = [];
  const chars = Array.from(pattern);
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at] ?? "";
    if (char === "\\") {
      const next = chars[++at];
      if (next === undefined) return undefined;
      steps.push({ kind: "char", char: next });
    } else if (char === "*") {
      const crosses = syntax.stars && chars[at + 1] === "*";
      if (crosses) at++;
      steps.push({ kind: "run", crosses });
    } else if (char === "?") steps.push({ kind: "any" });
    else if (char === "[") {
      const found = classAt(chars, at + 1, syntax.not);
      if (found === undefined) return undefined;
      steps.push(found.step);
      at = found.end;
    } else steps.push({ kind: "char", char });
  }
  return steps;
}

/** The class that begins behind `[`, and where its `]` stands. */
function classAt(
  chars: readonly string[],
  from: number,
  not: string,
): { readonly step: Step; readonly end: number } | undefined {
  const ranges: (readonly [string, string])[] = [];
  const negated = chars[from] === not;
  let at = negated ? from + 1 : from;
  const next = (): string | undefined => {
    const char = chars[at++];
    return char === "\\" ? chars[at++] : char;
  };
  while (chars[at] !== "]" || ranges.length === 0) {
    const low = next();
    if (low === undefined) return undefined;
    if (chars[at] !== "-" || chars[at + 1] === "]") {
      ranges.push([low, low]);
      continue;
    }
    at++;
    const high = next();
    if (high === undefined) return undefined;
    ranges.push([low, high]);
  }
  return { step: { kind: "class", ranges, negated }, end: at };
}

function takes(step: Step, char: string): boolean {
  switch (step.kind) {
    case "char":
      return step.char === char;
    case "any":
      return char !== "/";
    case "class":
      return char !== "/" && step.ranges.some(([low, high]) => low <= char && char <= high) !== step.negated;
    case "run":
      return step.crosses || char !== "/";
  }
}

/** Time in proportion to the product of the lengths. */
function matches(steps: readonly Step[], text: string): boolean {
  let reached = afterRuns(steps, new Set([0]));
  for (const char of text) {
    const next = new Set<number>();
    for (const at of reached) {
      const step = steps[at];
      if (step !== undefined && takes(step, char)) next.add(step.kind === "run" ? at : at + 1);
    }
    if (next.size === 0) return false;
    reached = afterRuns(steps, next);
  }
  return reached.has(steps.length);
}

/** A run may be empty: what stands behind it is reached with it. */
function afterRuns(steps: readonly Step[], reached: Set<number>): Set<number> {
  for (const at of reached) if (steps[at]?.kind === "run") reached.add(at + 1);
  return reached;
}

/** The patterns that `{a,b}` stands for, written out; undefined when a brace is open or there are too many. */
function alternatives(pattern: string): readonly string[] | undefined {
  const open = bareIndex(pattern, "{", 0);
  if (open === -1) return [pattern];
  const close = closing(pattern, open);
  if (close === undefined) return undefined;
  const [before, behind] = [pattern.slice(0, open), pattern.slice(close.end + 1)];
  const all: string[] = [];
  for (const choice of close.choices) {
    const rest = alternatives(`${choice}${behind}`);
    if (rest === undefined || all.length + rest.length > MAX_ALTERNATIVES) return undefined;
    all.push(...rest.map((each) => before + each));
  }
  return all;
}

/** The next occurrence of a character that no backslash takes away. */
function bareIndex(text: string, char: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === char) return at;
  }
  return -1;
}

/** What stands between a brace and the one that closes it, cut at the commas of its own level. */
function closing(
  text: string,
  open: number,
): { readonly choices: readonly string[]; readonly end: number } | undefined {
  const choices: string[] = [];
  let depth = 0;
  let from = open + 1;
  for (let at = open; at < text.length; at++) {
    const char = text[at];
    if (char === "\\") at++;
    else if (char === "{") depth++;
    else if ((char === "," && depth === 1) || char === "}") {
      if (char === "}" && --depth > 0) continue;
      choices.push(text.slice(from, at));
      from = at + 1;
      if (depth === 0) return { choices, end: at };
    }
  }
  return undefined;
}

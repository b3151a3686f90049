import ignore from "ignore";

/** What one list of patterns says of a path: it may also say nothing. */
export type IgnoreVerdict = "ignored" | "kept" | undefined;

/** A list of patterns; the path is relative to where the list stands. */
export type IgnoreRules = (path: string, isDirectory: boolean) => IgnoreVerdict;

export const NO_RULES: IgnoreRules = () => undefined;

/** Patterns in the syntax of .gitignore (git-scm.com/docs/gitignore), compared with case as git does on Linux. */
export function ignoreRules(patterns: readonly string[]): IgnoreRules {
  const list = ignore({ ignorecase: false }).add([...patterns]);
  return (path, isDirectory) => {
    if (path === "") return undefined;
    const { ignored, unignored } = list.test(isDirectory ? `${path}/` : path);
    if (ignored) return "ignored";
    return unignored ? "kept" : undefined;
  };
}

/** The patterns of a .gitignore file's text. */
export function gitignoreRules(text: string): IgnoreRules {
  return ignoreRules(text.split(/\r?\n/));
}

/** Rules and the directory in which they stand, with a trailing slash (`""` when paths are relative to it). */
export interface PlacedRules {
  readonly directory: string;
  readonly rules: IgnoreRules;
}

/** The last verdict counts: files further down override those further up, as in git. */
export function isIgnored(stack: readonly PlacedRules[], path: string, isDirectory: boolean): boolean {
  let verdict: IgnoreVerdict;
  for (const { directory, rules } of stack) {
    verdict = rules(path.slice(directory.length), isDirectory) ?? verdict;
  }
  return verdict === "ignored";
}

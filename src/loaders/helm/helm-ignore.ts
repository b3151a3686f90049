import { baseName } from "../paths.ts";
import { filePathMatcher } from "./globs.ts";

interface Rule {
  readonly matches: (path: string) => boolean;
  readonly negated: boolean;
  readonly onlyDirectories: boolean;
}

/** What every chart ignores: dot files among its templates. */
const DEFAULT_RULE = "templates/.?*";

/**
 * Which files of a chart's directory Helm leaves out, by its `.helmignore` (helm.sh/docs/chart_template_guide/
 * helm_ignore_file): a file that a rule names, or that lies below a directory which one names. A rule that begins with
 * `!` ignores whatever it does not match, as Helm has it. Undefined for a file of rules that Helm refuses.
 */
export function helmIgnore(text: string): ((path: string) => boolean) | undefined {
  const rules: Rule[] = [];
  for (const line of [...text.split("\n"), DEFAULT_RULE]) {
    const written = line.trim();
    if (written === "" || written.startsWith("#")) continue;
    const rule = readRule(written);
    if (rule === undefined) return undefined;
    rules.push(rule);
  }
  return (path) => {
    const segments = path.split("/");
    return segments.some((_, index) => {
      const isDirectory = index < segments.length - 1;
      return isIgnored(rules, segments.slice(0, index + 1).join("/"), isDirectory);
    });
  };
}

function readRule(written: string): Rule | undefined {
  if (written.includes("**")) return undefined;
  const negated = written.startsWith("!");
  const pattern = negated ? written.slice(1) : written;
  const onlyDirectories = pattern.endsWith("/");
  const bare = onlyDirectories ? pattern.slice(0, -1) : pattern;
  const isPath = bare.includes("/");
  const matcher = filePathMatcher(bare.startsWith("/") ? bare.slice(1) : bare);
  if (matcher === undefined) return undefined;
  return { matches: (path) => matcher(isPath ? path : baseName(path)), negated, onlyDirectories };
}

/** The first rule that says something decides. */
function isIgnored(rules: readonly Rule[], path: string, isDirectory: boolean): boolean {
  for (const { matches, negated, onlyDirectories } of rules) {
    if (negated) {
      if ((onlyDirectories && !isDirectory) || !matches(path)) return true;
    } else if ((isDirectory || !onlyDirectories) && matches(path)) return true;
  }
  return false;
}

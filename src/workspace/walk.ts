import { existsSync, readdirSync, readFileSync, type Dirent } from "node:fs";
import { dirname, join, sep } from "node:path";
import { reasonOf } from "./boundary.ts";
import { gitignoreRules, ignoreRules, isIgnored, NO_RULES, type PlacedRules } from "./ignore-rules.ts";
import { comparePaths, type UnreadablePath } from "./workspace.ts";

export interface WalkOptions {
  /** The workspace's root, absolute. */
  readonly root: string;
  /** An absolute path as the workspace names it. */
  readonly toPath: (absolute: string) => string;
  /** Patterns of the configuration. */
  readonly ignore: readonly string[];
  /** True for an ignored directory that was named: the rules above it count no more. */
  readonly named?: boolean;
  /** Told after each directory how many files were found so far. */
  readonly onDirectory?: ((files: number) => void) | undefined;
}

export interface Walked {
  readonly paths: readonly string[];
  readonly unreadable: readonly UnreadablePath[];
}

/**
 * The files below a directory that git would not ignore, without `.git`. Symbolic links are left out: what they lead
 * to inside the boundary is walked where it really is, and what lies outside must not be read.
 */
export function walk(start: string, options: WalkOptions): Walked {
  const paths: string[] = [];
  const unreadable: UnreadablePath[] = [];
  const config: PlacedRules = {
    directory: "",
    rules: options.named === true ? NO_RULES : ignoreRules(options.ignore),
  };
  const pending = [{ directory: start, stack: options.named === true ? [] : inherited(start) }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { directory } = next;
    const entries = read(directory, options, unreadable);
    const own = entries.some((entry) => entry.name === ".gitignore") ? rulesIn(directory) : undefined;
    const stack = own === undefined ? next.stack : [...next.stack, own];
    for (const entry of entries) {
      const absolute = join(directory, entry.name);
      const path = options.toPath(absolute);
      const isDirectory = entry.isDirectory();
      if (entry.name === ".git" || (!isDirectory && !entry.isFile())) continue;
      const slashed = absolute.split(sep).join("/");
      if (isIgnored(stack, slashed, isDirectory) || isIgnored([config], path, isDirectory)) continue;
      if (isDirectory) pending.push({ directory: absolute, stack });
      else paths.push(path);
    }
    options.onDirectory?.(paths.length);
  }
  return { paths: paths.sort(comparePaths), unreadable };
}

function read(directory: string, options: WalkOptions, unreadable: UnreadablePath[]): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    unreadable.push({ path: options.toPath(directory), reason: reasonOf(error) });
    return [];
  }
}

function rulesIn(directory: string): PlacedRules | undefined {
  return rulesOf(join(directory, ".gitignore"), directory);
}

function rulesOf(file: string, directory: string): PlacedRules | undefined {
  try {
    const rules = gitignoreRules(readFileSync(file, "utf8"));
    const slashed = directory.split(sep).join("/");
    return { directory: slashed.endsWith("/") ? slashed : `${slashed}/`, rules };
  } catch {
    return undefined; // A list of patterns that cannot be read ignores nothing; git warns and goes on, too.
  }
}

/**
 * The rules from the repository's root down to the start: its info/exclude, then each .gitignore on the way. They may
 * stand above the boundary: what git ignores does not depend on where one looks from.
 */
function inherited(start: string): readonly PlacedRules[] {
  const above: string[] = [];
  for (let directory = start; !existsSync(join(directory, ".git")); directory = dirname(directory)) {
    if (dirname(directory) === directory) return [];
    above.unshift(dirname(directory));
  }
  const top = above[0] ?? start;
  const rules = [rulesOf(join(top, ".git", "info", "exclude"), top), ...above.map(rulesIn)];
  return rules.filter((placed) => placed !== undefined);
}

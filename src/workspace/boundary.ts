import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/** The names that a configuration file may have (contract.md, "Configuration"). */
export const CONFIG_NAMES = [".irsa-lint.yaml", ".irsa-lint.yml", ".irsa-lint.json"] as const;

/** What a path given on the command line turned out to be. */
export type Boundary =
  | {
      readonly kind: "found";
      /** The path itself: real and absolute. */
      readonly path: string;
      readonly isDirectory: boolean;
      /** The directory whose files are context. */
      readonly root: string;
    }
  | { readonly kind: "unreadable"; readonly path: string; readonly reason: string };

/**
 * The boundary of a path: the nearest enclosing directory that holds `.git` or a configuration file that says it is
 * the root, else the path itself (of a file, its directory). `isRoot` reads a configuration's text; `isolated` makes
 * the path the boundary.
 */
export function resolveBoundary(
  path: string,
  isRoot: (configText: string) => boolean,
  isolated = false,
): Boundary {
  try {
    const real = realpathSync(path);
    const isDirectory = statSync(real).isDirectory();
    const own = isDirectory ? real : dirname(real);
    return { kind: "found", path: real, isDirectory, root: isolated ? own : (enclosing(own, isRoot) ?? own) };
  } catch (error) {
    return { kind: "unreadable", path, reason: reasonOf(error) };
  }
}

function enclosing(from: string, isRoot: (configText: string) => boolean): string | undefined {
  for (let directory = from; ; directory = dirname(directory)) {
    if (existsSync(join(directory, ".git")) || hasRootConfig(directory, isRoot)) return directory;
    if (dirname(directory) === directory) return undefined;
  }
}

function hasRootConfig(directory: string, isRoot: (configText: string) => boolean): boolean {
  return CONFIG_NAMES.some((name) => {
    const file = join(directory, name);
    return existsSync(file) && isRoot(readFileSync(file, "utf8"));
  });
}

/** The operating system's words for a failure, without the path that it repeats. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message.replace(/, \w+ '[^']*'$/, "");
}

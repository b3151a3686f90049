import type { SourceFile } from "../model/location.ts";

/** Why a file cannot be had; the same words as the loaders' `Missing`. */
export interface NotRead {
  readonly missing: "not-found" | "outside-root" | "too-large" | "unreadable";
}

/** A path that the walk could not enter or read, for a note. */
export interface UnreadablePath {
  readonly path: string;
  /** The operating system's own words. */
  readonly reason: string;
}

/**
 * The files that a run may look at. Paths are relative to the root, with `/`, sorted. Nothing outside the boundary is
 * reachable through it, and the same path always gives the same `SourceFile` object.
 */
export interface Workspace {
  /** Every file that is neither ignored nor a symbolic link, sorted. */
  readonly paths: readonly string[];
  /** What could not be entered or read on the way. */
  readonly unreadable: readonly UnreadablePath[];
  /** The file's text, read once; an ignored file inside the boundary is read when it is asked for by name. */
  read(path: string): SourceFile | NotRead;
  /** Every file below a directory, recursively and sorted; `""` is the root. An ignored directory can be named. */
  list(directory: string): readonly string[];
  /**
   * Whether a file holds one of the words (the byte gate). A file over the size limit is searched too, so that only
   * those that matter are reported; a binary file holds nothing. With the gate off it is true for every text file.
   */
  holds(path: string, words: readonly string[]): boolean;
}

/** Compares paths by UTF-16 units: the same order on every machine and in every locale. */
export function comparePaths(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** A path with `.`, `..`, doubled and trailing slashes resolved, or undefined when it leaves the root. */
export function normalisePath(path: string): string | undefined {
  if (path.startsWith("/")) return undefined;
  const segments: string[] = [];
  for (const segment of path.replaceAll("\\", "/").split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.join("/");
}

/** The sorted paths that lie below a directory. */
export function below(paths: readonly string[], directory: string): readonly string[] {
  if (directory === "") return paths;
  const prefix = `${directory}/`;
  // Sorted as they are, those below a directory stand together.
  let [low, high] = [0, paths.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comparePaths(paths[middle] ?? "", prefix) < 0) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (paths[end]?.startsWith(prefix) === true) end++;
  return paths.slice(low, end);
}

import type { SourceFile } from "../model/location.ts";
import { ignoreRules, NO_RULES } from "./ignore-rules.ts";
import { below, comparePaths, normalisePath, type NotRead, type Workspace } from "./workspace.ts";

export interface MemoryOptions {
  /** Patterns of the configuration (`ignore`), in the syntax of .gitignore, relative to the root. */
  readonly ignore?: readonly string[];
  /** Largest length of a text that is read. */
  readonly maxLength?: number;
  /** False switches the search for marker words off. */
  readonly gate?: boolean;
}

/** A workspace of texts by path, for tests and editors: no disk, no .gitignore. */
export function memoryWorkspace(
  files: Readonly<Record<string, string>>,
  options: MemoryOptions = {},
): Workspace {
  const sources = new Map<string, SourceFile>();
  for (const [name, text] of Object.entries(files)) {
    const path = normalisePath(name);
    if (path !== undefined && path !== "") sources.set(path, { path, text });
  }
  const ignored = options.ignore === undefined ? NO_RULES : ignoreRules(options.ignore);
  const paths = [...sources.keys()].filter((path) => ignored(path, false) !== "ignored").sort(comparePaths);
  const everything = [...sources.keys()].sort(comparePaths);

  const read = (path: string): SourceFile | NotRead => {
    const name = normalisePath(path);
    if (name === undefined) return { missing: "outside-root" };
    const file = sources.get(name);
    if (file === undefined) return { missing: "not-found" };
    if (file.text.includes("\0")) return { missing: "unreadable" };
    return file.text.length > (options.maxLength ?? Infinity) ? { missing: "too-large" } : file;
  };
  return {
    paths,
    unreadable: [],
    read,
    list: (directory) => {
      const name = normalisePath(directory);
      if (name === undefined) return [];
      const visible = below(paths, name);
      return visible.length > 0 ? visible : below(everything, name);
    },
    holds: (path, words) => {
      const text = sources.get(normalisePath(path) ?? "")?.text;
      if (text === undefined || text.includes("\0")) return false;
      return options.gate === false || words.some((word) => text.includes(word));
    },
  };
}

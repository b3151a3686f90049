import type { SourceFile } from "../model/location.ts";
import { openArchives } from "./archives.ts";
import { ignoreRules, NO_RULES } from "./ignore-rules.ts";
import { below, comparePaths, normalisePath, type NotRead, type Workspace } from "./workspace.ts";

export interface MemoryOptions {
  /** Patterns of the configuration (`ignore`), in the syntax of .gitignore, relative to the root. */
  readonly ignore?: readonly string[];
  /** Largest length of a text that is read. */
  readonly maxLength?: number;
  /** False switches the search for marker words off. */
  readonly gate?: boolean;
  /** Packed charts by path. */
  readonly archives?: Readonly<Record<string, Uint8Array>>;
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
  const packed = new Map(Object.entries(options.archives ?? {}));
  const archives = openArchives(
    (path) => packed.get(path) ?? { missing: "not-found" },
    options.maxLength ?? Infinity,
  );
  const names = [...sources.keys(), ...packed.keys()];
  const paths = names.filter((path) => ignored(path, false) !== "ignored").sort(comparePaths);
  const everything = [...names].sort(comparePaths);

  const read = (path: string): SourceFile | NotRead => {
    const name = normalisePath(path);
    if (name === undefined) return { missing: "outside-root" };
    const file = sources.get(name) ?? archives.read(name);
    if ("missing" in file) return file;
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
      const inside = archives.list(name);
      if (inside.length > 0) return inside;
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

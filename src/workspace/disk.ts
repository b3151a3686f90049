import { closeSync, openSync, readFileSync, readSync, realpathSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { SourceFile } from "../model/location.ts";
import { openArchives } from "./archives.ts";
import { decode, encodingOf, type Encoding } from "./decode.ts";
import { walk, type WalkOptions } from "./walk.ts";
import {
  below,
  comparePaths,
  normalisePath,
  type NotRead,
  type UnreadablePath,
  type Workspace,
} from "./workspace.ts";

export interface DiskOptions {
  /** The directories whose files may be read, absolute and real (see `resolveBoundary`). */
  readonly boundaries: readonly string[];
  /** Files that were named on the command line, absolute: read even when they are ignored. */
  readonly named?: readonly string[];
  /** Patterns of the configuration (`ignore`), in the syntax of .gitignore, relative to the root. */
  readonly ignore?: readonly string[];
  /** All words that `holds` will be asked for: known beforehand, each file is opened once. */
  readonly words?: readonly string[];
  /** False switches the search for marker words off. */
  readonly gate?: boolean;
  /** Largest file that is read, in bytes; 5 MB unless told. */
  readonly maxBytes?: number;
  /** Told after each directory how many files were found so far. */
  readonly onDirectory?: (files: number) => void;
}

/** A workspace on disk. `root` is the directory that its paths are relative to. */
export interface DiskWorkspace extends Workspace {
  readonly root: string;
  /** How a file that was read is kept on disk. */
  encodingOf(path: string): Encoding | undefined;
}

const DEFAULT_MAX_BYTES = 5 * 1024 * 1024;
const CHUNK_BYTES = 4 * 1024 * 1024;

/** The directory that holds all others: the deepest common one. */
export function commonDirectory(directories: readonly string[]): string {
  const [first = "/", ...rest] = directories;
  let common = first.split(sep);
  for (const directory of rest) {
    const segments = directory.split(sep);
    let same = 0;
    while (same < common.length && common[same] === segments[same]) same++;
    common = common.slice(0, same);
  }
  return common.length <= 1 ? (common[0] ?? "") + sep : common.join(sep);
}

/** What is remembered of a file that was opened. */
interface Opened {
  readonly words: ReadonlySet<string>;
  readonly content: (SourceFile & { readonly encoding: Encoding }) | NotRead | "not-kept";
}

/** Opens the files of a boundary (or several, as one workspace). Nothing is read before it is asked for. */
export function diskWorkspace(options: DiskOptions): DiskWorkspace {
  const root = commonDirectory(options.boundaries);
  const toPath = (absolute: string): string => relative(root, absolute).split(sep).join("/");
  const walkOptions: WalkOptions = { root, toPath, ignore: options.ignore ?? [] };
  const found = new Set<string>();
  const unreadable: UnreadablePath[] = [];
  for (const boundary of [...new Set(options.boundaries)].sort(comparePaths)) {
    const result = walk(boundary, { ...walkOptions, onDirectory: options.onDirectory });
    for (const path of result.paths) found.add(path);
    unreadable.push(...result.unreadable);
  }
  for (const file of options.named ?? []) found.add(toPath(file));
  const paths = [...found].sort(comparePaths);
  const files = openFiles(root, options);
  const archives = openArchives((path) => files.bytes(path), options.maxBytes ?? DEFAULT_MAX_BYTES);

  return {
    root,
    paths,
    unreadable,
    read: (path) => {
      const packed = archives.read(path);
      if (!("missing" in packed) || packed.missing !== "not-found") return packed;
      const real = files.locate(path);
      return typeof real === "string" ? files.read(real) : real;
    },
    list: (directory) => {
      const name = normalisePath(directory);
      const packed = archives.list(directory);
      if (packed.length > 0) return packed;
      const visible = name === undefined ? [] : below(paths, name);
      if (visible.length > 0 || name === undefined) return visible;
      const real = files.locate(name);
      if (typeof real !== "string") return [];
      const own = below(paths, real);
      return own.length > 0
        ? own
        : [...walk(join(root, real), { ...walkOptions, named: true }).paths].sort(comparePaths);
    },
    holds: (path, words) => {
      const real = files.locate(path);
      return typeof real === "string" && files.holds(real, words);
    },
    encodingOf: (path) => {
      const real = files.locate(path);
      return typeof real === "string" ? files.encodingOf(real) : undefined;
    },
  };
}

interface Files {
  /** What a file holds, whatever it is. */
  bytes(path: string): Uint8Array | NotRead;
  /** The real path of what a path names, relative to the root, or why it cannot be had. */
  locate(path: string): string | NotRead;
  read(path: string): SourceFile | NotRead;
  holds(path: string, words: readonly string[]): boolean;
  encodingOf(path: string): Encoding | undefined;
}

function openFiles(root: string, options: DiskOptions): Files {
  const opened = new Map<string, Opened>();
  const located = new Map<string, string | NotRead>();
  const known = new Set(options.words ?? []);
  const limit = options.maxBytes ?? DEFAULT_MAX_BYTES;

  const first = (path: string): Opened => {
    const before = opened.get(path);
    if (before !== undefined) return before;
    const result = open(join(root, path), path, { words: [...known], limit, keep: options.gate === false });
    opened.set(path, result);
    return result;
  };
  const content = (path: string): (SourceFile & { readonly encoding: Encoding }) | NotRead => {
    const before = first(path);
    if (before.content !== "not-kept") return before.content;
    const again = open(join(root, path), path, { words: [], limit, keep: true }).content;
    const kept = again === "not-kept" ? ({ missing: "unreadable" } as const) : again;
    opened.set(path, { words: before.words, content: kept });
    return kept;
  };
  const locateOnce = (path: string): string | NotRead => {
    const before = located.get(path);
    if (before !== undefined) return before;
    const result = locate(root, options, path);
    located.set(path, result);
    return result;
  };
  return {
    bytes: (path) => {
      const real = locateOnce(path);
      return typeof real === "string" ? bytesOf(join(root, real), limit) : real;
    },
    locate: locateOnce,
    read: content,
    holds: (path, words) => {
      const file = first(path);
      if (options.gate === false) return !isUnreadable(file.content);
      if (words.every((word) => known.has(word))) return words.some((word) => file.words.has(word));
      const whole = content(path);
      return "text" in whole && words.some((word) => whole.text.includes(word));
    },
    encodingOf: (path) => {
      const file = content(path);
      return "text" in file ? file.encoding : undefined;
    },
  };
}

function isUnreadable(content: Opened["content"]): boolean {
  return content !== "not-kept" && "missing" in content && content.missing !== "too-large";
}

/** Resolves symbolic links; a path whose real place lies outside every boundary is outside. */
function locate(root: string, options: DiskOptions, path: string): string | NotRead {
  const name = normalisePath(path);
  if (name === undefined) return { missing: "outside-root" };
  let real: string;
  try {
    real = realpathSync(join(root, name));
  } catch {
    return { missing: isInside(options.boundaries, join(root, name)) ? "not-found" : "outside-root" };
  }
  if (!isInside(options.boundaries, real) && options.named?.includes(real) !== true) {
    return { missing: "outside-root" };
  }
  return relative(root, real).split(sep).join("/");
}

function isInside(boundaries: readonly string[], absolute: string): boolean {
  return boundaries.some(
    (directory) =>
      absolute === directory || absolute.startsWith(directory.endsWith(sep) ? directory : directory + sep),
  );
}

interface OpenOptions {
  readonly words: readonly string[];
  readonly limit: number;
  /** Keep the text although it holds none of the words. */
  readonly keep: boolean;
}

function open(absolute: string, path: string, { words, limit, keep }: OpenOptions): Opened {
  const none: ReadonlySet<string> = new Set();
  try {
    const stat = statSync(absolute);
    if (!stat.isFile()) return { words: none, content: { missing: "not-found" } };
    if (stat.size > limit) return { words: searchLarge(absolute, words), content: { missing: "too-large" } };
    const bytes = readFileSync(absolute);
    const encoding = encodingOf(bytes);
    if (encoding === undefined) return { words: none, content: { missing: "unreadable" } };
    const search = encoding.name === "utf-8" ? bytes : (decode(bytes)?.text ?? "");
    const found = new Set(words.filter((word) => search.includes(word)));
    if (found.size === 0 && !keep) return { words: none, content: "not-kept" };
    const decoded = decode(bytes);
    if (decoded === undefined) return { words: none, content: { missing: "unreadable" } };
    return { words: found, content: { path, text: decoded.text, encoding: decoded.encoding } };
  } catch {
    return { words: none, content: { missing: "unreadable" } };
  }
}

function bytesOf(absolute: string, limit: number): Uint8Array | NotRead {
  try {
    const stat = statSync(absolute);
    if (!stat.isFile()) return { missing: "not-found" };
    return stat.size > limit ? { missing: "too-large" } : readFileSync(absolute);
  } catch {
    return { missing: "unreadable" };
  }
}

/** Searches a file that is too large to be read, piece by piece; pieces overlap by the longest word. */
function searchLarge(absolute: string, words: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const overlap = Math.max(0, ...words.map((word) => Buffer.byteLength(word))) + 1;
  const buffer = Buffer.alloc(CHUNK_BYTES + overlap);
  const handle = openSync(absolute, "r");
  try {
    let kept = 0;
    for (;;) {
      const length = readSync(handle, buffer, kept, CHUNK_BYTES, null);
      const piece = buffer.subarray(0, kept + length);
      if (length === 0 || piece.includes(0)) return found;
      for (const word of words) if (piece.includes(word)) found.add(word);
      const tail = Math.min(overlap, piece.length);
      piece.copyWithin(0, piece.length - tail);
      kept = tail;
    }
  } finally {
    closeSync(handle);
  }
}

import { gunzipSync } from "node:zlib";
import type { SourceFile } from "../model/location.ts";
import { decode } from "./decode.ts";
import { readTar } from "./tar.ts";
import { comparePaths, normalisePath, type NotRead } from "./workspace.ts";

/** How many files an archive may hold, and how many bytes when it is unpacked: the largest public charts stay far below. */
const MAX_FILES = 5_000;
const MAX_UNPACKED = 32 * 1024 * 1024;
/** What all archives of a run may hold together. */
const MAX_TOTAL = 256 * 1024 * 1024;
/** Charts in charts in charts, each an archive in the one before. */
const MAX_NESTING = 4;

/** What became of an archive: its files by their paths inside. */
type Opened = ReadonlyMap<string, Uint8Array> | NotRead;

/** The packed charts (`*.tgz`) of a workspace, which can be looked into as if they were directories. */
export interface Archives {
  /** The file at a path inside of an archive; for an archive, why it cannot be read; not found for any other path. */
  read(path: string): SourceFile | NotRead;
  /** The files below a path that is an archive or inside of one, sorted. */
  list(path: string): readonly string[];
}

/** Whether a path lies inside of a packed chart: there is nothing to edit, and no such file to open. */
export function isInArchive(path: string): boolean {
  return path.includes(".tgz/");
}

/** The path of the outermost archive and the path inside of it (`""` is the whole). */
function outermost(path: string): readonly [archive: string, inside: string] | undefined {
  if (path.endsWith(".tgz") && !isInArchive(path)) return [path, ""];
  const at = path.indexOf(".tgz/");
  return at === -1 ? undefined : [path.slice(0, at + 4), path.slice(at + 5)];
}

/**
 * Opens archives when they are asked for, each once. `bytesOf` reads the archive's file and says why it cannot be had.
 * A path that leaves the archive is not in it.
 */
export function openArchives(
  bytesOf: (path: string) => Uint8Array | NotRead,
  maxFileBytes: number,
): Archives {
  const opened = new Map<string, Opened>();
  const sources = new Map<string, SourceFile | NotRead>();
  let total = 0;

  const unpack = (bytes: Uint8Array): Opened => {
    const files = unpackedFiles(bytes);
    if ("missing" in files) return files;
    for (const content of files.values()) total += content.length;
    return total > MAX_TOTAL ? { missing: "too-large" } : files;
  };
  const open = (archive: string, read: () => Uint8Array | NotRead): Opened => {
    const before = opened.get(archive);
    if (before !== undefined) return before;
    const bytes = read();
    const result = "missing" in bytes ? bytes : unpack(bytes);
    opened.set(archive, result);
    return result;
  };
  /** The innermost archive on the way to a path, with what is left of the path. */
  const find = (path: string): { files: Opened; archive: string; inside: string } | undefined => {
    const first = outermost(path);
    if (first === undefined) return undefined;
    let [archive, inside] = first;
    let files = open(archive, () => bytesOf(archive));
    for (let depth = 1; !("missing" in files); depth++) {
      const next = outermost(inside);
      if (next === undefined) break;
      const content = files.get(next[0]);
      const inner = `${archive}/${next[0]}`;
      const isTooDeep = depth >= MAX_NESTING;
      files = open(inner, () =>
        isTooDeep ? { missing: "too-large" } : (content ?? { missing: "not-found" }),
      );
      [archive, inside] = [inner, next[1]];
    }
    return { files, archive, inside };
  };
  const readNow = (path: string): SourceFile | NotRead => {
    const place = find(path);
    if (place === undefined) return { missing: "not-found" };
    const { files, inside } = place;
    if ("missing" in files) return files;
    if (inside === "") return { missing: "unreadable" };
    const bytes = files.get(inside);
    if (bytes === undefined) return { missing: "not-found" };
    if (bytes.length > maxFileBytes) return { missing: "too-large" };
    const decoded = decode(bytes);
    return decoded === undefined ? { missing: "unreadable" } : { path, text: decoded.text };
  };

  return {
    read: (given) => {
      const path = normalisePath(given);
      if (path === undefined) return { missing: "not-found" };
      const before = sources.get(path);
      if (before !== undefined) return before;
      const result = readNow(path);
      sources.set(path, result);
      return result;
    },
    list: (given) => {
      const path = normalisePath(given);
      const place = path === undefined ? undefined : find(path);
      if (place === undefined || "missing" in place.files) return [];
      const { files, archive, inside } = place;
      const prefix = inside === "" ? "" : `${inside}/`;
      return [...files.keys()]
        .filter((name) => name.startsWith(prefix))
        .map((name) => `${archive}/${name}`)
        .sort(comparePaths);
    },
  };
}

/** The files of a gzipped tar archive by their paths. One that leads out of it makes the whole unreadable, as for Helm. */
function unpackedFiles(bytes: Uint8Array): Opened {
  let unpacked: Uint8Array;
  try {
    unpacked = gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED });
  } catch (error) {
    const isTooLarge = error instanceof RangeError;
    return { missing: isTooLarge ? "too-large" : "unreadable" };
  }
  const files = readTar(unpacked, MAX_FILES);
  if (files === "too-many") return { missing: "too-large" };
  if (files === undefined) return { missing: "unreadable" };
  const paths = new Map<string, Uint8Array>();
  for (const { name, bytes: content } of files) {
    const path = name.replaceAll("\\", "/").split("/").includes("..") ? undefined : normalisePath(name);
    if (path === undefined || path === "") return { missing: "unreadable" };
    paths.set(path, content);
  }
  return paths;
}

import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import { decode, encode } from "../workspace/decode.ts";

/** A file to write: what was read of it, and what it is to be. */
export interface FileChange {
  /** Absolute. */
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** Why a file was not written. */
export type NotWritten =
  "it changed while it was read" | "it lies outside of what was read" | "it is no plain text";

function isInside(boundaries: readonly string[], file: string): boolean {
  return boundaries.some((directory) =>
    file.startsWith(directory.endsWith(sep) ? directory : directory + sep),
  );
}

/**
 * Writes a file wholly or not at all: into a new file beside it, which then takes its place with its mode. A symbolic
 * link stays one; what it leads to is written if it lies within the boundaries. Encoding and byte order mark stay as
 * they were. Undefined when it was written; throws what the operating system says.
 */
export function writeFile(
  { file, before, after }: FileChange,
  boundaries: readonly string[],
): NotWritten | undefined {
  const real = realpathSync(file);
  if (!isInside(boundaries, real)) return "it lies outside of what was read";
  const bytes = readFileSync(real);
  const read = decode(bytes);
  if (read?.text !== before) return "it changed while it was read";
  // Broken sequences were read as U+FFFD: writing them back would lose what they were.
  if (!bytes.equals(encode(before, read.encoding))) return "it is no plain text";
  replace(real, encode(after, read.encoding));
  return undefined;
}

function replace(file: string, bytes: Uint8Array): void {
  const { mode } = statSync(file);
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  const handle = openSync(temporary, "wx", 0o600);
  try {
    try {
      writeFileSync(handle, bytes);
      fchmodSync(handle, mode & 0o7777);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw cause;
  }
}

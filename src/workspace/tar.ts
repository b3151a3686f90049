/** A file of a tar archive. */
export interface TarFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const BLOCK = 512;

/**
 * The regular files of a tar archive in their order (POSIX pax, "ustar Interchange Format" and "pax Header Block", and
 * GNU's long names). Links and devices are left out: nothing of them may be followed. Undefined when the bytes are no
 * tar archive or end in the middle of a file.
 */
export function readTar(bytes: Uint8Array, maxFiles: number): readonly TarFile[] | "too-many" | undefined {
  const files: TarFile[] = [];
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= bytes.length;) {
    const header = bytes.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) break;
    const size = readSize(header);
    if (size === undefined || !hasChecksum(header)) return undefined;
    const from = at + BLOCK;
    if (from + size > bytes.length) return undefined;
    const content = bytes.subarray(from, from + size);
    at = from + Math.ceil(size / BLOCK) * BLOCK;
    const type = String.fromCharCode(header[156] ?? 0);
    if (type === "x") longName = paxPath(content) ?? longName;
    else if (type === "L") longName = textOf(content);
    else if (type !== "g" && type !== "K") {
      const name = longName ?? nameOf(header);
      longName = undefined;
      if ((type === "0" || type === "\0" || type === "7") && !name.endsWith("/")) {
        if (files.length >= maxFiles) return "too-many";
        files.push({ name, bytes: content });
      }
    }
  }
  return files;
}

/** Characters up to the first NUL. */
function textOf(field: Uint8Array): string {
  const end = field.indexOf(0);
  return new TextDecoder().decode(end === -1 ? field : field.subarray(0, end));
}

function nameOf(header: Uint8Array): string {
  const name = textOf(header.subarray(0, 100));
  const isUstar = textOf(header.subarray(257, 263)) === "ustar";
  const prefix = isUstar ? textOf(header.subarray(345, 500)) : "";
  return prefix === "" ? name : `${prefix}/${name}`;
}

/** Octal digits; a file of more than eight gigabytes has its size in binary, and is none of ours. */
function readSize(header: Uint8Array): number | undefined {
  const digits = textOf(header.subarray(124, 136)).trim();
  if (digits === "") return 0;
  return /^[0-7]{1,12}$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}

/** The sum of the header's bytes, with the field that holds it taken for spaces. */
function hasChecksum(header: Uint8Array): boolean {
  const written = Number.parseInt(textOf(header.subarray(148, 156)).trim(), 8);
  let sum = 0;
  for (const [index, byte] of header.entries()) sum += index >= 148 && index < 156 ? 0x20 : byte;
  return sum === written;
}

/** The `path` of an extended header: records of `length key=value`, the length in bytes and of the whole record. */
function paxPath(content: Uint8Array): string | undefined {
  let path: string | undefined;
  for (let at = 0; at < content.length;) {
    const space = content.indexOf(0x20, at);
    const length = space === -1 ? NaN : Number(textOf(content.subarray(at, space)));
    if (!Number.isInteger(length) || length <= space - at || at + length > content.length) return path;
    const record = textOf(content.subarray(space + 1, at + length - 1));
    if (record.startsWith("path=")) path = record.slice("path=".length);
    at += length;
  }
  return path;
}

/** How a file's characters are kept on disk, so that a fix can write them back the same way. */
export interface Encoding {
  readonly name: "utf-8" | "utf-16le" | "utf-16be";
  readonly byteOrderMark: boolean;
}

export interface Decoded {
  /** Without the byte order mark: offsets count from the first character. */
  readonly text: string;
  readonly encoding: Encoding;
}

/** As git decides: a file with a NUL byte near its beginning is binary. */
const SNIFFED_BYTES = 8000;

/** The encoding that a byte order mark names; UTF-8 without one; undefined for a binary file. */
export function encodingOf(bytes: Uint8Array): Encoding | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return { name: "utf-8", byteOrderMark: true };
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { name: "utf-16le", byteOrderMark: true };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { name: "utf-16be", byteOrderMark: true };
  if (bytes.subarray(0, SNIFFED_BYTES).includes(0)) return undefined;
  return { name: "utf-8", byteOrderMark: false };
}

/** The text of a file's bytes, or undefined for a binary file. Broken sequences become U+FFFD. */
export function decode(bytes: Uint8Array): Decoded | undefined {
  const encoding = encodingOf(bytes);
  if (encoding === undefined) return undefined;
  const text = new TextDecoder(encoding.name).decode(bytes);
  return text.includes("\0") ? undefined : { text, encoding };
}

/** The bytes of a text in an encoding, with its byte order mark if it had one. */
export function encode(text: string, encoding: Encoding): Uint8Array {
  const marked = encoding.byteOrderMark ? `\ufeff${text}` : text;
  if (encoding.name === "utf-8") return Buffer.from(marked, "utf8");
  const bytes = Buffer.from(marked, "utf16le");
  return encoding.name === "utf-16le" ? bytes : bytes.swap16();
}

import { utf8, type Bytes } from "../../digest/hashes.ts";

/** A character set that texts are written in. */
export interface CharacterSet {
  /** Undefined when a character is not in the set. */
  readonly encode: (content: string) => Bytes | undefined;
  readonly decode: (bytes: Bytes) => string;
}

function utf16(content: string, littleEndian: boolean): Bytes {
  const view = new DataView(new ArrayBuffer(content.length * 2));
  for (let at = 0; at < content.length; at++) view.setUint16(at * 2, content.charCodeAt(at), littleEndian);
  return new Uint8Array(view.buffer);
}

const decodedAs =
  (label: string) =>
  (bytes: Bytes): string =>
    new TextDecoder(label, { ignoreBOM: true }).decode(bytes);

/** A set of one byte a character, by what each byte stands for. */
function singleByte(decode: (bytes: Bytes) => string): CharacterSet {
  let codes: ReadonlyMap<string, number> | undefined;
  return {
    decode,
    encode: (content) => {
      codes ??= new Map(Array.from({ length: 256 }, (_, code) => [decode(Uint8Array.of(code)), code]));
      const bytes = Array.from(content, (char) => codes?.get(char));
      return bytes.includes(undefined) ? undefined : Uint8Array.from(bytes.map((byte) => byte ?? 0));
    },
  };
}

const byCode = (bytes: Bytes): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");

/** The first 128 or 256 characters of Unicode, a byte each. */
function firstCodes(count: number): CharacterSet {
  return {
    decode: byCode,
    encode: (content) => {
      const codes = Array.from(content, (char) => char.codePointAt(0) ?? 0);
      return codes.every((code) => code < count) ? Uint8Array.from(codes) : undefined;
    },
  };
}

/** Sets that the Encoding Standard has under the same name and with the same characters. */
const standard = [
  ...[2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16].map((number) => `ISO-8859-${number}`),
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8].map((number) => `WINDOWS-125${number}`),
  ...["KOI8-R", "KOI8-U", "IBM866", "MACINTOSH", "WINDOWS-874"],
];

/** The character sets that are computed here, by their IANA names in upper case (Terraform, "textencodebase64"). */
export const characterSets: ReadonlyMap<string, CharacterSet> = new Map<string, CharacterSet>([
  ["UTF-8", { encode: utf8, decode: decodedAs("utf-8") }],
  ["UTF-16LE", { encode: (content) => utf16(content, true), decode: decodedAs("utf-16le") }],
  ["UTF-16BE", { encode: (content) => utf16(content, false), decode: decodedAs("utf-16be") }],
  ["UTF-16", { encode: (content) => utf16(`\ufeff${content}`, false), decode: decodedAs("utf-16be") }],
  ["ISO-8859-1", firstCodes(256)],
  ["US-ASCII", firstCodes(128)],
  ...standard.map((name) => [name, singleByte(decodedAs(name.toLowerCase()))] as const),
]);

/** Sets of several bytes a character, and IBM's: known to Terraform, not computed here. */
const uncomputed =
  /^(?:big5|cp|cs|ebcdic|euc-|gb|hz-|ibm|iso[-_]|iso-2022|l[1-9]$|latin|koi|mac|ms|shift_jis|sjis|tis|us|utf|windows-)/i;

export function isUncomputed(name: string): boolean {
  return uncomputed.test(name);
}

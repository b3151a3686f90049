import { decodeUtf8, fromBase64, toBase64 } from "../../digest/bytes.ts";
import { hex, sha1, sha256, sha512, utf8, type Bytes } from "../../digest/hashes.ts";
import type { Call, GoFunction } from "../function.ts";
import type { Value } from "../value.ts";
import { define, string } from "./define.ts";
import { checkSize, madeText } from "./make.ts";

/** A function of the bytes of a string. */
const ofBytes = (change: (bytes: Bytes) => string): GoFunction =>
  define("string", [string], ([value], call) => {
    checkSize(value.length, call.at);
    call.host.spend(Math.ceil(value.length / 64), call.at);
    return madeText(change(utf8(value)), call);
  });

/** RFC 1950. */
function adler32(bytes: Bytes): string {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return String(b * 65536 + a);
}

const BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** RFC 4648. */
function toBase32(bytes: Bytes): string {
  let bits = 0;
  let held = 0;
  let out = "";
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) out += BASE_32.charAt((held >> (bits - 5)) & 31);
    held &= (1 << bits) - 1;
  }
  if (bits > 0) out += BASE_32.charAt((held << (5 - bits)) & 31);
  return out.padEnd(Math.ceil(out.length / 8) * 8, "=");
}

/** The bytes of a base 32 text, or the offset at which Go's decoder finds it to be none. */
function fromBase32(text: string): Bytes | undefined {
  const compact = text.replaceAll(/[\r\n]/g, "");
  if (compact.length % 8 !== 0 || !/^[A-Z2-7]*(?:={1}|={3}|={4}|={6})?$/.test(compact)) return undefined;
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const char of compact.replace(/=+$/, "")) {
    held = (held << 5) | BASE_32.indexOf(char);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 255);
    held &= (1 << bits) - 1;
  }
  return Uint8Array.from(bytes);
}

/** The text of decoded bytes; what is no text, or an error's words, is not known. */
function decoded(bytes: Bytes | undefined, call: Call): Value | undefined {
  const value = bytes === undefined ? undefined : decodeUtf8(bytes);
  return value === undefined ? undefined : madeText(value, call);
}

/** Sprig's encodings and digests. */
export const encoding: Readonly<Record<string, GoFunction>> = {
  adler32sum: ofBytes(adler32),
  b32dec: define("string", [string], ([value], call) => decoded(fromBase32(value), call)),
  b32enc: ofBytes(toBase32),
  b64dec: define("string", [string], ([value], call) => decoded(fromBase64(value), call)),
  b64enc: ofBytes(toBase64),
  sha1sum: ofBytes((bytes) => hex(sha1(bytes))),
  sha256sum: ofBytes((bytes) => hex(sha256(bytes))),
  sha512sum: ofBytes((bytes) => hex(sha512(bytes))),
};

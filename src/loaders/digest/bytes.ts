import type { Bytes } from "./hashes.ts";

/** Bytes in standard base64 (RFC 4648) with padding. */
export function toBase64(bytes: Bytes): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** The bytes of a standard base64 text, or undefined when it is none: padding is demanded, line ends are ignored. */
export function fromBase64(text: string): Bytes | undefined {
  const compact = text.replaceAll(/[\r\n]/g, "");
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return undefined;
  const binary = atob(compact);
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}

/** Bytes as UTF-8, or undefined when they are not valid. */
export function decodeUtf8(bytes: Bytes): string | undefined {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  return text.includes("\ufffd") && !isReplacement(bytes) ? undefined : text;
}

/** Whether the replacement character itself is written in the bytes: then its presence in the text proves nothing wrong. */
function isReplacement(bytes: Bytes): boolean {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const again = new TextEncoder().encode(text);
  return again.length === bytes.length && again.every((byte, index) => byte === bytes[index]);
}

/** What Go's backslash escapes of one character stand for (spec, "Rune literals"). */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
  ["\\", "\\"],
]);
const CODE_LENGTHS: ReadonlyMap<string, number> = new Map([
  ["u", 4],
  ["U", 8],
]);
const HEX = /^[0-9a-fA-F]+$/;
const OCTAL = /^[0-7]{3}$/;

/** One escape: its character, or its byte where Go writes a byte, and how long it is in the source. */
interface Escape {
  readonly char?: string;
  readonly byte?: number;
  readonly length: number;
}

function escapeAt(text: string, at: number, quote: string): Escape | undefined {
  const letter = text[at + 1] ?? "";
  if (letter === quote) return { char: letter, length: 2 };
  const char = ESCAPES.get(letter);
  if (char !== undefined) return { char, length: 2 };
  const digits = CODE_LENGTHS.get(letter);
  if (digits !== undefined) return codePointAt(text.slice(at + 2, at + 2 + digits), digits);
  if (letter === "x") {
    const hex = text.slice(at + 2, at + 4);
    return hex.length === 2 && HEX.test(hex) ? { byte: Number.parseInt(hex, 16), length: 4 } : undefined;
  }
  const octal = text.slice(at + 1, at + 4);
  if (!OCTAL.test(octal)) return undefined;
  const byte = Number.parseInt(octal, 8);
  return byte <= 0xff ? { byte, length: 4 } : undefined;
}

function codePointAt(hex: string, digits: number): Escape | undefined {
  if (hex.length !== digits || !HEX.test(hex)) return undefined;
  const code = Number.parseInt(hex, 16);
  const isCharacter = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? { char: String.fromCodePoint(code), length: 2 + digits } : undefined;
}

/**
 * What a quoted string stands for (strconv.Unquote), or undefined when Go refuses it. Bytes that are no UTF-8 become
 * U+FFFD.
 */
export function unquote(written: string): string | undefined {
  const quote = written[0] ?? "";
  const inner = written.slice(1, -1);
  if (quote === "`") return inner.replaceAll("\r", "");
  if (!inner.includes("\\")) return inner;
  return unescape(inner, quote);
}

function unescape(inner: string, quote: string): string | undefined {
  let result = "";
  let bytes: number[] = [];
  const flush = (): void => {
    if (bytes.length > 0) result += new TextDecoder().decode(new Uint8Array(bytes));
    bytes = [];
  };
  for (let at = 0; at < inner.length;) {
    if (inner[at] !== "\\") {
      flush();
      const next = inner.indexOf("\\", at);
      const end = next === -1 ? inner.length : next;
      result += inner.slice(at, end);
      at = end;
      continue;
    }
    const escape = escapeAt(inner, at, quote);
    if (escape === undefined) return undefined;
    at += escape.length;
    if (escape.byte !== undefined) bytes.push(escape.byte);
    else {
      flush();
      result += escape.char ?? "";
    }
  }
  flush();
  return result;
}

/** The code point of a character constant, or undefined when Go refuses it. */
export function characterCode(written: string): number | undefined {
  const inner = written.slice(1, -1);
  if (inner.startsWith("\\")) {
    const escape = escapeAt(inner, 0, "'");
    if (escape?.length !== inner.length) return undefined;
    return escape.byte ?? escape.char?.codePointAt(0);
  }
  const [char, ...more] = Array.from(inner);
  return more.length === 0 ? char?.codePointAt(0) : undefined;
}

/** A number as Go's "ideal constants" have it in a template: its syntax tells its type. */
export type NumberLiteral =
  | { readonly type: "int"; readonly digits: string }
  | { readonly type: "float64"; readonly value: number }
  | { readonly type: "complex128"; readonly printed: string }
  | { readonly type: "overflow" };

const INTEGER =
  /^[+-]?(?:0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0(?:_?[0-7])*|[1-9](?:_?[0-9])*)$/;
const DECIMAL =
  /^[+-]?(?:[0-9](?:_?[0-9])*(?:\.(?:[0-9](?:_?[0-9])*)?)?|\.[0-9](?:_?[0-9])*)(?:[eE][+-]?[0-9](?:_?[0-9])*)?$/;
const HEXADECIMAL = /^([+-]?)0[xX]_?([0-9a-fA-F_]*)(?:\.([0-9a-fA-F_]*))?[pP]([+-]?[0-9_]+)$/;

const MAX_INT = 2n ** 63n - 1n;
const MIN_INT = -(2n ** 63n);
const MAX_UINT = 2n ** 64n - 1n;

/** An integer's value: base prefixes, and Go's leading zero for octal. */
function integerOf(text: string): bigint | undefined {
  if (!INTEGER.test(text)) return undefined;
  const negative = text.startsWith("-");
  const digits = text.replace(/^[+-]/, "").replaceAll("_", "");
  const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return negative ? -value : value;
}

function hexFloatOf(text: string): number | undefined {
  const match = HEXADECIMAL.exec(text);
  if (match === null) return undefined;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const digits = (whole + fraction).replaceAll("_", "");
  if (digits === "" || digits.length > 60) return undefined;
  const scale = Number(exponent.replaceAll("_", "")) - 4 * fraction.replaceAll("_", "").length;
  return (sign === "-" ? -1 : 1) * Number(BigInt(`0x${digits}`)) * 2 ** scale;
}

function floatOf(text: string): number | undefined {
  const value = DECIMAL.test(text) ? Number(text.replaceAll("_", "")) : hexFloatOf(text);
  return value === undefined || !Number.isFinite(value) ? undefined : value;
}

/** A real number, or why Go refuses it. */
function realLiteral(text: string): NumberLiteral | string {
  const integer = integerOf(text);
  if (integer !== undefined && integer >= MIN_INT && integer <= MAX_INT) {
    return { type: "int", digits: integer.toString() };
  }
  if (integer !== undefined && integer <= MAX_UINT && integer > 0n && !text.startsWith("+")) {
    return { type: "overflow" };
  }
  const value = floatOf(text);
  if (value === undefined) return `illegal number syntax: ${JSON.stringify(text)}`;
  if (!/[.eEpP]/.test(text)) return `integer overflow: ${JSON.stringify(text)}`;
  return { type: "float64", value };
}

/** `1i` and `1+2i`. */
function complexLiteral(text: string): NumberLiteral | string {
  const middle = Math.max(
    ...["+", "-"].map((sign) => {
      const at = text.lastIndexOf(sign);
      return /[eEpP]/.test(text[at - 1] ?? "") ? -1 : at;
    }),
  );
  const real = middle > 0 ? floatOf(text.slice(0, middle)) : 0;
  const imaginary = floatOf(text.slice(Math.max(middle, 0), -1));
  if (real === undefined || imaginary === undefined) return `illegal number syntax: ${JSON.stringify(text)}`;
  return { type: "complex128", printed: `(${real}${imaginary < 0 ? "" : "+"}${imaginary}i)` };
}

/** A number that the lexer found, or the words in which Go refuses it. */
export function numberLiteral(text: string): NumberLiteral | string {
  return text.endsWith("i") ? complexLiteral(text) : realLiteral(text);
}

import { concatAll, known, withParts, type Text } from "../../../model/text.ts";
import { flatten } from "../../../model/flat-text.ts";
import { isSeveral, sprint, typeName } from "../convert.ts";
import type { Call, GoFunction } from "../function.ts";
import { printFloat, sortedKeys } from "../print.ts";
import type { GoNumber, Value } from "../value.ts";
import { any, text, variadic } from "./define.ts";
import { checkSize } from "./make.ts";
import { escapedText, isPrintable, quoted } from "./strval.ts";
import { wholeOf } from "./same.ts";

interface Verb {
  readonly verb: string;
  readonly minus: boolean;
  readonly plus: boolean;
  readonly sharp: boolean;
  readonly space: boolean;
  readonly zero: boolean;
  readonly width: number | undefined;
  readonly precision: number | undefined;
}

/** A piece of what is printed; undefined when it is not known. */
type Piece = Text | string | undefined;

const encoder = new TextEncoder();

/** What stands on both sides of a piece that is as wide as asked for; undefined when the width of a hole is asked. */
function padded(piece: Piece, { width, minus, zero }: Verb, zeros: boolean): Piece {
  if (piece === undefined || width === undefined) return piece;
  const value = typeof piece === "string" ? piece : known(piece);
  if (value === undefined) return undefined;
  const missing = width - Array.from(value).length;
  if (missing <= 0) return piece;
  if (minus) return joined([piece, " ".repeat(missing)]);
  if (!zero || !zeros) return joined([" ".repeat(missing), piece]);
  // Only numbers have a sign; theirs are written here, while texts come as they are.
  const sign = typeof piece === "string" ? (/^[+-]/.exec(value)?.[0] ?? "") : "";
  return sign + "0".repeat(missing) + value.slice(sign.length);
}

function joined(pieces: readonly Piece[]): Piece {
  const present: (Text | string)[] = [];
  for (const piece of pieces) {
    if (piece === undefined) return undefined;
    present.push(piece);
  }
  if (present.every((piece) => typeof piece === "string")) return present.join("");
  const at = present.find((piece) => typeof piece !== "string")?.at;
  return at === undefined ? undefined : concatAll(at, present);
}

/** `%!d(string=hi)`: a verb that the value's type does not have. */
function badVerb(value: Value, options: Verb): Piece {
  const { verb } = options;
  if (value.kind === "null") return `%!${verb}(<nil>)`;
  return joined([`%!${verb}(`, typeName(value), "=", formatValue(value, { ...options, verb: "v" }, 0), ")"]);
}

function formatText(content: Text, options: Verb): Piece {
  const whole = known(content);
  const { verb, precision } = options;
  const cut = (): Text | undefined => {
    if (precision === undefined) return content;
    if (whole === undefined) return undefined;
    const end = Array.from(whole).slice(0, precision).join("").length;
    return flatten(content).slice(0, end);
  };
  switch (verb) {
    case "v":
      if (options.sharp) return padded(quoteWith(content, options), options, false);
      return padded(cut(), options, true);
    case "s":
      return padded(cut(), options, true);
    case "q": {
      const part = cut();
      return padded(part && quoteWith(part, options), options, true);
    }
    case "x":
    case "X": {
      const part = cut();
      const value = part && known(part);
      if (value === undefined) return undefined;
      const bytes = Array.from(encoder.encode(value), (byte) => byte.toString(16).padStart(2, "0"));
      const start = options.sharp && bytes.length > 0 ? "0x" : "";
      const digits = options.space ? bytes.join(options.sharp ? " 0x" : " ") : bytes.join("");
      const written = start + digits;
      return padded(verb === "X" ? written.toUpperCase() : written, options, true);
    }
    default:
      return badVerb(content, options);
  }
}

/** With `#`, a string without back quotes and control characters stands between back quotes. */
function quoteWith(content: Text, { sharp, plus, verb }: Verb): Piece {
  const whole = known(content);
  if (whole === undefined) return sharp || plus ? undefined : joined(['"', escapedHole(content), '"']);
  if (sharp && verb === "q" && !/[`\p{Cc}\ufeff\u007f]/u.test(whole.replaceAll("\t", "")))
    return `\`${whole}\``;
  if (plus) {
    const ascii = quoted(whole).replaceAll(/[^\0-\x7f]/gu, (char) => {
      const code = char.codePointAt(0) ?? 0;
      return code > 0xffff
        ? `\\U${code.toString(16).padStart(8, "0")}`
        : `\\u${code.toString(16).padStart(4, "0")}`;
    });
    return ascii;
  }
  return joined(['"', escapedHole(content), '"']);
}

function escapedHole(content: Text): Text {
  return escapedText(content, (char) => quoted(char).slice(1, -1));
}

const bases: Readonly<Record<string, number>> = { b: 2, o: 8, O: 8, d: 10, v: 10, x: 16, X: 16 };

function formatInteger(value: GoNumber, options: Verb): Piece {
  const { verb } = options;
  const whole = wholeOf(value);
  if (verb === "c" || verb === "q" || verb === "U") return formatRune(value, options);
  const base = bases[verb];
  if (base === undefined) return badVerb(value, options);
  const size = whole < 0n ? -whole : whole;
  let digits = size.toString(base);
  if (options.precision !== undefined) {
    if (options.precision === 0 && whole === 0n) return padded("", { ...options, zero: false }, false);
    digits = digits.padStart(options.precision, "0");
  }
  if (verb === "X") digits = digits.toUpperCase();
  const sign = whole < 0n ? "-" : options.plus ? "+" : options.space ? " " : "";
  const zeros = options.zero && !options.minus && options.precision === undefined;
  if (zeros && options.width !== undefined) digits = digits.padStart(options.width - sign.length, "0");
  return padded(sign + prefixOf(verb, options.sharp, digits) + digits, { ...options, zero: false }, false);
}

function prefixOf(verb: string, sharp: boolean, digits: string): string {
  if (verb === "O") return "0o";
  if (!sharp) return "";
  if (verb === "x") return "0x";
  if (verb === "X") return "0X";
  if (verb === "b") return "0b";
  return verb === "o" && !digits.startsWith("0") ? "0" : "";
}

function formatRune(value: GoNumber, options: Verb): Piece {
  const { verb } = options;
  const code = value.value >= 0 && value.value <= 0x10ffff ? value.value : 0xfffd;
  const char = String.fromCodePoint(code);
  if (verb === "c") return padded(char, options, true);
  if (verb === "q")
    return options.sharp || options.plus ? undefined : padded(quotedRune(char), options, true);
  const digits = value.value.toString(16).toUpperCase().padStart(4, "0");
  const shown = options.sharp && isPrintable(char) ? ` '${char}'` : "";
  return value.value < 0 ? undefined : padded(`U+${digits}${shown}`, { ...options, zero: false }, false);
}

function quotedRune(char: string): string {
  if (char === "'") return "'\\''";
  return char === '"' ? `'"'` : `'${quoted(char).slice(1, -1)}'`;
}

/** An exponent as Go writes it: a sign and at least two digits. */
const exponent = (text: string): string => text.replace(/e([+-])(\d)$/, "e$10$2");

/** A finite number times a power of ten, rounded to a whole number; halves go to the even one, as in Go. */
function scaled(size: number, places: number): bigint {
  let mantissa = size;
  let doublings = 0n;
  // Multiplying by two is exact in floating point.
  for (; !Number.isInteger(mantissa); doublings++) mantissa *= 2;
  const over = BigInt(mantissa) * 10n ** BigInt(Math.max(0, places));
  const under = 2n ** doublings * 10n ** BigInt(Math.max(0, -places));
  const quotient = over / under;
  const twice = (over % under) * 2n;
  const isUp = twice > under || (twice === under && quotient % 2n === 1n);
  return isUp ? quotient + 1n : quotient;
}

function fixed(size: number, places: number): string {
  const digits = scaled(size, places)
    .toString()
    .padStart(places + 1, "0");
  if (places === 0) return digits;
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

function exponential(size: number, places: number): string {
  if (size === 0) return `${fixed(0, places)}e+0`;
  let power = Number(size.toExponential().split("e")[1]);
  let digits = scaled(size, places - power).toString();
  if (digits.length > places + 1) {
    power++;
    digits = scaled(size, places - power).toString();
  }
  const mantissa = places === 0 ? digits : `${digits.slice(0, 1)}.${digits.slice(1)}`;
  return `${mantissa}e${power < 0 ? "-" : "+"}${Math.abs(power)}`;
}

/** A number to a precision, without its sign; undefined for more digits than anybody asks for. */
function floatDigits(value: number, verb: string, precision: number | undefined): string | undefined {
  const size = Math.abs(value);
  switch (verb.toLowerCase()) {
    case "e":
      return (precision ?? 6) > 100 ? undefined : exponent(exponential(size, precision ?? 6));
    case "f":
      return (precision ?? 6) > 100 ? undefined : fixed(size, precision ?? 6);
    default:
      return precision === undefined ? printFloat(size) : generalDigits(size, precision);
  }
}

/** `%.3g`. */
function generalDigits(size: number, precision: number): string | undefined {
  const digits = Math.max(1, precision);
  if (digits > 100) return undefined;
  if (size === 0) return "0";
  const power = Number(exponential(size, digits - 1).split("e")[1]);
  const trim = (text: string): string => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
  if (power < -4 || power >= digits) {
    const [mantissa = "", rest = ""] = exponential(size, digits - 1).split("e");
    return exponent(`${trim(mantissa)}e${rest}`);
  }
  return trim(fixed(size, Math.max(0, digits - 1 - power)));
}

function formatFloat(value: GoNumber, options: Verb): Piece {
  const { verb, precision } = options;
  if (!["v", "e", "E", "f", "F", "g", "G"].includes(verb)) {
    return ["b", "x", "X"].includes(verb) ? undefined : badVerb(value, options);
  }
  if (options.sharp) return undefined;
  const number = value.value;
  const isNegative = number < 0 || Object.is(number, -0);
  const isFinite = Number.isFinite(number);
  const digits = isFinite
    ? floatDigits(number, verb === "v" ? "g" : verb, precision)
    : Number.isNaN(number)
      ? "NaN"
      : "Inf";
  if (digits === undefined) return undefined;
  const needsSign = options.plus || number === Infinity;
  const sign = isNegative ? "-" : needsSign ? "+" : options.space ? " " : "";
  const cased = verb === "E" || verb === "G" ? digits.toUpperCase() : digits;
  const shown = !isFinite && !options.plus && number === Infinity ? `+${cased}` : sign + cased;
  return padded(shown, isFinite ? options : { ...options, zero: false }, true);
}

function formatValue(value: Value, options: Verb, depth: number): Piece {
  if (depth > 100) return undefined;
  const { verb } = options;
  if (verb === "T") return padded(typeName(value), options, true);
  switch (value.kind) {
    case "text":
      return formatText(value, options);
    case "number":
      return value.go === "float64" ? formatFloat(value, options) : formatInteger(value, options);
    case "boolean":
      return verb === "t" || verb === "v"
        ? padded(String(value.value), options, true)
        : badVerb(value, options);
    case "null":
      if (depth > 0) return "<nil>";
      return verb === "v" ? padded("<nil>", options, true) : badVerb(value, options);
    case "unknown":
      return formatUnknown(value, options);
    case "go-list":
    case "go-map":
      return options.sharp && verb === "v" ? undefined : formatCollection(value, options, depth);
    case "object": {
      const shown = value.print?.();
      return shown === undefined || !["v", "s"].includes(verb) ? undefined : padded(shown, options, true);
    }
  }
}

/**
 * An unknown value under a verb that fits it is printed as it is: under any other, Go would print a remark that nobody
 * wants. With a width or a precision it is not known what comes of it.
 */
function formatUnknown(value: Extract<Value, { kind: "unknown" }>, options: Verb): Piece {
  const { verb, width, precision, plus, sharp, space } = options;
  if (width !== undefined || precision !== undefined || plus || sharp || space) return undefined;
  const content: Text = { kind: "text", parts: [value.hole], at: value.at };
  if (verb === "q") return joined(['"', content, '"']);
  return ["v", "s", "d", "t"].includes(verb) ? content : undefined;
}

function formatCollection(
  value: Extract<Value, { kind: "go-list" | "go-map" }>,
  options: Verb,
  depth: number,
): Piece {
  const inner = (item: Value): Piece => formatValue(item, options, depth + 1);
  if (value.kind === "go-list") {
    if (value.items.some(isSeveral)) return undefined;
    const items = value.items.flatMap((item, index) => (index === 0 ? [inner(item)] : [" ", inner(item)]));
    return joined(["[", ...items, "]"]);
  }
  if (value.more !== undefined) return undefined;
  const entries = sortedKeys(value).flatMap((name, index): readonly Piece[] => {
    const entry = value.entries.get(name);
    if (entry === undefined) return [];
    return [index === 0 ? "" : " ", inner(entry.key), ":", inner(entry.value)];
  });
  return joined(["map[", ...entries, "]"]);
}

/** Reads the format and puts the pieces together. */
class Formatter {
  readonly pieces: Piece[] = [];
  readonly #chars: readonly string[];
  readonly #args: readonly Value[];
  readonly #slice: (start: number, end: number) => Text;
  #at = 0;
  #next = 0;
  #reordered = false;
  #good = true;

  constructor(format: Text, args: readonly Value[]) {
    const { flat, slice } = flatten(format);
    this.#chars = flat.split("");
    this.#slice = slice;
    this.#args = args;
  }

  run(): readonly Piece[] {
    while (this.#at < this.#chars.length) {
      const start = this.#at;
      while (this.#at < this.#chars.length && this.#chars[this.#at] !== "%") this.#at++;
      if (this.#at > start) this.pieces.push(this.#slice(start, this.#at));
      if (this.#at >= this.#chars.length) break;
      this.#at++;
      this.#directive();
    }
    if (!this.#reordered && this.#next < this.#args.length) this.#extra();
    return this.pieces;
  }

  #peek(): string | undefined {
    return this.#chars[this.#at];
  }

  #directive(): void {
    this.#good = true;
    const flags = { minus: false, plus: false, sharp: false, space: false, zero: false };
    for (;;) {
      const char = this.#peek();
      if (char === "#") flags.sharp = true;
      else if (char === "0") flags.zero = true;
      else if (char === "+") flags.plus = true;
      else if (char === "-") flags.minus = true;
      else if (char === " ") flags.space = true;
      else break;
      this.#at++;
    }
    let afterIndex = this.#index();
    let width: number | undefined;
    if (this.#peek() === "*") {
      this.#at++;
      width = this.#star();
      if (width === undefined) this.pieces.push("%!(BADWIDTH)");
      else if (width < 0) {
        width = -width;
        flags.minus = true;
        flags.zero = false;
      }
      afterIndex = false;
    } else {
      width = this.#number();
      if (afterIndex && width !== undefined) this.#good = false;
    }
    let precision: number | undefined;
    if (this.#peek() === ".") {
      this.#at++;
      if (afterIndex) this.#good = false;
      afterIndex = this.#index();
      if (this.#peek() === "*") {
        this.#at++;
        precision = this.#star();
        if (precision !== undefined && precision < 0) precision = undefined;
        else if (precision === undefined) this.pieces.push("%!(BADPREC)");
        afterIndex = false;
      } else precision = this.#number() ?? 0;
    }
    if (!afterIndex) this.#index();
    this.#verb({ ...flags, width, precision });
  }

  #verb(options: Omit<Verb, "verb">): void {
    const verb = this.#peek();
    if (verb === undefined) {
      this.pieces.push("%!(NOVERB)");
      return;
    }
    this.#at++;
    if (verb === "%") this.pieces.push("%");
    else if (!this.#good) this.pieces.push(`%!${verb}(BADINDEX)`);
    else {
      const arg = this.#args[this.#next];
      if (arg === undefined) this.pieces.push(`%!${verb}(MISSING)`);
      else {
        this.#next++;
        // Go's minus flag turns the zero flag off.
        this.pieces.push(formatValue(arg, { ...options, zero: options.zero && !options.minus, verb }, 0));
      }
    }
  }

  #number(): number | undefined {
    let digits = "";
    while (/^[0-9]$/.test(this.#peek() ?? "")) {
      digits += this.#peek() ?? "";
      this.#at++;
    }
    return digits === "" || digits.length > 6 ? undefined : Number(digits);
  }

  #star(): number | undefined {
    const arg = this.#args[this.#next];
    if (arg === undefined) return undefined;
    this.#next++;
    return arg.kind === "number" && arg.go !== "float64" ? arg.value : undefined;
  }

  /** `[2]`: which argument comes next. */
  #index(): boolean {
    if (this.#peek() !== "[") return false;
    this.#reordered = true;
    const end = this.#chars.indexOf("]", this.#at);
    if (end === -1) {
      this.#good = false;
      this.#at++;
      return false;
    }
    const digits = this.#chars.slice(this.#at + 1, end).join("");
    this.#at = end + 1;
    const number = /^\d{1,6}$/.test(digits) ? Number(digits) : 0;
    if (number < 1 || number > this.#args.length) {
      this.#good = false;
      return true;
    }
    this.#next = number - 1;
    return true;
  }

  #extra(): void {
    this.pieces.push("%!(EXTRA ");
    this.#args.slice(this.#next).forEach((arg, index) => {
      if (index > 0) this.pieces.push(", ");
      if (arg.kind === "null") this.pieces.push("<nil>");
      else this.pieces.push(typeName(arg), "=", sprint(arg));
    });
    this.pieces.push(")");
  }
}

function size(pieces: readonly Piece[]): number {
  return pieces.reduce(
    (sum, piece) => sum + (typeof piece === "string" ? piece.length : (piece?.parts.length ?? 0)),
    0,
  );
}

function sprintf(format: Text, args: readonly Value[], call: Call): Text | undefined {
  // A format with a hole may hold any directive.
  if (known(format) === undefined) return undefined;
  const pieces = new Formatter(format, args).run();
  checkSize(size(pieces), call.at);
  const all = joined(pieces.length === 0 ? [""] : pieces);
  if (all === undefined) return undefined;
  return typeof all === "string" ? concatAll(call.at, [all]) : withParts({ ...all, at: call.at }, all.parts);
}

/** Go's Sprint: a space between two arguments of which neither is a string. */
function sprintAll(args: readonly Value[], call: Call): Text {
  const pieces = args.flatMap((arg, index): readonly (Text | string)[] => {
    const before = args[index - 1];
    const isSpaced = before !== undefined && before.kind !== "text" && arg.kind !== "text";
    return isSpaced ? [" ", sprint(arg)] : [sprint(arg)];
  });
  return concatAll(call.at, pieces);
}

function sprintLine(args: readonly Value[], call: Call): Text {
  const pieces = args.flatMap((arg, index) => (index === 0 ? [sprint(arg)] : [" ", sprint(arg)]));
  return concatAll(call.at, [...pieces, "\n"]);
}

/** text/template's printing functions. */
export const printing: Readonly<Record<string, GoFunction>> = {
  print: variadic("string", [], any, (_, args, call) => sprintAll(args, call)),
  printf: variadic("string", [text], any, ([format], args, call) => sprintf(format, args, call)),
  println: variadic("string", [], any, (_, args, call) => sprintLine(args, call)),
};

import {
  formatNumber,
  isNegative,
  negate,
  shortestDecimal,
  toBigInt,
  toNumber,
  type BigNumber,
} from "../big-number.ts";

/** How a number is to be written: a verb of Go's fmt with its flags. */
export interface NumberFormat {
  readonly flags: string;
  readonly width: number | undefined;
  readonly precision: number | undefined;
  readonly verb: string;
}

/** A number as `format` writes it with `%d`, `%f` and the like. */
export function numberVerb(value: BigNumber, format: NumberFormat): string {
  const isWhole = "bdoxX".includes(format.verb);
  const negative = value.mantissa < 0n || (value.negativeZero === true && !isWhole);
  const magnitude: BigNumber = isNegative(value) ? negate(value) : value;
  const sign = negative ? "-" : format.flags.includes("+") ? "+" : format.flags.includes(" ") ? " " : "";
  const digits = digitsOf(magnitude, format);
  const missing = Math.max(0, (format.width ?? 0) - sign.length - digits.length);
  if (format.flags.includes("-")) return sign + digits + " ".repeat(missing);
  if (format.flags.includes("0")) return sign + "0".repeat(missing) + digits;
  return " ".repeat(missing) + sign + digits;
}

function digitsOf(value: BigNumber, { verb, precision, flags }: NumberFormat): string {
  switch (verb) {
    case "b":
    case "d":
    case "o":
    case "x":
    case "X":
      return integerDigits(value, verb, precision, flags);
    case "f":
      return fixed(value, precision ?? 6);
    case "e":
    case "E":
      return withExponent(toNumber(value).toExponential(Math.min(precision ?? 6, 100)), verb);
    default:
      return general(value, verb, precision);
  }
}

const radix: Readonly<Record<string, number>> = { b: 2, d: 10, o: 8, x: 16, X: 16 };

function integerDigits(value: BigNumber, verb: string, precision: number | undefined, flags: string): string {
  const digits = toBigInt(value)
    .toString(radix[verb] ?? 10)
    .padStart(precision ?? 0, "0");
  const prefix = flags.includes("#") ? ({ o: "0", x: "0x", X: "0x", b: "0b" }[verb] ?? "") : "";
  return verb === "X" ? (prefix + digits).toUpperCase() : prefix + digits;
}

/** Rounded to nearest even on the exact value. */
function fixed(value: BigNumber, precision: number): string {
  const scale = 10n ** BigInt(precision);
  const shift = value.exponent < 0 ? BigInt(-value.exponent) : 0n;
  const scaled = value.mantissa * scale * (value.exponent > 0 ? 1n << BigInt(value.exponent) : 1n);
  const whole = scaled >> shift;
  const rest = (scaled - (whole << shift)) * 2n;
  const half = 1n << shift;
  const up = shift > 0n && (rest > half || (rest === half && (whole & 1n) === 1n));
  const digits = (whole + (up ? 1n : 0n)).toString().padStart(precision + 1, "0");
  return precision === 0 ? digits : `${digits.slice(0, -precision)}.${digits.slice(-precision)}`;
}

/** Go writes two digits of exponent at least. */
function withExponent(text: string, verb: string): string {
  const written = text.replace(/e([+-])(\d)$/, "e$10$2");
  return verb === verb.toUpperCase() ? written.toUpperCase() : written;
}

/** `%g` as Go writes a big.Float: with an exponent from a million on, however exact the number is. */
function general(value: BigNumber, verb: string, precision: number | undefined): string {
  if (precision === undefined) {
    const { digits, point } = shortestDecimal(value);
    if (value.mantissa === 0n || (point > -4 && point <= 6)) {
      return formatNumber(value);
    }
    const mantissa = digits.length === 1 ? digits : `${digits.slice(0, 1)}.${digits.slice(1)}`;
    return withExponent(`${mantissa}e${point > 0 ? "+" : ""}${point - 1}`, verb);
  }
  const digits = Math.min(Math.max(precision, 1), 100);
  const exponential = toNumber(value).toExponential(digits - 1);
  const exponent = Number(exponential.split("e")[1] ?? "0");
  if (exponent >= -4 && exponent < digits) {
    return fixed(value, Math.max(0, digits - 1 - exponent))
      .replace(/(\.\d*?)0+$/, "$1")
      .replace(/\.$/, "");
  }
  const [mantissa = "", power = "+0"] = exponential.split("e");
  return withExponent(`${mantissa.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "")}e${power}`, verb);
}

import { known } from "../../../model/text.ts";
import type { Value } from "../value.ts";
import { wholeOf } from "./same.ts";

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;

/** strconv.ParseInt with base 0: prefixes tell the base, and underscores may stand between digits. */
export function parseInteger(text: string): bigint | undefined {
  const match =
    /^([+-]?)(0[xX]_?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*|0[bB]_?[01]+(?:_[01]+)*|0[oO]?_?[0-7]+(?:_[0-7]+)*|0|[1-9]\d*(?:_\d+)*)$/.exec(
      text,
    );
  if (match === null) return undefined;
  const digits = (match[2] ?? "").replaceAll("_", "").toLowerCase();
  const octal = /^0[0-7]+$/.test(digits);
  const value = BigInt(octal ? `0o${digits}` : digits) * (match[1] === "-" ? -1n : 1n);
  return value < MIN || value > MAX ? undefined : value;
}

/** spf13/cast takes zeros after the point away: "8.00" is "8". */
function withoutZeroDecimal(text: string): string {
  return text.replace(/\.0+$/, "");
}

/** How Go converts a float64 to an integer on amd64: what does not fit is the smallest one. */
export function truncated(value: number): bigint {
  if (!Number.isFinite(value) || value >= 2 ** 63 || value < -(2 ** 63)) return MIN;
  return BigInt(Math.trunc(value));
}

/** `cast.ToInt64`; undefined when the value is not known. What cannot be converted is 0. */
export function toInt64(value: Value): bigint | undefined {
  switch (value.kind) {
    case "number":
      return value.go === "float64" ? truncated(value.value) : wholeOf(value);
    case "boolean":
      return value.value ? 1n : 0n;
    case "text": {
      const content = known(value);
      if (content === undefined) return undefined;
      return parseInteger(withoutZeroDecimal(content)) ?? 0n;
    }
    case "unknown":
      return undefined;
    default:
      return 0n;
  }
}

/** strconv.ParseFloat. */
export function parseFloat64(text: string): number | undefined {
  if (/^[+-]?(?:inf|infinity)$/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return NaN;
  // Underscores may stand between digits.
  if (!/^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+)?$/.test(text))
    return undefined;
  const value = Number(text.replaceAll("_", ""));
  return Number.isFinite(value) ? value : undefined;
}

/** `cast.ToFloat64`. */
export function toFloat64(value: Value): number | undefined {
  switch (value.kind) {
    case "number":
      return value.value;
    case "boolean":
      return value.value ? 1 : 0;
    case "text": {
      const content = known(value);
      return content === undefined ? undefined : (parseFloat64(content) ?? 0);
    }
    case "unknown":
      return undefined;
    default:
      return 0;
  }
}

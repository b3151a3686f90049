/**
 * Terraform's numbers: binary floating point with 512 bits of mantissa (go-cty's use of Go's big.Float, rounding to
 * nearest even), printed with the fewest decimals that read back as the same number. A number is
 * `mantissa * 2 ** exponent`; the mantissa is odd or zero. As in floating point, a zero has a sign.
 */
export interface BigNumber {
  readonly mantissa: bigint;
  readonly exponent: number;
  readonly negativeZero?: true;
  /** Set on what 64-bit floating point computed: fewer bits are printed in fewer digits. */
  readonly precision?: typeof DOUBLE_PRECISION;
}

const zero: BigNumber = { mantissa: 0n, exponent: 0 };
const negativeZero: BigNumber = { ...zero, negativeZero: true };

export function isNegative(a: BigNumber): boolean {
  return a.mantissa < 0n || a.negativeZero === true;
}

/** A product or quotient with the sign that its operands give it, when it is zero. */
function signed(value: BigNumber | undefined, a: BigNumber, b: BigNumber): BigNumber | undefined {
  return value?.mantissa === 0n && isNegative(a) !== isNegative(b) ? negativeZero : value;
}

const PRECISION = 512;
const DOUBLE_PRECISION = 53;
/** Beyond these powers of two a number is not computed: a configuration has no use for them. */
const MAX_EXPONENT = 8192;
const MAX_DECIMAL_EXPONENT = 2000;

const abs = (value: bigint): bigint => (value < 0n ? -value : value);

function bitLength(value: bigint): number {
  const small = Number(value);
  if (Math.abs(small) < 2 ** 31) return 32 - Math.clz32(Math.abs(small));
  const hex = abs(value).toString(16);
  return value === 0n ? 0 : hex.length * 4 - (Math.clz32(parseInt(hex.slice(0, 1), 16)) - 28);
}

function trailingZeros(value: bigint): number {
  const low = value & -value;
  return bitLength(low) - 1;
}

/** Rounds to the precision; undefined when the number is out of range. */
function rounded(mantissa: bigint, exponent: number): BigNumber | undefined {
  if (mantissa === 0n) return zero;
  let [m, e] = [abs(mantissa), exponent];
  const excess = bitLength(m) - PRECISION;
  if (excess > 0) {
    const shift = BigInt(excess);
    const rest = m & ((1n << shift) - 1n);
    const half = 1n << (shift - 1n);
    m >>= shift;
    if (rest > half || (rest === half && (m & 1n) === 1n)) m += 1n;
    e += excess;
  }
  const zeros = trailingZeros(m);
  m >>= BigInt(zeros);
  e += zeros;
  if (Math.abs(e) > MAX_EXPONENT) return undefined;
  return { mantissa: mantissa < 0n ? -m : m, exponent: e };
}

/** The quotient of two integers, times `2 ** exponent`, rounded once. */
function quotient(a: bigint, b: bigint, exponent: number): BigNumber | undefined {
  const shift = Math.max(0, PRECISION + 2 + bitLength(b) - bitLength(a));
  const dividend = abs(a) << BigInt(shift);
  const divisor = abs(b);
  // One more bit than the quotient says whether anything was cut off, so that ties round to even.
  const sticky = ((dividend / divisor) << 1n) | (dividend % divisor === 0n ? 0n : 1n);
  return rounded(a < 0n !== b < 0n ? -sticky : sticky, exponent - shift - 1);
}

export function fromBigInt(value: bigint): BigNumber {
  return rounded(value, 0) ?? zero;
}

/** What 64-bit floating point computed, exactly; undefined when it is not finite. */
export function fromDouble(value: number): BigNumber | undefined {
  if (Object.is(value, -0)) return negativeZero;
  if (!Number.isFinite(value)) return undefined;
  let [mantissa, exponent] = [value, 0];
  // Multiplying and dividing by two is exact in floating point.
  for (; !Number.isInteger(mantissa); exponent--) mantissa *= 2;
  const exact = rounded(BigInt(mantissa), exponent);
  return exact && { ...exact, precision: DOUBLE_PRECISION };
}

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?$/;

/** A decimal number as Terraform reads it from a string or a literal; undefined when it is none or out of range. */
export function parseNumber(text: string): BigNumber | undefined {
  const match = DECIMAL.exec(text);
  if (match === null || text.length > 5000) return undefined;
  const [, sign = "", whole = "", fraction = "", power = "0"] = match;
  if (whole + fraction === "") return undefined;
  const exponent = Number(power) - fraction.length;
  if (Math.abs(exponent) > MAX_DECIMAL_EXPONENT) return undefined;
  const digits = BigInt(sign === "-" ? -1 : 1) * BigInt(whole + fraction);
  if (digits === 0n) return sign === "-" ? negativeZero : zero;
  return exponent >= 0
    ? rounded(digits * 10n ** BigInt(exponent), 0)
    : quotient(digits, 10n ** BigInt(-exponent), 0);
}

function aligned(a: BigNumber, b: BigNumber): [bigint, bigint, number] {
  const exponent = Math.min(a.exponent, b.exponent);
  return [a.mantissa << BigInt(a.exponent - exponent), b.mantissa << BigInt(b.exponent - exponent), exponent];
}

export function add(a: BigNumber, b: BigNumber): BigNumber | undefined {
  if (a.negativeZero === true && b.negativeZero === true) return negativeZero;
  const [left, right, exponent] = aligned(a, b);
  return rounded(left + right, exponent);
}

export function negate(a: BigNumber): BigNumber {
  if (a.mantissa === 0n) return a.negativeZero === true ? zero : negativeZero;
  return { mantissa: -a.mantissa, exponent: a.exponent };
}

export function subtract(a: BigNumber, b: BigNumber): BigNumber | undefined {
  return add(a, negate(b));
}

export function multiply(a: BigNumber, b: BigNumber): BigNumber | undefined {
  return signed(rounded(a.mantissa * b.mantissa, a.exponent + b.exponent), a, b);
}

/** Undefined for a division by zero, too. */
export function divide(a: BigNumber, b: BigNumber): BigNumber | undefined {
  if (b.mantissa === 0n) return undefined;
  return signed(quotient(a.mantissa, b.mantissa, a.exponent - b.exponent), a, b);
}

/** The remainder of the division cut towards zero, as go-cty computes it. */
export function remainder(a: BigNumber, b: BigNumber): BigNumber | undefined {
  const ratio = divide(a, b);
  if (ratio === undefined) return undefined;
  const product = multiply(b, truncate(ratio));
  return product === undefined ? undefined : subtract(a, product);
}

export function compareNumbers(a: BigNumber, b: BigNumber): -1 | 0 | 1 {
  const [left, right] = aligned(a, b);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

export function isInteger(a: BigNumber): boolean {
  return a.exponent >= 0;
}

/** Cut towards zero. */
export function truncate(a: BigNumber): BigNumber {
  return fromBigInt(toBigInt(a));
}

/** The whole part. */
export function toBigInt(a: BigNumber): bigint {
  if (a.exponent >= 0) return a.mantissa << BigInt(a.exponent);
  const whole = abs(a.mantissa) >> BigInt(-a.exponent);
  return a.mantissa < 0n ? -whole : whole;
}

export function floor(a: BigNumber): BigNumber {
  const whole = toBigInt(a);
  return fromBigInt(isInteger(a) || a.mantissa >= 0n ? whole : whole - 1n);
}

export function ceil(a: BigNumber): BigNumber {
  const whole = toBigInt(a);
  return fromBigInt(isInteger(a) || a.mantissa < 0n ? whole : whole + 1n);
}

/** Decimal digits and where the decimal point stands among them. */
export interface Decimal {
  readonly digits: string;
  /** The decimal point stands before this digit. */
  readonly point: number;
}

/** `mantissa * 2 ** exponent` as exact decimal digits, without leading zeros. */
function exactDecimal(mantissa: bigint, exponent: number): Decimal {
  if (exponent >= 0) {
    const digits = (mantissa << BigInt(exponent)).toString();
    return { digits, point: digits.length };
  }
  const digits = (mantissa * 5n ** BigInt(-exponent)).toString();
  return { digits, point: digits.length + exponent };
}

const digitAt = (decimal: Decimal, index: number): number => Number(decimal.digits.charAt(index) || "0");

/** Moves a decimal to a common point so that digits of the same index have the same weight. */
function atPoint(decimal: Decimal, point: number): Decimal {
  return { digits: "0".repeat(Math.max(0, point - decimal.point)) + decimal.digits, point };
}

function roundedUp(digits: string): { digits: string; carried: boolean } {
  const value = (BigInt(digits) + 1n).toString().padStart(digits.length, "0");
  return { digits: value, carried: value.length > digits.length };
}

/**
 * The shortest decimal between the neighbours of a number at full precision (Go's math/big `roundShortest`).
 */
function shortest(mantissa: bigint, exponent: number, precision: number): Decimal {
  const missing = precision + 1 - bitLength(mantissa);
  const m = mantissa << BigInt(missing);
  const e = exponent - missing;
  const exact = exactDecimal(m, e);
  const upper = exactDecimal(m + 1n, e);
  const point = Math.max(exact.point, upper.point);
  const value = atPoint(exact, point);
  const low = atPoint(exactDecimal(m - 1n, e), point);
  const high = atPoint(upper, point);
  const inclusive = (m & 2n) === 0n;
  for (let at = 0; at < value.digits.length; at++) {
    const digit = digitAt(value, at);
    const down = digitAt(low, at) !== digit || (inclusive && at + 1 === low.digits.length);
    const up =
      digit !== digitAt(high, at) &&
      (inclusive || digit + 1 < digitAt(high, at) || at + 1 < high.digits.length);
    if (!down && !up) continue;
    const kept = value.digits.slice(0, at + 1);
    const next = digitAt(value, at + 1);
    const rest = /[1-9]/.test(value.digits.slice(at + 2));
    const roundUp = down && up ? next > 5 || (next === 5 && (rest || digit % 2 === 1)) : up;
    if (!roundUp) return { digits: kept, point };
    const raised = roundedUp(kept);
    return { digits: raised.digits, point: raised.carried ? point + 1 : point };
  }
  return value;
}

/** The fewest decimal digits that read back as the same number, without the sign; the point stands before digit `point`. */
export function shortestDecimal(a: BigNumber): Decimal {
  const mantissa = abs(a.mantissa);
  const precision = a.precision ?? PRECISION;
  const isExact = a.exponent >= 0 && bitLength(mantissa) + a.exponent <= precision;
  const { digits, point } = isExact
    ? exactDecimal(mantissa, a.exponent)
    : shortest(mantissa, a.exponent, precision);
  const leading = /^0*/.exec(digits)?.[0].length ?? 0;
  return { digits: digits.slice(leading).replace(/0+$/, "") || "0", point: point - leading };
}

/** The number as Terraform prints it and converts it to a string. */
export function formatNumber(a: BigNumber): string {
  if (a.negativeZero === true) return "-0";
  if (a.exponent >= 0 && a.exponent < 32 && Math.abs(Number(a.mantissa)) < 2 ** 20) {
    return String(Number(a.mantissa) * 2 ** a.exponent);
  }
  if (a.mantissa === 0n) return "0";
  const sign = a.mantissa < 0n ? "-" : "";
  const { digits, point } = shortestDecimal(a);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  if (digits.length <= point) return sign + digits.padEnd(point, "0");
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** The nearest JavaScript number. */
export function toNumber(a: BigNumber): number {
  return Number(formatNumber(a));
}

/** A decimal number as shopspring/decimal has it: `digits * 10 ** exponent`, computed exactly but for quotients. */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** How many places behind the point a quotient has. */
const PLACES = 16;

/** The shortest decimal that tells a floating point number; undefined when it is not finite. */
export function fromDouble(value: number): Decimal | undefined {
  if (!Number.isFinite(value)) return undefined;
  const [mantissa = "0", power = "0"] = value.toExponential().split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}

function aligned(a: Decimal, b: Decimal): readonly [bigint, bigint, number] {
  const exponent = Math.min(a.exponent, b.exponent);
  const scaled = (value: Decimal): bigint => value.digits * 10n ** BigInt(value.exponent - exponent);
  return [scaled(a), scaled(b), exponent];
}

export function plus(a: Decimal, b: Decimal): Decimal {
  const [left, right, exponent] = aligned(a, b);
  return { digits: left + right, exponent };
}

export function minus(a: Decimal, b: Decimal): Decimal {
  return plus(a, { ...b, digits: -b.digits });
}

export function times(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, exponent: a.exponent + b.exponent };
}

const size = (value: bigint): bigint => (value < 0n ? -value : value);

/** The quotient with sixteen places, rounded half away from zero; undefined for a division by zero. */
export function divide(a: Decimal, b: Decimal): Decimal | undefined {
  if (b.digits === 0n) return undefined;
  const shift = a.exponent - b.exponent + PLACES;
  const over = shift >= 0 ? a.digits * 10n ** BigInt(shift) : a.digits;
  const under = shift >= 0 ? b.digits : b.digits * 10n ** BigInt(-shift);
  const quotient = over / under;
  const rest = over % under;
  const isUp = size(rest) * 2n >= size(under) && rest !== 0n;
  const sign = over < 0n === under < 0n ? 1n : -1n;
  return { digits: isUp ? quotient + sign : quotient, exponent: -PLACES };
}

export function toDouble(value: Decimal): number {
  return Number(`${value.digits}e${value.exponent}`);
}

import type { Node } from "../../../../model/node.ts";
import { known } from "../../../../model/text.ts";
import * as big from "../big-number.ts";
import { numberNode, smallNumber } from "../convert.ts";
import { failure, type Value } from "../value.ts";
import {
  binary,
  integer,
  number,
  unary,
  value,
  variadic,
  type Call,
  type EagerFunction,
  type FunctionGroup,
} from "./function.ts";

const zero = big.fromBigInt(0n);

/** A function of one number. */
function ofNumber(run: (a: big.BigNumber) => big.BigNumber): EagerFunction {
  return unary("any", number, (a, call) => numberNode(run(a), call.at));
}

/** Terraform computes `log` and `pow` in 64-bit floating point. */
function inDoubles(result: number | undefined, call: Call): Value | undefined {
  if (result === undefined) return undefined;
  if (!Number.isFinite(result))
    return Number.isNaN(result) ? failure("this is not a number", call.at) : undefined;
  const exact = big.fromDouble(result);
  return exact === undefined ? undefined : numberNode(exact, call.at);
}

/**
 * Go's math.Pow for whole powers and for roots: repeated squaring, which rounds otherwise than JavaScript's. Other
 * powers differ by implementation in the last digit and are not computed.
 */
function goPow(base: number, power: number): number | undefined {
  if (power === 0 || base === 1) return 1;
  if (base === 0) return base ** power;
  if (power === 0.5) return Math.sqrt(base);
  if (power === -0.5) return 1 / Math.sqrt(base);
  if (Number.isNaN(base ** power)) return NaN;
  if (!Number.isFinite(base) || !Number.isInteger(power)) return undefined;
  let result = 1;
  let [square, exponent] = fractionAndExponent(base);
  let scale = 0;
  for (let left = Math.abs(power); left > 0; left = Math.floor(left / 2)) {
    if (Math.abs(exponent) > 4096) {
      scale += exponent;
      break;
    }
    if (left % 2 === 1) {
      result *= square;
      scale += exponent;
    }
    square *= square;
    exponent *= 2;
    if (square < 0.5) {
      square *= 2;
      exponent--;
    }
  }
  if (power < 0) {
    result = 1 / result;
    scale = -scale;
  }
  return timesPowerOfTwo(result, scale);
}

/** Go's math.Frexp: a fraction from one half to one, and the power of two that it is to be multiplied with. */
function fractionAndExponent(value: number): [number, number] {
  let [fraction, exponent] = [value, 0];
  for (; Math.abs(fraction) >= 1; exponent++) fraction /= 2;
  for (; Math.abs(fraction) < 0.5; exponent--) fraction *= 2;
  return [fraction, exponent];
}

/** `value * 2 ** scale` without leaving the range on the way. */
function timesPowerOfTwo(value: number, scale: number): number {
  let [result, left] = [value, scale];
  for (; left > 1000; left -= 1000) result *= 2 ** 1000;
  for (; left < -1000; left += 1000) result *= 2 ** -1000;
  return result * 2 ** left;
}

/** The greatest or least number. */
function extreme(sign: 1 | -1): EagerFunction {
  return variadic("any", 1, number, ([first = zero, ...rest], call) => {
    const found = rest.reduce((best, next) => (big.compareNumbers(next, best) === sign ? next : best), first);
    return numberNode(found, call.at);
  });
}

function parseInteger(argument: Node, base: number, call: Call): Value | undefined {
  // A number is not converted to a string here.
  if (argument.kind !== "text") return failure("a string is needed", call.at);
  const text = known(argument);
  if (text === undefined) return undefined;
  if (base < 2 || base > 62) return failure("the base must lie between 2 and 62", call.at);
  const digits = base <= 36 ? text.toLowerCase() : text;
  const match = /^([+-]?)([0-9a-zA-Z]+)$/.exec(digits);
  if (match === null || text.length > 2000)
    return failure(`"${text}" is not a number of base ${base}`, call.at);
  let total = 0n;
  for (const char of match[2] ?? "") {
    const digit = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".indexOf(char);
    if (digit >= base) return failure(`"${text}" is not a number of base ${base}`, call.at);
    total = total * BigInt(base) + BigInt(digit);
  }
  return numberNode(big.fromBigInt(match[1] === "-" ? -total : total), call.at);
}

export const numbers: FunctionGroup = {
  abs: ofNumber((a) => (big.isNegative(a) ? big.negate(a) : a)),
  ceil: ofNumber(big.ceil),
  floor: ofNumber(big.floor),
  log: binary("any", number, number, (a, base, call) =>
    inDoubles(Math.log(big.toNumber(a)) / Math.log(big.toNumber(base)), call),
  ),
  max: extreme(1),
  min: extreme(-1),
  parseint: binary("any", value, integer, parseInteger),
  pow: binary("any", number, number, (a, power, call) =>
    inDoubles(goPow(big.toNumber(a), big.toNumber(power)), call),
  ),
  signum: unary("any", integer, (a, call) => smallNumber(Math.sign(a), call.at)),
};

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
function inDoubles(result: number, call: Call): Value | undefined {
  if (!Number.isFinite(result))
    return Number.isNaN(result) ? failure("this is not a number", call.at) : undefined;
  const exact = big.fromNumber(result);
  return exact === undefined ? undefined : numberNode(exact, call.at);
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
  abs: ofNumber((a) => (a.mantissa < 0n ? big.negate(a) : a)),
  ceil: ofNumber(big.ceil),
  floor: ofNumber(big.floor),
  log: binary("any", number, number, (a, base, call) =>
    inDoubles(Math.log(big.toNumber(a)) / Math.log(big.toNumber(base)), call),
  ),
  max: extreme(1),
  min: extreme(-1),
  parseint: binary("any", value, integer, parseInteger),
  pow: binary("any", number, number, (a, power, call) =>
    inDoubles(big.toNumber(a) ** big.toNumber(power), call),
  ),
  signum: unary("any", integer, (a, call) => smallNumber(Math.sign(a), call.at)),
};

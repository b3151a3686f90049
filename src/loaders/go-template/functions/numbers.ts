import type { Call, GoFunction } from "../function.ts";
import { sprint } from "../convert.ts";
import { known } from "../../../model/text.ts";
import type { Value } from "../value.ts";
import { parseInteger, toFloat64, toInt64 } from "./casts.ts";
import { any, define, float, int, refuse, string, variadic } from "./define.ts";
import { divide, fromDouble, minus, plus, times, toDouble, type Decimal } from "./decimal.ts";
import { madeFloat, madeInt64 } from "./make.ts";

/** The values as int64; undefined when one is not known. */
function wholes(values: readonly Value[]): readonly bigint[] | undefined {
  const all = values.map(toInt64);
  return all.includes(undefined) ? undefined : (all as readonly bigint[]);
}

function doubles(values: readonly Value[]): readonly number[] | undefined {
  const all = values.map(toFloat64);
  return all.includes(undefined) ? undefined : (all as readonly number[]);
}

/** A function of one or more numbers, from the left to the right. */
const ofWholes = (
  least: 0 | 1,
  step: (a: bigint, b: bigint) => bigint,
  start: bigint | undefined,
): GoFunction =>
  variadic(
    "any",
    Array.from({ length: least }, () => any),
    any,
    (_, __, call, values) => {
      const numbers = wholes(values);
      if (numbers === undefined) return undefined;
      const [first = 0n, ...rest] = start === undefined ? numbers : [start, ...numbers];
      return madeInt64(
        rest.reduce((a, b) => BigInt.asIntN(64, step(a, b)), first),
        call,
      );
    },
  );

const ofTwo = (run: (a: bigint, b: bigint, call: Call) => bigint): GoFunction =>
  define("any", [any, any], (_, call, values) => {
    const [a, b] = wholes(values) ?? [];
    return a === undefined || b === undefined ? undefined : madeInt64(run(a, b, call), call);
  });

const zeroDivision = (call: Call): never => refuse("runtime error: integer divide by zero", call);

/** A function of floating point numbers that is computed in decimals. */
const ofDecimals = (
  least: 0 | 1,
  start: number | undefined,
  step: (a: Decimal, b: Decimal, call: Call) => Decimal,
): GoFunction =>
  variadic(
    "any",
    Array.from({ length: least }, () => any),
    any,
    (_, __, call, values) => {
      const numbers = doubles(values);
      if (numbers === undefined) return undefined;
      const all = (start === undefined ? numbers : [start, ...numbers]).map(fromDouble);
      if (all.includes(undefined)) return refuse("Cannot create a Decimal from this number", call);
      const [first, ...rest] = all as readonly Decimal[];
      if (first === undefined) return undefined;
      return madeFloat(toDouble(rest.reduce((a, b) => step(a, b, call), first)), call);
    },
  );

const ofDouble = (change: (value: number) => number): GoFunction =>
  define("any", [any], ([value], call) => {
    const number = toFloat64(value);
    return number === undefined ? undefined : madeFloat(change(number), call);
  });

const most = (a: bigint, b: bigint): bigint => (b > a ? b : a);
const least = (a: bigint, b: bigint): bigint => (b < a ? b : a);

const extreme = (choose: (...values: number[]) => number): GoFunction =>
  variadic("any", [any], any, (_, __, call, values) => {
    const numbers = doubles(values);
    return (
      numbers &&
      madeFloat(
        numbers.reduce((a, b) => choose(a, b)),
        call,
      )
    );
  });

/** Sprig's `round`: away from the places behind the point at half, or at what is given instead of a half. */
const round = variadic("any", [any, int], float, ([value, places], [on = 0.5], call) => {
  const number = toFloat64(value);
  if (number === undefined) return undefined;
  const power = 10 ** places;
  const digit = power * number;
  const fraction = digit - Math.trunc(digit);
  return madeFloat((fraction >= on ? Math.ceil(digit) : Math.floor(digit)) / power, call);
});

/** strconv.Atoi without its error. */
function atoi(value: string): bigint {
  if (!/^[+-]?\d+$/.test(value)) return 0n;
  const number = BigInt(value.replace(/^\+/, ""));
  // Out of range, it is the nearest that there is.
  return most(-(2n ** 63n), least(2n ** 63n - 1n, number));
}

/** strconv.ParseInt in base 8. */
function octal(value: string): bigint {
  const digits = value.replace(/^[+-]/, "");
  if (!/^[0-7]+$/.test(digits)) return 0n;
  return parseInteger(`${value.startsWith("-") ? "-" : ""}0o${digits}`) ?? 0n;
}

/** A conversion of any value to an int or int64. */
const toWhole = (make: (value: bigint, call: Call) => Value): GoFunction =>
  define("any", [any], ([value], call) => {
    const number = toInt64(value);
    return number === undefined ? undefined : make(number, call);
  });

const asInt = (value: bigint, call: Call): Value => ({ ...madeInt64(value, call), go: "int" });

/** Sprig's functions on numbers. */
export const numbers: Readonly<Record<string, GoFunction>> = {
  add: ofWholes(0, (a, b) => a + b, 0n),
  add1: define("any", [any], ([value], call) => {
    const number = toInt64(value);
    return number === undefined ? undefined : madeInt64(number + 1n, call);
  }),
  add1f: define("any", [any], ([value], call) => {
    const number = toFloat64(value);
    const decimal = number === undefined ? undefined : fromDouble(number);
    const one = fromDouble(1);
    return decimal && one && madeFloat(toDouble(plus(decimal, one)), call);
  }),
  addf: ofDecimals(0, 0, plus),
  atoi: define("any", [string], ([value], call) => asInt(atoi(value), call)),
  biggest: ofWholes(1, most, undefined),
  ceil: ofDouble(Math.ceil),
  div: ofTwo((a, b, call) => (b === 0n ? zeroDivision(call) : a / b)),
  divf: ofDecimals(1, undefined, (a, b, call) => divide(a, b) ?? refuse("decimal division by 0", call)),
  float64: ofDouble((value) => value),
  floor: ofDouble(Math.floor),
  int: toWhole(asInt),
  int64: toWhole(madeInt64),
  max: ofWholes(1, most, undefined),
  maxf: extreme(Math.max),
  min: ofWholes(1, least, undefined),
  minf: extreme(Math.min),
  mod: ofTwo((a, b, call) => (b === 0n ? zeroDivision(call) : a % b)),
  mul: ofWholes(1, (a, b) => a * b, undefined),
  mulf: ofDecimals(1, undefined, times),
  round,
  sub: ofTwo((a, b) => a - b),
  subf: ofDecimals(1, undefined, minus),
  toDecimal: define("any", [any], ([value], call) => {
    const digits = known(sprint(value));
    return digits === undefined ? undefined : madeInt64(octal(digits), call);
  }),
};

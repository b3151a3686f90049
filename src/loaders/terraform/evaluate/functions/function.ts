import type { Location } from "../../../../model/location.ts";
import type { ListNode, MapNode, Node } from "../../../../model/node.ts";
import { known, type HoleShape, type Text } from "../../../../model/text.ts";
import type { Call as CallExpression } from "../../syntax/ast.ts";
import { isInteger, toNumber, type BigNumber } from "../big-number.ts";
import type { Context } from "../context.ts";
import { bigNumberOf, convert, convertPrimitive, toText } from "../convert.ts";
import { describeType, stringType, typeOf, type Type } from "../types.ts";
import { failure, isFailure, type Failure, type Value } from "../value.ts";

/** One call of a function: what names a hole that it gives, and where its result stands. */
export interface Call {
  readonly name: string;
  readonly at: Location;
  /** The call as written, shortened. */
  readonly label: string;
  readonly context: Context;
}

/** What a function returns when its arguments are not known well enough: a string, or anything. */
export type ResultKind = "string" | "any";

/** A function of evaluated arguments. `run` returns undefined when the result is not known. */
export interface EagerFunction {
  readonly kind: "eager";
  readonly min: number;
  readonly max: number;
  readonly result: ResultKind;
  /** Whether the strings inside the result are new ones, which are not in Unicode's normal form by themselves. */
  readonly makesStrings?: true;
  /** Whether it makes something of lists of which some elements stand for any number; else its result is unknown. */
  readonly takesSeveral?: true;
  /** What is known of the characters of an unknown result. */
  readonly shape?: HoleShape;
  readonly run: (args: readonly Node[], call: Call) => Value | undefined;
}

/** A function that decides itself what it evaluates: `try`, `can`. */
export interface LazyFunction {
  readonly kind: "lazy";
  readonly run: (expression: CallExpression, call: Call) => Value;
}

export type FunctionRow = EagerFunction | LazyFunction;

/** A group of functions by name: one row a function. */
export type FunctionGroup = Readonly<Record<string, FunctionRow>>;

/** An argument read as what a function needs; `undefined` as `value` is impossible, so `ok` tells the cases apart. */
export type Reading<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly result: Failure | undefined };

/** How a function reads one of its arguments. */
export type Parameter<T> = (argument: Node) => Reading<T>;

const read = <T>(value: T): Reading<T> => ({ ok: true, value });
const notKnown: { readonly ok: false; readonly result: undefined } = { ok: false, result: undefined };
const wrong = (error: Failure): { readonly ok: false; readonly result: Failure } => ({
  ok: false,
  result: error,
});

/** Any value, null and unknown ones included. */
export const anything: Parameter<Node> = (argument) => read(argument);

/** Any value but null; an unknown value makes the result unknown. */
export const value: Parameter<Node> = (argument) => {
  if (argument.kind === "null") return wrong(failure("an argument must not be null", argument.at));
  return argument.kind === "unknown" ? notKnown : read(argument);
};

/** A string, of which parts may be unknown. */
export const text: Parameter<Text> = (argument) => {
  const converted = toText(argument);
  return isFailure(converted) ? wrong(converted) : read(converted);
};

/** A string that is wholly known. */
export const string: Parameter<string> = (argument) => {
  const converted = toText(argument);
  if (isFailure(converted)) return wrong(converted);
  const content = known(converted);
  return content === undefined ? notKnown : read(content);
};

export const number: Parameter<BigNumber> = (argument) => {
  if (argument.kind === "null") return wrong(failure("a number is needed, but this is null", argument.at));
  const converted = convertPrimitive(argument, "number");
  if (isFailure(converted)) return wrong(converted);
  const big = converted.kind === "number" ? bigNumberOf(converted) : undefined;
  return big === undefined ? notKnown : read(big);
};

/** A whole number of 64 bits. */
export const integer: Parameter<number> = (argument) => {
  const reading = number(argument);
  if (!reading.ok) return reading;
  const plain = toNumber(reading.value);
  if (!isInteger(reading.value)) return wrong(failure("a whole number is needed", argument.at));
  // What does not fit 64 bits is an error. Beyond 2^53 the number is not exact, but beyond every size as well.
  return Math.abs(plain) >= 2 ** 63
    ? wrong(failure("this number is out of range", argument.at))
    : read(plain);
};

/** A list, tuple or set. */
export const sequence: Parameter<ListNode> = (argument) => {
  const reading = value(argument);
  if (!reading.ok) return reading;
  if (reading.value.kind === "list") return read(reading.value);
  return wrong(failure(`a list is needed, but this is a ${describeType(typeOf(argument))}`, argument.at));
};

/** A map or object. */
export const mapping: Parameter<MapNode> = (argument) => {
  const reading = value(argument);
  if (!reading.ok) return reading;
  if (reading.value.kind === "map") return read(reading.value);
  return wrong(failure(`a map is needed, but this is a ${describeType(typeOf(argument))}`, argument.at));
};

/** A list, tuple or set as a list or set whose elements are of a type; with "any", of one type. */
function uniform(kind: "list" | "set", element: Type): Parameter<ListNode> {
  return (argument) => {
    const reading = sequence(argument);
    if (!reading.ok) return reading;
    const converted = convert(reading.value, { kind, element });
    if (isFailure(converted)) return wrong(converted);
    return converted.kind === "list" ? read(converted) : notKnown;
  };
}

/** What a function takes as a list of a type. */
export const listOf = (element: Type): Parameter<ListNode> => uniform("list", element);

/** What a function takes as a set of any one type. */
export const setOf = (element: Type): Parameter<ListNode> => uniform("set", element);

/** A list of strings, of which parts may be unknown. */
export const texts: Parameter<readonly Text[]> = (argument) => {
  const reading = listOf(stringType)(argument);
  if (!reading.ok) return reading;
  const all: Text[] = [];
  for (const item of reading.value.items) {
    const converted = toText(item);
    if (isFailure(converted)) return wrong(converted);
    all.push(converted);
  }
  return read(all);
};

/** A function of one argument. */
export function unary<A>(
  result: ResultKind,
  first: Parameter<A>,
  run: (a: A, call: Call) => Value | undefined,
): EagerFunction {
  return {
    kind: "eager",
    min: 1,
    max: 1,
    result,
    run: ([a], call) => {
      const one = readArgument(first, a, call);
      return one.ok ? run(one.value, call) : one.result;
    },
  };
}

/** A function of two arguments. */
export function binary<A, B>(
  result: ResultKind,
  first: Parameter<A>,
  second: Parameter<B>,
  run: (a: A, b: B, call: Call) => Value | undefined,
): EagerFunction {
  return {
    kind: "eager",
    min: 2,
    max: 2,
    result,
    run: ([a, b], call) => {
      const one = readArgument(first, a, call);
      const two = readArgument(second, b, call);
      if (!one.ok) return one.result ?? (two.ok ? undefined : two.result);
      return two.ok ? run(one.value, two.value, call) : two.result;
    },
  };
}

/** A function of three arguments. */
export function ternary<A, B, C>(
  result: ResultKind,
  first: Parameter<A>,
  second: Parameter<B>,
  third: Parameter<C>,
  run: (a: A, b: B, c: C, call: Call) => Value | undefined,
): EagerFunction {
  return {
    kind: "eager",
    min: 3,
    max: 3,
    result,
    run: ([a, b, c], call) => {
      const one = readArgument(first, a, call);
      if (!one.ok) return one.result;
      const two = readArgument(second, b, call);
      if (!two.ok) return two.result;
      const three = readArgument(third, c, call);
      return three.ok ? run(one.value, two.value, three.value, call) : three.result;
    },
  };
}

/** A function of any number of arguments that are read alike. */
export function variadic<A>(
  result: ResultKind,
  min: number,
  each: Parameter<A>,
  run: (all: readonly A[], call: Call) => Value | undefined,
  max = Infinity,
): EagerFunction {
  return {
    kind: "eager",
    min,
    max,
    result,
    run: (args, call) => {
      const all: A[] = [];
      let unsure = false;
      for (const argument of args) {
        const reading = each(argument);
        if (reading.ok) all.push(reading.value);
        else if (reading.result !== undefined) return reading.result;
        else unsure = true;
      }
      return unsure ? undefined : run(all, call);
    },
  };
}

/** A function that knows how to deal with elements that stand for several. */
export const withSeveral = (row: EagerFunction): EagerFunction => ({ ...row, takesSeveral: true });

/** A function that returns a list or map of strings that it makes. */
export const making = (row: EagerFunction): EagerFunction => ({ ...row, makesStrings: true });

/** A function that reads its arguments itself. */
export function custom(
  result: ResultKind,
  min: number,
  max: number,
  run: (args: readonly Node[], call: Call) => Value | undefined,
): EagerFunction {
  return { kind: "eager", min, max, result, run };
}

/** A function whose result is never known statically, though equal arguments give equal results. */
export function opaque(result: ResultKind, min: number, max: number): EagerFunction {
  return { kind: "eager", min, max, result, run: () => undefined };
}

/** An argument that may be missing altogether. */
export function readArgument<A>(parameter: Parameter<A>, argument: Node | undefined, call: Call): Reading<A> {
  if (argument === undefined) return wrong(failure(`${call.name} misses an argument`, call.at));
  return parameter(argument);
}

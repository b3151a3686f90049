import type { Text } from "../../../model/text.ts";
import { known } from "../../../model/text.ts";
import { goMap, textValue, typeName, unknownResult, unknownString } from "../convert.ts";
import { TemplateError, type Call, type GoFunction } from "../function.ts";
import { asInterface, isNothing } from "../nothing.ts";
import type { GoMap, Value } from "../value.ts";

/** What a function returns when its arguments are not known well enough: a string, or a value of any type. */
export type ResultKind = "string" | "any";

/**
 * How a function takes one argument: what it makes of it, or undefined when the argument is not known well enough.
 * It throws where text/template refuses the argument's type.
 */
export type Parameter<T> = (value: Value, call: Call) => T | undefined;

type Parameters<A extends readonly unknown[]> = { readonly [K in keyof A]: Parameter<A[K]> };

/** What a function does; undefined when the result is not known. */
type Run<A extends readonly unknown[]> = (args: A, call: Call, values: readonly Value[]) => Value | undefined;

/** Refuses the call, as Go's function does. */
export function refuse(message: string, call: Call): never {
  throw new TemplateError(`error calling ${call.name}: ${message}`, call.at);
}

/** Refuses an argument as text/template's `validateType` does. */
function wrongType(value: Value, expected: string, call: Call): never {
  const found = value.kind === "null" ? "interface {}" : (typeName(value) ?? "a value");
  throw new TemplateError(`wrong type for value; expected ${expected}; got ${found}`, call.at);
}

/** Any value, nil and unknown ones included. */
export const any: Parameter<Value> = (value) => asInterface(value);

/** A string, of which parts may be unknown; an unknown value is a string of which nothing is known. */
export const text: Parameter<Text> = (value, call) => textValue(value) ?? wrongType(value, "string", call);

/** A string that is wholly known. */
export const string: Parameter<string> = (value, call) => {
  const content = textValue(value);
  return content === undefined ? wrongType(value, "string", call) : known(content);
};

/** An `int`; text/template converts between Go's integer types, and no others. */
export const int: Parameter<number> = (value, call) => {
  if (value.kind === "unknown") return undefined;
  if (value.kind !== "number" || value.go === "float64") return wrongType(value, "int", call);
  return value.value;
};

/** A `float64`. A whole constant is one as well. */
export const float: Parameter<number> = (value, call) => {
  if (value.kind === "unknown") return undefined;
  return value.kind === "number" ? value.value : wrongType(value, "float64", call);
};

/** A `bool`. What is not known is decided by the world that is being rendered. */
export const bool: Parameter<boolean> = (value, call) => {
  if (value.kind === "unknown") return call.host.isTrue(value);
  return value.kind === "boolean" ? value.value : wrongType(value, "bool", call);
};

const MAP = "map[string]interface {}";

/** A `map[string]interface{}`; what is not there is one that is nil, but nil itself is no map (`validateType`). */
export const dict: Parameter<GoMap> = (value, call) => {
  if (isNothing(value)) return goMap([], call.at);
  if (value.kind === "unknown") return undefined;
  if (value.kind !== "go-map" || value.type !== undefined) return wrongType(value, MAP, call);
  return value;
};

/** What a call gives when its result is not known. */
export function notKnown(result: ResultKind, values: readonly Value[], call: Call): Value {
  return result === "string"
    ? unknownString(call.name, values, call.at)
    : unknownResult(call.name, values, call.at);
}

/** A function of a fixed number of arguments. */
export function define<A extends readonly unknown[]>(
  result: ResultKind,
  parameters: Parameters<A>,
  run: Run<A>,
): GoFunction {
  return variadic(result, parameters, undefined, (args, _, call, values) => run(args, call, values));
}

/** A function of some arguments and any number of others of one type. */
export function variadic<A extends readonly unknown[], R>(
  result: ResultKind,
  parameters: Parameters<A>,
  rest: Parameter<R> | undefined,
  run: (args: A, others: readonly R[], call: Call, values: readonly Value[]) => Value | undefined,
): GoFunction {
  const fixed = parameters as readonly Parameter<unknown>[];
  return (values, call) => {
    if (values.length < fixed.length || (rest === undefined && values.length > fixed.length)) {
      const want = rest === undefined ? fixed.length : `at least ${fixed.length}`;
      throw new TemplateError(
        `wrong number of args for ${call.name}: want ${want} got ${values.length}`,
        call.at,
      );
    }
    // All are looked at before one that is not known ends it: a wrong type is refused whatever the others are.
    const args = fixed.map((parameter, index) => parameter(at(values, index), call));
    const others = rest === undefined ? [] : values.slice(fixed.length).map((value) => rest(value, call));
    const isKnown = !args.includes(undefined) && !others.includes(undefined);
    const given = values.map(asInterface);
    const answer = isKnown ? run(args as unknown as A, others as readonly R[], call, given) : undefined;
    return answer ?? notKnown(result, given, call);
  };
}

function at(values: readonly Value[], index: number): Value {
  const value = values[index];
  if (value === undefined) throw new Error("an argument that was counted is missing");
  return value;
}

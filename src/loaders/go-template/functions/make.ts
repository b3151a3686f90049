import type { Location } from "../../../model/location.ts";
import type { BooleanNode } from "../../../model/node.ts";
import { literal, type Answer, type Text } from "../../../model/text.ts";
import { goNumber } from "../convert.ts";
import { TemplateError, type Call } from "../function.ts";
import type { GoList, GoMap, GoNumber, Value } from "../value.ts";

/** Texts and lists longer than this are not made. */
export const MAX_SIZE = 1_000_000;

/** A string that a function computed. */
export const madeText = (value: string, call: Call): Text => literal(value, call.at);

export const madeBool = (value: boolean, call: Call): BooleanNode => ({
  kind: "boolean",
  value,
  raw: String(value),
  at: call.at,
});

/** A Boolean when the answer is definite. */
export const madeAnswer = (answer: Answer, call: Call): BooleanNode | undefined =>
  answer === "maybe" ? undefined : madeBool(answer === "yes", call);

export const madeInt = (value: number, call: Call): GoNumber => goNumber("int", value, call.at);

/** An int64, wrapped round as Go's arithmetic does. */
export function madeInt64(value: bigint, call: Call): GoNumber {
  const wrapped = BigInt.asIntN(64, value);
  return goNumber("int64", Number(wrapped), call.at, wrapped.toString());
}

export const madeFloat = (value: number, call: Call): GoNumber => goNumber("float64", value, call.at);

export const madeList = (items: Value[], call: Call, type?: string): GoList => ({
  kind: "go-list",
  items,
  at: call.at,
  ...(type === undefined ? {} : { type }),
});

/** A nil slice. */
export const nilList = (call: Call): GoList => ({ kind: "go-list", items: [], at: call.at, isNil: true });

export function madeMap(entries: readonly (readonly [string, Value])[], call: Call, type?: string): GoMap {
  return {
    kind: "go-map",
    entries: new Map(entries.map(([key, value]) => [key, { key: literal(key, call.at), value }])),
    more: undefined,
    at: call.at,
    ...(type === undefined ? {} : { type }),
  };
}

/** Stops the template when a result would be too big to make. */
export function checkSize(size: number, at: Location): void {
  if (size > MAX_SIZE) throw new TemplateError("the result is too large", at, "limit");
}

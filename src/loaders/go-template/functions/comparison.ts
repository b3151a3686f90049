import { equals } from "../../../model/compare.ts";
import { known, type Answer, type Text } from "../../../model/text.ts";
import { isSeveral, textValue, truthOf, typeName, unknownResult } from "../convert.ts";
import type { Call, GoFunction } from "../function.ts";
import { identityOf } from "../identity.ts";
import { compareStrings } from "../print.ts";
import type { GoMap, GoNumber, Value } from "../value.ts";
import { any, define, refuse, variadic } from "./define.ts";
import { flatten } from "../../../model/flat-text.ts";
import { byteLength, lengthBounds, offsetOfByte } from "./hole-text.ts";
import { madeAnswer, madeBool, madeInt, madeText } from "./make.ts";
import { sameNumber, wholeOf } from "./same.ts";

type Kind = "bool" | "int" | "float" | "string" | "other";

/** text/template's basic kinds; undefined when the value is not known. */
function kindFor(value: Value): Kind | undefined {
  switch (value.kind) {
    case "unknown":
      return undefined;
    case "text":
      return "string";
    case "boolean":
      return "bool";
    case "number":
      return value.go === "float64" ? "float" : "int";
    default:
      return "other";
  }
}

const isNil = (value: Value): boolean =>
  value.kind === "null" || (value.kind === "go-list" && value.isNil === true);

/** Whether two values are equal, as `eq` has it; it refuses values of different kinds. */
function same(a: Value, b: Value, call: Call): Answer {
  if (a.kind === "unknown" || b.kind === "unknown") return sameUnknown(a, b);
  const [kindA, kindB] = [kindFor(a), kindFor(b)];
  if (kindA !== kindB) {
    if (a.kind === "null" || b.kind === "null") return "no";
    return refuse(`incompatible types for comparison: ${typeName(a) ?? "?"} and ${typeName(b) ?? "?"}`, call);
  }
  if (a.kind === "text" && b.kind === "text") return equals(a, b);
  if (a.kind === "boolean" && b.kind === "boolean") return a.value === b.value ? "yes" : "no";
  if (a.kind === "number" && b.kind === "number") return sameNumber(a, b) ? "yes" : "no";
  return sameOthers(a, b, call);
}

/** Maps and lists can only be compared with nil. */
function sameOthers(a: Value, b: Value, call: Call): Answer {
  if (a.kind !== b.kind && a.kind !== "null" && b.kind !== "null")
    return refuse("non-comparable types", call);
  if (isNil(a) || isNil(b)) return isNil(a) && isNil(b) ? "yes" : "no";
  if (a.kind === "object" && b.kind === "object") return a === b ? "yes" : "maybe";
  return refuse(`non-comparable type ${typeName(b) ?? "?"}`, call);
}

/** What is unknown is compared as a string: of any other type, `eq` with a string would stop the template. */
function sameUnknown(a: Value, b: Value): Answer {
  if (identityOf(a) === identityOf(b)) return "yes";
  const [left, right] = [textValue(a), textValue(b)];
  return left !== undefined && right !== undefined ? equals(left, right) : "maybe";
}

function equalToAny(first: Value, others: readonly Value[], call: Call): Answer {
  if (others.length === 0) return refuse("missing argument for comparison", call);
  let answer: Answer = "no";
  for (const other of others) {
    const one = same(first, other, call);
    if (one === "yes") return "yes";
    if (one === "maybe") answer = "maybe";
  }
  return answer;
}

/** The truth of an equality, which worlds decide when it is not known: `ne` says the opposite of `eq` in each. */
function decidedEqual(a: Value, b: Value, call: Call): boolean {
  const answer = same(a, b, call);
  if (answer !== "maybe") return answer === "yes";
  return call.host.isTrue(unknownResult("eq", [a, b], call.at));
}

/** Which of two strings comes first; undefined when holes decide it. */
function compareTexts(a: Text, b: Text): number | undefined {
  const [left, right] = [known(a), known(b)];
  if (left !== undefined && right !== undefined) return compareStrings(left, right);
  if (equals(a, b) === "yes") return 0;
  const start = (text: Text): string => {
    const [first] = text.parts;
    return first?.kind === "literal" ? first.value : "";
  };
  const [startA, startB] = [start(a), start(b)];
  const length = Math.min(startA.length, startB.length);
  return startA.slice(0, length) === startB.slice(0, length)
    ? undefined
    : compareStrings(startA.slice(0, length), startB.slice(0, length));
}

function compareNumbers(a: GoNumber, b: GoNumber): number {
  if (a.go === "float64") return a.value - b.value;
  const [left, right] = [wholeOf(a), wholeOf(b)];
  return left === right ? 0 : left < right ? -1 : 1;
}

/** Which of two values comes first; undefined when that is not known. */
function order(a: Value, b: Value, call: Call): number | undefined {
  const [kindA, kindB] = [kindFor(a), kindFor(b)];
  for (const kind of [kindA, kindB]) {
    if (kind === "other" || (kind === "bool" && kindA === kindB))
      return refuse("invalid type for comparison", call);
  }
  if (kindA === undefined || kindB === undefined) return undefined;
  if (kindA !== kindB) return refuse("incompatible types for comparison", call);
  if (a.kind === "text" && b.kind === "text") return compareTexts(a, b);
  if (a.kind === "number" && b.kind === "number") return compareNumbers(a, b);
  return undefined;
}

const ordering = (holds: (order: number) => boolean): GoFunction =>
  define("any", [any, any], ([a, b], call) => {
    const found = order(a, b, call);
    return found === undefined ? undefined : madeBool(holds(found), call);
  });

/** An index into a list or string. */
function position(index: Value, length: number, call: Call): number | undefined {
  if (index.kind === "unknown") return undefined;
  if (index.kind === "null") return refuse("cannot index slice/array with nil", call);
  if (index.kind !== "number" || index.go === "float64")
    return refuse(`cannot index slice/array with type ${typeName(index) ?? "?"}`, call);
  if (index.value < 0 || index.value > length) return refuse(`index out of range: ${index.raw}`, call);
  return index.value;
}

const nil = (call: Call): Value => ({ kind: "null", at: call.at });

/** What a map has under a key: nil, or an empty string in a map of strings, where it has none. */
export function valueAt(map: GoMap, key: Text, call: Call): Value | undefined {
  const name = known(key);
  if (name === undefined) {
    if (map.entries.size === 0 && map.more === undefined) return zeroOf(map, call);
    return undefined;
  }
  const entry = map.entries.get(name);
  if (entry !== undefined) return entry.value;
  if (map.more === undefined) return zeroOf(map, call);
  const { id, name: label } = map.more;
  return {
    kind: "unknown",
    hole: { kind: "hole", id: `${id}.${name}`, name: `${label}.${name}` },
    at: map.at,
  };
}

const zeroOf = (map: GoMap, call: Call): Value =>
  map.type === "map[string]string" ? madeText("", call) : nil(call);

function indexed(item: Value, key: Value, call: Call): Value | undefined {
  switch (item.kind) {
    case "unknown":
      return undefined;
    case "null":
      return refuse("index of nil pointer", call);
    case "go-map": {
      const name = textValue(key);
      if (name !== undefined) return valueAt(item, name, call);
      return refuse(`value has type ${typeName(key) ?? "?"}; should be string`, call);
    }
    case "go-list": {
      const at = position(key, item.items.some(isSeveral) ? Infinity : item.items.length, call);
      if (at === undefined || item.items.slice(0, at + 1).some(isSeveral)) return undefined;
      return item.items[at] ?? refuse("reflect: slice index out of range", call);
    }
    case "text": {
      const value = known(item);
      const bytes = value === undefined ? undefined : new TextEncoder().encode(value);
      const at = position(key, bytes?.length ?? Infinity, call);
      if (at === undefined || bytes === undefined) return undefined;
      const byte = bytes[at];
      return byte === undefined ? refuse("reflect: string index out of range", call) : madeInt(byte, call);
    }
    case "object":
      return indexedObject(item, key);
    default:
      return refuse(`can't index item of type ${typeName(item) ?? "?"}`, call);
  }
}

/** An entry of an object that is a map: `.Files`. */
function indexedObject(item: Extract<Value, { kind: "object" }>, key: Value): Value | undefined {
  const wanted = textValue(key);
  const found = item.entries?.().find(([name]) => {
    const text = textValue(name);
    return wanted !== undefined && text !== undefined && equals(wanted, text) === "yes";
  });
  return found?.[1];
}

/** `index` of one value by several others; where one is not known, the rest is the same unknown's. */
const index = variadic("any", [any], any, ([first], keys, call, values) => {
  if (first.kind === "null") return refuse("index of untyped nil", call);
  let item: Value = first;
  for (const [at, key] of keys.entries()) {
    const found = indexed(item, key, call);
    if (found === undefined) return unknownResult("index", [item, ...values.slice(at + 1)], call.at);
    item = found;
  }
  return item;
});

/** text/template's `slice`. */
const slice = variadic("any", [any], any, ([item], indexes, call) => {
  if (item.kind === "unknown") return undefined;
  if (item.kind === "null") return refuse("slice of untyped nil", call);
  if (indexes.length > 3) return refuse(`too many slice indexes: ${indexes.length}`, call);
  if (item.kind !== "text" && item.kind !== "go-list")
    return refuse(`can't slice item of type ${typeName(item) ?? "?"}`, call);
  if (item.kind === "text" && indexes.length === 3) return refuse("cannot 3-index slice a string", call);
  const value = item.kind === "text" ? known(item) : "";
  if (value === undefined || (item.kind === "go-list" && item.items.some(isSeveral))) return undefined;
  const length = item.kind === "text" ? byteLength(value) : item.items.length;
  const positions = indexes.map((at) => position(at, length, call));
  const [from = 0, to = length, cap = length] = positions;
  if (positions.includes(undefined)) return undefined;
  if (from > to) return refuse(`invalid slice index: ${from} > ${to}`, call);
  if (to > cap) return refuse(`invalid slice index: ${to} > ${cap}`, call);
  if (item.kind === "go-list") return { ...item, items: item.items.slice(from, to) };
  const [start, end] = [offsetOfByte(value, from), offsetOfByte(value, to)];
  return start === undefined || end === undefined ? undefined : flatten(item).slice(start, end);
});

const len = define("any", [any], ([value], call) => {
  switch (value.kind) {
    case "text": {
      const [least, most] = lengthBounds(value);
      return least === most ? madeInt(least, call) : undefined;
    }
    case "go-list":
      return value.items.some(isSeveral) ? undefined : madeInt(value.items.length, call);
    case "go-map":
      return value.more === undefined ? madeInt(value.entries.size, call) : undefined;
    case "unknown":
      return undefined;
    case "object": {
      const entries = value.entries?.();
      return entries === undefined
        ? refuse(`len of type ${value.type}`, call)
        : madeInt(entries.length, call);
    }
    case "null":
      return refuse("len of nil pointer", call);
    default:
      return refuse(`len of type ${typeName(value) ?? "?"}`, call);
  }
});

/** The truth of a value; one that is not known is decided by the world that is being rendered. */
export function isTrue(value: Value, call: Call): boolean {
  const truth = truthOf(value);
  return truth === "maybe" ? call.host.isTrue(value) : truth === "yes";
}

/** The functions that text/template itself has, but `and`, `or` and `call`. */
export const comparison: Readonly<Record<string, GoFunction>> = {
  eq: variadic("any", [any], any, ([first], others, call) =>
    madeAnswer(equalToAny(first, others, call), call),
  ),
  ge: ordering((found) => found >= 0),
  gt: ordering((found) => found > 0),
  index,
  le: ordering((found) => found <= 0),
  len,
  lt: ordering((found) => found < 0),
  ne: define("any", [any, any], ([a, b], call) => madeBool(!decidedEqual(a, b, call), call)),
  not: define("any", [any], ([value], call) => madeBool(!isTrue(value, call), call)),
  slice,
};

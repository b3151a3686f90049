import { isSeveral } from "../convert.ts";
import type { Call, GoFunction } from "../function.ts";
import type { GoList, Value } from "../value.ts";
import { any, define, int, refuse, variadic, type Parameter } from "./define.ts";
import { kindOf } from "./go-types.ts";
import { toInt64 } from "./casts.ts";
import { checkSize, madeAnswer, madeInt, madeList, madeText, nilList } from "./make.ts";
import { listHas } from "./same.ts";

/** A slice, refused in the words of the function that takes one. */
const slice =
  (verb: string): Parameter<GoList> =>
  (value, call) => {
    if (value.kind === "unknown") return undefined;
    if (value.kind === "go-list") return value;
    if (value.kind === "null")
      return refuse("runtime error: invalid memory address or nil pointer dereference", call);
    return refuse(`Cannot ${verb} on type ${kindOf(value) ?? "?"}`, call);
  };

const hasSeveral = (list: GoList): boolean => list.items.some(isSeveral);
const nil = (call: Call): Value => ({ kind: "null", at: call.at });

/** A function of one list; undefined items stand for any number of elements and are left to the function. */
const ofList = (verb: string, run: (list: GoList, call: Call) => Value | undefined): GoFunction =>
  define("any", [slice(verb)], ([list], call) => run(list, call));

const append = define("any", [slice("push"), any], ([list, value], call) =>
  madeList([...list.items, value], call),
);

const prepend = define("any", [slice("prepend"), any], ([list, value], call) =>
  madeList([value, ...list.items], call),
);

const first = ofList("find first", ({ items }, call) => {
  const [item] = items;
  if (item === undefined) return nil(call);
  return isSeveral(item) ? undefined : item;
});

const last = ofList("find last", ({ items }, call) => {
  const item = items.at(-1);
  if (item === undefined) return nil(call);
  return isSeveral(item) ? undefined : item;
});

const rest = ofList("find rest", ({ items }, call) => {
  const [item] = items;
  if (item === undefined) return nilList(call);
  return isSeveral(item) ? undefined : madeList(items.slice(1), call);
});

const initial = ofList("find initial", ({ items }, call) => {
  const item = items.at(-1);
  if (item === undefined) return nilList(call);
  return isSeveral(item) ? undefined : madeList(items.slice(0, -1), call);
});

const reverse = ofList("find reverse", ({ items }, call) => madeList(items.toReversed(), call));

/** Each value once; undefined when it is not known whether two are the same. */
const uniq = ofList("find uniq", (list, call) => {
  if (hasSeveral(list)) return undefined;
  const kept: Value[] = [];
  for (const item of list.items) {
    call.host.spend(kept.length + 1, call.at);
    const answer = listHas(kept, item);
    if (answer === "maybe") return undefined;
    if (answer === "no") kept.push(item);
  }
  return madeList(kept, call);
});

const without = variadic("any", [slice("find without")], any, ([list], omitted, call) => {
  if (hasSeveral(list)) return undefined;
  const kept: Value[] = [];
  for (const item of list.items) {
    const answer = listHas(omitted, item);
    if (answer === "maybe") return undefined;
    if (answer === "no") kept.push(item);
  }
  return madeList(kept, call);
});

const has = define("any", [any, any], ([needle, haystack], call) => {
  if (haystack.kind === "unknown") return undefined;
  if (haystack.kind === "null") return madeAnswer("no", call);
  if (haystack.kind !== "go-list") return refuse(`Cannot find has on type ${kindOf(haystack) ?? "?"}`, call);
  return madeAnswer(listHas(haystack.items, needle), call);
});

/** Sprig's `slice`, which stands in the way of text/template's. */
const sliceList = variadic("any", [any], any, ([list], indices, call) => {
  if (list.kind === "unknown") return undefined;
  if (list.kind !== "go-list")
    return refuse(`list should be type of slice or array but ${kindOf(list) ?? "?"}`, call);
  if (list.items.length === 0) return nil(call);
  if (hasSeveral(list)) return undefined;
  const [from = 0n, to = BigInt(list.items.length)] = indices.map((index) => toInt64(index));
  if (indices.slice(0, 2).some((index) => toInt64(index) === undefined)) return undefined;
  if (from < 0n || to < from || to > BigInt(list.items.length))
    return refuse("reflect.Value.Slice: slice index out of bounds", call);
  return { ...list, items: list.items.slice(Number(from), Number(to)) };
});

const concat = variadic("any", [], any, (_, lists, call) => {
  const items: Value[] = [];
  let isKnown = true;
  for (const list of lists) {
    if (list.kind === "go-list") {
      for (const item of list.items) items.push(item);
    } else if (list.kind === "unknown") {
      // Any number of elements that are not known.
      items.push({ ...list, several: true });
      isKnown = false;
    } else if (list.kind === "null") {
      return refuse("runtime error: invalid memory address or nil pointer dereference", call);
    } else return refuse(`Cannot concat type ${kindOf(list) ?? "?"} as list`, call);
  }
  checkSize(items.length, call.at);
  call.host.spend(items.length, call.at);
  return isKnown && items.length === 0 ? nilList(call) : madeList(items, call);
});

const chunk = define("any", [int, slice("chunk")], ([size, list], call) => {
  if (hasSeveral(list)) return undefined;
  const { items } = list;
  const count = Math.floor((items.length - 1) / size) + 1;
  if (!Number.isFinite(count) || count < 0) return refuse("runtime error: makeslice: len out of range", call);
  const chunks = Array.from({ length: count }, (_, index) =>
    madeList(items.slice(index * size, (index + 1) * size), call),
  );
  return madeList(chunks, call, "[][]interface {}");
});

/** Sprig's `untilStep`. */
function steps(start: number, stop: number, step: number, call: Call): readonly number[] {
  const count = (stop < start ? step < 0 : step > 0) ? Math.ceil((stop - start) / step) : 0;
  checkSize(count, call.at);
  call.host.spend(count, call.at);
  return Array.from({ length: count }, (_, index) => start + index * step);
}

const numbers = (values: readonly number[], call: Call): Value =>
  madeList(
    values.map((value) => madeInt(value, call)),
    call,
    "[]int",
  );

const until = define("any", [int], ([count], call) =>
  numbers(steps(0, count, count < 0 ? -1 : 1, call), call),
);

const untilStep = define("any", [int, int, int], ([start, stop, step], call) => {
  // Go counts away from the end for ever, or steps on the spot.
  if (stop < start && step >= 0) return numbers([], call);
  return numbers(steps(start, stop, step, call), call);
});

/** As the shell's `seq`: numbers with spaces between. */
const seq = variadic("string", [], int, (_, params, call) => {
  const [a = 0, b = 0, c = 0] = params;
  const text = (values: readonly number[]): Value => madeText(values.join(" "), call);
  switch (params.length) {
    case 1: {
      const step = a < 1 ? -1 : 1;
      return text(steps(1, a + step, step, call));
    }
    case 2: {
      const step = b < a ? -1 : 1;
      return text(steps(a, b + step, step, call));
    }
    case 3: {
      if (c < a && b > 0) return text([]);
      return text(c < a && b >= 0 ? [] : steps(a, c + (c < a ? -1 : 1), b, call));
    }
    default:
      return text([]);
  }
});

const list = variadic("any", [], any, (_, values, call) => madeList([...values], call));

/** Sprig's functions on lists. */
export const lists: Readonly<Record<string, GoFunction>> = {
  append,
  chunk,
  concat,
  first,
  has,
  initial,
  last,
  list,
  mustAppend: append,
  mustChunk: chunk,
  mustFirst: first,
  mustHas: has,
  mustInitial: initial,
  mustLast: last,
  mustPrepend: prepend,
  mustPush: append,
  mustRest: rest,
  mustReverse: reverse,
  mustSlice: sliceList,
  mustUniq: uniq,
  mustWithout: without,
  prepend,
  push: append,
  rest,
  reverse,
  seq,
  slice: sliceList,
  tuple: list,
  uniq,
  until,
  untilStep,
  without,
};

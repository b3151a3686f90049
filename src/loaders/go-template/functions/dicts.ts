import { known, type Hole, type Text } from "../../../model/text.ts";
import { copyOf, typeName, unknownResult } from "../convert.ts";
import type { Call, GoFunction } from "../function.ts";
import { sortedKeys } from "../print.ts";
import type { GoMap, Value } from "../value.ts";
import { valueAt } from "./comparison.ts";
import { any, define, dict, refuse, text, variadic } from "./define.ts";
import { kindOf } from "./go-types.ts";
import { madeBool, madeList, madeText } from "./make.ts";
import { merged } from "./merge.ts";
import { strval } from "./strval.ts";

/** A map's entries that are not listed, after something was done to it that may concern them. */
function moreAfter(operation: string, values: readonly Value[], call: Call): Hole {
  return unknownResult(operation, values, call.at).hole;
}

/** Whether a map may have a key. */
function mayHave(map: GoMap, key: Text): "yes" | "no" | "maybe" {
  const name = known(key);
  if (name === undefined) return map.entries.size === 0 && map.more === undefined ? "no" : "maybe";
  if (map.entries.has(name)) return "yes";
  return map.more === undefined ? "no" : "maybe";
}

/** A map of pairs of keys and values; a key that is not known stands for further entries. */
const makeDict = variadic("any", [], any, (_, values, call) => {
  const map: GoMap = { kind: "go-map", entries: new Map(), more: undefined, at: call.at };
  for (let at = 0; at < values.length; at += 2) {
    const keyValue = values[at];
    if (keyValue === undefined) break;
    setEntry(map, strval(keyValue), values[at + 1] ?? madeText("", call), call);
  }
  return map;
});

/** Sets an entry. A key that is not known may be any of the others, none of which is known any longer. */
function setEntry(map: GoMap, key: Text, value: Value, call: Call): void {
  const name = known(key);
  if (name !== undefined) {
    map.entries.set(name, { key, value });
    return;
  }
  map.more = moreAfter(
    "set",
    [...(map.more === undefined ? [] : [unknownOf(map.more, call)]), key, value],
    call,
  );
  for (const [other, entry] of map.entries) {
    map.entries.set(other, { ...entry, value: unknownResult("set", [entry.value, key, value], call.at) });
  }
}

const unknownOf = (hole: Hole, call: Call): Value => ({ kind: "unknown", hole, at: call.at });

const set = define("any", [dict, text, any], ([map, key, value], call) => {
  setEntry(map, key, value, call);
  return map;
});

const unset = define("any", [dict, text], ([map, key], call) => {
  const name = known(key);
  if (name !== undefined && map.more === undefined) map.entries.delete(name);
  else if (name !== undefined) {
    map.entries.delete(name);
    map.more = moreAfter("unset", [unknownOf(map.more as Hole, call), key], call);
  } else if (map.entries.size > 0 || map.more !== undefined) {
    // Any one of the entries may be gone.
    map.more = moreAfter("unset", [map, key], call);
    map.entries.clear();
  }
  return map;
});

const get = define("any", [dict, text], ([map, key], call) => {
  const answer = mayHave(map, key);
  if (answer === "no") return madeText("", call);
  return answer === "yes" ? valueAt(map, key, call) : undefined;
});

const hasKey = define("any", [dict, text], ([map, key], call) => {
  const answer = mayHave(map, key);
  return answer === "maybe" ? undefined : madeBool(answer === "yes", call);
});

const pluck = variadic("any", [text], dict, ([key], maps, call) => {
  const found: Value[] = [];
  for (const map of maps) {
    const answer = mayHave(map, key);
    if (answer === "maybe") return undefined;
    const value = answer === "yes" ? valueAt(map, key, call) : undefined;
    if (value !== undefined) found.push(value);
  }
  return madeList(found, call);
});

/** The entries that are not listed, as an element that stands for any number. */
const several = (map: GoMap, what: string, call: Call): readonly Value[] =>
  map.more === undefined
    ? []
    : [{ ...unknownResult(what, [unknownOf(map.more, call)], call.at), several: true }];

/** Sprig's `keys` in the order of their names: Go's own order is another one each time. */
const keys = variadic("any", [], dict, (_, maps, call) =>
  madeList(
    maps.flatMap((map): readonly Value[] => [
      ...sortedKeys(map).flatMap((name) => map.entries.get(name)?.key ?? []),
      ...several(map, "keys", call),
    ]),
    call,
    "[]string",
  ),
);

const values = define("any", [dict], ([map], call) =>
  madeList(
    [
      ...sortedKeys(map).flatMap((name) => map.entries.get(name)?.value ?? []),
      ...several(map, "values", call),
    ],
    call,
  ),
);

const pick = variadic("any", [dict], text, ([map], wanted, call, args) => {
  const names = wanted.map(known);
  if (names.includes(undefined)) return undefined;
  const entries = [...map.entries].filter(([name]) => names.includes(name));
  const isOpen = map.more !== undefined && names.some((name) => !map.entries.has(name ?? ""));
  const result: GoMap = { kind: "go-map", entries: new Map(entries), more: undefined, at: map.at };
  if (isOpen) result.more = moreAfter("pick", args, call);
  return result;
});

const omit = variadic("any", [dict], text, ([map], unwanted, call, args) => {
  const names = unwanted.map(known);
  if (names.includes(undefined)) return undefined;
  const entries = [...map.entries].filter(([name]) => !names.includes(name));
  const result: GoMap = { kind: "go-map", entries: new Map(entries), more: undefined, at: map.at };
  if (map.more !== undefined) result.more = moreAfter("omit", args, call);
  return result;
});

const deepCopy = define("any", [any], ([value], call) => {
  if (value.kind === "null") return refuse("reflect: call of reflect.Value.Type on zero Value", call);
  return wholeCopy(value, call);
});

/** A copy that is made at once: the original may change afterwards. */
function wholeCopy(value: Value, call: Call): Value {
  const copy = copyOf(value);
  const pending: Value[] = [copy];
  const seen = new Set<Value>();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if ((next.kind !== "go-list" && next.kind !== "go-map") || seen.has(next)) continue;
    seen.add(next);
    const inner =
      next.kind === "go-list" ? next.items : Array.from(next.entries.values(), (each) => each.value);
    call.host.spend(1 + (inner.length >> 3), call.at);
    pending.push(...inner);
  }
  return copy;
}

/** Sprig's `dig`: keys, a default and a map. */
const dig = variadic("any", [], any, (_, args, call) => {
  if (args.length < 3) return refuse("dig needs at least three arguments", call);
  const fallback = args.at(-2);
  let current = args.at(-1);
  for (const argument of args.slice(0, -2)) {
    if (argument.kind !== "text" && argument.kind !== "unknown")
      return refuse("the keys of dig must be strings", call);
  }
  for (const key of args.slice(0, -2)) {
    if (current === undefined || current.kind === "unknown" || key.kind !== "text") return undefined;
    if (current.kind !== "go-map" || current.type !== undefined) {
      const found = typeName(current) ?? kindOf(current) ?? "?";
      return refuse(`interface conversion: interface {} is ${found}, not map[string]interface {}`, call);
    }
    const answer = mayHave(current, key);
    if (answer === "no") return fallback;
    if (answer === "maybe") return undefined;
    current = valueAt(current, key, call);
  }
  return current;
});

const mergeWith = (overwrites: boolean): GoFunction =>
  variadic("any", [dict], dict, ([target], sources, call) => merged(target, sources, overwrites, call));

/** Sprig's functions on maps. */
export const dicts: Readonly<Record<string, GoFunction>> = {
  deepCopy,
  dict: makeDict,
  dig,
  get,
  hasKey,
  keys,
  merge: mergeWith(false),
  mergeOverwrite: mergeWith(true),
  mustDeepCopy: deepCopy,
  mustMerge: mergeWith(false),
  mustMergeOverwrite: mergeWith(true),
  omit,
  pick,
  pluck,
  set,
  unset,
  values,
};

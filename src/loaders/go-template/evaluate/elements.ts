import type { Location } from "../../../model/location.ts";
import type { Hole } from "../../../model/text.ts";
import { goNumber, isSeveral, sprint, unknownResult } from "../convert.ts";
import { sortedKeys } from "../print.ts";
import type { GoList, GoMap, GoNumber, Value } from "../value.ts";
import { truthId } from "../worlds.ts";
import { refuse } from "./run.ts";
import { print } from "../../../model/text.ts";

/** One turn of a `range`. */
export interface Element {
  readonly key: Value;
  readonly value: Value;
  /** Set when it stands for any number of elements: what tells whether there are any, and what they belong to. */
  readonly several?: { readonly id: string; readonly over: Hole };
}

/** What `range` goes over, in Go's order; maps are sorted by key. Throws where Go refuses the value. */
export function elementsOf(value: Value, variables: number, at: Location): Iterable<Element> {
  switch (value.kind) {
    case "null":
      return [];
    case "go-list":
      return elementsOfList(value);
    case "go-map":
      return elementsOfMap(value);
    case "unknown":
      return [unknownElement(value, value.hole, truthId(value), at)];
    case "text": {
      const [hole] = value.parts;
      // A placeholder in a values file is read as a string, and may be replaced by a list.
      if (value.parts.length === 1 && hole?.kind === "hole") {
        return [unknownElement(value, hole, truthId(value), at)];
      }
      return refuse(`range can't iterate over ${print(value)}`, at);
    }
    case "number":
      return numbersTo(value, variables, at);
    case "boolean":
      return refuse(`range can't iterate over ${print(sprint(value))}`, at);
    case "object": {
      const entries = value.entries?.();
      if (entries === undefined) refuse(`range can't iterate over a value of type ${value.type}`, at);
      return entries.map(([key, inner]) => ({ key, value: inner }));
    }
  }
}

function unknownElement(of: Value, over: Hole, id: string, at: Location): Element {
  return {
    key: unknownResult("key", [of], at),
    value: unknownResult("element", [of], of.at),
    several: { id, over },
  };
}

function* elementsOfList(list: GoList): Generator<Element> {
  let exact = true;
  // Go's range looks at the length once; a list that grows meanwhile is another list.
  for (const [index, item] of [...list.items].entries()) {
    const several = item.kind === "unknown" && isSeveral(item);
    if (several) exact = false;
    const number = goNumber("int", index, item.at);
    const key = exact ? number : unknownResult("index", [list, number], item.at);
    if (several) {
      const { hole, at } = item;
      yield {
        key,
        value: { kind: "unknown", hole: unknownResult("element", [item], at).hole, at },
        several: { id: truthId(item), over: hole },
      };
    } else yield { key, value: item };
  }
}

function* elementsOfMap(map: GoMap): Generator<Element> {
  const entries = sortedKeys(map).flatMap((name) => map.entries.get(name) ?? []);
  for (const { key, value } of entries) yield { key, value };
  if (map.more === undefined) return;
  const rest: Value = { kind: "unknown", hole: map.more, at: map.at };
  const key: Value = { kind: "text", parts: [unknownResult("key", [rest], map.at).hole], at: map.at };
  const { value } = unknownElement(rest, map.more, "", map.at);
  yield { key, value, several: { id: truthId(rest), over: map.more } };
}

/** Go 1.24 ranges over integers; those before refuse them. */
function* numbersTo(limit: GoNumber, variables: number, at: Location): Generator<Element> {
  if (limit.go === "float64") refuse(`range can't iterate over ${print(sprint(limit))}`, at);
  if (variables > 1) refuse(`can't use ${limit.raw} to iterate over more than one variable`, at);
  for (let index = 0; index < limit.value; index++) {
    const number = goNumber(limit.go, index, limit.at);
    yield { key: number, value: number };
  }
}

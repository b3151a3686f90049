import type { ListNode, Node } from "../../../../model/node.ts";
import type { Answer } from "../../../../model/text.ts";
import { toSet } from "../collections.ts";
import { convert, tupleNode } from "../convert.ts";
import { anyType, typeOf, unify } from "../types.ts";
import { collect, failure, stopped, type Value } from "../value.ts";
import { isSeveral, several } from "../several.ts";
import {
  binary,
  custom,
  sequence,
  setOf,
  variadic,
  withSeveral,
  type Call,
  type FunctionGroup,
} from "./function.ts";
import { MAX_ITEMS, membership, uniformList } from "./uniform-lists.ts";

/** The sets that a set function works on, with elements of one type. */
function asSets(lists: readonly ListNode[], call: Call): readonly ListNode[] | Value {
  const type = unify(
    lists.map((list) => {
      const set = typeOf(list);
      return set.kind === "set" ? set.element : anyType;
    }),
  );
  if (type === undefined) return failure("the elements have no common type", call.at);
  const sets: ListNode[] = [];
  for (const list of lists) {
    const items = collect(list.items, (item) => convert(item, type));
    if (stopped(items)) return items;
    sets.push(toSet(items, call.at));
  }
  return sets;
}

function setOperation(
  keep: (inFirst: readonly Answer[]) => Answer,
): (lists: readonly ListNode[], call: Call) => Value | undefined {
  return (lists, call) => {
    const sets = asSets(lists, call);
    if ("kind" in sets) return sets;
    const kept: Node[] = [];
    for (const item of toSet(
      sets.flatMap((set) => set.items),
      call.at,
    ).items) {
      const answer = keep(sets.map((set) => membership(set, item)));
      if (answer === "maybe") return undefined;
      if (answer === "yes") kept.push(item);
    }
    return toSet(kept, call.at);
  };
}

/** A set of which nothing is known stands for any number of elements beside those of the others. */
function setUnion(args: readonly Node[], call: Call): Value | undefined {
  const sets: ListNode[] = [];
  const others: Node[] = [];
  for (const argument of args) {
    const set = setOf(anyType)(argument);
    if (set.ok) sets.push(set.value);
    else if (set.result !== undefined) return set.result;
    else if (argument.kind === "unknown") others.push(several(argument));
  }
  const known = asSets(sets, call);
  if ("kind" in known) return known;
  const items = known.flatMap((set) => set.items);
  return items.every(isSeveral) && others.length > 0 ? undefined : toSet([...others, ...items], call.at);
}

const allAnswers = (answers: readonly Answer[]): Answer =>
  answers.includes("no") ? "no" : answers.includes("maybe") ? "maybe" : "yes";

function subtracted([first, second]: readonly Answer[]): Answer {
  if (first === "no" || second === "yes") return "no";
  return first === "yes" && second === "no" ? "yes" : "maybe";
}

function setProduct(lists: readonly ListNode[], call: Call): Value | undefined {
  if (lists.length < 2) return failure("setproduct needs two lists at least", call.at);
  let combinations: readonly (readonly Node[])[] = [[]];
  for (const list of lists) {
    if (combinations.length * list.items.length > MAX_ITEMS) return undefined;
    const type = unify(list.items.map(typeOf));
    if (type === undefined) return failure("the elements have no common type", call.at);
    const items = collect(list.items, (item) => convert(item, type));
    if (stopped(items)) return items;
    combinations = combinations.flatMap((combination) => items.map((item) => [...combination, item]));
  }
  const tuples = combinations.map((items) => tupleNode(items, call.at));
  if (lists.some((list) => list.flavour === "set")) return toSet(tuples, call.at);
  return uniformList(tuples, call);
}

export const sets: FunctionGroup = {
  setintersection: variadic("any", 1, setOf(anyType), setOperation(allAnswers)),
  setproduct: variadic("any", 0, sequence, setProduct),
  setsubtract: binary("any", setOf(anyType), setOf(anyType), (a, b, call) =>
    setOperation(subtracted)([a, b], call),
  ),
  setunion: withSeveral(custom("any", 1, Infinity, setUnion)),
};

import { equals } from "../../../../model/compare.ts";
import type { ListNode, Node } from "../../../../model/node.ts";
import { known, type Answer, type Text } from "../../../../model/text.ts";
import * as big from "../big-number.ts";
import { sameValue, sizeIsUnknown, sortedEntries, toSet } from "../collections.ts";
import { booleanNode, convert, listNode, numberNode, smallNumber, tupleNode } from "../convert.ts";
import { holeOf } from "../identity.ts";
import { anyType, boolType, stringType, typeOf, unify } from "../types.ts";
import { failure, isFailure, type Value } from "../value.ts";
import {
  anything,
  binary,
  integer,
  listOf,
  number,
  sequence,
  texts,
  ternary,
  unary,
  value,
  variadic,
  withSeveral,
  type Call,
  type FunctionGroup,
} from "./function.ts";
import { graphemes } from "./graphemes.ts";
import { hasSeveral, isSeveral, perhaps, placedCount, several } from "../several.ts";
import { isList, MAX_ITEMS, membership, uniformList } from "./uniform-lists.ts";

function allTrue(list: ListNode, call: Call): Value | undefined {
  return booleans(list, call, false);
}

/** `alltrue` and `anytrue`: one element that decides is enough, whatever else is unknown. */
function booleans(list: ListNode, call: Call, decisive: boolean): Value | undefined {
  let unsure = false;
  for (const item of list.items) {
    if (item.kind === "null") {
      if (!decisive) return booleanNode(false, call.at);
      continue;
    }
    if (item.kind !== "boolean") unsure = true;
    else if (item.value === decisive) return booleanNode(decisive, call.at);
  }
  return unsure ? undefined : booleanNode(!decisive, call.at);
}

function chunkList(list: ListNode, size: number, call: Call): Value {
  if (size < 0) return failure("the size of a chunk must not be negative", call.at);
  if (list.items.length === 0) return listNode([], call.at);
  const step = size === 0 ? list.items.length : size;
  const chunks: Node[] = [];
  for (let at = 0; at < list.items.length; at += step) {
    chunks.push(listNode(list.items.slice(at, at + step), call.at));
  }
  return listNode(chunks, call.at);
}

/** Whether a value is neither null nor the empty string. */
function isGiven(node: Node): Answer {
  if (node.kind === "null") return "no";
  if (node.kind === "unknown") return "maybe";
  if (node.kind !== "text") return "yes";
  const hole = holeOf(node);
  // A shape other than a path's or a suffix's excludes the empty string.
  if (hole?.shape !== undefined) return hole.shape === "path" || hole.shape === "suffix" ? "maybe" : "yes";
  const empty = equals(node, { kind: "text", parts: [], at: node.at });
  return empty === "no" ? "yes" : empty === "yes" ? "no" : "maybe";
}

function coalesce(args: readonly Node[], call: Call): Value | undefined {
  const type = unify(args.map(typeOf));
  if (type === undefined) return failure("the arguments have no common type", call.at);
  for (const argument of args) {
    const given = isGiven(argument);
    if (given === "maybe") return undefined;
    if (given === "yes") return convert(argument, type);
  }
  return failure("every argument is null or empty", call.at);
}

function coalesceList(args: readonly Node[], call: Call): Value | undefined {
  for (const argument of args) {
    if (argument.kind === "unknown") break;
    const { kind } = typeOf(argument);
    if (kind !== "list" && kind !== "tuple") return failure("a list or tuple is needed", argument.at);
  }
  for (const argument of args) {
    if (argument.kind === "unknown") return undefined;
    if (argument.kind !== "list" || argument.items.length === 0) continue;
    return argument.items.every(isSeveral) ? undefined : argument;
  }
  return failure("every argument is an empty list", call.at);
}

function compact(list: ListNode, call: Call): Value | undefined {
  const kept: Node[] = [];
  for (const item of list.items) {
    const given = isSeveral(item) ? "yes" : isGiven(item);
    const doubtful = given === "maybe" ? perhaps(item) : undefined;
    if (given === "maybe" && doubtful === undefined) return undefined;
    if (doubtful !== undefined) kept.push(doubtful);
    else if (given === "yes") kept.push(item);
  }
  if (kept.length > 0 && kept.every(isSeveral)) return undefined;
  return listNode(kept, call.at);
}

/** What is not known stands for any number of elements beside those that are. */
function concatLists(args: readonly Node[], call: Call): Value | undefined {
  const lists: ListNode[] = [];
  const items: Node[] = [];
  for (const argument of args) {
    if (argument.kind === "unknown") items.push(several(argument));
    else if (argument.kind !== "list") return failure("a list is needed", argument.at);
    else if (argument.flavour === "set") return failure("a set has no order", argument.at);
    else {
      lists.push(argument);
      for (const item of argument.items) items.push(item);
    }
  }
  if (lists.length === args.length && lists.every(isList)) return uniformList(items, call);
  return items.length > 0 && items.every(isSeveral) ? undefined : tupleNode(items, call.at);
}

/** Nothing is converted: `contains([1], "1")` is false. */
function contains(list: ListNode, wanted: Node, call: Call): Value | undefined {
  const answer = membership(list, wanted);
  return answer === "maybe" ? undefined : booleanNode(answer === "yes", call.at);
}

function distinct(list: ListNode, call: Call): Value | undefined {
  const items: Node[] = [];
  for (const item of list.items) {
    const answer = isSeveral(item) ? "no" : membership({ ...list, items }, item);
    // What may be one of those before is there or not.
    const doubtful = answer === "maybe" ? perhaps(item) : undefined;
    if (answer === "maybe" && doubtful === undefined) return undefined;
    if (doubtful !== undefined) items.push(doubtful);
    else if (answer === "no") items.push(item);
  }
  return listNode(items, call.at);
}

function element(list: ListNode, index: number, call: Call): Value | undefined {
  if (list.items.length === 0) return failure("the list is empty", call.at);
  if (list.flavour === "set") return failure("a set has no order", call.at);
  if (!Number.isSafeInteger(index)) return undefined;
  if (hasSeveral(list)) return index >= 0 && index < placedCount(list) ? list.items[index] : undefined;
  const chosen = index % list.items.length;
  if (chosen < 0 && !isList(list)) return failure("the index of a tuple must not be negative", call.at);
  return list.items.at(chosen);
}

/** Nested lists as one; undefined when an element may be a list itself. */
function flattened(list: ListNode): readonly Node[] | undefined {
  const items: Node[] = [];
  for (const item of list.items) {
    // It may be a list itself, of any length.
    if (item.kind === "unknown") items.push(several(item));
    else if (item.kind !== "list") items.push(item);
    else {
      const inner = flattened(item);
      if (inner === undefined) return undefined;
      for (const each of inner) items.push(each);
    }
    if (items.length > MAX_ITEMS) return undefined;
  }
  return items;
}

function indexOf(list: ListNode, wanted: Node, call: Call): Value | undefined {
  if (list.flavour === "set") return failure("a set has no order", call.at);
  for (const [index, item] of list.items.entries()) {
    const answer = sameValue(item, wanted);
    if (answer === "maybe") return undefined;
    if (answer === "yes") return smallNumber(index, call.at);
  }
  return failure("the value is not in the list", call.at);
}

function lengthOf(node: Node, call: Call): Value | undefined {
  switch (node.kind) {
    case "text": {
      const content = known(node);
      return content === undefined ? undefined : smallNumber(graphemes(content).length, call.at);
    }
    case "list":
      if (node.flavour === "set" && sizeIsUnknown(node)) return undefined;
      return smallNumber(node.items.length, call.at);
    case "map":
      if (node.more !== undefined) return undefined;
      return smallNumber(sortedEntries(node).length, call.at);
    case "number":
    case "boolean":
    case "null":
    case "unknown":
      return failure("only strings, lists and maps have a length", call.at);
  }
}

function matchKeys(list: ListNode, keys: ListNode, wanted: ListNode, call: Call): Value | undefined {
  const type = unify([typeOf(keys), typeOf(wanted)]);
  if (type === undefined) return failure("keys and searched values have no common type", call.at);
  if (list.items.length !== keys.items.length) return failure("the lists differ in length", call.at);
  const [own, searched] = [convert(keys, type), convert(wanted, type)];
  if (own.kind !== "list" || searched.kind !== "list") return isFailure(own) ? own : searched;
  const kept: Node[] = [];
  for (const [index, key] of own.items.entries()) {
    const answer = membership(searched, key);
    if (answer === "maybe") return undefined;
    const item = list.items[index];
    if (answer === "yes" && item !== undefined) kept.push(item);
  }
  return listNode(kept, call.at);
}

function one(list: Node, call: Call): Value | undefined {
  if (list.kind !== "list") return failure("a list is needed", call.at);
  if (list.items.filter((item) => !isSeveral(item)).length > 1)
    return failure("the list has more than one element", call.at);
  if (hasSeveral(list)) return undefined;
  return list.items[0] ?? { kind: "null", at: call.at };
}

/** `range(limit)`, `range(start, limit)`, `range(start, limit, step)`: at most 1,024 numbers, as Terraform has it. */
function range(numbers: readonly big.BigNumber[], call: Call): Value | undefined {
  const zero = big.fromBigInt(0n);
  const one = big.fromBigInt(1n);
  const [first = zero, second] = numbers;
  const [start, end] = second === undefined ? [zero, first] : [first, second];
  const down = big.compareNumbers(end, start) < 0;
  const step = numbers[2] ?? (down ? big.negate(one) : one);
  const sign = big.compareNumbers(step, zero);
  if (big.compareNumbers(end, start) === 0) return listNode([], call.at);
  if (sign === 0) return failure("the step must not be zero", call.at);
  if (down !== sign < 0 && big.compareNumbers(end, start) !== 0) {
    return failure("the step leads away from the limit", call.at);
  }
  const items: Node[] = [];
  for (let at: big.BigNumber | undefined = start; at !== undefined; at = big.add(at, step)) {
    const order = big.compareNumbers(at, end);
    if (down ? order <= 0 : order >= 0) break;
    if (items.length >= 1024) return failure("a range has 1,024 elements at most", call.at);
    items.push(numberNode(at, call.at));
  }
  return listNode(items, call.at);
}

function reverse(list: ListNode, call: Call): Value {
  const items = [...list.items].reverse();
  return isList(list) ? listNode(items, call.at) : tupleNode(items, call.at);
}

function slice(list: ListNode, start: number, end: number, call: Call): Value {
  if (list.flavour === "set") return failure("a set has no order", call.at);
  if (start < 0 || end > list.items.length || start > end) {
    return failure(`the list has ${list.items.length} elements`, call.at);
  }
  const items = list.items.slice(start, end);
  return isList(list) ? listNode(items, call.at) : tupleNode(items, call.at);
}

/** `sort`; the order of what is not known is not known either. */
export function sort(items: readonly Text[], call: Call): Value | undefined {
  if (items.some((item) => known(item) === undefined))
    return items.length === 1 ? listNode(items, call.at) : undefined;
  const counted = new Map<string, Text[]>();
  for (const item of items) {
    const content = known(item) ?? "";
    counted.set(content, [...(counted.get(content) ?? []), item]);
  }
  const sorted = toSet(items, call.at).items.flatMap((item) =>
    item.kind === "text" ? (counted.get(known(item) ?? "") ?? []) : [],
  );
  return listNode(sorted, call.at);
}

function sum(list: ListNode, call: Call): Value | undefined {
  if (list.items.length === 0) return failure("the list is empty", call.at);
  let total: big.BigNumber | undefined;
  for (const item of list.items) {
    const reading = number(item);
    if (!reading.ok) return reading.result;
    total = total === undefined ? reading.value : big.add(total, reading.value);
    if (total === undefined) return undefined;
  }
  return total && numberNode(total, call.at);
}

export const lists: FunctionGroup = {
  alltrue: withSeveral(unary("any", listOf(boolType), allTrue)),
  anytrue: withSeveral(unary("any", listOf(boolType), (list, call) => booleans(list, call, true))),
  chunklist: binary("any", listOf(anyType), integer, chunkList),
  coalesce: withSeveral(variadic("any", 1, anything, coalesce)),
  coalescelist: withSeveral(variadic("any", 1, anything, coalesceList)),
  compact: withSeveral(unary("any", listOf(stringType), compact)),
  concat: withSeveral(variadic("any", 1, anything, concatLists)),
  contains: withSeveral(binary("any", sequence, value, contains)),
  distinct: withSeveral(unary("any", listOf(anyType), distinct)),
  element: withSeveral(binary("any", sequence, integer, element)),
  flatten: withSeveral(
    unary("any", sequence, (list, call) => {
      const items = flattened(list);
      const isOpen = items === undefined || (items.length > 0 && items.every(isSeveral));
      return isOpen ? undefined : tupleNode(items, call.at);
    }),
  ),
  index: binary("any", sequence, anything, indexOf),
  length: unary("any", value, lengthOf),
  matchkeys: ternary("any", listOf(anyType), listOf(anyType), listOf(anyType), matchKeys),
  one: withSeveral(unary("any", value, one)),
  range: variadic("any", 1, number, range, 3),
  reverse: unary("any", sequence, reverse),
  slice: ternary("any", sequence, integer, integer, slice),
  sort: unary("any", texts, sort),
  sum: unary("any", sequence, sum),
};

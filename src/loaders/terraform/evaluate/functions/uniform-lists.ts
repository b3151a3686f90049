import type { ListNode, Node } from "../../../../model/node.ts";
import type { Answer } from "../../../../model/text.ts";
import { sameValue } from "../collections.ts";
import { convert, listNode } from "../convert.ts";
import { typeOf, unify } from "../types.ts";
import { collect, failure, stopped, type Value } from "../value.ts";
import type { Call } from "./function.ts";

/** Bigger lists are not built. */
export const MAX_ITEMS = 100_000;

/** Whether it is a list or set, whose elements have one type, and no tuple. */
export const isList = (list: ListNode): boolean => list.flavour === "list" || list.flavour === "set";

/** A list of elements of one type, as functions that return lists give it. */
export function uniformList(items: readonly Node[], call: Call): Value {
  const type = unify(items.map(typeOf));
  if (type === undefined) return failure("the elements have no common type", call.at);
  const converted = collect(items, (item) => convert(item, type));
  return stopped(converted) ? converted : listNode(converted, call.at);
}

/** Whether a value is among the elements. */
export function membership(list: ListNode, wanted: Node): Answer {
  let unsure = false;
  for (const item of list.items) {
    const answer = sameValue(item, wanted);
    if (answer === "yes") return "yes";
    if (answer === "maybe") unsure = true;
  }
  return unsure ? "maybe" : "no";
}

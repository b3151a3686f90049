import type { ListNode, Node, UnknownNode } from "../../../model/node.ts";
import { sortedEntries } from "./collections.ts";
import { smallNumber } from "./convert.ts";
import { derivedId, unknown } from "./identity.ts";
import { asOne, placedCount } from "./several.ts";

/** One round of a `for`: an index or key, and the element. */
export interface Round {
  readonly key: Node;
  readonly value: Node;
}

function keyOf(list: ListNode, value: Node, index: number): Node {
  if (list.flavour === "set") return value;
  if (index < placedCount(list)) return smallNumber(index, value.at);
  return unknown(derivedId(`index ${String(index)}`, [list]), "index", value.at);
}

/**
 * What a `for` goes over: a list by index, a set with each element as its own key, a map in the order of its keys.
 * A round whose value stands for several elements stands for as many rounds.
 * Undefined for what cannot be iterated over.
 */
export function iterate(collection: Node): readonly Round[] | "unknown" | undefined {
  switch (collection.kind) {
    case "unknown":
      return "unknown";
    case "list":
      return collection.items.map((value, index) => ({
        key: keyOf(collection, value, index),
        value,
      }));
    case "map": {
      const { more, at } = collection;
      if (more === undefined) return sortedEntries(collection);
      if (collection.entries.length === 0) return "unknown";
      const others: UnknownNode = { kind: "unknown", hole: more, at, several: true };
      return [{ key: asOne(others), value: others }, ...sortedEntries(collection)];
    }
    case "text":
    case "number":
    case "boolean":
    case "null":
      return undefined;
  }
}

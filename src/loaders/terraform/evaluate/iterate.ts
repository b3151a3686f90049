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

function listRounds(list: ListNode): readonly Round[] {
  if (list.flavour === "set") return list.items.map((value) => ({ key: value, value }));
  const placed = placedCount(list);
  return list.items.map((value, index) => ({
    key:
      index < placed
        ? smallNumber(index, value.at)
        : unknown(derivedId(`index ${String(index)}`, [list]), "index", value.at),
    value,
  }));
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
      return listRounds(collection);
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

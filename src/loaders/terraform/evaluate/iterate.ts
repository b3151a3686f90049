import type { Node } from "../../../model/node.ts";
import { sortedEntries } from "./collections.ts";
import { smallNumber } from "./convert.ts";

/** One round of a `for`: an index or key, and the element. */
export interface Round {
  readonly key: Node;
  readonly value: Node;
}

/**
 * What a `for` goes over: a list by index, a set with each element as its own key, a map in the order of its keys.
 * Undefined for what cannot be iterated over.
 */
export function iterate(collection: Node): readonly Round[] | "unknown" | undefined {
  switch (collection.kind) {
    case "unknown":
      return "unknown";
    case "list":
      return collection.items.map((value, index) => ({
        key: collection.flavour === "set" ? value : smallNumber(index, value.at),
        value,
      }));
    case "map":
      return collection.more === undefined ? sortedEntries(collection) : "unknown";
    case "text":
    case "number":
    case "boolean":
    case "null":
      return undefined;
  }
}

import type { Location } from "../../model/location.ts";
import type { Entry, MapNode, Node } from "../../model/node.ts";
import { literal, type Hole } from "../../model/text.ts";

/** An entry whose value is computed when it is first looked at. */
export function lazyEntry(name: string, at: Location, compute: () => Node): Entry {
  let value: Node | undefined;
  return {
    key: literal(name, at),
    get value() {
      value ??= compute();
      return value;
    },
  };
}

/** A map of entries; with `more` it may have others. */
export function mapOfEntries(entries: readonly Entry[], at: Location, more?: Hole): MapNode {
  return { kind: "map", flavour: "object", entries, at, ...(more === undefined ? {} : { more }) };
}

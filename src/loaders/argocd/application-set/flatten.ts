import type { Entry, MapNode, Node } from "../../../model/node.ts";
import { concat, known, literal, type Text } from "../../../model/text.ts";

/** A leaf of a nested value, with its way there. */
interface Leaf {
  readonly key: Text;
  readonly value: Node;
}

/**
 * The leaves of a map under names joined by dots, items of lists under their numbers (jeremywohl/flatten, DotStyle); an
 * empty map or list leaves nothing.
 */
export function flattened(map: MapNode): readonly Leaf[] {
  return lastOfEach(map).flatMap(({ key, value }) => leavesOf(key, value));
}

/** The entries of a map, of a repeated key the last one. */
export function lastOfEach({ entries }: MapNode): readonly Entry[] {
  const last = new Map(entries.map((entry) => [known(entry.key) ?? entry, entry]));
  return last.size === entries.length ? entries : [...last.values()];
}

function leavesOf(key: Text, value: Node): readonly Leaf[] {
  if (value.kind === "map") {
    return lastOfEach(value).flatMap((entry) =>
      leavesOf(concat(entry.key.at, key, ".", entry.key), entry.value),
    );
  }
  if (value.kind === "list") {
    return value.items.flatMap((item, index) =>
      leavesOf(concat(item.at, key, ".", literal(String(index), item.at)), item),
    );
  }
  return [{ key, value }];
}

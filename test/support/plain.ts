import type { Node } from "../../src/model/node.ts";
import { print } from "../../src/model/text.ts";

/** A node without its places, for comparing: texts as people read them, what is unknown as `?`. */
export function plain(node: Node): unknown {
  switch (node.kind) {
    case "text":
      return print(node);
    case "number":
    case "boolean":
      return node.value;
    case "null":
      return null;
    case "unknown":
      return "?";
    case "list":
      return node.items.map(plain);
    case "map":
      return Object.fromEntries(node.entries.map(({ key, value }) => [print(key), plain(value)]));
  }
}

import { type Entry, type Node } from "../../model/node.ts";
import { known } from "../../model/text.ts";

/**
 * The node as JSON without white space, or undefined when a part of it is unknown. Of a repeated key the last one
 * counts, as for every reader of JSON here.
 */
export function minify(node: Node): string | undefined {
  switch (node.kind) {
    case "text": {
      const value = known(node);
      return value === undefined ? undefined : JSON.stringify(value);
    }
    case "number":
    case "boolean":
      return node.raw;
    case "null":
      return "null";
    case "unknown":
      return undefined;
    case "list": {
      const items = node.items.map(minify);
      return items.includes(undefined) ? undefined : `[${items.join(",")}]`;
    }
    case "map":
      return node.more === undefined ? minifyEntries(node.entries) : undefined;
  }
}

function minifyEntries(entries: readonly Entry[]): string | undefined {
  const members = new Map<string, string>();
  for (const { key, value } of entries) {
    const name = known(key);
    const text = minify(value);
    if (name === undefined || text === undefined) return undefined;
    members.set(name, text);
  }
  return `{${[...members].map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(",")}}`;
}

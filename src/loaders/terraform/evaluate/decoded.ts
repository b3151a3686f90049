import type { ListNode, MapNode, Node } from "../../../model/node.ts";

/** What comes out of JSON or YAML: tuples and objects, whatever went in. */
export function decoded(node: Node): Node {
  if (node.kind === "list") {
    const list: ListNode = { ...node, flavour: "tuple", items: node.items.map(decoded) };
    return list;
  }
  if (node.kind !== "map") return node;
  const entries = node.entries.map(({ key, value }) => ({ key, value: decoded(value) }));
  const map: MapNode = { ...node, flavour: "object", entries };
  return map;
}

import { entryOf, get, itemsOf, stringAt, type Entry, type MapNode, type Node } from "../model/node.ts";
import { known, stripSuffix } from "../model/text.ts";

/** How deep lists may stand in lists: kubectl makes one level, people two. */
const MAX_LISTS = 5;

/** Whether a node is a Kubernetes object: it names its version and its kind, and both are known. */
export function isObject(node: Node): node is MapNode {
  return (
    node.kind === "map" && stringAt(node, "apiVersion") !== undefined && stringAt(node, "kind") !== undefined
  );
}

/** The objects of a document: itself, or the items of a `List` or `ServiceAccountList`, as kubectl prints them. */
export function objectsIn(node: Node, depth = 0): readonly MapNode[] {
  // `$patch: delete` and the like are what a patch says of an object, not the object.
  if (!isObject(node) || entryOf(node, "$patch") !== undefined) return [];
  const kind = stringAt(node, "kind") ?? "";
  const items = get(node, "items");
  if (!kind.endsWith("List") || items?.kind !== "list") return [node];
  if (depth >= MAX_LISTS) return [];
  return itemsOf(items).flatMap((item) => objectsIn(typed(item, node), depth + 1));
}

/** An item of a typed list as the API server answers it leaves out version and kind: the list says them. */
function typed(item: Node, list: MapNode): Node {
  if (item.kind !== "map") return item;
  const version = entryOf(list, "apiVersion");
  const kind = entryOf(list, "kind");
  const own = kind?.value.kind === "text" ? stripSuffix(kind.value, "List") : undefined;
  const added: Entry[] = [];
  if (version !== undefined && entryOf(item, "apiVersion") === undefined) added.push(version);
  if (kind !== undefined && own !== undefined && known(own) !== "" && entryOf(item, "kind") === undefined) {
    added.push({ key: kind.key, value: own });
  }
  return added.length === 0 ? item : { ...item, entries: [...added, ...item.entries] };
}

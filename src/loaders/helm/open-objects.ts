import type { Gap } from "../../model/entities.ts";
import { entryOf, get, stringAt, type MapNode, type Node } from "../../model/node.ts";
import { known } from "../../model/text.ts";
import { isObject } from "../manifest-objects.ts";

/** What an object may be of which nothing is known. */
const ANYTHING: Gap["may"] = ["service-account", "secret-store", "external-secret"];

/** How deep lists may stand in lists. */
const MAX_LISTS = 5;

/**
 * What of a document may be an object of a kind that is not known: `{{ toYaml .Values.extraObjects }}` where nobody
 * knows the value, an object whose `kind` a value gives, unknown items of a `List`. Such objects name no known kind.
 */
export function openObjectsIn(node: Node, depth = 0): readonly MapNode[] {
  switch (node.kind) {
    case "unknown":
      return [{ kind: "map", entries: [], more: node.hole, at: node.at }];
    case "text": {
      const more = node.parts.find((part) => part.kind === "hole");
      return more === undefined ? [] : [{ kind: "map", entries: [], more, at: node.at }];
    }
    case "map":
      if (!isObject(node)) return mayBeNamed(node, "apiVersion") && mayBeNamed(node, "kind") ? [node] : [];
      return depth < MAX_LISTS && isList(node) ? openItems(node, depth + 1) : [];
    default:
      return [];
  }
}

const isList = (node: MapNode): boolean => stringAt(node, "kind")?.endsWith("List") === true;

function openItems(list: MapNode, depth: number): readonly MapNode[] {
  const items = get(list, "items");
  if (items === undefined) return [];
  return items.kind === "list"
    ? items.items.flatMap((item) => openObjectsIn(item, depth))
    : openObjectsIn(items, depth);
}

/** Whether a map has the key with a text, known or not, or may have it. */
function mayBeNamed(node: MapNode, key: string): boolean {
  const entry = entryOf(node, key);
  if (entry !== undefined) return entry.value.kind === "text" || entry.value.kind === "unknown";
  return node.more !== undefined || node.entries.some((each) => known(each.key) === undefined);
}

/** Whether an object is one of `openObjectsIn`. */
export const isOpen = (object: MapNode): boolean => !isObject(object);

/** What an object may be, by its kind or, where that is not known, by its version. */
export function mayBe(object: MapNode): Gap["may"] {
  const version = stringAt(object, "apiVersion");
  if (version === undefined) return ANYTHING;
  if (version === "v1") return ["service-account"];
  const group = version.slice(0, version.indexOf("/"));
  if (group === "external-secrets.io") return ["external-secret", "secret-store"];
  // What deploys more may make anything.
  return group === "argoproj.io" || group.endsWith("toolkit.fluxcd.io") ? ANYTHING : [];
}

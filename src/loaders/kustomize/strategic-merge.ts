import {
  entryOf,
  stringAt,
  textOf,
  type Entry,
  type ListNode,
  type MapNode,
  type Node,
} from "../../model/node.ts";
import { isAbsent, known, literal, print, type Hole } from "../../model/text.ts";
import { withField } from "./fields.ts";
import { shapeOf, type Shape } from "./merge-keys.ts";

/** What kustomize would not do, in plain words. */
export type Refuse = (what: string) => void;

const DIRECTIVE = "$patch";

/**
 * An object with a strategic merge patch applied (kubernetes.io, "Update API Objects in Place Using kubectl patch";
 * kustomize's kyaml/yaml/merge2): maps merge, null takes away, lists with a merge key merge by it, all else is
 * replaced; `$patch` deletes or replaces. Undefined when the patch deletes the object.
 */
export function strategicMerge(object: MapNode, patch: MapNode, refuse: Refuse): MapNode | undefined {
  // Of a whole object kustomize knows `delete` only: after `replace` it is what it was.
  if (stringAt(patch, DIRECTIVE) === "replace") return object;
  const shape = shapeOf(stringAt(object, "apiVersion") ?? "", stringAt(object, "kind") ?? "");
  const merged = merge(object, patch, shape, refuse);
  return merged?.kind === "map" ? merged : undefined;
}

function merge(
  before: Node | undefined,
  patch: Node,
  shape: Shape | undefined,
  refuse: Refuse,
): Node | undefined {
  if (before === undefined || before.kind === "null") return added(patch);
  if (patch.kind === "null") return undefined;
  if (patch.kind === "unknown") return patch;
  if (patch.kind === "map") return mergeMap(before, patch, shape, refuse);
  if (patch.kind === "list") return mergeList(before, patch, shape, refuse);
  if (before.kind !== "map" && before.kind !== "list") return patch;
  refuse(`the patch has a plain value where the object has a ${before.kind}`);
  return before;
}

function mergeMap(before: Node, patch: MapNode, shape: Shape | undefined, refuse: Refuse): Node | undefined {
  const directive = stringAt(patch, DIRECTIVE);
  const own = withoutDirective(patch);
  if (directive === "delete") return undefined;
  if (directive === "replace") return own;
  if (before.kind === "unknown") return { ...own, more: before.hole };
  if (before.kind !== "map") {
    refuse(`the patch has a map where the object has a ${before.kind === "list" ? "list" : "plain value"}`);
    return before;
  }
  const merged = own.entries.reduce<MapNode>((map, { key, value }) => {
    const name = known(key);
    // Which key it is nobody knows: it stands beside the others.
    if (name === undefined) return { ...map, entries: [...map.entries, { key, value }] };
    const entry = entryOf(map, name);
    const after = merge(entry?.value, value, shape?.fields?.[name], refuse);
    return withField(map, entry?.key ?? key, after);
  }, before);
  return own.more === undefined ? merged : { ...merged, more: own.more };
}

function withoutDirective(map: MapNode): MapNode {
  if (entryOf(map, DIRECTIVE) === undefined) return map;
  return { ...map, entries: map.entries.filter(({ key }) => known(key) !== DIRECTIVE) };
}

/** What a patch puts where nothing was: what it takes away there is nothing of. */
function added(patch: Node): Node | undefined {
  if (patch.kind === "null") return undefined;
  if (patch.kind !== "map") return patch.kind === "list" ? addedList(patch) : patch;
  if (stringAt(patch, DIRECTIVE) === "delete") return undefined;
  const entries = withoutDirective(patch).entries.flatMap(({ key, value }): readonly Entry[] => {
    const left = added(value);
    return left === undefined ? [] : [{ key, value: left }];
  });
  return { ...patch, entries };
}

function addedList(patch: ListNode): ListNode {
  const items = patch.items
    .filter((item) => !isListDirective(item))
    .flatMap((item) => {
      const left = added(item);
      return left === undefined ? [] : [left];
    });
  return { ...patch, items };
}

/** `- $patch: replace` among the items is for the list. */
function isListDirective(item: Node): boolean {
  return item.kind === "map" && item.entries.length === 1 && stringAt(item, DIRECTIVE) !== undefined;
}

function mergeList(
  before: Node,
  patch: ListNode,
  shape: Shape | undefined,
  refuse: Refuse,
): Node | undefined {
  if (before.kind !== "list") {
    if (before.kind === "unknown") return before;
    refuse(`the patch has a list where the object has a ${before.kind === "map" ? "map" : "plain value"}`);
    return before;
  }
  const keys = shape?.keys;
  if (keys === undefined) return patch;
  const directive = patch.items.find(isListDirective);
  const said = directive === undefined ? undefined : stringAt(directive, DIRECTIVE);
  const items = patch.items.filter((item) => !isListDirective(item));
  if (said === "delete") return undefined;
  if (said === "replace") return { ...patch, items };
  return mergeItems(before, { ...patch, items }, keys, shape, refuse);
}

function mergeItems(
  before: ListNode,
  patch: ListNode,
  keys: readonly string[],
  shape: Shape | undefined,
  refuse: Refuse,
): ListNode {
  const rest = [...before.items];
  const merged: Node[] = [];
  for (const item of patch.items) {
    const at = rest.findIndex((other) => isSameItem(other, item, keys));
    const [found] = at === -1 ? [] : rest.splice(at, 1);
    const after = keys[0] === "" ? item : merge(found, item, shape, refuse);
    if (after !== undefined) merged.push(after);
  }
  // The patch's items come first (MergeOptionsListPrepend).
  return { ...before, items: [...merged, ...rest] };
}

function isSameItem(a: Node, b: Node, keys: readonly string[]): boolean {
  const values = keys.map((key) => [valueOf(a, key), valueOf(b, key)] as const);
  // A further key that one of the two leaves out does not tell them apart.
  return values.every(([left, right], index) =>
    left === undefined || right === undefined ? index > 0 : left === right,
  );
}

function valueOf(item: Node, key: string): string | undefined {
  const node = key === "" ? item : entryOf(item, key)?.value;
  if (node === undefined) return undefined;
  const text = textOf(node, node.at);
  return isAbsent(text) ? undefined : print(text);
}

/** An object of which nobody knows what a patch that is not known does to it. */
export function patchedBeyondKnowing(object: MapNode, hole: Hole): MapNode {
  const unknown = (at: Node["at"]): Node => ({ kind: "unknown", hole, at });
  const entries = object.entries.map(({ key, value }): Entry => {
    const name = known(key);
    if (name === "apiVersion" || name === "kind") return { key, value };
    if (name !== "metadata" || value.kind !== "map") return { key, value: unknown(value.at) };
    const kept = value.entries.filter((entry) => ["name", "namespace"].includes(known(entry.key) ?? ""));
    const annotations: Entry = { key: literal("annotations", value.at), value: unknown(value.at) };
    return { key, value: { ...value, entries: [...kept, annotations], more: hole } };
  });
  return { ...object, entries, more: hole };
}

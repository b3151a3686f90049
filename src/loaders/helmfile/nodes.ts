import {
  entryOf,
  get,
  itemsOf,
  type Entry,
  type ListNode,
  type MapNode,
  type Node,
} from "../../model/node.ts";
import { equals } from "../../model/compare.ts";
import type { Location } from "../../model/location.ts";
import { known, literal, type Hole } from "../../model/text.ts";
import { mergeValues } from "../merge-values.ts";

/** A map without entries. */
export function emptyMap(at: Location): MapNode {
  return { kind: "map", entries: [], at };
}

/** Whether a field of helmfile's own counts as not written. */
function isEmpty(node: Node): boolean {
  if (node.kind === "null") return true;
  if (node.kind === "text") return node.parts.length === 0;
  if (node.kind === "list") return node.items.length === 0;
  return node.kind === "map" && node.entries.length === 0 && node.more === undefined;
}

/**
 * One description of a helmfile over another (helmfile merges its structs with mergo): maps go together, what is empty
 * has no effect, lists replace each other or are put together.
 */
export function mergeSpecs(base: Node | undefined, over: Node, lists: "append" | "replace"): Node {
  if (base === undefined) return over;
  if (isEmpty(over)) return base;
  if (base.kind === "map" && over.kind === "map") {
    const entries = new Map(base.entries.map((entry) => [known(entry.key), entry] as const));
    for (const { key, value } of over.entries) {
      const before = entries.get(known(key));
      entries.set(known(key), { key: before?.key ?? key, value: mergeSpecs(before?.value, value, lists) });
    }
    const more = over.more ?? base.more;
    return { ...base, entries: [...entries.values()], ...(more === undefined ? {} : { more }) };
  }
  if (lists === "append" && base.kind === "list" && over.kind === "list") {
    return { ...base, items: [...base.items, ...over.items] };
  }
  return over;
}

/** The same for what must be a map. */
export function mergeSpecMaps(
  base: MapNode | undefined,
  over: MapNode,
  lists: "append" | "replace",
): MapNode {
  const merged = mergeSpecs(base, over, lists);
  return merged.kind === "map" ? merged : over;
}

/**
 * Values of one layer over those of another (helmfile pkg/maputil, MergeMaps): like Helm's, but that null sets nothing
 * where there is something.
 */
export function layerValues(base: Node | undefined, over: Node | undefined): Node | undefined {
  if (over === undefined) return base;
  if (base === undefined) return over;
  return mergeValues(base, withoutNulls(over, base));
}

function withoutNulls(over: Node, base: Node | undefined): Node {
  if (over.kind !== "map" || base?.kind !== "map") return over;
  const entries = over.entries.flatMap(({ key, value }): readonly Entry[] => {
    const below = entryOf(base, known(key) ?? "")?.value;
    if (value.kind === "null" && below !== undefined) return [];
    return [{ key, value: withoutNulls(value, below) }];
  });
  return { ...over, entries };
}

/**
 * YAML as the go-yaml of helmfile has it (version 3), which is not Helm's: whole numbers print without an exponent, and
 * `yes` or `off` are texts.
 */
export function asGoYaml(node: Node): Node {
  if (node.kind === "list") return { ...node, items: node.items.map(asGoYaml) };
  if (node.kind === "map") {
    return {
      ...node,
      entries: node.entries.map((entry) => ({ ...entry, value: asGoYaml(entry.value) })),
    };
  }
  if (node.kind === "boolean" && !/^(?:true|false)$/i.test(node.raw)) return literal(node.raw, node.at);
  if (node.kind !== "number" || !Number.isInteger(node.value) || /[.eE]/.test(node.raw)) return node;
  const raw = /^[+-]?(?:0|[1-9]\d*)$/.test(node.raw) ? node.raw.replace(/^\+/, "") : String(node.value);
  // A number with its Go type is still a number of the file.
  return Object.assign({ ...node, raw }, { go: "int" as const });
}

/** Items that stand for the same in every world of a template: a release is where it is written. */
const BY_PLACE = new Set(["releases", "helmfiles", "repositories"]);

/**
 * What several ways in which a template may come out have in common. A value that is not the same in all is unknown;
 * a release that is not in all may not be installed.
 */
export function common(nodes: readonly Node[], name = "", hole?: Hole): Node {
  const [first, ...rest] = nodes;
  if (first === undefined) throw new Error("there is no node to compare");
  if (rest.length === 0) return first;
  const unknown = hole ?? {
    kind: "hole",
    id: `worlds|${placeId(first.at)}|${name}`,
    name: name || "a template",
  };
  if (first.kind === "map" && nodes.every((node) => node.kind === "map"))
    return commonMap(first, nodes, unknown);
  if (nodes.every((node) => node.kind === "list")) {
    const list = commonList(nodes, name, unknown);
    if (list !== undefined) return list;
  }
  if (rest.every((node) => isSame(first, node))) return first;
  return { kind: "unknown", hole: unknown, at: first.at };
}

/** Lists go together item by item when they are as long, or by place; undefined when nothing can be said. */
function commonList(lists: readonly ListNode[], name: string, hole: Hole): ListNode | undefined {
  const [first] = lists;
  if (first === undefined) return undefined;
  if (BY_PLACE.has(name)) return commonItems(first, lists, hole);
  if (lists.some(({ items }) => items.length !== first.items.length)) return undefined;
  const items = first.items.map((_, at) =>
    common(
      lists.flatMap((list) => list.items[at] ?? []),
      name,
    ),
  );
  return { ...first, items };
}

const placeId = ({ file, span }: Location): string => `${file.path}@${String(span.start)}`;

function isSame(a: Node, b: Node): boolean {
  if (a.kind === "text" && b.kind === "text") return equals(a, b) === "yes";
  if (a.kind === "unknown" && b.kind === "unknown") return a.hole.id === b.hole.id;
  if (a.kind === "number" && b.kind === "number") return a.value === b.value;
  if (a.kind === "boolean" && b.kind === "boolean") return a.value === b.value;
  return a.kind === "null" && b.kind === "null";
}

function commonMap(first: MapNode, maps: readonly MapNode[], hole: Hole): MapNode {
  const keys = new Set(maps.flatMap((map) => map.entries.map(({ key }) => known(key))));
  const entries = [...keys].flatMap((name): readonly Entry[] => {
    if (name === undefined) return [];
    const found = maps.map((map) => entryOf(map, name));
    const one = found.find((entry) => entry !== undefined);
    if (one === undefined) return [];
    const inner = { ...hole, id: `${hole.id}.${name}`, name };
    const missing: Node = { kind: "unknown", hole: inner, at: one.value.at };
    const isList = BY_PLACE.has(name) && one.value.kind === "list";
    const otherwise: Node = isList ? { kind: "list", items: [], at: one.value.at } : missing;
    return [
      {
        key: one.key,
        value: common(
          found.map((entry) => entry?.value ?? otherwise),
          name,
          inner,
        ),
      },
    ];
  });
  return { ...first, entries };
}

/** Where an item of a list begins, which tells it from the others. */
function commonItems(first: ListNode, lists: readonly ListNode[], hole: Hole): ListNode {
  const byPlace = new Map<string, Node[]>();
  for (const { items } of lists) {
    for (const item of items) byPlace.set(itemId(item), [...(byPlace.get(itemId(item)) ?? []), item]);
  }
  const items = [...byPlace].map(([id, found]): Node => {
    const item = common(found, "", { ...hole, id: `${hole.id}|${id}` });
    if (found.length >= lists.length || item.kind !== "map") return item;
    const installed: Node = { kind: "unknown", hole, at: item.at };
    const key = { kind: "text", parts: [{ kind: "literal", value: "installed" }], at: item.at } as const;
    return {
      ...item,
      entries: [
        ...item.entries.filter((entry) => known(entry.key) !== "installed"),
        { key, value: installed },
      ],
    };
  });
  return { ...first, items };
}

/** A release by its name too: a loop writes many in one place. */
function itemId(item: Node): string {
  const name = get(item, "name") ?? get(item, "path");
  const text =
    name?.kind === "text" ? name.parts.map((part) => (part.kind === "literal" ? part.value : part.id)) : [];
  return `${placeId(item.at)}|${text.join("\0")}`;
}

/** The texts of a list. */
export function listOf(node: Node | undefined): readonly Node[] {
  if (node?.kind === "text") return [node];
  return itemsOf(node);
}

import { entryOf, get, type Entry, type MapNode, type Node, type UnknownNode } from "../../model/node.ts";
import { known, type Hole, type Part } from "../../model/text.ts";

/** An object that a template makes, and whether it does so whatever the unknown values are. */
export interface MergedObject {
  readonly object: MapNode;
  readonly certain: boolean;
}

/** What decides between worlds, for identities and names of what differs between them. */
export interface Decided {
  readonly id: string;
  readonly name: string;
}

/**
 * One list of objects for several worlds: an object that all have is certain, and unknown where they differ; one that
 * only some have may be there.
 */
export function mergeWorlds(
  worlds: readonly (readonly MapNode[])[],
  decided: Decided,
): readonly MergedObject[] {
  const [first = [], ...others] = worlds;
  if (others.length === 0) return first.map((object) => ({ object, certain: true }));
  const groups = new Map<string, MapNode[]>();
  for (const world of worlds) {
    const seen = new Map<string, number>();
    for (const object of world) {
      const name = keyOf(object);
      const number = seen.get(name) ?? 0;
      seen.set(name, number + 1);
      const key = `${name}#${String(number)}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [object]);
      else group.push(object);
    }
  }
  return [...groups.values()].flatMap((group) => {
    const object = merge(group, decided);
    return object.kind === "map" ? [{ object, certain: group.length === worlds.length }] : [];
  });
}

/** What tells an object from others: its kind, namespace and name, holes by their identity. */
function keyOf(object: MapNode): string {
  const routes = [["apiVersion"], ["kind"], ["metadata", "namespace"], ["metadata", "name"]];
  return routes.map((route) => identityOf(get(object, ...route))).join("|");
}

const partId = (part: Part): string => (part.kind === "literal" ? part.value : `{${part.id}}`);

/** Equal for nodes that hold the same characters and holes. */
function identityOf(node: Node | undefined): string {
  switch (node?.kind) {
    case undefined:
      return "";
    case "text":
      return JSON.stringify(node.parts.map(partId).join(""));
    case "number":
    case "boolean":
      return node.raw;
    case "null":
      return "null";
    case "unknown":
      return `{${node.hole.id}}`;
    case "list":
      return `[${node.items.map(identityOf).join(",")}]`;
    case "map": {
      const entries = node.entries.map(({ key, value }) => `${identityOf(key)}:${identityOf(value)}`);
      return `{${[...entries.sort(), node.more === undefined ? "" : `...${node.more.id}`].join(",")}}`;
    }
  }
}

function merge(nodes: readonly Node[], decided: Decided): Node {
  const [first] = nodes;
  if (first === undefined) throw new Error("nothing to merge");
  const identities = nodes.map(identityOf);
  if (identities.every((identity) => identity === identities[0])) return first;
  if (nodes.every((node) => node.kind === "map")) return mergeMaps(nodes, decided);
  if (nodes.every((node) => node.kind === "list" && node.items.length === lengthOf(first))) {
    const lists = nodes.map((node) => (node.kind === "list" ? node.items : []));
    const items = (lists[0] ?? []).map((_, index) =>
      merge(
        lists.flatMap((list) => list[index] ?? []),
        decided,
      ),
    );
    return { kind: "list", items, at: first.at };
  }
  return unknown(identities, decided, first);
}

const lengthOf = (node: Node): number => (node.kind === "list" ? node.items.length : -1);

/** Unknown in the same way wherever the same worlds have the same alternatives. */
function unknown(identities: readonly string[], { id, name }: Decided, { at }: Node): UnknownNode {
  return { kind: "unknown", hole: { kind: "hole", id: `either|${id}|${identities.join("|")}`, name }, at };
}

/** Entries that only some worlds have may be there: the map may have more than it lists. */
function mergeMaps(maps: readonly MapNode[], decided: Decided): MapNode {
  const [first] = maps;
  if (first === undefined) throw new Error("nothing to merge");
  const keys = new Set(maps.flatMap(({ entries }) => entries.flatMap(({ key }) => known(key) ?? [])));
  const entries: Entry[] = [];
  let more: Hole | undefined = maps.find((map) => map.more !== undefined)?.more;
  for (const name of keys) {
    const found = maps.flatMap((map) => entryOf(map, name) ?? []);
    const [entry] = found;
    if (entry === undefined) continue;
    if (found.length === maps.length) {
      const value = merge(
        found.map((each) => each.value),
        decided,
      );
      entries.push({ key: entry.key, value });
    } else {
      const identities = maps.map((map) => identityOf(map));
      more ??= unknown(identities, decided, first).hole;
    }
  }
  if (maps.some((map) => map.entries.some(({ key }) => known(key) === undefined))) {
    more ??= unknown(maps.map(identityOf), decided, first).hole;
  }
  return { kind: "map", entries, at: first.at, ...(more === undefined ? {} : { more }) };
}

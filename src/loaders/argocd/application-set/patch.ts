import { equals } from "../../../model/compare.ts";
import {
  entryOf,
  get,
  stringAt,
  withValue,
  type Entry,
  type MapNode,
  type Node,
} from "../../../model/node.ts";
import { textSource } from "../../../model/source.ts";
import { known, print, type Hole, type Text } from "../../../model/text.ts";
import { parseYaml } from "../../yaml/parse.ts";
import { lastOfEach } from "./flatten.ts";
import { Refused } from "./refused.ts";

/** An Application with a patch over it; undefined when what the patch says is not known. */
export function patched(application: MapNode, patch: Text): MapNode | undefined {
  const stream = parseYaml(textSource(patch));
  const isKnown = known(patch) !== undefined;
  if (stream.kind !== "yaml" || stream.problems.length > 0) {
    if (!isKnown) return undefined;
    throw new Refused("what templatePatch gives is no YAML", patch.at);
  }
  const node = stream.documents[0]?.node;
  if (node === undefined || node.kind === "null") return application;
  if (node.kind !== "map") {
    if (!isKnown) return undefined;
    throw new Refused("what templatePatch gives is no map", patch.at);
  }
  const merged = merge(application, node);
  // Nobody gets into another project by a patch (controllers/template/patch.go).
  const project = get(application, "spec", "project");
  return project === undefined || get(merged, "spec")?.kind !== "map"
    ? merged
    : withValue(merged, ["spec", "project"], project);
}

/**
 * A strategic merge as Application's types have it: maps in maps, null takes away, every list is replaced (no list of an
 * Application has a merge key); `$patch` says otherwise (Kubernetes, "Update API Objects in Place").
 */
function merge(base: MapNode, patch: MapNode): MapNode {
  const directive = stringAt(patch, "$patch");
  if (directive === "delete") return { ...base, entries: [] };
  const own = lastOfEach(patch).filter(({ key }) => known(key)?.startsWith("$") !== true);
  if (directive === "replace") return { ...patch, entries: own };
  const entries = new Map(lastOfEach(base).map((entry) => [print(entry.key), entry]));
  for (const entry of own) {
    const key = print(entry.key);
    const before = entries.get(key)?.value;
    if (entry.value.kind === "null") entries.delete(key);
    else entries.set(key, { ...entry, value: laid(before, entry.value) });
  }
  return { ...base, entries: [...entries.values()] };
}

function laid(before: Node | undefined, value: Node): Node {
  if (value.kind !== "map") return value;
  const base: MapNode = before?.kind === "map" ? before : { kind: "map", entries: [], at: value.at };
  return merge(base, value);
}

/** What several possible values have in common; where they differ nothing is known. */
export function common(nodes: readonly Node[], hole: Hole): Node {
  const [first, ...others] = nodes;
  if (first === undefined) throw new Error("nothing to compare");
  return others.reduce((before, node) => agreed(before, node, hole), first);
}

function agreed(a: Node, b: Node, hole: Hole): Node {
  if (a === b) return a;
  if (a.kind === "map" && b.kind === "map") return agreedMaps(a, b, hole);
  if (a.kind === "text" && b.kind === "text" && equals(a, b) === "yes") return a;
  if (a.kind === "null" && b.kind === "null") return a;
  if ((a.kind === "number" || a.kind === "boolean") && a.kind === b.kind && a.value === b.value) return a;
  if (a.kind === "list" && b.kind === "list" && a.items.length === b.items.length) {
    const items = a.items.map((item, at) => agreed(item, b.items[at] ?? item, under(hole, String(at))));
    return { ...a, items };
  }
  return { kind: "unknown", hole, at: a.at };
}

function agreedMaps(a: MapNode, b: MapNode, hole: Hole): MapNode {
  const keys = [...new Set([...a.entries, ...b.entries].map(({ key }) => print(key)))];
  const entries = keys.flatMap((key): readonly Entry[] => {
    const [left, right] = [entryOf(a, key), entryOf(b, key)];
    const one = left ?? right;
    if (one === undefined) return [];
    const inner = under(hole, key);
    if (left !== undefined && right !== undefined) {
      return [{ key: one.key, value: agreed(left.value, right.value, inner) }];
    }
    return [{ key: one.key, value: { kind: "unknown", hole: inner, at: one.value.at } }];
  });
  return { ...a, entries };
}

function under({ kind, id, name }: Hole, key: string): Hole {
  return { kind, id: `${id}.${key}`, name };
}

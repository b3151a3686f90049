import type { Location } from "../../model/location.ts";
import { entryOf, stringAt, type Entry, type MapNode, type Node } from "../../model/node.ts";
import { known, literal, type Hole, type Text } from "../../model/text.ts";
import { groupVersion } from "./resource.ts";

/** Which fields of which objects a transformer changes (kustomize's FieldSpec); undefined parts match all. */
export interface FieldSpec {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  /** `spec/template/spec/containers/env/name`: lists have no part of their own, `\/` is a slash of a key. */
  readonly path: string;
  readonly create?: boolean;
}

/** A field's new value; undefined takes it away. */
export type Change = (before: Node | undefined) => Node | undefined;

const EMPTY: readonly string[] = [];

/** The parts of a path that is divided by slashes. */
export function pathParts(path: string): readonly string[] {
  const parts: string[] = [];
  let part = "";
  for (let at = 0; at < path.length; at++) {
    const char = path.charAt(at);
    if (char === "\\" && path[at + 1] === "/") {
      part += "/";
      at++;
    } else if (char === "/") {
      parts.push(part);
      part = "";
    } else part += char;
  }
  parts.push(part);
  return parts.filter((each) => each !== "");
}

/** Whether a field specification is for an object. */
export function isFor(spec: Omit<FieldSpec, "path">, object: MapNode): boolean {
  const [group, version] = groupVersion(stringAt(object, "apiVersion") ?? "");
  if (spec.kind !== undefined && spec.kind !== stringAt(object, "kind")) return false;
  if (spec.group !== undefined && spec.group !== group) return false;
  return spec.version === undefined || spec.version === version;
}

/** The map with another value under a key, in its place; a new key goes to the end. */
export function withField(map: MapNode, key: Text, value: Node | undefined): MapNode {
  const name = known(key);
  const before = map.entries.findLastIndex((entry) => known(entry.key) === name);
  const others = (entry: Entry, at: number): boolean => at === before || known(entry.key) !== name;
  if (value === undefined)
    return { ...map, entries: map.entries.filter((entry) => known(entry.key) !== name) };
  if (before === -1) return { ...map, entries: [...map.entries, { key, value }] };
  const entries = map.entries
    .map((entry, at) => (at === before ? { ...entry, value } : entry))
    .filter((entry, at) => others(entry, at));
  return { ...map, entries };
}

/** What may be made where nothing is: maps on the way, and at the end whatever the change makes. */
interface Making {
  readonly create: boolean;
  readonly at: Location;
}

/** The object with a change made wherever the field is, in every element of the lists on the way. */
export function changeField(object: MapNode, spec: FieldSpec, change: Change, at: Location): MapNode {
  if (!isFor(spec, object)) return object;
  const changed = walk(object, pathParts(spec.path), change, { create: spec.create === true, at });
  return changed?.kind === "map" ? changed : object;
}

function walk(node: Node, path: readonly string[], change: Change, making: Making): Node | undefined {
  const [step = "", ...rest] = path;
  if (path.length === 0) return change(node);
  if (node.kind === "list") {
    const items = node.items.flatMap((item) => walk(item, path, change, making) ?? []);
    return items.every((item, at) => item === node.items[at]) ? node : { ...node, items };
  }
  if (node.kind !== "map") return node;
  const isList = step.endsWith("[]");
  const name = isList ? step.slice(0, -2) : step;
  const entry = entryOf(node, name);
  const isThere = entry !== undefined && entry.value.kind !== "null";
  if (!isThere && (!making.create || isList)) return node;
  const key = entry?.key ?? literal(name, making.at);
  const value = isThere ? walk(entry.value, rest, change, making) : made(rest, change, making);
  return value === entry?.value ? node : withField(node, key, value);
}

function made(path: readonly string[], change: Change, making: Making): Node | undefined {
  if (path.length === 0) return change(undefined);
  return walk({ kind: "map", entries: [], at: making.at }, path, change, making);
}

/** The values that stand at a route of keys, through every element of the lists on the way. */
export function valuesAt(node: Node | undefined, path: readonly string[] = EMPTY): readonly Node[] {
  if (node === undefined) return [];
  const [step = "", ...rest] = path;
  if (path.length === 0) return [node];
  if (node.kind === "list") return node.items.flatMap((item) => valuesAt(item, path));
  return valuesAt(entryOf(node, step)?.value, rest);
}

/**
 * What is left certain when nobody can say whether a change was made: the same where before and after are the same, a
 * hole where they differ.
 */
export function perhaps(before: Node | undefined, after: Node | undefined, hole: Hole): Node | undefined {
  if (before === after || (before !== undefined && after !== undefined && isSame(before, after)))
    return before;
  const at = after?.at ?? before?.at;
  if (at === undefined) return undefined;
  if (before?.kind !== "map" || after?.kind !== "map") return { kind: "unknown", hole, at };
  const names = new Set([...before.entries, ...after.entries].map(({ key }) => known(key)));
  const entries = [...names].flatMap((name): readonly Entry[] => {
    if (name === undefined) return before.entries.filter(({ key }) => known(key) === undefined);
    const [left, right] = [entryOf(before, name), entryOf(after, name)];
    const value = perhaps(left?.value, right?.value, { ...hole, id: `${hole.id}.${name}` });
    const key = left?.key ?? right?.key;
    return value === undefined || key === undefined ? [] : [{ key, value }];
  });
  return { ...before, entries };
}

/** Whether two nodes say the same, wherever they stand. */
function isSame(a: Node, b: Node): boolean {
  if (a === b) return true;
  if (a.kind === "map" && b.kind === "map") {
    return (
      a.entries.length === b.entries.length &&
      a.entries.every(({ key, value }, at) => {
        const other = b.entries[at];
        return other !== undefined && isSame(key, other.key) && isSame(value, other.value);
      })
    );
  }
  if (a.kind === "list" && b.kind === "list") {
    return (
      a.items.length === b.items.length &&
      a.items.every((item, at) => {
        const other = b.items[at];
        return other !== undefined && isSame(item, other);
      })
    );
  }
  if (a.kind === "text" && b.kind === "text") return known(a) !== undefined && known(a) === known(b);
  if ((a.kind === "number" || a.kind === "boolean") && a.kind === b.kind) return a.raw === b.raw;
  return a.kind === "null" && b.kind === "null";
}

import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Scalar,
  type Alias,
  type Node as YamlNode,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { Location, Route } from "../../model/location.ts";
import type { Entry, MapNode, Node, UnknownNode } from "../../model/node.ts";
import type { Problem } from "../../model/problem.ts";
import type { Source } from "../../model/source.ts";
import { known, literal, type Hole, type Text } from "../../model/text.ts";
import { scalarText } from "./scalar.ts";

/** How many nodes all aliases and merges of a document may stand for together. */
const MAX_ALIASED_NODES = 100_000;
const MAX_NAME = 60;
const STANDARD_TAG =
  /^tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq|binary|timestamp|set|omap|pairs|merge)$/;
/** YAML 1.1, as the parser behind kubectl, Helm and Argo CD has it (go-yaml v2). */
const YAML_1_1_TRUE = /^(?:y|Y|yes|Yes|YES|on|On|ON)$/;
const YAML_1_1_FALSE = /^(?:n|N|no|No|NO|off|Off|OFF)$/;
const YAML_1_1_OCTAL = /^[-+]?0[0-7]+$/;
/** How SOPS writes an encrypted value (getsops.io). */
const SOPS_VALUE = /^ENC\[AES256_GCM,/;

interface Sized {
  readonly node: Node;
  /** How many nodes it is when every alias is written out. */
  readonly size: number;
}

/** The state of one document's reading. */
export interface Reading {
  readonly source: Source;
  readonly problems: Problem[];
  /** "open" while the anchored node itself is being read. */
  readonly anchors: Map<string, Sized | "open">;
  aliased: number;
  /** A bare `{{ x }}` stands for a value: the text is a template that happens to be YAML. */
  templated: boolean;
}

export function startReading(source: Source): Reading {
  return { source, problems: [], anchors: new Map(), aliased: 0, templated: false };
}

/** The value of a composed document. Problems (a bad alias, too many) are added to the reading. */
export function readNode(reading: Reading, node: YamlNode | null, route: Route, at: number): Node {
  return read(reading, node, route, at).node;
}

function locate({ source }: Reading, start: number, end: number, route: Route): Location {
  return { ...source.locate(start, end), route };
}

function read(reading: Reading, node: unknown, route: Route, emptyAt: number): Sized {
  if (isAlias(node)) return readAlias(reading, node, route);
  if (!isScalar(node) && !isMap(node) && !isSeq(node)) {
    return { node: { kind: "null", at: locate(reading, emptyAt, emptyAt, route) }, size: 1 };
  }
  const [start, end] = node.range ?? [emptyAt, emptyAt];
  const { anchor } = node;
  if (anchor !== undefined) reading.anchors.set(anchor, "open");
  const result = readTagged(reading, node, locate(reading, start, end, route));
  if (anchor !== undefined) reading.anchors.set(anchor, result);
  return result;
}

function readTagged(reading: Reading, node: Scalar | YAMLMap | YAMLSeq, at: Location): Sized {
  const [start, end] = node.range ?? [0, 0];
  const raw = reading.source.text.slice(start, end);
  if (node.tag !== undefined && node.tag !== "!" && !STANDARD_TAG.test(node.tag)) {
    return { node: unknown(at, `${shortTag(node.tag)} ${raw}`.trim()), size: 1 };
  }
  if (isScalar(node)) return { node: readScalar(reading, node, at), size: 1 };
  if (!isMap(node)) return readList(reading, node, at);
  if (!raw.startsWith("{{")) return readMap(reading, node, at);
  // It is a map in a map to YAML, and a template's expression to everybody else.
  reading.templated = true;
  return { node: unknown(at, raw), size: 1 };
}

/** A value of which only its spelling is known. */
function unknown(at: Location, spelling: string): UnknownNode {
  const name = spelling.length > MAX_NAME ? `${spelling.slice(0, MAX_NAME - 1)}…` : spelling;
  const id = `${at.file.path}|${String(at.span.start)}|${name}`;
  return { kind: "unknown", hole: { kind: "hole", id, name: name.replace(/\s+/g, " "), at }, at };
}

function shortTag(tag: string): string {
  return tag.replace(/^tag:yaml\.org,2002:/, "!!");
}

function readScalar(reading: Reading, scalar: Scalar, at: Location): Node {
  const [start, end] = scalar.range ?? [0, 0];
  const value = scalar.source ?? "";
  const hole = value.length === 1 && scalar.type === Scalar.PLAIN ? reading.source.holeAt(value) : undefined;
  if (hole !== undefined) return { kind: "unknown", hole, at };
  const text = (): Text => scalarText(reading.source, { value, style: scalar.type, start, end }, at);
  if (typeof scalar.value === "number") {
    const octal = scalar.type === Scalar.PLAIN && YAML_1_1_OCTAL.test(value);
    return { kind: "number", value: octal ? Number.parseInt(value, 8) : scalar.value, raw: value, at };
  }
  if (typeof scalar.value === "boolean") return { kind: "boolean", value: scalar.value, raw: value, at };
  if (scalar.value === null) return { kind: "null", at };
  if (scalar.type === Scalar.PLAIN && scalar.tag === undefined) {
    if (YAML_1_1_TRUE.test(value)) return { kind: "boolean", value: true, raw: value, at };
    if (YAML_1_1_FALSE.test(value)) return { kind: "boolean", value: false, raw: value, at };
  }
  if (!SOPS_VALUE.test(value)) return text();
  const { hole: encrypted } = unknown(at, "value encrypted with SOPS");
  return { kind: "text", parts: [encrypted], at };
}

function readList(reading: Reading, list: YAMLSeq, at: Location): Sized {
  let size = 1;
  const items = list.items.map((item, index) => {
    const result = read(reading, item, [...at.route, index], at.span.end);
    size += result.size;
    return result.node;
  });
  return { node: { kind: "list", items, at }, size };
}

function readMap(reading: Reading, map: YAMLMap, at: Location): Sized {
  let size = 1;
  const own: Entry[] = [];
  let merged: readonly Entry[] = [];
  for (const pair of map.items) {
    const after = endOf(pair, map);
    if (isMergeKey(pair)) {
      const value = read(reading, pair.value, [...at.route, "<<"], after);
      size += value.size;
      merged = [...mergeEntries(reading, value.node), ...merged];
      continue;
    }
    const name = keyName(reading, pair.key);
    const route = [...at.route, name];
    const key = readKey(reading, pair.key, route, name, at);
    const value = read(reading, pair.value, route, after);
    size += 1 + value.size;
    own.push({ key, value: value.node });
  }
  const more = own.map(furtherEntries).find((hole) => hole !== undefined);
  const listed = own.filter((entry) => furtherEntries(entry) === undefined);
  const entries = [...inherited(merged, listed), ...listed];
  const node: MapNode = { kind: "map", entries, ...(more === undefined ? {} : { more }), at };
  return { node, size };
}

/** An unknown key with itself as its value stands for any number of entries that are not known. */
function furtherEntries({ key, value }: Entry): Hole | undefined {
  const [part] = key.parts;
  if (key.parts.length !== 1 || part?.kind !== "hole" || value.kind !== "unknown") return undefined;
  return part.id === value.hole.id ? value.hole : undefined;
}

/** The offset after a key, where a missing value would stand. */
function endOf(pair: Pair, map: YAMLMap): number {
  const { key } = pair;
  if (isScalar(key) || isMap(key) || isSeq(key) || isAlias(key)) return key.range?.[1] ?? 0;
  return map.range?.[1] ?? 0;
}

function isMergeKey({ key }: Pair): boolean {
  return isScalar(key) && key.source === "<<" && key.type === Scalar.PLAIN;
}

/**
 * What a merge key brings in, in rising precedence: an earlier map of a list beats a later one
 * (yaml.org/type/merge.html). Anything but maps brings nothing.
 */
function mergeEntries(reading: Reading, value: Node): readonly Entry[] {
  if (value.kind === "map") return value.entries;
  if (value.kind === "list") return value.items.toReversed().flatMap((item) => mergeEntries(reading, item));
  if (value.kind === "unknown") return [];
  reading.problems.push({
    code: "input/unparseable",
    message: 'the value of the merge key "<<" must be a map or a list of maps',
    at: value.at,
  });
  return [];
}

/** Merged entries that the map does not have itself, each key once. */
function inherited(merged: readonly Entry[], own: readonly Entry[]): readonly Entry[] {
  if (merged.length === 0) return merged;
  const names = (entries: readonly Entry[]): Set<string | undefined> =>
    new Set(entries.map((entry) => known(entry.key)));
  const taken = names(own);
  const last = new Map(merged.map((entry, index) => [known(entry.key), index]));
  return merged.filter((entry, index) => {
    const name = known(entry.key);
    return name === undefined || (!taken.has(name) && last.get(name) === index);
  });
}

function sourceOf(reading: Reading, key: unknown): string {
  if (!isScalar(key) && !isMap(key) && !isSeq(key) && !isAlias(key)) return "";
  const [start, end] = key.range ?? [0, 0];
  return reading.source.text.slice(start, end);
}

function keyName(reading: Reading, key: unknown): string {
  if (isScalar(key)) return key.source ?? "";
  if (isAlias(key)) {
    const target = reading.anchors.get(key.source);
    if (target !== undefined && target !== "open" && target.node.kind === "text") {
      return known(target.node) ?? key.source;
    }
  }
  return sourceOf(reading, key);
}

function readKey(reading: Reading, key: unknown, route: Route, name: string, owner: Location): Text {
  if (!isScalar(key) && !isMap(key) && !isSeq(key) && !isAlias(key)) return literal(name, owner);
  const [start, end] = key.range ?? [owner.span.start, owner.span.start];
  const at = locate(reading, start, end, route);
  if (isScalar(key)) {
    if (key.anchor !== undefined) reading.anchors.set(key.anchor, { node: literal(name, at), size: 1 });
    return scalarText(reading.source, { value: name, style: key.type, start, end }, at);
  }
  if (!isMap(key) || !name.startsWith("{{")) return literal(name, at);
  reading.templated = true;
  return { kind: "text", parts: [unknown(at, name).hole], at };
}

function readAlias(reading: Reading, alias: Alias, route: Route): Sized {
  const [start, end] = alias.range ?? [0, 0];
  const at = locate(reading, start, end, route);
  const target = reading.anchors.get(alias.source);
  const bad = (message: string): Sized => {
    reading.problems.push({ code: "input/unparseable", message, at });
    return { node: unknown(at, `*${alias.source}`), size: 1 };
  };
  if (target === undefined) return bad(`unknown anchor "${alias.source}"`);
  if (target === "open") return bad(`anchor "${alias.source}" contains itself`);
  const before = reading.aliased;
  reading.aliased += target.size;
  if (reading.aliased <= MAX_ALIASED_NODES) return target;
  if (before <= MAX_ALIASED_NODES) {
    const message = `aliases stand for more than ${String(MAX_ALIASED_NODES)} values; the rest is not read`;
    reading.problems.push({ code: "input/too-large", message, at });
  }
  return { node: unknown(at, `*${alias.source}`), size: 1 };
}

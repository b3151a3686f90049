import type { Hole, Text } from "../../model/text.ts";
import { copyOf } from "../go-template/convert.ts";
import type { GoMap, Value } from "../go-template/value.ts";

/** A chart as far as values go. */
export interface ValuedChart {
  readonly name: string;
  /** Its own values: those of its values.yaml, and what it imports. */
  readonly values: GoMap;
  readonly charts: readonly ValuedChart[];
}

/** What Helm refuses: a value that is no map where a chart inside wants its values. */
export interface Mismatch {
  readonly chart: string;
  readonly value: Value;
}

/** Nulls take away what lies below them and go (`coalesce`), or stay for later (`merge`). */
export type Nulls = "coalesce" | "merge";

/** The entry of a map that keeps the values that all charts see. */
const GLOBAL = "global";

/**
 * A chart's values under those that somebody sets, charts inside included (helm pkg/chartutil/coalesce.go,
 * CoalesceValues and MergeValues). What is set is copied, not changed. What an unknown value or map may have set stays
 * unknown.
 */
export function coalesceValues(
  chart: ValuedChart,
  set: GoMap,
  nulls: Nulls,
  mismatches: Mismatch[] = [],
): GoMap {
  const values = copyOf(set);
  return values.kind === "go-map" ? coalesce(chart, values, nulls, mismatches) : set;
}

function coalesce(chart: ValuedChart, into: GoMap, nulls: Nulls, mismatches: Mismatch[]): GoMap {
  const own = copyOf(chart.values);
  if (own.kind === "go-map") addOwn(into, own, nulls);
  for (const inner of chart.charts) {
    const table = tableOf(into, inner, mismatches);
    if (table === undefined) continue;
    addGlobals(table, into);
    coalesce(inner, table, nulls, mismatches);
  }
  return into;
}

/** The values for a chart inside: made if nobody sets any. */
function tableOf(into: GoMap, inner: ValuedChart, mismatches: Mismatch[]): GoMap | undefined {
  const { name } = inner;
  const entry = into.entries.get(name);
  if (entry?.value.kind === "go-map") return entry.value;
  if (entry !== undefined && entry.value.kind !== "unknown") {
    mismatches.push({ chart: name, value: entry.value });
    return undefined;
  }
  const more = entry?.value.kind === "unknown" ? entry.value.hole : into.more && below(into.more, name);
  const at = entry?.value.at ?? into.at;
  const table: GoMap = { kind: "go-map", entries: new Map(), more, at };
  into.entries.set(name, { key: entry?.key ?? keyText(name, into), value: table });
  return table;
}

const keyText = (name: string, { at }: GoMap): Text => ({
  kind: "text",
  parts: name === "" ? [] : [{ kind: "literal", value: name }],
  at,
});

/** What an unknown map has under a key; named alike wherever values are merged. */
function below({ id, name }: Hole, key: string): Hole {
  return { kind: "hole", id: `${id}.${key}`, name: `${name}.${key}` };
}

/** The first level differs from those below in that a null that nobody overrides stays. */
function addOwn(into: GoMap, own: GoMap, nulls: Nulls): void {
  for (const [name, entry] of own.entries) {
    const before = into.entries.get(name);
    if (before === undefined) addMissing(into, name, entry.key, entry.value);
    else if (before.value.kind === "null" && nulls === "coalesce") into.entries.delete(name);
    else if (before.value.kind === "go-map") {
      if (entry.value.kind === "go-map") coalesceTables(before.value, entry.value, nulls);
      else if (entry.value.kind === "unknown") before.value.more ??= entry.value.hole;
    }
  }
  into.more ??= own.more;
}

/** A key that the stronger map does not list: it may have it all the same when it may have more than it lists. */
function addMissing(into: GoMap, name: string, key: Text, value: Value): void {
  const { more } = into;
  const found: Value = more === undefined ? value : { kind: "unknown", hole: below(more, name), at: into.at };
  into.entries.set(name, { key, value: found });
}

/** The weaker map's entries under the stronger one's (CoalesceTables and MergeTables). */
export function coalesceTables(into: GoMap, from: GoMap, nulls: Nulls): GoMap {
  for (const [name, { key, value }] of from.entries) {
    const before = into.entries.get(name)?.value;
    if (before === undefined) addMissing(into, name, key, value);
    else if (before.kind === "null" && nulls === "coalesce") into.entries.delete(name);
    else if (before.kind === "go-map" && value.kind === "go-map") coalesceTables(before, value, nulls);
    else if (before.kind === "go-map" && value.kind === "unknown") before.more ??= value.hole;
  }
  into.more ??= from.more;
  return into;
}

/** The outer chart's `global` goes over that of the chart inside; where one of the two is no map, nothing is done. */
function addGlobals(inner: GoMap, outer: GoMap): void {
  const from = outer.entries.get(GLOBAL);
  const before = inner.entries.get(GLOBAL);
  if (from !== undefined && from.value.kind !== "go-map" && from.value.kind !== "unknown") return;
  if (before !== undefined && before.value.kind !== "go-map" && before.value.kind !== "unknown") return;
  if (before?.value.kind === "unknown") return;
  const key = before?.key ?? from?.key ?? keyText(GLOBAL, inner);
  const table: GoMap =
    before?.value.kind === "go-map"
      ? before.value
      : { kind: "go-map", entries: new Map(), more: inner.more && below(inner.more, GLOBAL), at: inner.at };
  if (from?.value.kind === "unknown") table.more ??= from.value.hole;
  else if (from === undefined && outer.more !== undefined) table.more ??= below(outer.more, GLOBAL);
  else if (from?.value.kind === "go-map") overlay(table, from.value);
  inner.entries.set(GLOBAL, { key, value: table });
}

/** Globals from above replace those below, maps merge with the upper one winning. */
function overlay(into: GoMap, from: GoMap): void {
  for (const [name, { key, value }] of from.entries) {
    const before = into.entries.get(name)?.value;
    if (value.kind === "go-map") {
      if (before === undefined) into.entries.set(name, { key, value: shallow(value) });
      else if (before.kind === "go-map") {
        into.entries.set(name, { key, value: coalesceTables(shallow(value), before, "merge") });
      }
    } else if (before?.kind !== "go-map") into.entries.set(name, { key, value });
  }
  // What the outer one may have besides would win: what lies below it is certain no more.
  const { more } = from;
  if (more === undefined) return;
  for (const [name, { key }] of into.entries) {
    if (from.entries.has(name)) continue;
    into.entries.set(name, { key, value: { kind: "unknown", hole: below(more, name), at: into.at } });
  }
  into.more ??= more;
}

const shallow = (map: GoMap): GoMap => ({ ...map, entries: new Map(map.entries), more: map.more });

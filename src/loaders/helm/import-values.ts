import { copyOf } from "../go-template/convert.ts";
import type { GoMap, Value } from "../go-template/value.ts";
import { coalesceTables, coalesceValues, type Mismatch } from "./coalesce.ts";
import { nameOf, valueAt, type ActiveChart } from "./take-part.ts";

/**
 * Gives each chart the values that it takes over from those inside it, the innermost first (helm
 * pkg/chartutil/dependencies.go, processDependencyImportValues with nulls kept). Its own values win. As Helm does, a
 * chart that requires others has from then on their defaults among its own values, which spends the nulls that are set.
 */
export function importValues(chart: ActiveChart, mismatches: Mismatch[]): void {
  for (const inner of chart.charts) importValues(inner, mismatches);
  if (chart.requirements.length === 0) return;
  const { at } = chart.values;
  const empty = (): GoMap => ({ kind: "go-map", entries: new Map(), more: undefined, at });
  const values = coalesceValues(chart, empty(), "merge", mismatches);
  const imported = empty();
  for (const requirement of chart.requirements) {
    for (const { child, parent } of requirement.imports) {
      const table = valueAt(values, [nameOf(requirement), ...child.split(".")]);
      if (table?.kind === "unknown") imported.more ??= table.hole;
      if (table?.kind === "go-map") coalesceTables(imported, placed(table, parent), "merge");
    }
  }
  const own = copyOf(values);
  if (own.kind === "go-map") chart.values = coalesceTables(own, imported, "merge");
}

/** A table at a dotted route from the top. */
function placed(table: GoMap, parent: string): GoMap {
  if (parent === ".") return table;
  return parent.split(".").reduceRight<GoMap>((inner, name): GoMap => {
    const key = { kind: "text", parts: [{ kind: "literal", value: name }], at: table.at } as const;
    const value: Value = inner;
    return { kind: "go-map", entries: new Map([[name, { key, value }]]), more: undefined, at: table.at };
  }, table);
}

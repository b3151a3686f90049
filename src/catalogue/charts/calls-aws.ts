import { known, type Answer } from "../../model/text.ts";
import type { ChartServiceAccountRow } from "./chart-row.ts";
import { valueAt, type ChartValues } from "./chart-values.ts";

/**
 * Whether the controller of a chart's account calls AWS with these values; "maybe" where the row does not say, or where
 * the value that decides is not known.
 */
export function callsAws({ callsAws: choice }: ChartServiceAccountRow, values: ChartValues): Answer {
  if (choice === undefined) return "maybe";
  if (choice === true) return "yes";
  for (const path of choice.paths) {
    const node = valueAt(values, path);
    // A value may be a text in older versions of a chart and a map with a name in newer ones.
    if (node === undefined || node.kind === "map") continue;
    const value = node.kind === "text" ? known(node) : undefined;
    return value === undefined ? "maybe" : value === choice.is ? "yes" : "no";
  }
  return choice.default === choice.is ? "yes" : "no";
}

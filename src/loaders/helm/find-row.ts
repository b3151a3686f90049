import type { ChartRow } from "../../catalogue/charts/chart-row.ts";
import { findChart } from "../../catalogue/charts/find-chart.ts";
import { isAbsent, known, type Absent, type Text } from "../../model/text.ts";
import type { HelmRelease } from "../helm-release.ts";

/** What the catalogue, the configuration's own rows first, says of a release's chart. */
export function rowOf(
  { chart }: Pick<HelmRelease, "chart">,
  own: readonly ChartRow[] | undefined,
): ChartRow | undefined {
  const name = known(chart.name);
  const repository = knownOf(chart.repository);
  // A repository with a hole may be any: the chart's name alone does not say which chart it is.
  if (name === undefined || (repository === undefined && !isAbsent(chart.repository))) return undefined;
  return findChart({ repository, name, version: knownOf(chart.version) }, own);
}

/** A text that is there and wholly known. */
export function knownOf(text: Text | Absent): string | undefined {
  return isAbsent(text) ? undefined : known(text);
}

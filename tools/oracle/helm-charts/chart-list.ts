// The public charts that real Helm is asked about: which commit of which repository, and which other commits their
// dependencies come from. The charts themselves are not in this repository.

import { join } from "node:path";
import charts from "./charts.json" with { type: "json" };

/** A folder of a public GitHub repository at one commit. */
export interface ChartSource {
  /** `owner/name` on GitHub. */
  readonly repository: string;
  readonly commit: string;
  /** The folder of Chart.yaml; `.` for the repository's root. */
  readonly path: string;
  /** The version that the release writes into Chart.yaml (`helm package --version`) where the repository holds another. */
  readonly packagedAs?: string;
  /** What Chart.yaml asks for and the repository does not hold: goes to `charts/` beside it, as a directory. */
  readonly dependencies?: readonly ChartSource[];
}

export interface ListedChart extends ChartSource {
  readonly chart: string;
  readonly version: string;
  /** Values without which the chart refuses to render; part of every case. */
  readonly given?: Readonly<Record<string, unknown>>;
}

export const listedCharts: readonly ListedChart[] = charts;

/** Where the prepared chart lies under the directory of charts. */
export function chartDirectory(directory: string, { repository, chart, version }: ListedChart): string {
  return join(directory, repository.replace("/", "+"), `${chart}-${version}`);
}

/** Where its recording lies under test/oracle/helm. */
export function recordingPath({ repository, chart, version }: ListedChart): string {
  const [owner = ""] = repository.split("/");
  return join(owner.toLowerCase(), `${chart}-${version}.json`);
}

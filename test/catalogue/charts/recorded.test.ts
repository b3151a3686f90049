/**
 * Every row of the catalogue against the chart's own rendering by Helm, as recorded in test/oracle/helm: default values
 * and each naming override. How it was recorded: tools/oracle/record-helm-charts.ts.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ChartRow, CheckedRelease } from "../../../src/catalogue/charts/chart-row.ts";
import { chartRows } from "../../../src/catalogue/charts/find-chart.ts";
import { inRange } from "../../../src/catalogue/charts/versions.ts";
import { listedCharts, recordingPath } from "../../../tools/oracle/helm-charts/chart-list.ts";
import type { Recording } from "../../../tools/oracle/helm-charts/recording.ts";
import { compareRow } from "./recorded.ts";

function recordingOf({ repository, path, version, commit }: CheckedRelease): Recording {
  const chart = listedCharts.find(
    (item) =>
      item.repository === repository &&
      item.path === path &&
      item.version === version &&
      item.commit.startsWith(commit),
  );
  if (chart === undefined) throw new Error(`${repository} ${path} ${version} is not among the listed charts`);
  const file = new URL(`../../oracle/helm/${recordingPath(chart)}`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Recording;
}

const checks = chartRows.flatMap((row) =>
  (row.checked ?? []).map((release): readonly [string, ChartRow, CheckedRelease] => [
    `${row.id} ${release.version} of ${release.repository}`,
    row,
    release,
  ]),
);

describe("rows of the chart catalogue against Helm", () => {
  it("says of every row what it was checked against, or why it was not", () => {
    const unclear = chartRows.filter(
      ({ checked, unchecked }) => (checked === undefined) === (unchecked === undefined),
    );
    expect(unclear.map(({ id }) => id)).toEqual([]);
  });

  it.each(checks)("%s", (_, row, release) => {
    const recording = recordingOf(release);
    expect(recording.chart).toBe(row.chart);
    expect(inRange(release.version, row.versions)).toBe("yes");
    const results = recording.cases.map((given) => ({
      situation: given.situation,
      ...compareRow(row, recording, given),
    }));
    expect(results.flatMap(({ situation, wrong }) => wrong.map((text) => `${situation}: ${text}`))).toEqual(
      [],
    );
    if (row.serviceAccounts.every(({ made }) => made === false)) {
      expect(results.flatMap(({ unlisted }) => unlisted)).toEqual([]);
    } else {
      expect(results.some(({ told, open }) => told + open > 0)).toBe(true);
    }
  });
});

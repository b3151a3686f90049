// Compares our own evaluator of charts with what Helm recorded (record-helm-charts.ts), for every chart that is there:
//
//   tsx tools/oracle/compare-helm-charts.ts --charts DIR [--clones DIR] [--holes] [--without names|texts|file] [CHART...]
//
// Prints equal, holes and wrong for each chart, counted by objects, each wrong answer, with `--holes` each hole, and the
// totals; `refused` are the cases in which Helm stops and we do not. The exit code is 1 when there is a wrong answer. With
// `--without` our evaluator is not told the release's name and namespace, the texts in the values, or what a weaker values
// file says: nearly all is a hole then, and what is wrong is a guess.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { listedCharts, recordingPath, type ListedChart } from "./helm-charts/chart-list.ts";
import { checkOut } from "./helm-charts/checkout.ts";
import { compareRendering } from "./helm-charts/compare.ts";
import { evaluatorOf } from "./helm-charts/our-rendering.ts";
import { answerOf, type Recording } from "./helm-charts/recording.ts";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const { values: options, positionals } = parseArgs({
  options: {
    charts: { type: "string", default: "charts" },
    clones: { type: "string" },
    holes: { type: "boolean", default: false },
    without: { type: "string" },
  },
  allowPositionals: true,
});

const kept = (["names", "texts", "file"] as const).find((word) => word === options.without);
const totals = { releases: 0, cases: 0, equal: 0, holes: 0, wrong: 0, refused: 0, milliseconds: 0 };

function compare(chart: ListedChart): void {
  const file = join(root, "test/oracle/helm", recordingPath(chart));
  const directory = checkOut(chart, options.charts, options.clones);
  const label = `${chart.repository} ${chart.chart} ${chart.version}`;
  if (directory === undefined || !existsSync(file)) {
    process.stdout.write(`${label}: not here\n`);
    return;
  }
  const recording = JSON.parse(readFileSync(file, "utf8")) as Recording;
  const start = performance.now();
  const evaluate = evaluatorOf(directory, kept);
  const counts = { equal: 0, holes: 0, wrong: 0, refused: 0 };
  const lines: string[] = [];
  for (const given of recording.cases) {
    const verdict = compareRendering(evaluate(given), answerOf(recording, given), kept !== undefined);
    const { equal, holes, wrong, isRefused } = verdict;
    counts.equal += equal;
    counts.holes += holes.length;
    counts.wrong += wrong.length;
    if (isRefused === true) counts.refused += 1;
    lines.push(...wrong.map((text) => `    wrong: ${given.situation}: ${text}`));
    if (options.holes) lines.push(...holes.map((text) => `    hole: ${given.situation}: ${text}`));
  }
  const milliseconds = Math.round(performance.now() - start);
  totals.releases += 1;
  totals.cases += recording.cases.length;
  totals.equal += counts.equal;
  totals.holes += counts.holes;
  totals.wrong += counts.wrong;
  totals.refused += counts.refused;
  totals.milliseconds += milliseconds;
  const { equal, holes, wrong } = counts;
  process.stdout.write(
    `${label}: ${String(recording.cases.length)} cases, ${String(equal)} equal, ${String(holes)} holes, ${String(wrong)} wrong, ${String(milliseconds)} ms\n`,
  );
  for (const line of lines) process.stdout.write(`${line}\n`);
}

for (const chart of listedCharts) {
  if (positionals.length === 0 || positionals.includes(chart.chart)) compare(chart);
}
process.stdout.write(`${JSON.stringify(totals)}\n`);
process.exitCode = totals.wrong > 0 ? 1 : 0;

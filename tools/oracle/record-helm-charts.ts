// Records what real Helm makes of public charts as far as identity goes: their service accounts, what the workloads name
// and the stores, for the releases and values of helm-charts/cases.ts. One file for each chart of helm-charts/charts.json,
// under test/oracle/helm.
//
//   tsx tools/oracle/record-helm-charts.ts --charts DIR [--clones DIR] [--helm PROGRAM] [CHART...]
//
// `--charts` is where the charts are laid out; those that are not there yet are taken from `--clones`, which holds a
// clone of each repository, bare or not: DIR/bitnami+charts. CHART is a chart's name; without one, all are recorded.
// What a chart has only for `helm test` is left out: nothing installs it.

import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { format } from "prettier";
import { chartRows } from "../../src/catalogue/charts/find-chart.ts";
import { accountValues } from "./helm-charts/account-values.ts";
import { casesOf, type ReleaseCase } from "./helm-charts/cases.ts";
import { listedCharts, recordingPath, type ListedChart } from "./helm-charts/chart-list.ts";
import { checkOut } from "./helm-charts/checkout.ts";
import { identityParts } from "./helm-charts/identity.ts";
import type { Answer, RecordedCase } from "./helm-charts/recording.ts";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const { values: options, positionals } = parseArgs({
  options: {
    charts: { type: "string", default: "charts" },
    clones: { type: "string" },
    helm: { type: "string", default: "helm" },
  },
  allowPositionals: true,
});
const scratch = mkdtempSync(join(tmpdir(), "helm-charts-"));
const version = execFileSync(options.helm, ["version", "--template", "{{.Version}}"], { encoding: "utf8" });
const run = promisify(execFile);

async function answer(directory: string, given: ReleaseCase, file: string): Promise<Answer> {
  writeFileSync(file, JSON.stringify(given.values));
  const { release, namespace } = given;
  try {
    const { stdout } = await run(
      options.helm,
      ["template", release, directory, "--namespace", namespace, "--skip-tests", "-f", file],
      {
        maxBuffer: 1 << 28,
      },
    );
    return identityParts(stdout, namespace);
  } catch (error) {
    return { error: reasonOf(error, directory) };
  }
}

/** Why Helm refused, in one line, without this machine's paths. */
function reasonOf(error: unknown, directory: string): string {
  const text = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
  const line = text.split("\n").find((item) => item.startsWith("Error:")) ?? text;
  return line.replaceAll(directory, "CHART").slice(0, 300).trim();
}

async function record(chart: ListedChart): Promise<string> {
  const directory = checkOut(chart, options.charts, options.clones);
  if (directory === undefined)
    return `${chart.repository} ${chart.chart}: no such chart in ${options.charts}`;
  const rows = chartRows.filter(({ checked = [] }) =>
    checked.some(
      ({ repository, path, version }) =>
        repository === chart.repository && path === chart.path && version === chart.version,
    ),
  );
  const cases: RecordedCase[] = [];
  for (const given of casesOf(chart.chart, accountValues(directory, rows), chart.given)) {
    const file = join(scratch, `${chart.chart}-${chart.version}.json`);
    const got = await answer(directory, given, file);
    const text = JSON.stringify(got);
    const like = cases.findIndex((item) => "answer" in item && JSON.stringify(item.answer) === text);
    // Not every chart takes templates for names, or can have all its parts at once.
    if (given.optional === true && "error" in got) continue;
    const { situation, release, namespace, values } = given;
    const asked = { situation, release, namespace, values };
    cases.push(like === -1 ? { ...asked, answer: got } : { ...asked, like });
  }
  const path = join(root, "test/oracle/helm", recordingPath(chart));
  mkdirSync(dirname(path), { recursive: true });
  const json = JSON.stringify({ helm: version, ...chart, cases });
  writeFileSync(path, await format(json, { parser: "json", printWidth: 1000, objectWrap: "collapse" }));
  const failed = cases.filter((item) => "answer" in item && "error" in item.answer);
  const reasons = failed.map(
    (item) => `\n    ${item.situation}: ${JSON.stringify("answer" in item && item.answer)}`,
  );
  return `${chart.repository} ${chart.chart} ${chart.version}: ${String(cases.length)} cases, ${String(failed.length)} refused${reasons.join("")}`;
}

const asked = listedCharts.filter(({ chart }) => positionals.length === 0 || positionals.includes(chart));
const waiting = asked.values();
async function recordNext(): Promise<void> {
  // The workers share one iterator: each takes the next chart.
  for (const chart of waiting) process.stdout.write(`${await record(chart)}\n`);
}
await Promise.all(Array.from({ length: availableParallelism() + 1 }, recordNext));
rmSync(scratch, { recursive: true });

import fc from "fast-check";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { rules } from "../../rules/index.ts";
import { analyseWithComments, defaultAnalysisSettings } from "../../src/engine/analyse.ts";
import { defaultConfiguration } from "../../src/engine/configuration.ts";
import { lint } from "../../src/engine/lint.ts";
import { everywhere } from "../../src/engine/scope.ts";
import { loadServiceReference } from "../../src/engine/service-reference.ts";
import { formatJson } from "../../src/report/json.ts";
import { formatLinksJson } from "../../src/report/links-json.ts";
import { countVerdicts } from "../../src/report/summary.ts";
import { memoryWorkspace, type MemoryOptions } from "../../src/workspace/memory.ts";
import type { Workspace } from "../../src/workspace/workspace.ts";
import { cleanReport } from "../support/reports.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../fixtures/quickstart/broken");
const files = Object.fromEntries(
  readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(root, path)).isFile())
    .map((path): [string, string] => [path, readFileSync(join(root, path), "utf8")]),
);

const services = await loadServiceReference();

/** The broken quickstart as a workspace that lists its files in the order of `keys`. */
function workspace(keys: readonly number[], options: MemoryOptions = {}): Workspace {
  const inner = memoryWorkspace(files, options);
  const shuffled = (paths: readonly string[]): readonly string[] =>
    paths
      .map((path, index) => ({ path, key: keys[index % Math.max(keys.length, 1)] ?? 0 }))
      .sort((a, b) => a.key - b.key)
      .map(({ path }) => path);
  return { ...inner, paths: shuffled(inner.paths), list: (directory) => shuffled(inner.list(directory)) };
}

/** Findings and links, as they are printed. The counts of skipped files are left out: the gate changes them. */
function report(input: Workspace): string {
  const { model, comments } = analyseWithComments(input, defaultAnalysisSettings);
  const { findings, suppressed, failures } = lint(model, comments, rules, {
    configuration: defaultConfiguration,
    commandLine: [],
    strict: false,
    pathInConfiguration: (path) => path,
    scope: everywhere,
    today: "2026-01-01",
    services,
  });
  expect(failures).toEqual([]);
  const names = { relative: (path: string) => path, absolute: (path: string) => `/${path}` };
  const counts = { files: 0, parsed: 0, skipped: 0, unparseable: 0, roles: 0, serviceAccounts: 0 };
  const verdicts = countVerdicts(model.links.map(({ verdict }) => verdict));
  return (
    formatJson({ ...cleanReport, findings, suppressed, counts, verdicts, files: names, editsOf: () => [] }) +
    formatLinksJson({
      links: model.links,
      unlinked: { serviceAccounts: [], roles: [] },
      counts,
      files: names,
      color: false,
    })
  );
}

describe("a report", () => {
  const straight = report(workspace([]));

  it("holds the mistakes of the quickstart", () => {
    expect(JSON.parse(straight.slice(0, straight.indexOf("\n{")))).toHaveLength(6);
  });

  it("is the same bytes in whichever order the files come", () => {
    const keys = fc.array(fc.integer(), { minLength: 5, maxLength: 40 });
    fc.assert(
      fc.property(keys, (order) => {
        expect(report(workspace(order))).toBe(straight);
      }),
      { numRuns: 12 },
    );
  });

  it("is the same bytes when the byte gate is off", () => {
    expect(report(workspace([], { gate: false }))).toBe(straight);
  });
});

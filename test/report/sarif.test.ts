import { describe, expect, it } from "vitest";
import { rules } from "../../rules/index.ts";
import type { Report } from "../../src/report/report.ts";
import { formatSarif } from "../../src/report/sarif.ts";
import { findingAt, placeOf } from "../support/findings.ts";
import { cleanReport, files, sampleReport } from "../support/reports.ts";
import { sarifErrors } from "../support/sarif-schema.ts";

interface SarifRun {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly invocations: readonly {
    readonly executionSuccessful: boolean;
    readonly toolExecutionNotifications: readonly { readonly message: { readonly text: string } }[];
  }[];
  readonly results: readonly {
    readonly ruleId: string;
    readonly ruleIndex?: number;
    readonly level: string;
    readonly message: { readonly text: string };
    readonly locations: readonly {
      readonly physicalLocation: { readonly artifactLocation: unknown; readonly region: unknown };
    }[];
    readonly relatedLocations?: readonly unknown[];
  }[];
}

function runOf(report: Report): SarifRun {
  const log = JSON.parse(formatSarif(report)) as { readonly runs: readonly SarifRun[] };
  expect(sarifErrors(log)).toBeUndefined();
  const [run] = log.runs;
  if (run === undefined) throw new Error("the log holds no run");
  return run;
}

const file = { path: "a.yaml", text: "name: 😀 reports\n" };
const at = placeOf(file, "reports");

/** A report of one finding with this message. */
function saying(message: string): Report {
  return { ...cleanReport, findings: [findingAt(at, { message })] };
}

describe("a SARIF log", () => {
  it("holds places, related places, fixes, suppressions and names that survive", () => {
    const { results, ...rest } = runOf(sampleReport);
    const { tool, ...run } = rest;
    // Where a rule stands in the list changes with every new rule; the next case looks at it.
    const shown = results.map((result) =>
      Object.fromEntries(Object.entries(result).filter(([key]) => key !== "ruleIndex")),
    );
    expect({ ...run, results: shown }).toMatchSnapshot();
    expect(tool.driver.rules.find(({ id }) => id === "trust/broad-subject")).toMatchSnapshot();
  });

  it("describes every rule, and every result points at its own", () => {
    const { tool, results } = runOf(sampleReport);
    expect(tool.driver.rules.map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
    for (const { ruleId, ruleIndex } of results)
      expect(tool.driver.rules[ruleIndex ?? -1]?.id, ruleId).toBe(ruleId);
  });

  it("is a log with no results when there is nothing to say", () => {
    const { results, invocations } = runOf(cleanReport);
    expect(results).toEqual([]);
    expect(invocations).toEqual([{ executionSuccessful: true, toolExecutionNotifications: [] }]);
  });

  it("says when a rule of ours failed, so that its silence is not taken for all clear", () => {
    const { invocations } = runOf({ ...cleanReport, failures: ["rule a/b failed: x"] });
    expect(invocations[0]).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [{ level: "error", message: { text: "rule a/b failed: x" } }],
    });
  });

  it("counts columns in UTF-16 units, in which 😀 is two", () => {
    expect(runOf(saying("x")).results[0]?.locations[0]?.physicalLocation.region).toEqual({
      startLine: 1,
      startColumn: 10,
      endLine: 1,
      endColumn: 17,
    });
  });

  it.each([
    ["a/b c#d.yaml", { uri: "a/b%20c%23d.yaml", uriBaseId: "%SRCROOT%" }],
    ["ümlaut/%.tf", { uri: "%C3%BCmlaut/%25.tf", uriBaseId: "%SRCROOT%" }],
    // Beyond the working directory there is nothing to be relative to.
    ["../infra/main.tf", { uri: "file:///repository/../infra/main.tf" }],
  ])("names %s by a URI", (path, expected) => {
    const report = { ...cleanReport, findings: [findingAt(placeOf({ ...file, path }, "reports"))], files };
    expect(runOf(report).results[0]?.locations[0]?.physicalLocation.artifactLocation).toEqual(expected);
  });

  it.each([
    ["${var.account} is [sensitive]", "${var.account} is [sensitive]"],
    ["the {0}th", "the {{0}}th"],
    ["[click](https://example.com)", "\\[click\\](https://example.com)"],
  ])("keeps %s from being read as SARIF's own language", (message, text) => {
    expect(runOf(saying(message)).results[0]?.message.text).toBe(text);
  });

  it("keeps to the limits of GitHub, the most severe results first, and says so", () => {
    const many = Array.from({ length: 25_001 }, (_, index) =>
      findingAt(at, { severity: index === 25_000 ? "error" : "info", message: `finding ${index}` }),
    );
    // The schema check of so many results would take minutes.
    const log = JSON.parse(formatSarif({ ...cleanReport, findings: many })) as {
      readonly runs: readonly SarifRun[];
    };
    expect(log.runs[0]?.results).toHaveLength(25_000);
    expect(log.runs[0]?.results[0]).toMatchObject({ level: "error" });
    expect(log.runs[0]?.invocations[0]?.toolExecutionNotifications[0]?.message.text).toMatch(
      /^1 results were left out/,
    );
    const related = Array.from({ length: 150 }, () => ({ at, message: "here" }));
    expect(
      runOf({ ...cleanReport, findings: [findingAt(at, { related })] }).results[0]?.relatedLocations,
    ).toHaveLength(100);
  });
});

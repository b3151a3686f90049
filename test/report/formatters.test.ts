import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { formatConcise } from "../../src/report/concise.ts";
import { formatJson, jsonResults } from "../../src/report/json.ts";
import { formatPretty } from "../../src/report/pretty.ts";
import { formatStatistics } from "../../src/report/statistics.ts";
import { cleanReport, files, sampleReport } from "../support/reports.ts";

/** eslint-formatter-pretty decides on colors when it is loaded; what is tested here are the words. */
function plain(text: string): string {
  return stripVTControlCharacters(text);
}

/** The formatter makes paths relative to the working directory itself. */
const here = { ...files, absolute: (path: string) => `${process.cwd()}/${path}` };

describe("pretty", () => {
  it("shows infos, then warnings and errors, then one line of summary", () => {
    expect(plain(formatPretty({ ...sampleReport, files: here }))).toMatchSnapshot();
  });

  it("is one line when there is nothing to say", () => {
    expect(plain(formatPretty(cleanReport)).trim().split("\n")).toEqual([
      "✔ read 64 of 812 files (747 skipped, 1 unparseable); 12 roles, 31 service accounts; links: 2 allowed, 1 denied, 1 unknown",
    ]);
  });

  it("shows infos although the formatter that it is made of has none", () => {
    const infos = sampleReport.findings.filter(({ severity }) => severity === "info");
    expect(plain(formatPretty({ ...sampleReport, findings: infos }))).toMatchSnapshot();
  });
});

describe("concise", () => {
  it("is a line for each finding", () => {
    expect(formatConcise(sampleReport)).toMatchSnapshot();
  });

  it("keeps to one line when the message has several", () => {
    const findings = sampleReport.findings.map((finding) => ({ ...finding, message: "one\n  two" }));
    expect(
      formatConcise({ ...sampleReport, findings })
        .trimEnd()
        .split("\n"),
    ).toHaveLength(findings.length);
  });

  it("says nothing of nothing", () => {
    expect(formatConcise(cleanReport)).toBe("");
  });
});

describe("json", () => {
  it("is ESLint's list of results with places, edits and what was suppressed", () => {
    expect(formatJson(sampleReport)).toMatchSnapshot();
  });

  it("counts what ESLint counts", () => {
    const counts = jsonResults(sampleReport).map(
      ({ filePath, errorCount, warningCount, suppressedMessages }) => [
        filePath,
        errorCount,
        warningCount,
        suppressedMessages.length,
      ],
    );
    expect(counts).toEqual([
      ["/repository/gitops/eso.yaml", 1, 0, 0],
      ["/repository/terraform/main.tf", 0, 1, 1],
    ]);
  });

  it("is an empty list when there is nothing to say", () => {
    expect(formatJson(cleanReport)).toBe("[]\n");
  });
});

describe("statistics", () => {
  it("puts the rule with most findings first", () => {
    const more = [...sampleReport.findings, ...sampleReport.findings.slice(2)];
    expect(formatStatistics({ ...sampleReport, findings: more })).toBe(
      [
        "  2  warning  trust/missing-audience",
        "  1  error    identity/subject-mismatch",
        "  1  info     input/not-understood",
        "",
      ].join("\n"),
    );
  });
});

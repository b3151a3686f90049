import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { formatGitlab } from "../../src/report/gitlab.ts";
import { cleanReport, sampleReport } from "../support/reports.ts";

/** What GitLab's page on Code Quality says of an issue; GitLab publishes no schema of its own. */
const schema = {
  type: "array",
  items: {
    type: "object",
    required: ["description", "check_name", "fingerprint", "location", "severity"],
    properties: {
      description: { type: "string", minLength: 1 },
      check_name: { type: "string", minLength: 1 },
      fingerprint: { type: "string", minLength: 1 },
      severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
      location: {
        type: "object",
        required: ["path", "lines"],
        properties: {
          path: { type: "string", pattern: "^(?!\\./|/)" },
          lines: {
            type: "object",
            required: ["begin"],
            properties: { begin: { type: "integer", minimum: 1 }, end: { type: "integer", minimum: 1 } },
          },
        },
      },
    },
  },
};

describe("gitlab", () => {
  it("is a Code Quality report as GitLab documents it", () => {
    const report: unknown = JSON.parse(formatGitlab(sampleReport));
    const validate = new Ajv().compile(schema);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(report).toMatchObject([
      {
        check_name: "identity/subject-mismatch",
        severity: "major",
        location: { path: "gitops/eso.yaml", lines: { begin: 4 } },
      },
      { check_name: "input/not-understood", severity: "info" },
      { check_name: "trust/missing-audience", severity: "minor" },
    ]);
  });

  it("is an empty list when there is nothing to say", () => {
    expect(formatGitlab(cleanReport)).toBe("[]\n");
  });

  it("gives every finding a fingerprint of its own", () => {
    const findings = sampleReport.findings.flatMap((finding) => [
      finding,
      { ...finding, rule: `${finding.rule}-2` },
    ]);
    const report = JSON.parse(formatGitlab({ ...sampleReport, findings })) as {
      readonly fingerprint: string;
    }[];
    expect(new Set(report.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length);
  });
});

import type { Severity } from "../model/finding.ts";
import { lineColumn } from "../model/location.ts";
import { printLocation, type Report } from "./report.ts";

const severities: Readonly<Record<Severity, string>> = { error: "major", warning: "minor", info: "info" };

/**
 * `--format gitlab`: GitLab's Code Quality report
 * (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format). Paths are relative to the working
 * directory, which GitLab takes for the repository's root, and must not begin with `./`.
 */
export function formatGitlab(report: Report): string {
  const issues = report.findings.map((finding) => {
    const { rule, message, severity, at, related } = finding;
    const start = lineColumn(at.file, at.span.start);
    const end = lineColumn(at.file, at.span.end);
    const notes = related.map((item) => `${printLocation(item.at, report.files)}: ${item.message}`);
    return {
      type: "issue",
      check_name: rule,
      description: message,
      ...(notes.length === 0 ? {} : { content: { body: notes.join("\n") } }),
      categories: ["Security"],
      fingerprint: report.fingerprintOf(finding),
      severity: severities[severity],
      location: {
        path: report.files.relative(at.file.path),
        lines: { begin: start.line, end: end.line },
      },
    };
  });
  return `${JSON.stringify(issues, null, 2)}\n`;
}

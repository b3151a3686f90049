import type { Finding } from "../model/finding.ts";
import { countOf, printLocation, type Report } from "./report.ts";
import { summaryOf } from "./summary.ts";

/** Whether XML 1.0 allows a character at all, escaped or not (https://www.w3.org/TR/xml/#charsets). */
function isAllowed(char: string): boolean {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x20) return char === "\t" || char === "\n" || char === "\r";
  return (code < 0xd800 || code > 0xdfff) && code !== 0xfffe && code !== 0xffff;
}

function escape(text: string): string {
  return Array.from(text, (char) => (isAllowed(char) ? char : "\ufffd"))
    .join("")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** An attribute's value: a parser makes blanks of line ends and tabs that are not escaped. */
function attribute(text: string): string {
  return escape(text).replaceAll("\t", "&#9;").replaceAll("\n", "&#10;").replaceAll("\r", "&#13;");
}

function caseOf(finding: Finding, report: Report): string {
  const { rule, message, severity, at, related } = finding;
  const place = printLocation(at, report.files);
  const lines = [
    `${place}: ${severity} ${message}`,
    ...related.map((item) => `${printLocation(item.at, report.files)}: ${item.message}`),
  ];
  const file = report.files.relative(at.file.path);
  return [
    `    <testcase name="${attribute(`${rule} ${place}`)}" classname="${attribute(file)}" time="0">`,
    `      <failure message="${attribute(message)}" type="${severity}">${escape(lines.join("\n"))}</failure>`,
    "    </testcase>",
    "",
  ].join("\n");
}

function suite(path: string, findings: readonly Finding[], report: Report): string {
  const name = attribute(report.files.relative(path));
  const cases = findings.map((finding) => caseOf(finding, report)).join("");
  const number = findings.length;
  return `  <testsuite name="${name}" tests="${number}" failures="${number}" errors="0" skipped="0" time="0">\n${cases}  </testsuite>\n`;
}

/** A suite that passes, so that a clean run is a report and not an empty file. */
function cleanSuite(report: Report): string {
  return [
    '  <testsuite name="irsa-lint" tests="1" failures="0" errors="0" skipped="0" time="0">',
    `    <testcase name="${attribute(summaryOf(report))}" classname="irsa-lint" time="0"/>`,
    "  </testsuite>",
    "",
  ].join("\n");
}

/**
 * `--format junit`: a suite for each file that has findings, a failed case for each finding, in the XML that Jenkins,
 * GitLab and Azure DevOps read (https://github.com/jenkinsci/xunit-plugin, junit-10.xsd). Errors and warnings are
 * failures; what is only worth knowing is left out, since a case either passes or fails.
 */
export function formatJunit(report: Report): string {
  const failing = report.findings.filter(({ severity }) => severity !== "info");
  const paths = [...new Set(failing.map(({ at }) => at.file.path))].sort();
  const suites = paths.map((path) =>
    suite(
      path,
      failing.filter(({ at }) => at.file.path === path),
      report,
    ),
  );
  const tests = failing.length === 0 ? 1 : failing.length;
  const failures = countOf(failing, "error") + countOf(failing, "warning");
  const body = failing.length === 0 ? cleanSuite(report) : suites.join("");
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="irsa-lint" tests="${tests}" failures="${failures}" errors="0" time="0">\n${body}</testsuites>\n`;
}

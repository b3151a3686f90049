import type { Finding, Severity } from "../model/finding.ts";
import { lineColumn } from "../model/location.ts";
import { compareForLimits, count, printLocation, type Report } from "./report.ts";
import { oneLine } from "./visible.ts";

const commands: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" };

/** Escapes a workflow command's words (actions/toolkit, packages/core/src/command.ts): nothing in them can end it. */
function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** Escapes the value of one of its properties, where a colon or a comma would end the value, too. */
function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

function propertiesOf({ rule, at }: Finding, { files }: Report): string {
  const start = lineColumn(at.file, at.span.start);
  const end = lineColumn(at.file, at.span.end);
  const properties: Readonly<Record<string, string | number>> = {
    title: rule,
    file: files.relative(at.file.path),
    line: start.line,
    endLine: end.line,
    // GitHub takes columns only of a place on one line.
    ...(start.line === end.line ? { col: start.column, endColumn: end.column } : {}),
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
    .join(",");
}

function commandOf(finding: Finding, report: Report): string {
  const related = finding.related.map(({ at, message }) => `${printLocation(at, report.files)}: ${message}`);
  const words = escapeData([finding.message, ...related].join("\n"));
  return `::${commands[finding.severity]} ${propertiesOf(finding, report)}::${words}\n`;
}

/** A line of the log that the runner cannot take for a command (actions/runner, ActionCommand.cs). */
function logLine(finding: Finding, report: Report): string {
  const { at, severity, message, rule } = finding;
  const line = oneLine(`${printLocation(at, report.files)}: ${severity} ${message} [${rule}]`);
  return `- ${line.replaceAll("##[", "## [")}\n`;
}

/** How many commands of a kind GitHub shows for a step. */
const SHOWN = 10;

/**
 * `--format github`: a workflow command for each finding, which GitHub Actions shows beside the line
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands). It shows only the first ten
 * errors, warnings and notices of a step; the rest stand in the log, folded, and in the summary of the run.
 */
export function formatGithub(report: Report): string {
  const findings = [...report.findings].sort(compareForLimits);
  const kinds = (["error", "warning", "info"] as const).map((severity) =>
    findings.filter((finding) => finding.severity === severity),
  );
  const shown = kinds.flatMap((kind) => kind.slice(0, SHOWN)).map((finding) => commandOf(finding, report));
  const rest = kinds.flatMap((kind) => kind.slice(SHOWN));
  if (rest.length === 0) return shown.join("");
  const lines = rest.map((finding) => logLine(finding, report)).join("");
  return `${shown.join("")}::group::irsa-lint: ${count(rest.length, "more finding")}\n${lines}::endgroup::\n`;
}

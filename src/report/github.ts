import type { Finding, Severity } from "../model/finding.ts";
import { lineColumn } from "../model/location.ts";
import { compareForLimits, printLocation, type Report } from "./report.ts";

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

/**
 * `--format github`: a workflow command for each finding, which GitHub Actions shows beside the line
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands). It shows only the first ten
 * errors, warnings and notices of a step, so the most severe come first.
 */
export function formatGithub(report: Report): string {
  return [...report.findings]
    .sort(compareForLimits)
    .map((finding) => {
      const related = finding.related.map(
        ({ at, message }) => `${printLocation(at, report.files)}: ${message}`,
      );
      const words = escapeData([finding.message, ...related].join("\n"));
      return `::${commands[finding.severity]} ${propertiesOf(finding, report)}::${words}\n`;
    })
    .join("");
}

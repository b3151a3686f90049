import eslintFormatterPretty from "eslint-formatter-pretty";
import pico from "picocolors";
import stringWidth from "string-width";
import type { Finding } from "../model/finding.ts";
import { lineColumn } from "../model/location.ts";
import { jsonResults } from "./json.ts";
import { count, countOf, type Report } from "./report.ts";
import { printSummary } from "./summary.ts";

type FormatterResults = Parameters<typeof eslintFormatterPretty>[0];

/** Errors and warnings in the form that eslint-formatter-pretty takes; it calls everything else a warning. */
function forFormatter(report: Report): FormatterResults {
  const louder = { ...report, findings: report.findings.filter(({ severity }) => severity !== "info") };
  return jsonResults(louder).map(({ filePath, messages, errorCount, warningCount }) => ({
    filePath,
    messages: messages.map(({ ruleId, severity, message, line, column }) => ({
      ruleId,
      severity: severity === 2 ? (2 as const) : (1 as const),
      message,
      line,
      column,
    })),
    errorCount,
    warningCount,
    fatalErrorCount: 0,
    fixableErrorCount: 0,
    fixableWarningCount: 0,
    suppressedMessages: [],
    usedDeprecatedRules: [],
  }));
}

/** Keeps the formatter from guessing a rule's page on the net out of its id. */
function metaWithoutLinks(report: Report): Parameters<typeof eslintFormatterPretty>[1] {
  return { cwd: ".", rulesMeta: Object.fromEntries(report.findings.map(({ rule }) => [rule, { docs: {} }])) };
}

function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - stringWidth(text))) + text;
}

function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - stringWidth(text)));
}

/** The infos, which the formatter has no sign for, in its manner. */
function printInfos(infos: readonly Finding[], report: Report): string {
  const colors = pico.createColors(report.color);
  const rows = infos.map((finding) => {
    const { line, column } = lineColumn(finding.at.file, finding.at.span.start);
    return { finding, line: String(line), column: String(column) };
  });
  const width = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => stringWidth(text)));
  const lineWidth = width(rows.map(({ line }) => line));
  const columnWidth = width(rows.map(({ column }) => column));
  const messageWidth = width(infos.map(({ message }) => message));
  const lines: string[] = [];
  let file: string | undefined;
  for (const { finding, line, column } of rows) {
    const { path } = finding.at.file;
    if (path !== file) {
      const name = report.files.relative(path);
      lines.push(...(file === undefined ? [] : [""]), `  ${colors.underline(name)}`);
      file = path;
    }
    const place = `${padStart(line, lineWidth)}:${padEnd(column, columnWidth)}`;
    const message = padEnd(finding.message, messageWidth);
    lines.push(`  ${colors.blue("ℹ")}  ${colors.dim(place)}  ${message}  ${colors.dim(finding.rule)}`);
  }
  return lines.length === 0 ? "" : `\n${lines.join("\n")}\n\n  ${colors.blue(count(infos.length, "info"))}\n`;
}

/**
 * `--format pretty`: the infos, then warnings and errors through eslint-formatter-pretty (errors last, where one looks
 * first), then one line that says how much was read and how the links stand.
 */
export function formatPretty(report: Report): string {
  const colors = pico.createColors(report.color);
  const infos = report.findings.filter(({ severity }) => severity === "info");
  const problems = report.findings.length - infos.length;
  const body = problems === 0 ? "" : eslintFormatterPretty(forFormatter(report), metaWithoutLinks(report));
  const clean = countOf(report.findings, "error") + countOf(report.findings, "warning") === 0;
  const sign = clean ? `${colors.green("✔")} ` : "";
  const summary = printSummary(report.counts, report.verdicts, report.suppressed.length);
  return `${printInfos(infos, report)}${body}\n  ${sign}${colors.dim(summary)}\n`;
}

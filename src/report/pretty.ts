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

/** An info with the number of further places that say the same. */
interface Row {
  readonly finding: Finding;
  readonly line: string;
  readonly column: string;
  readonly message: string;
}

/** Of many infos the first ones are shown: what is only worth knowing must not bury what is wrong. */
const shownInfos = 15;

/** One row for all infos that say the same, at the first of their places. */
function rowsOf(infos: readonly Finding[]): readonly Row[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of infos) {
    const key = `${finding.rule} ${finding.message}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].flatMap(([finding, ...more]): readonly Row[] => {
    if (finding === undefined) return [];
    const { line, column } = lineColumn(finding.at.file, finding.at.span.start);
    const others = more.length === 0 ? "" : ` (and ${count(more.length, "other place")})`;
    return [{ finding, line: String(line), column: String(column), message: finding.message + others }];
  });
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => stringWidth(text)));
}

/** The infos, which the formatter has no sign for, in its manner. */
function printInfos(infos: readonly Finding[], report: Report): string {
  if (infos.length === 0) return "";
  const colors = pico.createColors(report.color);
  const all = rowsOf(infos);
  const rows = all.slice(0, shownInfos);
  const lineWidth = widest(rows.map(({ line }) => line));
  const columnWidth = widest(rows.map(({ column }) => column));
  const messageWidth = widest(rows.map(({ message }) => message));
  const lines: string[] = [];
  let file: string | undefined;
  for (const { finding, line, column, message } of rows) {
    const { path } = finding.at.file;
    if (path !== file) {
      lines.push(...(file === undefined ? [] : [""]), `  ${colors.underline(report.files.relative(path))}`);
      file = path;
    }
    const place = colors.dim(`${padStart(line, lineWidth)}:${padEnd(column, columnWidth)}`);
    lines.push(
      `  ${colors.blue("ℹ")}  ${place}  ${padEnd(message, messageWidth)}  ${colors.dim(finding.rule)}`,
    );
  }
  const hidden = all.length - rows.length;
  const more = hidden === 0 ? "" : `, ${hidden} of them not shown: --format concise has all`;
  return `\n${lines.join("\n")}\n\n  ${colors.blue(count(infos.length, "info"))}${colors.dim(more)}\n`;
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

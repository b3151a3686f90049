import eslintFormatterPretty from "eslint-formatter-pretty";
import pico from "picocolors";
import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";
import type { Finding } from "../model/finding.ts";
import { lineColumn } from "../model/location.ts";
import { jsonResults } from "./json.ts";
import { count, countOf, type Report } from "./report.ts";
import { summaryOf } from "./summary.ts";
import { oneLine } from "./visible.ts";

type FormatterResults = Parameters<typeof eslintFormatterPretty>[0];

/** Errors and warnings in the form that eslint-formatter-pretty takes; it calls everything else a warning. */
function forFormatter(report: Report): FormatterResults {
  const louder = { ...report, findings: report.findings.filter(({ severity }) => severity !== "info") };
  return jsonResults(louder).map(({ filePath, messages, errorCount, warningCount }) => ({
    filePath,
    messages: messages.map(({ ruleId, severity, message, line, column }) => ({
      ruleId,
      severity: severity === 2 ? (2 as const) : (1 as const),
      message: oneLine(message),
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

/** Each rule's page, which the formatter links to; a rule that it does not know would have one guessed on the net. */
function rulesMeta(report: Report): Parameters<typeof eslintFormatterPretty>[1] {
  const pages = report.findings.map(({ rule }) => {
    const url = report.pageOf(rule);
    return [rule, { docs: url === undefined ? {} : { url } }] as const;
  });
  return { cwd: ".", rulesMeta: Object.fromEntries(pages) };
}

/** Where a line's message begins: after the sign and the place, which are as wide as the widest of them. */
function messageColumn(findings: readonly Finding[]): number {
  const places = findings.map(({ at }) => lineColumn(at.file, at.span.start));
  const digits = (numbers: readonly number[]): number => String(Math.max(0, ...numbers)).length;
  return (
    "  ✖  ".length +
    digits(places.map(({ line }) => line)) +
    1 +
    digits(places.map(({ column }) => column)) +
    2
  );
}

/** What the lines of messages begin with, on terminals with and without Unicode. */
const SIGN = /[✖⚠ℹ×‼]/;

/**
 * Lines that are wider than the terminal, wrapped under the beginning of their message. The formatter aligns the rules'
 * names behind the longest message; behind a wrapped one they follow at once.
 */
function fitted(text: string, findings: readonly Finding[], width: number | undefined): string {
  const indent = messageColumn(findings);
  if (width === undefined || width - indent < 20) return text;
  const lines = text.split("\n").map((line) => {
    if (stringWidth(line) <= width || !SIGN.test(line.slice(0, 16))) return line;
    const [head = "", ...rest] = wrapAnsi(line.replace(/ {3,}(?=\S+$)/, "  "), width, { trim: false }).split(
      "\n",
    );
    // Without the formatter's padding it may fit after all.
    if (rest.every((row) => row.trim() === "")) return head.trimEnd();
    const tail = wrapAnsi(rest.map((row) => row.trim()).join(" "), width - indent).split("\n");
    return [head.trimEnd(), ...tail.map((row) => " ".repeat(indent) + row)].join("\n");
  });
  return lines.join("\n");
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
  const louder = report.findings.filter(({ severity }) => severity !== "info");
  const body = louder.length === 0 ? "" : eslintFormatterPretty(forFormatter(report), rulesMeta(report));
  const clean = countOf(report.findings, "error") + countOf(report.findings, "warning") === 0;
  const sign = clean ? `${colors.green("✔")} ` : "";
  const table = fitted(printInfos(infos, report), infos, report.width);
  const summary = `${sign}${colors.dim(summaryOf(report))}`;
  const rows = report.width === undefined ? summary : wrapAnsi(summary, Math.max(20, report.width - 2));
  const indented = rows.split("\n").map((row) => `  ${row}`);
  return `${table}${fitted(body, louder, report.width)}\n${indented.join("\n")}\n`;
}

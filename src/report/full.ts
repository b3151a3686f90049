import pico from "picocolors";
import wrapAnsi from "wrap-ansi";
import type { Finding, Severity, Suggestion } from "../model/finding.ts";
import { changedLines } from "./changed-lines.ts";
import { count, countOf, printLocation, type Report } from "./report.ts";
import { drawSource, gutterOf, wrapWords, type Drawing, type Label } from "./snippet.ts";
import { summaryOf } from "./summary.ts";
import { oneLine, visible } from "./visible.ts";

type Colors = ReturnType<typeof pico.createColors>;

/** What a report is cut to where no terminal says its width. */
const WIDTH_OF_FILES = 160;
const NARROWEST = 40;

function paintOf(severity: Severity, colors: Colors): (text: string) => string {
  const paint = { error: colors.red, warning: colors.yellow, info: colors.cyan };
  return (text) => colors.bold(paint[severity](text));
}

/** The primary place and the related ones, file by file in the order in which they first come. */
function labelsByFile({ at, related }: Finding): readonly (readonly Label[])[] {
  const labels: readonly Label[] = [
    { at, text: "", primary: true },
    ...related.map((item) => ({ at: item.at, text: oneLine(item.message), primary: false })),
  ];
  const groups = new Map<string, Label[]>();
  for (const label of labels) {
    const { path } = label.at.file;
    groups.set(path, [...(groups.get(path) ?? []), label]);
  }
  return [...groups.values()];
}

/** A paragraph after `= name:`, its further lines under the first. */
function noteRows(name: string, text: string, drawing: Drawing, colors: Colors): readonly string[] {
  const lead = `${" ".repeat(drawing.gutter)} ${drawing.frame("=")} ${colors.bold(`${name}:`)} `;
  const indent = drawing.gutter + name.length + 5;
  const lines = wrapWords(text.split(" "), Math.max(NARROWEST, drawing.width - indent));
  return lines.map((line, index) => (index === 0 ? `${lead}${line}` : `${" ".repeat(indent)}${line}`));
}

function fixRows(
  suggestion: Suggestion,
  report: Report,
  drawing: Drawing,
  colors: Colors,
): readonly string[] {
  const name = suggestion.safety === "safe" ? "fix" : "fix (unsafe)";
  const head = noteRows(name, oneLine(suggestion.description), drawing, colors);
  const changes = changedLines(report.editsOf(suggestion)).flatMap(({ file, line, removed, added }) => [
    `${" ".repeat(drawing.gutter)}   ${drawing.frame(`${report.files.relative(file.path)}:${line}`)}`,
    ...removed.map((text) => colors.red(`${" ".repeat(drawing.gutter)}   - ${cut(text)}`)),
    ...added.map((text) => colors.green(`${" ".repeat(drawing.gutter)}   + ${cut(text)}`)),
  ]);
  return [...head, ...changes];
}

/** A changed line may be wider than the terminal, since what changes must be seen; a minified file is cut all the same. */
const LONGEST_CHANGE = 400;

function cut(text: string): string {
  const shown = visible(text.replaceAll("\t", "    "));
  return shown.length <= LONGEST_CHANGE ? shown : `${shown.slice(0, LONGEST_CHANGE - 1)}…`;
}

function findingText(finding: Finding, report: Report, width: number): string {
  const colors = pico.createColors(report.color);
  const loud = paintOf(finding.severity, colors);
  const groups = labelsByFile(finding);
  const frame = (text: string): string => colors.bold(colors.blue(text));
  const quiet = (text: string): string => colors.blue(text);
  const drawing: Drawing = { width, gutter: gutterOf(groups.flat()), frame, loud, quiet };
  const empty = `${" ".repeat(drawing.gutter)} ${frame("|")}`;
  const title = `${loud(`${finding.severity}[${finding.rule}]`)}${colors.bold(`: ${oneLine(finding.message)}`)}`;
  const rows = [...wrapAnsi(title, width, { hard: false }).split("\n")];
  for (const [index, labels] of groups.entries()) {
    const [first] = labels;
    if (first === undefined) continue;
    const arrow = index === 0 ? "-->" : ":::";
    const place = printLocation(first.at, report.files);
    rows.push(`${" ".repeat(drawing.gutter)}${frame(arrow)} ${place}`, empty);
    rows.push(...drawSource(labels, drawing), empty);
  }
  const { contrast } = finding;
  if (contrast !== undefined) {
    rows.push(...noteRows("token", oneLine(contrast.got), drawing, colors));
    rows.push(...noteRows("policy", oneLine(contrast.wanted.join(" or ")), drawing, colors));
  }
  if (finding.confidence === "medium") {
    const words = "medium: it rests on a default of a variable";
    rows.push(...noteRows("confidence", words, drawing, colors));
  }
  for (const suggestion of finding.suggestions) rows.push(...fixRows(suggestion, report, drawing, colors));
  rows.push(...noteRows("help", helpOf(finding.rule, report), drawing, colors));
  return `${rows.map((row) => row.trimEnd()).join("\n")}\n`;
}

function helpOf(rule: string, report: Report): string {
  const page = report.pageOf(rule);
  return page?.startsWith("https:") === true ? page : `irsa-lint rules ${rule}`;
}

function totals(report: Report, colors: Colors): string {
  const parts = (["error", "warning", "info"] as const).flatMap((severity) => {
    const number = countOf(report.findings, severity);
    return number === 0 ? [] : [paintOf(severity, colors)(count(number, severity))];
  });
  return parts.length === 0 ? "" : `${parts.join(", ")}\n`;
}

/** The order of a report that one reads from the end of: the loudest last. */
const loudness: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

/**
 * `--format full`, in the manner of rustc and zizmor: the source at every place of a finding with marks under it, what
 * the token will hold against what the policy wants, and the repairs with the lines that they change.
 */
export function formatFull(report: Report): string {
  const colors = pico.createColors(report.color);
  const width = Math.max(NARROWEST, report.width ?? WIDTH_OF_FILES);
  const findings = [...report.findings].sort((a, b) => loudness[a.severity] - loudness[b.severity]);
  const texts = findings.map((finding) => `${findingText(finding, report, width)}\n`);
  return `${texts.join("")}${totals(report, colors)}${wrapAnsi(colors.dim(summaryOf(report)), width)}\n`;
}

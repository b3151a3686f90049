import type { Finding, Severity } from "../model/finding.ts";
import { formatGraphMermaid } from "./graph-mermaid.ts";
import { compareForLimits, count, countOf, printLocation, type Report } from "./report.ts";
import { summaryOf } from "./summary.ts";

const signs: Readonly<Record<Severity, string>> = {
  error: "❌ error",
  warning: "⚠️ warning",
  info: "ℹ️ info",
};

/** Words as they are, whatever they hold: no markup, no HTML, no end of a table's cell (GitHub Flavored Markdown). */
function plain(text: string): string {
  return text
    .replace(/[\\`*_[\]~|#!@$]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/\s*[\r\n]+\s*/g, "<br>");
}

/** Words as code; in a table a bar ends the cell even there. */
function code(text: string): string {
  const fence = text.includes("`") ? "``" : "`";
  const pad = text.includes("`") ? " " : "";
  return `${fence}${pad}${text.replace(/[\r\n]+/g, " ").replaceAll("|", "\\|")}${pad}${fence}`;
}

function rowOf({ severity, at, message, rule, related }: Finding, { files }: Report): string {
  const also = related.map((item) => `<br>${code(printLocation(item.at, files))}: ${plain(item.message)}`);
  return `| ${signs[severity]} | ${code(printLocation(at, files))} | ${plain(message)}${also.join("")} | ${code(rule)} |\n`;
}

function headline({ findings }: Report): string {
  if (findings.length === 0) return "Nothing to report.";
  const counts = (["error", "warning", "info"] as const).flatMap((severity) => {
    const number = countOf(findings, severity);
    return number === 0 ? [] : [count(number, severity)];
  });
  return `**${counts.join(", ")}**`;
}

function rows(report: Report, room: number): string {
  let text = "";
  let shown = 0;
  for (const finding of [...report.findings].sort(compareForLimits)) {
    const row = rowOf(finding, report);
    if (text.length + row.length > room) break;
    text += row;
    shown += 1;
  }
  const left = report.findings.length - shown;
  return left === 0 ? text : `${text}\nand ${count(left, "more finding")}: see the log of the run.\n`;
}

/** The denied chains as a flowchart, which GitHub and GitLab draw; nothing when all is allowed or unknown. */
function picture({ verdicts, brokenChains, files }: Report): string {
  const graph = verdicts.denied === 0 ? undefined : brokenChains?.();
  if (graph === undefined || graph.edges.length === 0) return "";
  // Backticks and line ends inside of it are escaped, so nothing in it ends the block.
  return `### Broken chains\n\n\`\`\`mermaid\n${formatGraphMermaid(graph, files)}\`\`\`\n\n`;
}

function format(report: Report, room: number): string {
  const table =
    report.findings.length === 0
      ? ""
      : `| severity | place | message | rule |\n| --- | --- | --- | --- |\n${rows(report, room)}\n`;
  const summary = plain(summaryOf(report));
  return `## irsa-lint\n\n${headline(report)}\n\n${table}${picture(report)}${summary}\n`;
}

/** `--format markdown`: a table of the findings, the most severe first, a picture of the broken chains, and the summary. */
export function formatMarkdown(report: Report): string {
  return format(report, Infinity);
}

/**
 * The same for `$GITHUB_STEP_SUMMARY`, which takes a megabyte (of UTF-8, of which a UTF-16 unit can need three bytes)
 * and refuses what is longer.
 */
export function formatStepSummary(report: Report): string {
  return format(report, 300_000);
}

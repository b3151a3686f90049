import { printLocation, type Report } from "./report.ts";
import { oneLine } from "./visible.ts";

/** `--format concise`: one line a finding, `file:line:column: severity message [rule]`, which editors understand. */
export function formatConcise({ findings, files }: Report): string {
  return findings
    .map(({ at, severity, message, rule }) => {
      return `${printLocation(at, files)}: ${severity} ${oneLine(message)} [${rule}]\n`;
    })
    .join("");
}

import { printLocation, type Report } from "./report.ts";

/** `--format concise`: one line a finding, `file:line:column: severity message [rule]`, which editors understand. */
export function formatConcise({ findings, files }: Report): string {
  return findings
    .map(({ at, severity, message, rule }) => {
      const oneLine = message.replace(/\s*\n\s*/g, " ");
      return `${printLocation(at, files)}: ${severity} ${oneLine} [${rule}]\n`;
    })
    .join("");
}

import type { Confidence, Finding, Severity, SuppressedFinding } from "../model/finding.ts";
import { lineColumn, type Place } from "../model/location.ts";
import type { Report } from "./report.ts";

interface Lines {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A finding as ESLint's `LintMessage`, with more. */
export interface JsonMessage extends Lines {
  readonly ruleId: string;
  readonly severity: 0 | 1 | 2;
  readonly message: string;
  readonly confidence: Confidence;
  readonly related: readonly (Lines & { readonly filePath: string; readonly message: string })[];
  readonly suggestions: readonly {
    readonly desc: string;
    readonly safety: "safe" | "unsafe";
    readonly edits: readonly {
      readonly filePath: string;
      readonly range: readonly [number, number];
      readonly text: string;
    }[];
  }[];
}

interface JsonSuppressedMessage extends JsonMessage {
  readonly suppressions: readonly { readonly kind: string; readonly justification: string }[];
}

/** A file's findings as ESLint's `LintResult`. */
export interface JsonResult {
  readonly filePath: string;
  readonly messages: readonly JsonMessage[];
  readonly errorCount: number;
  readonly fatalErrorCount: number;
  readonly warningCount: number;
  readonly fixableErrorCount: number;
  readonly fixableWarningCount: number;
  readonly suppressedMessages: readonly JsonSuppressedMessage[];
  readonly usedDeprecatedRules: readonly [];
}

const severities: Readonly<Record<Severity, 0 | 1 | 2>> = { error: 2, warning: 1, info: 0 };

function linesOf({ file, span }: Place): Lines {
  const start = lineColumn(file, span.start);
  const end = lineColumn(file, span.end);
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

function messageOf(finding: Finding, report: Report): JsonMessage {
  const { rule, severity, message, confidence, at, related, suggestions } = finding;
  const absolute = (place: Place): string => report.files.absolute(place.file.path);
  return {
    ruleId: rule,
    severity: severities[severity],
    message,
    ...linesOf(at),
    confidence,
    related: related.map((item) => ({
      filePath: absolute(item.at),
      ...linesOf(item.at),
      message: item.message,
    })),
    suggestions: suggestions.map((suggestion) => ({
      desc: suggestion.description,
      safety: suggestion.safety,
      edits: report.editsOf(suggestion).map((edit) => ({
        filePath: absolute(edit.at),
        range: [edit.at.span.start, edit.at.span.end] as const,
        text: edit.text,
      })),
    })),
  };
}

function suppressedOf(
  { finding, kind, justification }: SuppressedFinding,
  report: Report,
): JsonSuppressedMessage {
  return { ...messageOf(finding, report), suppressions: [{ kind, justification }] };
}

function resultOf(path: string, report: Report): JsonResult {
  const messages = report.findings
    .filter(({ at }) => at.file.path === path)
    .map((finding) => messageOf(finding, report));
  const suppressed = report.suppressed.filter(({ finding }) => finding.at.file.path === path);
  return {
    filePath: report.files.absolute(path),
    messages,
    errorCount: messages.filter(({ severity }) => severity === 2).length,
    fatalErrorCount: 0,
    warningCount: messages.filter(({ severity }) => severity === 1).length,
    // ESLint counts here what its `fix` property would repair; irsa-lint offers suggestions only.
    fixableErrorCount: 0,
    fixableWarningCount: 0,
    suppressedMessages: suppressed.map((item) => suppressedOf(item, report)),
    usedDeprecatedRules: [],
  };
}

/** The findings as ESLint's `LintResult[]`: every file that has one, sorted by path. */
export function jsonResults(report: Report): readonly JsonResult[] {
  const all = [...report.findings, ...report.suppressed.map(({ finding }) => finding)];
  const paths = [...new Set(all.map(({ at }) => at.file.path))].sort();
  return paths.map((path) => resultOf(path, report));
}

/** `--format json` (contract.md). */
export function formatJson(report: Report): string {
  return `${JSON.stringify(jsonResults(report), null, 2)}\n`;
}

import { createHash } from "node:crypto";
import packageFile from "../../package.json" with { type: "json" };
import { readRuleSetting } from "../engine/config/read-configuration.ts";
import type { RuleSetting } from "../engine/configuration.ts";
import { editsOf } from "../engine/edits.ts";
import { fingerprintsOf } from "../engine/fingerprints.ts";
import { lint, type Outcome } from "../engine/lint.ts";
import { compareFindings } from "../engine/order.ts";
import { linkIn } from "../engine/scope.ts";
import { servicesFor } from "../engine/service-reference.ts";
import { brokenPart, graphOf } from "../explain/graph.ts";
import type { Finding, Severity } from "../model/finding.ts";
import { countOf, type Report } from "../report/report.ts";
import { formatStatistics } from "../report/statistics.ts";
import { countVerdicts } from "../report/summary.ts";
import { rules } from "../../rules/index.ts";
import { withBaseline, type BaselineOptions } from "./baseline.ts";
import { decideColor, type ColorChoice } from "./color.ts";
import { fix, type FixOptions } from "./fix.ts";
import { loadFormatter, machineFormats, readFormats, type WantedFormat } from "./formats.ts";
import { graphScope } from "./graph-scope.ts";
import { pageOf } from "./rule-pages.ts";
import { appendTo, note, print, terminalWidth, printBeside, writeReport } from "./output.ts";
import { progress } from "./progress.ts";
import { emptyNote, openSession, type Session, type SessionOptions } from "./session.ts";
import { UsageError } from "./usage-error.ts";

export interface CheckOptions extends SessionOptions, BaselineOptions, FixOptions {
  readonly format?: readonly string[];
  readonly failOn: Severity | "never";
  readonly maxWarnings?: number;
  readonly rule?: readonly string[];
  readonly strict?: boolean;
  readonly color: ColorChoice;
  readonly quiet?: boolean;
  readonly statistics?: boolean;
}

function commandLineSettings(texts: readonly string[], ruleIds: readonly string[]): readonly RuleSetting[] {
  return texts.map((text) => {
    const setting = readRuleSetting(text, ruleIds);
    if (typeof setting === "string") throw new UsageError(`--rule: ${setting}`);
    return setting;
  });
}

const atOrAbove: Readonly<Record<CheckOptions["failOn"], readonly Severity[]>> = {
  error: ["error"],
  warning: ["error", "warning"],
  info: ["error", "warning", "info"],
  never: [],
};

/** 2 when the run itself failed, 1 for findings at or above `--fail-on`, else 0 (contract.md, "Exit codes"). */
function exitCode({ findings, failures }: Outcome, { failOn, maxWarnings }: CheckOptions): number {
  if (failures.length > 0) return 2;
  if (findings.some(({ severity }) => atOrAbove[failOn].includes(severity))) return 1;
  return maxWarnings !== undefined && countOf(findings, "warning") > maxWarnings ? 1 : 0;
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** All that was found, in order, whether somebody accepted it or not: a comment must not rename its neighbours. */
function everyFinding({ findings, suppressed }: Outcome): readonly Finding[] {
  return [...findings, ...suppressed.map(({ finding }) => finding)].sort(compareFindings);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function reportOf(
  session: Session,
  outcome: Outcome,
  shown: readonly Finding[],
  color: boolean,
): Omit<Report, "fingerprintOf"> {
  const { model, input, files, counts } = session;
  const inScope = model.links.filter((link) => linkIn(input.scope, link));
  return {
    findings: shown,
    suppressed: outcome.suppressed,
    counts,
    verdicts: countVerdicts(inScope.map(({ verdict }) => verdict)),
    files,
    editsOf,
    color,
    width: terminalWidth(),
    pageOf,
    rules,
    version: packageFile.version,
    brokenChains: () => brokenPart(graphOf(model, graphScope(input.scope))),
    failures: outcome.failures.map(({ message }) => message),
  };
}

function sayWhatFailed({ failures }: Outcome): void {
  for (const failure of failures) {
    note(`${failure.message}; this is a bug of irsa-lint, the other rules have run`);
    if (failure.cause instanceof Error && failure.cause.stack !== undefined) {
      printBeside(`${failure.cause.stack}\n`);
    }
  }
}

/** Below a report for people, else on standard error, so that a program's input stays whole. */
async function sayStatistics(report: Report, wanted: readonly WantedFormat[]): Promise<void> {
  const text = formatStatistics(report);
  if (wanted.some(({ name, file }) => file === undefined && !machineFormats.includes(name)))
    await print(text);
  else printBeside(text);
}

/** Beside `--format github`, the table that GitHub shows on the page of the run. */
async function writeStepSummary(report: Report): Promise<void> {
  const file = process.env["GITHUB_STEP_SUMMARY"] ?? "";
  if (file === "") return;
  const { formatStepSummary } = await import("../report/markdown.ts");
  appendTo(file, formatStepSummary(report));
}

/** A report for a file: no colors, and no terminal to fit. */
function forFile(report: Report): Report {
  return { ...report, color: false, width: undefined };
}

type Linting = (session: Session) => Outcome;

/** How a session is linted; AWS's actions are read once, for all passes of `--fix`. */
async function linting(
  { model, configuration }: Session,
  options: CheckOptions,
  commandLine: readonly RuleSetting[],
): Promise<Linting> {
  const services = await servicesFor(model, rules, { configuration, commandLine });
  return (session) => {
    progress().step("checking the rules");
    return lint(session.model, session.comments, rules, {
      configuration,
      commandLine,
      services,
      strict: options.strict ?? false,
      pathInConfiguration: session.pathInConfiguration,
      scope: session.input.scope,
      today: today(),
    });
  };
}

/** Prints a report in every format that is wanted. With `--diff`, standard output has the diff. */
async function printReport(
  report: Report,
  wanted: readonly WantedFormat[],
  options: CheckOptions,
): Promise<void> {
  progress().erase();
  for (const { name, file } of wanted) {
    const format = await loadFormatter(name);
    if (file !== undefined) writeReport(file, format(forFile(report)));
    else if (options.diff !== true) await print(format(report));
  }
  if (wanted.some(({ name }) => name === "github")) await writeStepSummary(report);
  if (options.statistics === true && options.diff !== true) await sayStatistics(report, wanted);
}

function checkUsage(paths: readonly string[], { fix: level, diff, writeBaseline }: CheckOptions): void {
  const fixes = level !== undefined && diff !== true;
  if (fixes && paths.includes("-"))
    throw new UsageError("--fix cannot change standard input; --diff prints what it would change");
  if (fixes && writeBaseline !== undefined)
    throw new UsageError("--fix and --write-baseline cannot be used together");
}

/** `irsa-lint check`: lints and prints; returns the exit code. */
export async function check(
  paths: readonly string[],
  options: CheckOptions,
  commands: readonly string[],
): Promise<number> {
  const color = decideColor(options.color);
  const wanted = readFormats(options.format ?? []);
  checkUsage(paths, options);
  const ids = rules.map(({ id }) => id);
  const commandLine = commandLineSettings(options.rule ?? [], ids);
  const first = openSession(paths, options, ids, commands);
  const again = await linting(first, options, commandLine);
  const before = { session: first, outcome: again(first) };
  const fixes = options.fix !== undefined || options.diff === true;
  const { session, outcome: found } = fixes ? await fix(before, options, again) : before;
  const fingerprintOf = fingerprintsOf(everyFinding(found), sha256);
  const outcome = withBaseline(found, options, { fingerprintOf, scope: session.input.scope });
  const shown =
    options.quiet === true
      ? outcome.findings.filter(({ severity }) => severity === "error")
      : outcome.findings;
  await printReport({ ...reportOf(session, outcome, shown, color), fingerprintOf }, wanted, options);
  const empty = emptyNote(session);
  if (empty !== undefined) note(empty);
  sayWhatFailed(outcome);
  return exitCode(outcome, options);
}

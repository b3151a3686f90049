import type { Comment } from "../loaders/loader.ts";
import type { Finding, SuppressedFinding } from "../model/finding.ts";
import type { Location } from "../model/location.ts";
import type { Model } from "../model/model.ts";
import type { AnyRule } from "../rule-api/rule.ts";
import type { Exception } from "./configuration.ts";
import { didYouMean } from "./closest.ts";
import { engineFinding } from "./engine-findings.ts";
import { applyExceptions } from "./exceptions.ts";
import { isGlob, namesRule } from "./globs.ts";
import { inOrder } from "./order.ts";
import { runRules, type RuleFailure, type RunSettings } from "./run-rules.ts";
import { everywhere, findingIn, type Scope } from "./scope.ts";
import { settingsOf } from "./settings.ts";
import { applyDirectives, type Suppressed } from "./suppressions.ts";

export interface LintSettings extends RunSettings {
  readonly scope: Scope;
  /** `YYYY-MM-DD`, for exceptions that expire. */
  readonly today: string;
}

/** What a run found. */
export interface Outcome {
  /** Sorted, in scope, not suppressed. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** Rules that threw: bugs of ours. */
  readonly failures: readonly RuleFailure[];
  /** The ids of the rules that ran. */
  readonly ran: ReadonlySet<string>;
}

/** A finding of the engine's own about configuration or comments, before its severity is known. */
interface Remark {
  readonly rule: string;
  readonly message: string;
  readonly at: Location;
}

/** Whether a pattern names a rule that ran: only then can it be called unused. */
function couldHaveSuppressed(pattern: string, ran: ReadonlySet<string>): boolean {
  return [...ran].some((id) => namesRule(pattern, id));
}

function remarkOnUnused(
  { directive, pattern }: Suppressed["unused"][number],
  ids: readonly string[],
  ran: ReadonlySet<string>,
): readonly Remark[] {
  const { at } = directive;
  if (!isGlob(pattern) && !ids.includes(pattern)) {
    return [
      {
        rule: "config/unknown-rule",
        message: `there is no rule "${pattern}"${didYouMean(pattern, ids)}`,
        at,
      },
    ];
  }
  if (!couldHaveSuppressed(pattern, ran)) return [];
  return [{ rule: "config/unused-suppression", message: `nothing to suppress here for "${pattern}"`, at }];
}

function remarkOnException(exception: Exception, expired: boolean): Remark {
  const { rule, expires = "", reason, at } = exception;
  const because = reason === "" ? "" : ` (${reason})`;
  return expired
    ? {
        rule: "config/expired-exception",
        message: `the exception of "${rule}" expired on ${expires}${because}`,
        at,
      }
    : {
        rule: "config/unused-suppression",
        message: `this exception of "${rule}" excepts nothing${because}`,
        at,
      };
}

/** The remarks as findings of the rules that stand for them, as far as these are on. */
function asFindings(
  remarks: readonly Remark[],
  rules: readonly AnyRule[],
  settings: LintSettings,
): readonly Finding[] {
  return remarks.flatMap(({ rule: id, message, at }): readonly Finding[] => {
    const rule = rules.find((candidate) => candidate.id === id);
    if (rule === undefined) return [];
    const severity = settingsOf(rule, settings.configuration, settings.commandLine).severity(
      settings.pathInConfiguration(at.file.path),
      undefined,
    );
    if (severity === "off") return [];
    return [{ ...engineFinding(rule, message, at), severity }];
  });
}

/**
 * Runs the rules over a model, listens to comments and exceptions, and keeps what lies in scope. Suppressions are
 * weighed against every finding of the boundary, so that none is called unused because of what was asked about.
 */
export function lint(
  model: Model,
  comments: readonly Comment[],
  rules: readonly AnyRule[],
  settings: LintSettings,
): Outcome {
  const { findings, failures, ran } = runRules(model, rules, settings);
  const commented = applyDirectives(findings, comments);
  const excepted = applyExceptions(commented.kept, settings.configuration.exceptions, settings);
  const ids = rules.map(({ id }) => id);
  const unused = excepted.unused.filter(({ rule }) => couldHaveSuppressed(rule, ran));
  const remarks: readonly Remark[] = [
    ...commented.broken.map(({ message, at }) => ({ rule: "config/unused-suppression", message, at })),
    ...commented.unused.flatMap((item) => remarkOnUnused(item, ids, ran)),
    ...excepted.expired.map((exception) => remarkOnException(exception, true)),
    ...(settings.scope === everywhere ? unused : []).map((exception) => remarkOnException(exception, false)),
  ];
  const own = asFindings(remarks, rules, settings);
  const configurationFiles = new Set(settings.configuration.exceptions.map(({ at }) => at.file));
  const inScope = (finding: Finding): boolean =>
    findingIn(settings.scope, finding) || configurationFiles.has(finding.at.file);
  return {
    findings: inOrder([...excepted.kept, ...own].filter(inScope)),
    suppressed: [...commented.suppressed, ...excepted.suppressed].filter(({ finding }) => inScope(finding)),
    failures,
    ran,
  };
}

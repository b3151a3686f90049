import type { Severity } from "../model/finding.ts";
import type { AnyRule } from "../rule-api/rule.ts";
import type { Configuration, Preset, RuleSetting, RuleSeverity } from "./configuration.ts";
import { isGlob, namesFile, namesRule } from "./globs.ts";

export type Options = Readonly<Record<string, unknown>>;

/** What holds for one rule in one file. */
export interface Effective {
  /** The severity that somebody chose, which replaces all of the rule's own; undefined when nobody did. */
  readonly chosen: RuleSeverity | undefined;
  readonly options: Options;
}

/** A rule's settings, made of the preset, the configuration, its overrides and the command line, in this order. */
export interface RuleSettings {
  /** In a file; `path` is as the configuration sees it. */
  readonly in: (path: string) => Effective;
  /** The severity of a finding there, which may bring a severity of its own. */
  readonly severity: (path: string, own: Severity | undefined) => RuleSeverity;
  /** Every options object that some file may have; told apart by identity. */
  readonly variants: readonly Options[];
  /** Whether some file may have the rule on. */
  readonly runs: boolean;
}

interface Choice {
  readonly severity: RuleSeverity;
  readonly options: Options | undefined;
}

/** The settings that name a rule, weakest first: an exact id beats a glob, among equals the later one wins. */
function choicesFor(settings: readonly RuleSetting[], rule: AnyRule): readonly Choice[] {
  const fitting = settings.filter(({ pattern }) => namesRule(pattern, rule.id));
  const ordered = [
    ...fitting.filter(({ pattern }) => isGlob(pattern)),
    ...fitting.filter(({ pattern }) => !isGlob(pattern)),
  ];
  return ordered.map(({ severity, options }) => ({
    severity,
    options: options && { ...rule.meta.options?.defaults, ...options },
  }));
}

function apply(start: Effective, choices: readonly Choice[]): Effective {
  return choices.reduce<Effective>(
    (now, { severity, options }) => ({ chosen: severity, options: options ?? now.options }),
    start,
  );
}

/**
 * The severity of a finding: what somebody chose, else its own or the rule's, as the preset has it: `strict` makes
 * warnings errors, `all` switches on what is off, as warnings.
 */
export function severityUnder(
  preset: Preset,
  rule: AnyRule,
  chosen: RuleSeverity | undefined,
  own: Severity | undefined,
): RuleSeverity {
  if (chosen !== undefined) return chosen;
  if (rule.meta.severity === "off") return preset === "all" ? (own ?? "warning") : "off";
  const severity = own ?? rule.meta.severity;
  return preset === "strict" && severity === "warning" ? "error" : severity;
}

/** What holds for a rule under a configuration and the settings of the command line. */
export function settingsOf(
  rule: AnyRule,
  { preset, rules, overrides: allOverrides }: Configuration,
  commandLine: readonly RuleSetting[],
): RuleSettings {
  const own: Effective = { chosen: undefined, options: rule.meta.options?.defaults ?? {} };
  const base = apply(own, choicesFor(rules, rule));
  const last = choicesFor(commandLine, rule);
  const overrides = allOverrides.flatMap((override) => {
    const choices = choicesFor(override.rules, rule);
    return choices.length === 0 ? [] : [{ files: override.files, choices }];
  });
  const inFile = (path: string): Effective => {
    const fitting = overrides.filter(({ files }) => namesFile(files, path));
    return apply(base, fitting.flatMap(({ choices }) => choices).concat(last));
  };
  const later = [...overrides.flatMap(({ choices }) => choices), ...last];
  const severities = last.length > 0 ? last : [{ severity: base.chosen }, ...later];
  return {
    in: inFile,
    severity: (path, finding) => severityUnder(preset, rule, inFile(path).chosen, finding),
    variants: [...new Set([base.options, ...later.flatMap(({ options }) => (options ? [options] : []))])],
    runs: severities.some(({ severity }) => severityUnder(preset, rule, severity, undefined) !== "off"),
  };
}

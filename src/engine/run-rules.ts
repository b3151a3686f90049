import { serviceReference, type ServiceReference } from "../iam/service-reference/reference.ts";
import type { Finding } from "../model/finding.ts";
import type { Model } from "../model/model.ts";
import type { AnyRule, Messages, ReportArguments } from "../rule-api/rule.ts";
import type { Configuration, RuleSetting } from "./configuration.ts";
import { engineFindings } from "./engine-findings.ts";
import { gatherAlike, gatherInstances, inOrder } from "./order.ts";
import type { RawFinding } from "./raw-finding.ts";
import { holdsPolicies } from "./service-reference.ts";
import { settled } from "./safety.ts";
import { settingsOf, type Options, type RuleSettings } from "./settings.ts";

/** How the rules are to be run. */
export interface RunSettings {
  readonly configuration: Configuration;
  /** `--rule`: wins over the configuration. */
  readonly commandLine: readonly RuleSetting[];
  /** `--strict`: what cannot be read or stays unknown is an error. */
  readonly strict: boolean;
  /** A path of the workspace as the configuration sees it: relative to the directory of its file. */
  readonly pathInConfiguration: (path: string) => string;
  /** AWS's actions, from `servicesFor`; may be left out only where no rule of the run needs them. */
  readonly services?: ServiceReference | undefined;
}

const noServices = serviceReference({ date: "", services: {} });

/** A rule that threw: a bug of ours. `cause` is what it threw. */
export class RuleFailure extends Error {
  readonly rule: string;

  constructor(rule: string, cause: unknown) {
    super(`rule ${rule} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = "RuleFailure";
    this.rule = rule;
  }
}

export interface RunResult {
  /** Sorted and merged. */
  readonly findings: readonly Finding[];
  /** Rules that threw; the others have run. */
  readonly failures: readonly RuleFailure[];
  /** The ids of the rules that ran, so that a suppression of another one is not called unused. */
  readonly ran: ReadonlySet<string>;
}

/** Runs one rule with one set of options over the model. */
function collect(
  rule: AnyRule,
  model: Model,
  options: Options,
  services: RunSettings["services"],
): readonly RawFinding[] {
  if (rule.meta.needs !== undefined && services === undefined && holdsPolicies(model)) {
    throw new Error("the service reference was not loaded");
  }
  const found: RawFinding[] = [];
  const report = <Id extends string>(finding: ReportArguments<Messages, Id>): void => {
    const say = rule.meta.messages[finding.messageId];
    if (say === undefined) throw new Error(`there is no message "${finding.messageId}"`);
    found.push({
      rule: rule.id,
      messageId: finding.messageId,
      message: say(finding.data),
      at: finding.at,
      confidence: finding.confidence ?? "high",
      related: finding.related ?? [],
      suggestions: (finding.suggestions ?? []).map((suggestion) => settled(suggestion, model)),
      ...(finding.contrast === undefined ? {} : { contrast: finding.contrast }),
      own: finding.severity,
    });
  };
  rule.check({ model, options, services: services ?? noServices, report });
  return found;
}

/** A rule's findings under its settings: each variant of the options runs once, and each file keeps its own. */
function findingsOf(
  rule: AnyRule,
  settings: RuleSettings,
  model: Model,
  run: RunSettings,
): readonly Finding[] {
  const strictInput = run.strict && rule.id.startsWith("input/");
  return settings.variants.flatMap((options) => {
    const raw =
      rule.meta.from === "engine"
        ? engineFindings(rule, model, run.strict)
        : collect(rule, model, options, run.services);
    return raw.flatMap(({ own, ...finding }): readonly Finding[] => {
      const path = run.pathInConfiguration(finding.at.file.path);
      if (settings.in(path).options !== options) return [];
      const severity = settings.severity(path, own);
      if (severity === "off") return [];
      return [{ ...finding, severity: strictInput ? "error" : severity }];
    });
  });
}

/** What is told of one place, once. What the engine itself tells is many things, but of what is not understood. */
function gather({ id, meta }: AnyRule, found: readonly Finding[]): readonly Finding[] {
  if (meta.from !== "engine") return gatherInstances(found);
  return id === "input/not-understood" ? gatherAlike(found) : found;
}

/** Runs the rules over a model. A rule that throws is kept as a failure and the others go on. */
export function runRules(model: Model, rules: readonly AnyRule[], run: RunSettings): RunResult {
  const findings: Finding[] = [];
  const failures: RuleFailure[] = [];
  const ran = new Set<string>();
  for (const rule of rules) {
    const settings = settingsOf(rule, run.configuration, run.commandLine);
    if (!settings.runs) continue;
    ran.add(rule.id);
    try {
      const found = findingsOf(rule, settings, model, run);
      findings.push(...gather(rule, found));
    } catch (cause) {
      failures.push(new RuleFailure(rule.id, cause));
    }
  }
  return { findings: inOrder(findings), failures, ran };
}

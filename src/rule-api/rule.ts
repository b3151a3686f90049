import type { ServiceReference } from "../iam/service-reference/reference.ts";
import type { Confidence, Contrast, Related, Severity, Suggestion } from "../model/finding.ts";
import type { Location } from "../model/location.ts";
import type { Model } from "../model/model.ts";

/** Message texts of a rule, by message id. A wrong id or a misspelt key of the data does not compile. */
export type Messages = Record<string, (data: never) => string>;

/** The files of an example: path to text. */
export type ExampleFiles = Readonly<Record<string, string>>;

/** A rule's page, its row in the README, its schema entry and its SARIF descriptor come from this. */
export interface RuleDocs {
  /** Why it matters, in a paragraph. */
  readonly why: string;
  /** How to repair it. */
  readonly fix: string;
  /** When the rule stays quiet, a line each. */
  readonly quiet?: readonly string[];
  readonly references: readonly string[];
  /** A small repository on which the rule reports. */
  readonly bad: ExampleFiles;
  /** The same, repaired. */
  readonly good: ExampleFiles;
}

/** The options of a rule: a JSON schema of type object, and every option's default. */
export interface RuleOptions<Options> {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly defaults: Options;
}

export interface RuleMeta<M extends Messages, Options> {
  /** One sentence without a full stop. */
  readonly summary: string;
  /** In `recommended`; "off" rules run only when they are switched on. */
  readonly severity: Severity | "off";
  /** The version that first had it. */
  readonly since: string;
  readonly messages: M;
  readonly options?: RuleOptions<Options>;
  readonly docs: RuleDocs;
  /**
   * Where its findings come from: a `check`, or the engine (`input/*` from the model's problems, `config/*` from the
   * configuration and the suppressions).
   */
  readonly from?: "check" | "engine";
  /** Data that is read only for the rules that ask for it: AWS's actions, in `services`. */
  readonly needs?: "service-reference";
}

/** One finding, as a rule reports it. */
export interface ReportArguments<M extends Messages, Id extends keyof M & string> {
  readonly messageId: Id;
  readonly data: Parameters<M[Id]>[0];
  /** The smallest text that must change. */
  readonly at: Location;
  readonly related?: readonly Related[];
  readonly suggestions?: readonly Suggestion[];
  /** What the token will hold against what the policy wants, for formats that show the two side by side. */
  readonly contrast?: Contrast;
  /** Default "high"; "medium" when a part rests on an assumption. */
  readonly confidence?: Confidence;
  /** Where the catalogue gives a rule two severities; a severity in the configuration replaces them all. */
  readonly severity?: Severity;
}

export interface RuleContext<M extends Messages, Options> {
  readonly model: Model;
  readonly options: Options;
  /** AWS's actions; empty for a rule that does not need them, and where no policy is known. */
  readonly services: ServiceReference;
  readonly report: <Id extends keyof M & string>(finding: ReportArguments<M, Id>) => void;
}

export interface Rule<M extends Messages = Messages, Options = Readonly<Record<string, unknown>>> {
  /** `category/name`. */
  readonly id: string;
  readonly meta: RuleMeta<M, Options>;
  /** Reads the model and reports; returns nothing, throws nothing, keeps no state between calls. */
  readonly check: (context: RuleContext<M, Options>) => void;
}

/** A rule as the engine and the tools see it, whatever its messages and options. */
export type AnyRule = Rule;

/** Types a rule. Adding one touches its file and its test, nothing else. */
export function defineRule<M extends Messages, Options = Readonly<Record<string, never>>>(
  rule: Rule<M, Options>,
): AnyRule {
  return rule as unknown as AnyRule;
}

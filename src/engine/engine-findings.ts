import type { Finding } from "../model/finding.ts";
import type { Link } from "../model/link.ts";
import type { Location } from "../model/location.ts";
import type { Model } from "../model/model.ts";
import type { AnyRule } from "../rule-api/rule.ts";
import { print } from "../model/text.ts";
import type { RawFinding } from "./raw-finding.ts";

/** A finding that the engine makes in the name of a rule: under the rule's first message id. */
export function engineFinding(
  { id, meta }: AnyRule,
  message: string,
  at: Location,
): Omit<Finding, "severity"> {
  return {
    rule: id,
    messageId: Object.keys(meta.messages)[0] ?? id,
    message,
    at,
    confidence: "high",
    related: [],
    suggestions: [],
  };
}

/** A link whose verdict nobody could give, as `--strict` reports it. */
function unknownLink(rule: AnyRule, link: Link): RawFinding {
  const { namespace, name, at } = link.serviceAccount;
  const why = link.reasons.map(({ message }) => message).join("; ");
  const message = `it stays unknown whether service account "${print(namespace)}/${print(name)}" may assume role "${print(link.roleArn)}": ${why}`;
  const written = link.roleArn.at;
  return {
    ...engineFinding(rule, message, written),
    related: written.file === at.file ? [] : [{ at, message: "the service account" }],
  };
}

/**
 * The findings of a rule that the engine itself makes (`meta.from: "engine"`): what the loaders could not read or
 * understand, and under `--strict` every link that stays unknown.
 */
export function engineFindings(rule: AnyRule, model: Model, strict: boolean): readonly RawFinding[] {
  const problems = model.problems
    .filter(({ code }) => code === rule.id)
    .map(({ message, at, deployed }): RawFinding => {
      const finding = engineFinding(rule, message, at);
      return rule.id === "input/unparseable" && deployed === true ? { ...finding, own: "error" } : finding;
    });
  if (rule.id !== "input/not-understood") return problems;
  const gaps = model.gaps.flatMap(({ message, at }) =>
    message === undefined ? [] : [engineFinding(rule, message, at)],
  );
  const unknown = strict ? model.links.filter(({ verdict }) => verdict === "unknown") : [];
  return [...problems, ...gaps, ...unknown.map((link) => unknownLink(rule, link))];
}

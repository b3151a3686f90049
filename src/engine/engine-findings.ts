import type { Link } from "../model/link.ts";
import type { Location } from "../model/location.ts";
import type { Model } from "../model/model.ts";
import { print } from "../model/text.ts";
import type { RawFinding } from "./raw-finding.ts";

function engineFinding(rule: string, message: string, at: Location): RawFinding {
  return {
    rule,
    messageId: rule.slice(rule.indexOf("/") + 1),
    message,
    at,
    confidence: "high",
    related: [],
    suggestions: [],
    own: undefined,
  };
}

/** A link whose verdict nobody could give, as `--strict` reports it. */
function unknownLink(rule: string, link: Link): RawFinding {
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
export function engineFindings(rule: string, model: Model, strict: boolean): readonly RawFinding[] {
  const problems = model.problems
    .filter(({ code }) => code === rule)
    .map(({ message, at }) => engineFinding(rule, message, at));
  if (rule !== "input/not-understood") return problems;
  const gaps = model.gaps.flatMap(({ message, at }) =>
    message === undefined ? [] : [engineFinding(rule, message, at)],
  );
  const unknown = strict ? model.links.filter(({ verdict }) => verdict === "unknown") : [];
  return [...problems, ...gaps, ...unknown.map((link) => unknownLink(rule, link))];
}

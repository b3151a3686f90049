import { serviceReference } from "../iam/service-reference/reference.ts";
import type { Link, ReasonCode } from "../model/link.ts";
import type { Location } from "../model/location.ts";
import type { Model } from "../model/model.ts";
import type { AnyRule } from "./rule.ts";

/** Which rules tell of a denial for a reason, so that nobody else needs to. */
export type Explaining = Readonly<Partial<Record<ReasonCode, readonly AnyRule[]>>>;

const noServices = serviceReference({ date: "", services: {} });

/** The places of everything that a rule reports with its default options: primary and related ones. */
function placesOf(rule: AnyRule, model: Model): readonly Location[] {
  const found: Location[] = [];
  rule.check({
    model,
    options: rule.meta.options?.defaults ?? {},
    services: noServices,
    report: ({ at, related = [] }) => found.push(at, ...related.map((each) => each.at)),
  });
  return found;
}

function overlap(a: Location, b: Location): boolean {
  if (a.file.path !== b.file.path) return false;
  return a.span.start < b.span.end && b.span.start < a.span.end;
}

/** Where a finding must lie to be about a link: what names the role, what the trust policy says, what was decided on. */
function placesOfLink({ roleArn, role, association, reasons }: Link): readonly Location[] {
  const statements = role?.trust.state === "known" ? role.trust.value.statements : [];
  return [
    roleArn.at,
    // A block's own place is its head: what stands in it is elsewhere.
    ...statements.flatMap(({ at, conditions, principals = [], actions = [] }) => [
      at,
      ...conditions.flatMap(({ key, values }) => [key.at, ...values.map((value) => value.at)]),
      ...principals.map(({ value }) => value.at),
      ...actions.map((action) => action.at),
    ]),
    ...(association === undefined ? [] : [association.at]),
    ...reasons.map(({ at }) => at),
  ];
}

/**
 * A question to ask of denied links: whether one of the rules that stand for its reasons reports something about it.
 * Each rule runs once, and only if it is asked for.
 */
export function toldBy(rules: Explaining, model: Model): (link: Link) => boolean {
  const reported = new Map<AnyRule, readonly Location[]>();
  const reportsOf = (rule: AnyRule): readonly Location[] => {
    const known = reported.get(rule) ?? placesOf(rule, model);
    reported.set(rule, known);
    return known;
  };
  return (link) => {
    const places = placesOfLink(link);
    return link.reasons
      .flatMap(({ code }) => rules[code] ?? [])
      .some((rule) => reportsOf(rule).some((at) => places.some((place) => overlap(at, place))));
  };
}

import { conditionKeyProblem } from "../iam/condition-key.ts";
import { claimOf } from "../iam/issuer.ts";
import { meansAudience, meansSubject, STS_AUDIENCE } from "../iam/claim-values.ts";
import { subjectProblem } from "../iam/subject-shape.ts";
import { stringLike } from "../iam/wildcard.ts";
import { anyOf, equals } from "../model/compare.ts";
import type { Role } from "../model/entities.ts";
import type { Clause, Link } from "../model/link.ts";
import type { Model } from "../model/model.ts";
import type { Condition, PolicyDocument, Statement } from "../model/policy.ts";
import { known, literal, type Text } from "../model/text.ts";
import { failedClauses } from "./links.ts";
import { hasLiteralWildcard, operatorOf } from "./trust-statements.ts";

/** Operators that ask for a string to be there; a prefix or suffix may still let a token without it in. */
const POSITIVE: ReadonlySet<string | undefined> = new Set([
  "stringequals",
  "stringequalsignorecase",
  "stringlike",
]);

/** Whether a condition compares a claim with strings of which one must match. */
export function isPositive(condition: Condition): boolean {
  return POSITIVE.has(operatorOf(condition)?.base);
}

/** The values of a condition that belong under the other claim: subjects under `:aud`, or audiences under `:sub`. */
export function swappedValues({ key, values }: Condition): readonly Text[] {
  const claim = claimOf(key);
  if (conditionKeyProblem(key) !== undefined) return [];
  if (claim === "aud") return values.filter(meansSubject);
  return claim === "sub" ? values.filter(meansAudience) : [];
}

const expandsWildcards = (condition: Condition): boolean => operatorOf(condition)?.base === "stringlike";

/** Whether the values of a condition let the default audience in, as far as they are known. */
function mayTakeSts(condition: Condition): boolean {
  const takes = condition.values.map((value) => {
    const wanted = literal(STS_AUDIENCE, value.at);
    const ignoreCase = operatorOf(condition)?.base === "stringequalsignorecase";
    return expandsWildcards(condition) ? stringLike(value, wanted) : equals(value, wanted, { ignoreCase });
  });
  return anyOf(takes) !== "no";
}

/** Whether an account that is linked to the role asks, by its annotation, for one of these audiences. */
function isAskedFor(values: readonly Text[], role: Role, model: Model): boolean {
  return model.links.some(
    (link) => link.role === role && values.some((value) => stringLike(value, link.audience) !== "no"),
  );
}

/** Whether an OIDC provider here lists one of these audiences: then somebody means to ask for it. */
function isClientId(values: readonly Text[], model: Model): boolean {
  return model.oidcProviders.some(({ clientIds }) => {
    if (clientIds.state !== "known") return false;
    return values.some((value) => clientIds.value.some((id) => equals(id, value) !== "no"));
  });
}

/**
 * The values of a condition on `:aud` that no token for STS has and that nobody asks for; none when one of them may
 * be right. What has another fault (a wildcard, a subject) is another rule's.
 */
export function wrongAudiences(condition: Condition, role: Role, model: Model): readonly Text[] {
  const { values } = condition;
  if (claimOf(condition.key) !== "aud" || !isPositive(condition) || mayTakeSts(condition)) return [];
  if (isAskedFor(values, role, model)) return [];
  if (!values.some(meansAudience) && isClientId(values, model)) return [];
  return values.filter((value) => {
    if (known(value) === undefined || meansSubject(value)) return false;
    return expandsWildcards(condition) || !hasLiteralWildcard(value);
  });
}

/** Whether a rule on the role's trust policy reports a value by itself. */
function isReported(condition: Condition, value: Text, role: Role | undefined, model: Model): boolean {
  if (swappedValues(condition).includes(value)) return true;
  if (!expandsWildcards(condition) && hasLiteralWildcard(value)) return true;
  if (claimOf(condition.key) === "aud")
    return role !== undefined && wrongAudiences(condition, role, model).includes(value);
  const ignoreCase = operatorOf(condition)?.base.endsWith("ignorecase") === true;
  return subjectProblem(value, ignoreCase) !== undefined;
}

const claimCodes = ["subject-mismatch", "audience-mismatch"] as const;

/**
 * What a role wants instead of this claim of an account's token: the values for which the link is denied. None when
 * the denial rests on something else than the token's claims, or when a rule on the trust policy reports every value
 * (a malformed subject, swapped keys, an audience that nobody asks for): one mistake makes one finding.
 */
export function wantedInstead(link: Link, code: (typeof claimCodes)[number], model: Model): readonly Text[] {
  const decisive = claimCodes.some((each) => each === link.reasons[0]?.code);
  if (!decisive || !link.reasons.some((reason) => reason.code === code)) return [];
  return failedClauses(link, code).flatMap(({ condition, wanted }: Clause) =>
    wanted.filter((value) => condition !== undefined && !isReported(condition, value, link.role, model)),
  );
}

/** Whether the policy may hold statements that nobody can read here. */
export function mayHoldMore(policy: PolicyDocument, statement: Statement): boolean {
  return policy.moreStatements !== undefined || statement.moreConditions !== undefined;
}

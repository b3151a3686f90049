import { evaluateTrust } from "../iam/trust/evaluate.ts";
import { missingProvider, providerFault } from "../linker/providers.ts";
import { equals } from "../model/compare.ts";
import type { Role } from "../model/entities.ts";
import type { Reason, TrustDecision, Verdict } from "../model/link.ts";
import type { Model } from "../model/model.ts";
import { subjectOf } from "../iam/subject.ts";
import type { Named } from "./named.ts";
import type { Token } from "./token.ts";

/** What STS would answer to a token that asks for a role. */
export interface TokenAnswer {
  readonly role: Role;
  readonly verdict: Verdict;
  /** At least one when the verdict is not "allowed". */
  readonly reasons: readonly Reason[];
  /** Undefined when the role's trust policy is not known. */
  readonly decision?: TrustDecision;
}

/** Which roles a token was held against, and why those. */
export interface TokenAnswers {
  /** "named": the person named them; "annotation": the token's account asks for them; "all": every role that does not deny it. */
  readonly chosen: "named" | "annotation" | "all";
  readonly answers: readonly TokenAnswer[];
}

/** The decision on one role: the trust policy with what the token says, then the provider and its client ids. */
export function judgeToken(token: Token, role: Role, model: Model): TokenAnswer {
  const { trust } = role;
  if (trust.state !== "known") {
    const what = trust.state === "unknown" ? trust.hole.name : "the trust policy";
    const message = `not known from the input: ${what}`;
    return { role, verdict: "unknown", reasons: [{ code: "unresolved", message, at: trust.at }] };
  }
  const [audience, ...otherAudiences] = token.audiences;
  const decision = evaluateTrust(trust.value, {
    kind: "web-identity",
    issuer: token.issuer,
    subject: token.subject,
    audience,
    ...(otherAudiences.length === 0 ? {} : { otherAudiences }),
    accounts: [role.account],
    partitions: [role.partition],
  });
  if (decision.verdict === "denied") return { role, verdict: "denied", reasons: decision.reasons, decision };
  const fault =
    missingProvider(token.issuer, [role.account], { role, model, completeAccounts: [] }) ??
    providerFault(decision, audience, model.oidcProviders);
  if (fault !== undefined) return { role, verdict: "denied", reasons: [fault], decision };
  return { role, verdict: decision.verdict, reasons: decision.reasons, decision };
}

/** The roles that the annotation of the token's own account names. */
function askedFor(token: Token, model: Model): readonly Role[] {
  const roles = model.links.flatMap(({ serviceAccount: { namespace, name }, role, mechanism }) =>
    mechanism === "irsa" && role !== undefined && equals(subjectOf(namespace, name), token.subject) === "yes"
      ? [role]
      : [],
  );
  return [...new Set(roles)];
}

/**
 * Judges a token against the roles that were named, else against those that its account asks for, else against all
 * roles, of which only those that may let it in are told.
 */
export function judgeTokenFor(token: Token, named: Named | undefined, model: Model): TokenAnswers {
  const judge = (roles: readonly Role[]): readonly TokenAnswer[] =>
    roles.map((role) => judgeToken(token, role, model));
  if (named !== undefined) {
    const linked = model.links.flatMap(({ serviceAccount, role }) =>
      role !== undefined && named.accounts.includes(serviceAccount) ? [role] : [],
    );
    return { chosen: "named", answers: judge([...new Set([...named.roles, ...linked])]) };
  }
  const asked = askedFor(token, model);
  if (asked.length > 0) return { chosen: "annotation", answers: judge(asked) };
  return { chosen: "all", answers: judge(model.roles).filter(({ verdict }) => verdict !== "denied") };
}

import { parseRoleArn } from "../iam/arn.ts";
import { allows } from "../iam/permission/allows.ts";
import { evaluateTrust } from "../iam/trust/evaluate.ts";
import type { PodIdentityRequest } from "../iam/trust/request.ts";
import { equals } from "../model/compare.ts";
import type { PodIdentityAssociation, Role } from "../model/entities.ts";
import type { TrustDecision } from "../model/link.ts";
import { isAbsent, known, print, type Answer, type Text } from "../model/text.ts";
import { candidatesFor, type Candidate, type RoleIndex } from "./candidates.ts";
import { judgeForm, namesOf, trustOf } from "./irsa.ts";
import { denied, unknown, weakened, type Judgement } from "./verdicts.ts";

export interface TargetCase {
  readonly association: PodIdentityAssociation;
  /** The role of the association, whose session asks for the target. */
  readonly role: Role;
  readonly request: PodIdentityRequest;
  readonly index: RoleIndex;
  /** Whether something unread may attach policies to roles. */
  readonly openPolicies: boolean;
}

/** The judgement of the second step of an association: from its role to its target role. */
export type TargetJudgement = Judgement & {
  readonly target?: { readonly role: Role; readonly decision?: TrustDecision };
};

/** The ARN of the association's role, from where it is known best. */
function ownArn({ association, role }: TargetCase): Text {
  return known(role.arn) === undefined ? association.roleArn : role.arn;
}

/** Whether the trust policy names the role itself, so that its account need not allow it as well. */
function namesRole(decision: TrustDecision | undefined, arn: Text): boolean {
  const clauses = decision?.statements.flatMap((statement) =>
    statement.effect === "Allow" && statement.answer === "yes" ? statement.clauses : [],
  );
  return (clauses ?? []).some(
    ({ part, principal }) =>
      part === "principal" && principal !== undefined && equals(principal.value, arn) === "yes",
  );
}

/**
 * Whether the role may assume its target, as far as its own account decides: across accounts its policies must allow
 * it, within one only when the trust policy leaves it to the account (IAM User Guide, "Policy evaluation logic").
 */
function mayAssume(pod: TargetCase, target: Role, decision: TrustDecision | undefined): Answer {
  const { role, association } = pod;
  const [arn] = isAbsent(association.targetRoleArn) ? [] : namesOf(target.arn, association.targetRoleArn);
  if (arn === undefined) return "maybe";
  const assume = allows(role, "sts:AssumeRole", arn);
  if (assume !== "no") return assume;
  if (pod.openPolicies) return "maybe";
  const account = parseRoleArn(ownArn(pod))?.account ?? role.account;
  const sameAccount = equals(account, parseRoleArn(arn)?.account ?? target.account);
  if (sameAccount === "no") return "no";
  if (namesRole(decision, ownArn(pod))) return sameAccount === "yes" ? "yes" : "maybe";
  return "no";
}

/** The judgement when the trust policy is satisfied, and the role's own policies are not, or may not be. */
function notAllowed({ role, association }: TargetCase, arn: Text, answer: "no" | "maybe"): Judgement {
  const name = `the policies of the role "${print(role.name)}"`;
  const what = `sts:AssumeRole on "${print(arn)}"`;
  if (answer === "maybe") {
    return unknown("unresolved", `not known from the input: whether ${name} allow ${what}`, association.at);
  }
  return denied("no-pod-identity-statement", `${name} do not allow ${what}`, arn.at);
}

/** Judges the target role against the session of the association's role. */
function judgeOne(pod: TargetCase, arn: Text, { role: target, match }: Candidate): TargetJudgement {
  const own = ownArn(pod);
  const named = parseRoleArn(own);
  const judgement = trustOf(target, arn, (policy) =>
    evaluateTrust(policy, {
      kind: "role-session",
      roleArn: own,
      account: named?.account ?? pod.role.account,
      partition: named?.partition ?? pod.role.partition,
      sessionTags: pod.request.sessionTags,
      tags: pod.request,
    }),
  );
  const { decision } = judgement;
  const evidence = { target: { role: target, ...(decision === undefined ? {} : { decision }) } };
  if (judgement.verdict === "allowed") {
    const answer = mayAssume(pod, target, decision);
    if (answer !== "yes") return { ...notAllowed(pod, arn, answer), ...evidence };
  }
  return { ...weakened(judgement, target, arn, match), ...evidence };
}

const order: readonly Judgement["verdict"][] = ["allowed", "unknown", "denied"];

/**
 * The second step of an association with a target role (EKS User Guide, "Access AWS resources using EKS Pod Identity
 * target IAM roles"): undefined without one. Of several roles that may be meant the kindest answer counts.
 */
export function judgeTarget(pod: TargetCase): TargetJudgement | undefined {
  const arn = pod.association.targetRoleArn;
  if (isAbsent(arn)) return undefined;
  const form = judgeForm(arn);
  if (form !== undefined) return form;
  const { origin } = pod.association;
  const candidates = candidatesFor(arn, { origin, account: undefined }, pod.index);
  const judged = candidates.map((candidate) => judgeOne(pod, arn, candidate));
  const [best] = [...judged].sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
  if (best !== undefined) return best;
  return unknown("role-not-found", `nothing in the input defines the target role "${print(arn)}"`, arn.at);
}

import { couldBeRoleArn, parseRoleArn } from "../iam/arn.ts";
import { arnKind } from "../iam/near-miss.ts";
import { subjectOf } from "../iam/subject.ts";
import { evaluateTrust } from "../iam/trust/evaluate.ts";
import { equals } from "../model/compare.ts";
import type { Role, ServiceAccount } from "../model/entities.ts";
import type { TrustDecision } from "../model/link.ts";
import type { ClusterSettings, Model } from "../model/model.ts";
import { isAbsent, known, literal, print, type Text } from "../model/text.ts";
import type { Match, NearRole } from "./candidates.ts";
import { partitionOf } from "./clusters.ts";
import { missingProvider, providerFault } from "./providers.ts";
import { denied, unknown, unresolvedTexts, weakened, type Judgement } from "./verdicts.ts";

/** The audience that the webhook asks for when no annotation says otherwise, in every partition. */
const DEFAULT_AUDIENCE = "sts.amazonaws.com";

/** The token that the pod identity webhook has made for a service account (amazon-eks-pod-identity-webhook). */
export interface AccountToken {
  readonly subject: Text;
  readonly audience: Text;
}

export function tokenOf(account: ServiceAccount): AccountToken {
  const { audience } = account;
  return {
    subject: subjectOf(account.namespace, account.name),
    audience: isAbsent(audience) ? literal(DEFAULT_AUDIENCE, audience.at) : audience,
  };
}

/** Why a text that should name a role can not be a role's ARN. */
function whyMalformed(arn: Text): string {
  const value = known(arn);
  if (value !== undefined && value.trim() !== value)
    return "it has white space at its ends, which is kept as it is";
  const kind = arnKind(arn);
  if (kind !== undefined && kind !== "role") return `it is the ARN of a ${kind}`;
  if (value !== undefined && !value.startsWith("arn:")) return "it is a name, not an ARN";
  return "the form is arn:aws:iam::<12 digits>:role/<path and name>";
}

/** What the text of an ARN alone decides: a form that no role's ARN has. */
export function judgeForm(arn: Text): Judgement | undefined {
  if (couldBeRoleArn(arn) !== "no") return undefined;
  return denied(
    "malformed-arn",
    `"${print(arn)}" is not the ARN of an IAM role: ${whyMalformed(arn)}`,
    arn.at,
  );
}

/** Roles of another partition can not be assumed: AWS's partitions share no identities. */
export function judgePartition(arn: Text, cluster: ClusterSettings | undefined): Judgement | undefined {
  const wanted = partitionOf(cluster);
  const partition = parseRoleArn(arn)?.partition;
  if (wanted === undefined || cluster === undefined || partition === undefined) return undefined;
  if (equals(partition, literal(wanted, arn.at)) !== "no") return undefined;
  const message = `the role is in the partition "${print(partition)}", the cluster ${cluster.name} is in "${wanted}"`;
  return denied("partition-mismatch", message, arn.at);
}

/** An ARN that names no role of the input. */
export function judgeMissing(arn: Text, near: NearRole | undefined): Judgement {
  const name = `"${print(arn)}"`;
  if (near === undefined)
    return unknown("role-not-found", `nothing in the input defines the role ${name}`, arn.at);
  const real = `"${print(near.role.arn)}"`;
  if (near.differs === "path" && near.sameAccount) {
    return denied("role-not-found", `the role of this name is ${real}: its path is part of the ARN`, arn.at);
  }
  return unknown(
    "role-not-found",
    `nothing in the input defines the role ${name}; did you mean ${real}?`,
    arn.at,
  );
}

export interface IrsaCase {
  readonly account: ServiceAccount;
  readonly arn: Text;
  readonly role: Role;
  readonly match: Match;
  readonly cluster: ClusterSettings | undefined;
  readonly model: Omit<Model, "links">;
  readonly completeAccounts: readonly string[];
}

/** The names under which a part of the role's ARN is known; a known one first. */
export function namesOf(own: Text, named: Text | undefined): readonly Text[] {
  const names = named === undefined ? [own] : [own, named];
  return [...names].sort((a, b) => Number(known(a) === undefined) - Number(known(b) === undefined));
}

/** The decision on a role's trust as far as it can be read, or why it can not. */
export function trustOf(
  role: Role,
  arn: Text,
  decide: (policy: Extract<Role["trust"], { state: "known" }>["value"]) => TrustDecision,
): Judgement & { readonly decision?: TrustDecision } {
  const { trust } = role;
  if (trust.state === "known") {
    const decision = decide(trust.value);
    return { verdict: decision.verdict, reasons: decision.reasons, decision };
  }
  const what = trust.state === "unknown" ? trust.hole.name : `the trust policy of ${print(role.name)}`;
  const at = trust.state === "unknown" ? trust.at : arn.at;
  return unknown("unresolved", `not known from the input: ${what}`, at);
}

/** Judges an annotation against one role that it may name, as STS does (semantics of AssumeRoleWithWebIdentity). */
export function judgeIrsa(irsa: IrsaCase): Judgement {
  const { account, arn, role, match, cluster, model } = irsa;
  const { subject, audience } = tokenOf(account);
  const named = parseRoleArn(arn);
  const accounts = namesOf(role.account, named?.account);
  const issuer = cluster?.issuer === undefined ? undefined : literal(cluster.issuer, account.at);
  const judgement = trustOf(role, arn, (policy) =>
    evaluateTrust(policy, {
      kind: "web-identity",
      issuer,
      subject,
      audience,
      accounts,
      partitions: namesOf(role.partition, named?.partition),
    }),
  );
  const { decision } = judgement;
  if (decision === undefined || judgement.verdict === "denied") return weakened(judgement, role, arn, match);
  const missing = issuer && missingProvider(issuer, accounts, irsa);
  const fault = missing ?? providerFault(decision, audience, model.oidcProviders);
  const final: Judgement =
    fault === undefined ? judgement : { verdict: "denied", reasons: [fault], decision };
  return weakened(final, role, arn, match);
}

/** An ARN of which too little is known to look for the role. */
export function judgeUnknownArn(arn: Text): Judgement {
  return unresolvedTexts(arn.at, arn);
}

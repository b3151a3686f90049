import { clusterArn, parseRoleArn } from "../iam/arn.ts";
import { evaluateTrust } from "../iam/trust/evaluate.ts";
import type { PodIdentityRequest } from "../iam/trust/request.ts";
import { equals, negate } from "../model/compare.ts";
import type { PodIdentityAssociation, Role, ServiceAccount } from "../model/entities.ts";
import type { ClusterSettings } from "../model/model.ts";
import { literal, print, unknownText, type Answer, type Text } from "../model/text.ts";
import type { Match, RoleIndex } from "./candidates.ts";
import { partitionOf, regionOf } from "./clusters.ts";
import { namesOf, trustOf } from "./irsa.ts";
import { judgeTarget, type TargetJudgement } from "./target-role.ts";
import { denied, weakened, type Judgement } from "./verdicts.ts";

/** Session tags are sent unless the association switches them off. */
function sessionTags({ disableSessionTags }: PodIdentityAssociation): Answer {
  if (disableSessionTags.state === "unknown") return "maybe";
  return negate(disableSessionTags.state === "known" && disableSessionTags.value ? "yes" : "no");
}

function requestOf(
  association: PodIdentityAssociation,
  account: ServiceAccount,
  role: Role,
  cluster: ClusterSettings | undefined,
): PodIdentityRequest {
  const { at } = association;
  const name = association.clusterName;
  const part = (value: string | undefined, what: string): Text =>
    value === undefined
      ? unknownText(
          { id: `${what} of ${print(name)}`, name: `the ${what} of the cluster ${print(name)}` },
          at,
        )
      : literal(value, at);
  // The role of an association is in the cluster's account (EKS User Guide, "EKS Pod Identity considerations").
  const own = namesOf(role.account, parseRoleArn(association.roleArn)?.account)[0] ?? role.account;
  const clusterAccount = cluster?.account === undefined ? own : literal(cluster.account, at);
  const partition = partitionOf(cluster);
  const ofPartition = partition === undefined ? role.partition : literal(partition, at);
  return {
    kind: "pod-identity",
    clusterArn: clusterArn(ofPartition, part(regionOf(cluster), "region"), clusterAccount, name),
    clusterName: name,
    clusterAccount,
    namespace: account.namespace,
    serviceAccount: account.name,
    sessionTags: sessionTags(association),
  };
}

export interface PodIdentityCase {
  readonly association: PodIdentityAssociation;
  readonly account: ServiceAccount;
  readonly role: Role;
  readonly match: Match;
  readonly cluster: ClusterSettings | undefined;
  readonly index: RoleIndex;
  /** Whether something unread may attach policies to roles. */
  readonly openPolicies: boolean;
}

/** Judges an association against one role that it may name. */
export function judgePodIdentity(pod: PodIdentityCase): TargetJudgement {
  const { association, role, match, cluster } = pod;
  const arn = association.roleArn;
  const account = parseRoleArn(arn)?.account ?? role.account;
  if (cluster?.account !== undefined && equals(account, literal(cluster.account, arn.at)) === "no") {
    const message =
      `the role is in account ${print(account)}, the cluster ${cluster.name} is in ${cluster.account}: ` +
      "the role of an association is in the account of the cluster";
    return weakened(denied("account-mismatch", message, arn.at), role, arn, match);
  }
  const request = requestOf(association, pod.account, role, cluster);
  const own = weakened(
    trustOf(role, arn, (policy) => evaluateTrust(policy, request)),
    role,
    arn,
    match,
  );
  if (own.verdict === "denied") return own;
  const second = judgeTarget({ ...pod, request });
  return second === undefined ? own : chained(own, second);
}

/** Both steps together: the pod has the target's session when both are allowed. */
function chained(own: Judgement, second: TargetJudgement): TargetJudgement {
  const { verdict, reasons, target } = second;
  const evidence = {
    ...(own.decision === undefined ? {} : { decision: own.decision }),
    ...(target === undefined ? {} : { target }),
  };
  if (verdict === "denied" || own.verdict === "allowed") return { verdict, reasons, ...evidence };
  return { ...own, ...evidence };
}

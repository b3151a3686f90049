import { decide } from "../../src/iam/trust/evaluate.ts";
import type { Context } from "../../src/iam/trust/context.ts";
import type { Caller } from "../../src/iam/trust/token.ts";
import { marked } from "./marked-text.ts";
import { ACCOUNT, AUDIENCE, ISSUER, policyOf, PROVIDER, SUBJECT } from "./policies.ts";
import { SESSION_ROLE, type TrustCase } from "./trust-cases.ts";

/** A context that is wholly known: what it does not list is not in the request. */
function contextOf(keys: TrustCase["context"]): Context {
  return {
    keys: Object.entries(keys).map(([key, value]) => ({
      key: marked(key),
      values: (typeof value === "string" ? [value] : value).map((each) => marked(each)),
      list: typeof value !== "string",
    })),
    never: ["aws:", "sts:"].flatMap((prefix) => ownKeys.map((name) => prefix + name.toLowerCase())),
    open: [],
  };
}

/** The names of AWS's own keys in the cases; what ends in `/` stands for all below it. */
const ownKeys = [
  "RequestTag/",
  "PrincipalTag/",
  "TagKeys",
  "MultiFactorAuthAge",
  "CurrentTime",
  "SecureTransport",
  "SourceIp",
  "PrincipalArn",
  "PrincipalAccount",
  "SourceArn",
  "ExternalId",
  "username",
];

function callerOf({ caller, action, context: keys }: TrustCase): Caller {
  const context = contextOf(keys);
  const pod = {
    kind: "pod-identity",
    clusterArn: marked(`arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/prod`),
    clusterName: marked("prod"),
    clusterAccount: marked(ACCOUNT),
    namespace: marked("a"),
    serviceAccount: marked("b"),
    sessionTags: "yes",
  } as const;
  const own = action === "sts:TagSession" ? action : "sts:AssumeRole";
  switch (caller) {
    case "web-identity":
      return {
        kind: "web-identity",
        action: "sts:AssumeRoleWithWebIdentity",
        request: {
          kind: "web-identity",
          issuer: marked(ISSUER),
          subject: marked(SUBJECT),
          audience: marked(AUDIENCE),
          accounts: [marked(ACCOUNT)],
          partitions: [marked("aws")],
        },
        issuer: marked(ISSUER),
        provider: marked(PROVIDER),
        own: false,
        context,
      };
    case "pod-identity":
      return { kind: "pod-identity", action: own, request: pod, context };
    case "role-session":
      return {
        kind: "role-session",
        action: own,
        request: {
          kind: "role-session",
          roleArn: marked(SESSION_ROLE),
          account: marked(ACCOUNT),
          partition: marked("aws"),
          sessionTags: "yes",
          tags: pod,
        },
        context,
      };
  }
}

/**
 * Our answer to a case, to its own policy or another one. A: allowed, D: a Deny matches, N: nothing matches, U: unknown,
 * I: IAM would refuse the policy.
 */
export function answerOurs(trustCase: TrustCase, policy = policyOf(trustCase.policy)): string {
  const { verdict, reasons } = decide(policy, callerOf(trustCase));
  if (verdict !== "denied") return verdict === "allowed" ? "A" : "U";
  const [reason] = reasons;
  if (reason?.code === "policy-invalid") return "I";
  return reason?.code === "explicit-deny" ? "D" : "N";
}

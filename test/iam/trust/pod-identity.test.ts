import { describe, expect, it } from "vitest";
import { evaluateTrust } from "../../../src/iam/trust/evaluate.ts";
import type { PodIdentityRequest } from "../../../src/iam/trust/request.ts";
import type { ReasonCode, Verdict } from "../../../src/model/link.ts";
import type { PolicyDocument } from "../../../src/model/policy.ts";
import { marked } from "../../support/marked-text.ts";
import { ACCOUNT, podIdentity, trust, webIdentity } from "../../support/policies.ts";

const CLUSTER = `arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/prod`;

const request: PodIdentityRequest = {
  kind: "pod-identity",
  clusterArn: marked(CLUSTER),
  clusterName: marked("prod"),
  clusterAccount: marked(ACCOUNT),
  namespace: marked("a"),
  serviceAccount: marked("b"),
  sessionTags: "yes",
};

const tag = (name: string, value: string): Readonly<Record<string, unknown>> => ({
  Condition: { StringEquals: { [`aws:RequestTag/${name}`]: value } },
});

type Row = [situation: string, policy: PolicyDocument, verdict: Verdict, code?: ReasonCode];

describe("EKS Pod Identity", () => {
  it.each<Row>([
    ["both actions for the service", trust(podIdentity()), "allowed"],
    [
      "the two actions in two statements",
      trust(podIdentity({ Action: "sts:AssumeRole" }), podIdentity({ Action: "sts:TagSession" })),
      "allowed",
    ],
    ["sts:* for the service", trust(podIdentity({ Action: "sts:*" })), "allowed"],
    [
      "row 71: another service",
      trust(podIdentity({ Principal: { Service: "ec2.amazonaws.com" } })),
      "denied",
      "no-pod-identity-statement",
    ],
    [
      "row 72: no sts:TagSession",
      trust(podIdentity({ Action: "sts:AssumeRole" })),
      "denied",
      "tag-session-missing",
    ],
    [
      "only sts:TagSession",
      trust(podIdentity({ Action: "sts:TagSession" })),
      "denied",
      "no-pod-identity-statement",
    ],
    ["row 73: the namespace's tag fits", trust(podIdentity(tag("kubernetes-namespace", "a"))), "allowed"],
    [
      "row 73: another namespace",
      trust(podIdentity(tag("kubernetes-namespace", "x"))),
      "denied",
      "condition-failed",
    ],
    [
      "row 73: another account",
      trust(podIdentity(tag("kubernetes-service-account", "x"))),
      "denied",
      "condition-failed",
    ],
    ["the cluster's ARN as a tag", trust(podIdentity(tag("eks-cluster-arn", CLUSTER))), "allowed"],
    ["a tag of one pod", trust(podIdentity(tag("kubernetes-pod-name", "x-1"))), "unknown", "unresolved"],
    ["a tag that EKS does not send", trust(podIdentity(tag("team", "x"))), "denied", "condition-failed"],
    [
      "a principal's tag, which the first session has not",
      trust(podIdentity({ Condition: { StringEquals: { "aws:PrincipalTag/kubernetes-namespace": "a" } } })),
      "denied",
      "condition-failed",
    ],
    [
      "the cluster's account",
      trust(podIdentity({ Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT } } })),
      "allowed",
    ],
    [
      "another account",
      trust(podIdentity({ Condition: { StringEquals: { "aws:SourceAccount": "444455556666" } } })),
      "denied",
      "condition-failed",
    ],
    [
      "the cluster as the source",
      trust(
        podIdentity({ Condition: { ArnLike: { "aws:SourceArn": `arn:aws:eks:*:${ACCOUNT}:cluster/*` } } }),
      ),
      "allowed",
    ],
    [
      "another form of the source, which is not documented",
      trust(
        podIdentity({
          Condition: { ArnLike: { "aws:SourceArn": "arn:aws:eks:*:*:podidentityassociation/*" } },
        }),
      ),
      "unknown",
      "unresolved",
    ],
    [
      "the keys of the tags",
      trust(
        podIdentity({ Condition: { "ForAnyValue:StringEquals": { "aws:TagKeys": "kubernetes-namespace" } } }),
      ),
      "allowed",
    ],
    ["row 80: only Federated", trust(webIdentity()), "denied", "no-pod-identity-statement"],
    ["row 60: one statement for each mechanism", trust(webIdentity(), podIdentity()), "allowed"],
    [
      "a Deny for TagSession",
      trust(podIdentity(), podIdentity({ Effect: "Deny", Action: "sts:TagSession" })),
      "denied",
      "explicit-deny",
    ],
    [
      "a service that is not known",
      trust(podIdentity({ Principal: { Service: "⟦var.service⟧" } })),
      "unknown",
      "unresolved",
    ],
  ])("%s", (_, policy, verdict, code) => {
    const decision = evaluateTrust(policy, request);
    expect([decision.verdict, decision.reasons[0]?.code]).toEqual([verdict, code]);
  });

  it("row 74: without session tags a condition on one fails, and TagSession is not needed", () => {
    const untagged: PodIdentityRequest = { ...request, sessionTags: "no" };
    const tagged = trust(podIdentity(tag("kubernetes-namespace", "a")));
    expect(evaluateTrust(tagged, untagged).reasons[0]?.code).toBe("condition-failed");
    expect(evaluateTrust(trust(podIdentity({ Action: "sts:AssumeRole" })), untagged).verdict).toBe("allowed");
  });

  it("leaves open what depends on session tags when it is not known whether they are sent", () => {
    const open: PodIdentityRequest = { ...request, sessionTags: "maybe" };
    const withTag = trust(podIdentity(tag("kubernetes-namespace", "a")));
    expect(evaluateTrust(withTag, open).verdict).toBe("unknown");
    expect(evaluateTrust(trust(podIdentity()), open).verdict).toBe("allowed");
    expect(evaluateTrust(trust(webIdentity()), open).verdict).toBe("denied");
  });
});

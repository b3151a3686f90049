import { describe, expect, it } from "vitest";
import type { LinkContext } from "../../src/linker/link.ts";
import type { Fact } from "../../src/model/entities.ts";
import type { ReasonCode, Verdict } from "../../src/model/link.ts";
import type { PolicyDocument } from "../../src/model/policy.ts";
import { print } from "../../src/model/text.ts";
import { account, association, CLUSTER, linked, role } from "../support/facts.ts";
import { ACCOUNT, podIdentity, trust, webIdentity } from "../support/policies.ts";

const pods = (document: PolicyDocument = trust(podIdentity())): Fact => role({ trust: document });
const byTag = trust(
  podIdentity({ Condition: { StringEquals: { "aws:RequestTag/kubernetes-namespace": "a" } } }),
);
const byCluster = (arn: string): PolicyDocument =>
  trust(podIdentity({ Condition: { StringEquals: { "aws:RequestTag/eks-cluster-arn": arn } } }));

type Row = [
  situation: string,
  facts: readonly Fact[],
  context: Partial<LinkContext>,
  verdict: Verdict,
  code?: ReasonCode,
];

const known: Partial<LinkContext> = { clusters: [CLUSTER] };

describe("judging an association", () => {
  it.each<Row>([
    ["a role that trusts EKS Pod Identity", [association(), pods()], {}, "allowed"],
    [
      "row 72: no sts:TagSession",
      [association(), pods(trust(podIdentity({ Action: "sts:AssumeRole" })))],
      {},
      "denied",
      "tag-session-missing",
    ],
    [
      "no sts:TagSession, and no tags",
      [association({ disableSessionTags: true }), pods(trust(podIdentity({ Action: "sts:AssumeRole" })))],
      {},
      "allowed",
    ],
    ["row 73: the namespace's tag", [association(), pods(byTag)], {}, "allowed"],
    [
      "row 73: another namespace",
      [association({ namespace: "x" }), pods(byTag)],
      {},
      "denied",
      "condition-failed",
    ],
    [
      "row 74: a condition on a tag that is not sent",
      [association({ disableSessionTags: true }), pods(byTag)],
      {},
      "denied",
      "condition-failed",
    ],
    [
      "a condition on a tag that may not be sent",
      [association({ disableSessionTags: "unknown" }), pods(byTag)],
      {},
      "unknown",
      "unresolved",
    ],
    [
      "row 75: the role is in another account than the cluster",
      [
        association({ roleArn: "arn:aws:iam::444455556666:role/reader" }),
        role({ arn: "arn:aws:iam::444455556666:role/reader", trust: trust(podIdentity()) }),
      ],
      known,
      "denied",
      "account-mismatch",
    ],
    [
      "row 80: a role for web identity",
      [association(), pods(trust(webIdentity()))],
      {},
      "denied",
      "no-pod-identity-statement",
    ],
    [
      "the cluster's ARN, known from the configuration",
      [association(), pods(byCluster(`arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/prod`))],
      known,
      "allowed",
    ],
    [
      "the cluster's ARN without its region",
      [association(), pods(byCluster(`arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/prod`))],
      {},
      "unknown",
      "unresolved",
    ],
    [
      "the ARN of another cluster",
      [association(), pods(byCluster(`arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/dev`))],
      {},
      "denied",
      "condition-failed",
    ],
    ["a role by its bare name", [association({ roleArn: "reader" }), pods()], {}, "denied", "malformed-arn"],
    ["a role that is not here", [association()], {}, "unknown", "role-not-found"],
  ])("%s", (_, facts, context, verdict, code) => {
    const { links } = linked(facts, context);
    expect(links.map((link) => [link.mechanism, link.verdict, link.reasons[0]?.code])).toEqual([
      ["pod-identity", verdict, code],
    ]);
  });

  it("row 76: is judged for an account that nothing here makes, too", () => {
    const { links, serviceAccounts } = linked([association(), pods()]);
    expect(serviceAccounts).toEqual([]);
    expect(
      links.map(({ serviceAccount }) => [print(serviceAccount.namespace), print(serviceAccount.name)]),
    ).toEqual([["a", "b"]]);
  });

  it("is the link of the account that is here, once for each", () => {
    const facts = [account({ roleArn: null }), account({ name: "c", roleArn: null }), association(), pods()];
    const { links } = linked(facts);
    expect(links.map(({ serviceAccount }) => serviceAccount.existence)).toEqual(["created"]);
  });
});

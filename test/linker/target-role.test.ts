import { describe, expect, it } from "vitest";
import type { Fact } from "../../src/model/entities.ts";
import type { ReasonCode, Verdict } from "../../src/model/link.ts";
import type { PolicyDocument } from "../../src/model/policy.ts";
import { association, gap, linked, role, ROLE } from "../support/facts.ts";
import { ACCOUNT, podIdentity, policyOf, trust } from "../support/policies.ts";

const OTHER = "444455556666";
const TARGET = `arn:aws:iam::${OTHER}:role/target`;
const NEAR = `arn:aws:iam::${ACCOUNT}:role/target`;

type Json = Readonly<Record<string, unknown>>;

/** A statement by which a target role lets the role of the association in. */
const letsIn = (changes: Json = {}): Json => ({
  Effect: "Allow",
  Principal: { AWS: ROLE },
  Action: ["sts:AssumeRole", "sts:TagSession"],
  ...changes,
});

const may = (resource: string, changes: Json = {}): PolicyDocument =>
  policyOf({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Resource: resource,
      ...changes,
    },
  });

const first = (...policies: readonly PolicyDocument[]): Fact =>
  role({ trust: trust(podIdentity()), policies });
const target = (changes: Json = {}, arn = TARGET): Fact => role({ arn, trust: trust(letsIn(changes)) });
const pods = association({ targetRoleArn: TARGET });
const nearPods = association({ targetRoleArn: NEAR });
const condition = (operator: string, key: string, value: string): Json => ({
  Condition: { [operator]: { [key]: value } },
});

type Row = [situation: string, facts: readonly Fact[], verdict: Verdict, code?: ReasonCode];

describe("row 77: the target role of an association", () => {
  it.each<Row>([
    ["trusts the role, which may assume it", [pods, first(may(TARGET)), target()], "allowed"],
    [
      "trusts the role's account",
      [pods, first(may("*")), target({ Principal: { AWS: ACCOUNT } })],
      "allowed",
    ],
    [
      "trusts the root of the account",
      [pods, first(may(TARGET)), target({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } })],
      "allowed",
    ],
    [
      "trusts another role",
      [pods, first(may(TARGET)), target({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/other` } })],
      "denied",
      "no-pod-identity-statement",
    ],
    [
      "trusts EKS Pod Identity and not the role",
      [pods, first(may(TARGET)), role({ arn: TARGET, trust: trust(podIdentity()) })],
      "denied",
      "no-pod-identity-statement",
    ],
    [
      "lets nobody tag the session",
      [pods, first(may(TARGET)), target({ Action: "sts:AssumeRole" })],
      "denied",
      "tag-session-missing",
    ],
    [
      "lets nobody tag the session, and there are no tags",
      [
        association({ targetRoleArn: TARGET, disableSessionTags: true }),
        first(may(TARGET)),
        target({ Action: "sts:AssumeRole" }),
      ],
      "allowed",
    ],
    [
      "is nothing that the role may assume",
      [pods, first(may(`arn:aws:iam::${OTHER}:role/other`)), target()],
      "denied",
      "no-pod-identity-statement",
    ],
    [
      "is denied to the role by its own policies",
      [pods, first(may("*"), may(TARGET, { Effect: "Deny" })), target()],
      "denied",
      "no-pod-identity-statement",
    ],
    ["of a role whose policies are nowhere here", [pods, first(), target()], "unknown", "unresolved"],
    [
      "of a role to which something unread may attach more",
      [pods, first(may("arn:aws:iam::*:role/other")), target(), gap(["policy"])],
      "unknown",
      "unresolved",
    ],
    [
      "is in the same account and names the role: that is enough",
      [nearPods, first(may("arn:aws:iam::*:role/other")), target({}, NEAR)],
      "allowed",
    ],
    [
      "is in the same account and leaves it to the account's policies",
      [nearPods, first(may("arn:aws:iam::*:role/other")), target({ Principal: { AWS: ACCOUNT } }, NEAR)],
      "denied",
      "no-pod-identity-statement",
    ],
    [
      "asks for the principal's ARN",
      [pods, first(may("*")), target(condition("ArnEquals", "aws:PrincipalArn", ROLE))],
      "allowed",
    ],
    [
      "asks for another principal's ARN",
      [pods, first(may("*")), target(condition("ArnEquals", "aws:PrincipalArn", `${ROLE}-2`))],
      "denied",
      "condition-failed",
    ],
    [
      "asks for the session's tag",
      [
        pods,
        first(may("*")),
        target(condition("StringEquals", "aws:PrincipalTag/kubernetes-namespace", "a")),
      ],
      "allowed",
    ],
    [
      "asks for another namespace's tag",
      [
        pods,
        first(may("*")),
        target(condition("StringEquals", "aws:PrincipalTag/kubernetes-namespace", "z")),
      ],
      "denied",
      "condition-failed",
    ],
    [
      "asks for the external id, which EKS makes",
      [pods, first(may("*")), target(condition("StringEquals", "sts:ExternalId", "eu-west-1/1/prod/a/b"))],
      "unknown",
      "unresolved",
    ],
    [
      "asks for a tag of the request, which is not documented",
      [pods, first(may("*")), target(condition("StringEquals", "aws:RequestTag/kubernetes-namespace", "a"))],
      "unknown",
      "unresolved",
    ],
    [
      "trusts one session of the role",
      [
        pods,
        first(may("*")),
        target({ Principal: { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/reader/x` } }),
      ],
      "unknown",
      "unresolved",
    ],
    ["trusts everybody of AWS", [pods, first(may("*")), target({ Principal: { AWS: "*" } })], "allowed"],
    ["is not here", [pods, first(may("*"))], "unknown", "role-not-found"],
    [
      "is no role's ARN",
      [association({ targetRoleArn: "target" }), first(may("*"))],
      "denied",
      "malformed-arn",
    ],
    [
      "counts for nothing when the first role refuses",
      [pods, role({ trust: trust(podIdentity({ Action: "sts:AssumeRole" })) }), target()],
      "denied",
      "tag-session-missing",
    ],
    [
      "is refused for certain although the first role's trust is not known",
      [pods, role({ trust: "unknown", policies: [may("*")] }), target({ Action: "sts:TagSession" })],
      "denied",
      "no-pod-identity-statement",
    ],
  ])("%s", (_, facts, verdict, code) => {
    const { links } = linked(facts);
    expect(links.map((link) => [link.verdict, link.reasons[0]?.code])).toEqual([[verdict, code]]);
  });

  it("keeps the evaluation of both roles", () => {
    const [link] = linked([pods, first(may("*")), target()]).links;
    expect(link?.decision?.statements.map(({ answer }) => answer)).toEqual(["yes", "yes"]);
    expect(link?.target?.decision?.statements.map(({ answer }) => answer)).toEqual(["yes", "yes"]);
    expect(link?.target?.role.name.parts).toEqual([expect.objectContaining({ value: "target" })]);
  });
});

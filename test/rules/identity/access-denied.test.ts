import rule from "../../../rules/identity/access-denied.ts";
import {
  exactly,
  exampleAssociation,
  exampleIssuer,
  examplePodRole,
  exampleProvider,
  exampleRole,
  type ExampleTrust,
} from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import { account, githubRole, heredocRole, provider } from "../../support/trust-repositories.ts";

const annotation = account("reports", "reports", "reports");
const arn = "arn:aws:iam::111122223333:role/reports";
const conditions = exactly("reports", "reports");

/** Statements for the role `reports`, the right one among them when nothing else is said. */
const statements = (...list: readonly Readonly<Record<string, unknown>>[]): string =>
  heredocRole(
    [
      {
        Effect: "Allow",
        Principal: { Federated: exampleProvider },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: conditions,
      },
      ...list,
    ]
      .map((each) => JSON.stringify(each))
      .join(",\n"),
  );

const deny = (value: string, sid = "KeepOut"): Readonly<Record<string, unknown>> => ({
  Sid: sid,
  Effect: "Deny",
  Principal: "*",
  Action: "sts:*",
  Condition: { StringLike: { [`${exampleIssuer}:sub`]: value } },
});

const role = (trust: Partial<ExampleTrust>): string =>
  exampleRole("reports", { conditions, ...trust }).replace("prod-reports", "reports");

const withCondition = (operator: string, key: string, value: string): string =>
  role({ conditions: { ...conditions, [operator]: { ...conditions[operator], [key]: value } } });

const people = role({
  principal: ["AWS", "arn:aws:iam::111122223333:root"],
  action: "sts:AssumeRole",
  conditions: {},
});

testRule(rule, {
  valid: [
    { name: "a role that lets the account in", files: { "sa.yaml": annotation, "iam.tf": role({}) } },
    {
      name: "a Deny for another namespace",
      files: { "sa.yaml": annotation, "iam.tf": statements(deny("system:serviceaccount:kube-system:*")) },
    },
    {
      name: "another subject, which identity/subject-mismatch tells",
      files: { "sa.yaml": account("reports", "other", "reports"), "iam.tf": role({}) },
    },
    {
      name: "a misspelt key, which trust/malformed-condition-key tells",
      files: {
        "sa.yaml": annotation,
        "iam.tf": withCondition("StringEquals", `https://${exampleIssuer}:sub`, "system:serviceaccount:a:b"),
      },
    },
    {
      name: "a node's role, which trust/wrong-principal tells",
      files: {
        "sa.yaml": annotation,
        "iam.tf": role({
          principal: ["Service", "ec2.amazonaws.com"],
          action: "sts:AssumeRole",
          conditions: {},
        }),
      },
    },
    { name: "a role for GitHub that nobody is annotated with", files: { "iam.tf": githubRole } },
  ],
  unknown: [
    {
      name: "a Deny that may be for somebody else",
      files: {
        "sa.yaml": annotation,
        "iam.tf": `variable "who" {}\n${statements(deny("system:serviceaccount:${var.who}"))}`,
      },
    },
    {
      name: "a condition on the caller's address",
      files: { "sa.yaml": annotation, "iam.tf": withCondition("IpAddress", "aws:SourceIp", "10.0.0.0/8") },
    },
  ],
  invalid: [
    {
      name: "an explicit Deny",
      files: { "sa.yaml": annotation, "iam.tf": statements(deny("system:serviceaccount:reports:*")) },
      findings: [
        {
          messageId: "annotation",
          at: "sa.yaml:7",
          covers: arn,
          severity: "error",
          says: `service account "reports/reports" can't assume role "reports": the Deny statement "KeepOut" of the trust policy matches`,
          related: [JSON.stringify(deny("system:serviceaccount:reports:*"))],
        },
      ],
    },
    {
      name: "a condition on what no token has",
      files: {
        "sa.yaml": annotation,
        "iam.tf": withCondition("StringEquals", "aws:PrincipalOrgID", "o-abc"),
      },
      findings: [
        {
          messageId: "annotation",
          at: "sa.yaml:7",
          covers: arn,
          says: 'asks for "aws:PrincipalOrgID", which the request does not have',
          related: ["o-abc"],
        },
      ],
    },
    {
      name: "a role that only people assume",
      files: { "sa.yaml": annotation, "iam.tf": people },
      findings: [
        {
          messageId: "annotation",
          at: "sa.yaml:7",
          covers: arn,
          says: "does not allow sts:AssumeRoleWithWebIdentity",
        },
      ],
    },
    {
      name: "a role for GitHub",
      files: { "sa.yaml": account("reports", "reports", "deploy"), "iam.tf": githubRole },
      findings: [
        {
          messageId: "annotation",
          at: "sa.yaml:7",
          covers: "arn:aws:iam::111122223333:role/deploy",
          says: "token.actions.githubusercontent.com",
        },
      ],
    },
    {
      name: "a role of another partition than the cluster's",
      files: {
        "sa.yaml": annotation,
        "iam.tf": role({}),
        ".irsa-lint.yaml": "clusters: [{ name: prod, region: cn-north-1, paths: ['**'] }]\n",
      },
      findings: [
        { messageId: "annotation", at: "sa.yaml:7", covers: arn, says: 'cluster prod is in "aws-cn"' },
      ],
    },
    {
      name: "a Deny for EKS Pod Identity",
      files: {
        "iam.tf":
          provider +
          examplePodRole("reports").replace(
            "    Statement = [\n",
            `    Statement = [
      { Effect = "Deny", Action = "sts:TagSession", Principal = "*" },
`,
          ) +
          exampleAssociation("reports", "reports"),
      },
      findings: [
        {
          messageId: "association",
          at: "iam.tf:21",
          covers: 'resource "aws_eks_pod_identity_association" "reports"',
          says: 'the association gives service account "reports/reports" no session of role "prod-reports": the Deny statement',
        },
      ],
    },
  ],
});

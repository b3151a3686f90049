import rule from "../../../rules/pod-identity/target-role.ts";
import {
  exampleAssociation,
  examplePodRole,
  exampleRole,
  exactlyTagged,
} from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import { provider } from "../../support/trust-repositories.ts";

const both = ["sts:AssumeRole", "sts:TagSession"];
const reader = "arn:aws:iam::111122223333:role/prod-reports";

interface Target {
  readonly principal?: string;
  readonly action?: string | readonly string[];
}

const target = ({ principal = reader, action = both }: Target = {}): string =>
  exampleRole("bucket", { principal: ["AWS", principal], action, conditions: {} });

const other = `provider "aws" {
  alias               = "other"
  allowed_account_ids = ["444455556666"]
}
`;

/** The target in another account. */
const away = (more: Target = {}): string =>
  other + target(more).replace('  name = "prod-bucket"', '  provider = aws.other\n  name = "prod-bucket"');

const association = (more = ""): string =>
  provider +
  examplePodRole("reports") +
  exampleAssociation("reports", "reports", "reports", `  target_role_arn = aws_iam_role.bucket.arn\n${more}`);

const policy = (resource: string): string => `resource "aws_iam_role_policy" "reports" {
  role   = aws_iam_role.reports.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["sts:AssumeRole", "sts:TagSession"], Resource = "${resource}" }]
  })
}
`;

testRule(rule, {
  valid: [
    { name: "the role by its ARN", files: { "iam.tf": association() + target() } },
    {
      name: "its account, and a policy that allows it",
      files: {
        "iam.tf":
          association() +
          target({ principal: "arn:aws:iam::111122223333:root" }) +
          policy("arn:aws:iam::*:role/prod-*"),
      },
    },
    {
      name: "another account, and a policy that allows it",
      files: { "iam.tf": association() + away() + policy("arn:aws:iam::444455556666:role/prod-bucket") },
    },
    {
      name: "no session tags and sts:AssumeRole alone",
      files: {
        "iam.tf": association("  disable_session_tags = true\n") + target({ action: "sts:AssumeRole" }),
      },
    },
    {
      name: "a role that refuses EKS, of which pod-identity/wrong-trust tells",
      files: {
        "iam.tf":
          association().replace(
            examplePodRole("reports"),
            examplePodRole("reports", { conditions: exactlyTagged("others", "reports") }),
          ) + target({ principal: "arn:aws:iam::111122223333:role/others" }),
      },
    },
    {
      name: "no target role",
      files: { "iam.tf": examplePodRole("reports") + exampleAssociation("reports", "reports") },
    },
  ],
  unknown: [
    {
      name: "a target role that is defined elsewhere",
      files: {
        "iam.tf": association().replace("aws_iam_role.bucket.arn", '"arn:aws:iam::444455556666:role/x"'),
      },
    },
    {
      name: "a principal that a variable holds",
      files: { "iam.tf": `variable "role" {}\n${association()}${target({ principal: "${var.role}" })}` },
    },
    {
      name: "another account, and a policy that is attached by a variable",
      files: {
        "iam.tf": `variable "arn" {}\n${association()}${away()}resource "aws_iam_role_policy_attachment" "x" {\n  role       = aws_iam_role.reports.name\n  policy_arn = var.arn\n}\n`,
      },
    },
  ],
  invalid: [
    {
      name: "no sts:TagSession",
      files: { "iam.tf": association() + target({ action: "sts:AssumeRole" }) },
      findings: [
        {
          messageId: "refused",
          at: "iam.tf:35",
          covers: "sts:AssumeRole",
          severity: "error",
          says: 'from role "prod-reports" to role "prod-bucket", which it does not get: the trust policy of the target role does not allow sts:TagSession',
          related: ['resource "aws_eks_pod_identity_association" "reports"', "prod-reports"],
        },
      ],
    },
    {
      name: "another role",
      files: {
        "iam.tf": association() + target({ principal: "arn:aws:iam::111122223333:role/prod-report" }),
      },
      findings: [
        {
          messageId: "refused",
          at: "iam.tf:36",
          covers: "arn:aws:iam::111122223333:role/prod-report",
          says: 'not the role "arn:aws:iam::111122223333:role/prod-reports"',
        },
      ],
    },
    {
      name: "another account, and a policy for something else",
      files: { "iam.tf": association() + away() + policy("arn:aws:iam::444455556666:role/other") },
      findings: [
        {
          messageId: "refused",
          at: "iam.tf:20",
          covers: 'resource "aws_eks_pod_identity_association" "reports"',
          says: "do not allow sts:AssumeRole",
        },
      ],
    },
  ],
});

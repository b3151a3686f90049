import rule from "../../../rules/trust/invalid-policy.ts";
import { exampleIssuer, exampleProvider } from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import {
  account,
  condition,
  documentRole,
  githubRole,
  heredocRole,
  rightAudience,
  rightSubject,
} from "../../support/trust-repositories.ts";

const right = rightSubject + rightAudience;

/** The JSON of a statement that lets `reports/reports` in, with other elements beside or in place of its own. */
const statement = (changes: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({
    Effect: "Allow",
    Principal: { Federated: exampleProvider },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals: { [`${exampleIssuer}:sub`]: "system:serviceaccount:reports:reports" } },
    ...changes,
  });

/** A role of a Lambda function: what is wrong with it is another linter's business. */
const lambda = `resource "aws_iam_role" "fn" {
  name               = "fn"
  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "*", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
`;

testRule(rule, {
  valid: [
    { name: "a policy that IAM takes", files: { "iam.tf": documentRole(right) } },
    { name: "a role for GitHub", files: { "iam.tf": githubRole } },
    { name: "a function's role", files: { "iam.tf": lambda } },
    {
      name: "a provider's URL, which trust/wrong-principal reports",
      files: { "iam.tf": heredocRole(statement({ Principal: { Federated: `https://${exampleIssuer}` } })) },
    },
    {
      name: "a provider's bare issuer, which trust/wrong-principal reports",
      files: { "iam.tf": heredocRole(statement({ Principal: { Federated: exampleIssuer } })) },
    },
  ],
  unknown: [
    {
      name: "an effect, an action and an operator that are variables",
      files: {
        "iam.tf": `variable "x" {}\n${heredocRole(
          statement({ Effect: "${var.x}", Action: "${var.x}", Condition: { "${var.x}": {} } }),
        )}`,
      },
    },
  ],
  invalid: [
    {
      name: "a Resource, with nobody annotated",
      files: { "iam.tf": heredocRole(statement({ Resource: "*" })) },
      findings: [
        {
          messageId: "refused",
          at: "iam.tf:6",
          covers: "Resource",
          severity: "error",
          says: 'the trust policy of role "reports" is none: IAM refuses Resource in a trust policy: "Has prohibited field Resource"',
        },
      ],
    },
    {
      name: "NotPrincipal in a policy document",
      files: {
        "iam.tf": documentRole(
          right,
          `    not_principals {
      type        = "AWS"
      identifiers = ["*"]
    }
`,
        ),
      },
      findings: [
        {
          messageId: "refused",
          at: "iam.tf:8",
          covers: "not_principals",
          says: "Allow with NotPrincipal is not allowed",
        },
      ],
    },
    {
      name: "an operator that is misspelt, and an action of another service",
      files: {
        "iam.tf": documentRole(
          condition("StringEqual", `${exampleIssuer}:sub`, "system:serviceaccount:reports:reports") +
            rightAudience,
        ).replace('["sts:AssumeRoleWithWebIdentity"]', '["sts:AssumeRoleWithWebIdentity", "s3:GetObject"]'),
      },
      findings: [
        {
          messageId: "refused",
          at: "iam.tf:3",
          covers: "s3:GetObject",
          says: "only specify STS AssumeRole actions",
        },
        {
          messageId: "refused",
          at: "iam.tf:9",
          covers: "StringEqual",
          says: 'no condition operator "StringEqual"; did you mean "StringEquals"?',
        },
      ],
    },
    {
      name: "an effect in lower case, for an account that is annotated",
      files: {
        "iam.tf": heredocRole(statement({ Effect: "allow" })),
        "sa.yaml": account("reports", "reports", "reports"),
      },
      findings: [
        { messageId: "refused", at: "iam.tf:6", covers: "allow", says: 'refuses the effect "allow"' },
      ],
    },
    {
      name: "no statement, for an account that is annotated",
      files: {
        "iam.tf": heredocRole(""),
        "sa.yaml": account("reports", "reports", "reports"),
      },
      findings: [
        {
          messageId: "refused",
          at: "iam.tf:4",
          covers: '{\n      "Version": "2012-10-17",\n      "Statement": []\n    }',
          says: "without a statement",
        },
      ],
    },
    {
      name: "a function's role for which an account is annotated",
      files: {
        "iam.tf": `provider "aws" {
  allowed_account_ids = ["111122223333"]
}
${lambda}`,
        "sa.yaml": account("reports", "reports", "fn"),
      },
      findings: [{ messageId: "refused", at: "iam.tf:7", covers: "Resource" }],
    },
  ],
});

import rule from "../../../rules/trust/missing-audience.ts";
import { exampleIssuer, exampleRole } from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import {
  documentRole,
  githubRole,
  heredocRole,
  provider,
  rightAudience,
  rightSubject,
} from "../../support/trust-repositories.ts";

const subjectOnly = { StringEquals: { [`${exampleIssuer}:sub`]: "system:serviceaccount:reports:reports" } };

const oidcProvider = (...ids: readonly string[]): string => `${provider}
resource "aws_iam_openid_connect_provider" "eks" {
  url            = "https://${exampleIssuer}"
  client_id_list = ${JSON.stringify(ids)}
}
`;

testRule(rule, {
  valid: [
    { name: "a condition on the audience", files: { "iam.tf": documentRole(rightSubject + rightAudience) } },
    {
      name: "a pattern for the audience",
      files: {
        "iam.tf": exampleRole("reports", {
          conditions: { ...subjectOnly, StringLike: { [`${exampleIssuer}:aud`]: "sts.*" } },
        }),
      },
    },
    { name: "GitHub's tokens", files: { "iam.tf": githubRole } },
    {
      name: "Cognito, which has its own key",
      files: {
        "iam.tf": exampleRole("reports", {
          principal: ["Federated", "cognito-identity.amazonaws.com"],
          conditions: {},
        }),
      },
    },
    {
      name: "a role for EKS Pod Identity",
      files: {
        "iam.tf": exampleRole("reports", {
          principal: ["Service", "pods.eks.amazonaws.com"],
          action: ["sts:AssumeRole", "sts:TagSession"],
          conditions: {},
        }),
      },
    },
    {
      name: "a key that another rule finds misspelt",
      files: {
        "iam.tf": exampleRole("reports", {
          conditions: { ...subjectOnly, StringLike: { [`${exampleIssuer}:audience`]: "sts.amazonaws.com" } },
        }),
      },
    },
  ],
  unknown: [
    {
      name: "an issuer that a variable holds and no subject that would tell a cluster",
      files: {
        "iam.tf": `variable "arn" {}
variable "subject" {}
variable "issuer" {}
${documentRole(`    condition {
      test     = "StringEquals"
      variable = "\${var.issuer}:sub"
      values   = [var.subject]
    }
`).replace(/identifiers = .*/, "identifiers = [var.arn]")}`,
      },
    },
    {
      name: "conditions that a variable adds",
      files: {
        "iam.tf": `variable "conditions" {}
${documentRole(
  rightSubject,
  `    dynamic "condition" {
      for_each = var.conditions
      content {
        test     = condition.value.test
        variable = condition.value.variable
        values   = condition.value.values
      }
    }
`,
)}`,
      },
    },
  ],
  invalid: [
    {
      name: "a policy document with a subject alone",
      files: { "iam.tf": documentRole(rightSubject) },
      findings: [
        {
          messageId: "missing",
          at: "iam.tf:8",
          covers: "condition",
          severity: "warning",
          related: ["arn:aws:iam::111122223333:oidc-provider/" + exampleIssuer],
        },
      ],
    },
    {
      name: "a heredoc with a subject alone",
      files: {
        "iam.tf": heredocRole(
          `{ "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
            "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/${exampleIssuer}" },
            "Condition": { "StringEquals": { "${exampleIssuer}:sub": "system:serviceaccount:reports:reports" } } }`,
        ),
      },
      findings: [{ messageId: "missing", at: "iam.tf:8", covers: "Condition", says: 'role "reports"' }],
    },
    {
      name: "a provider whose client ids hold another audience, too",
      files: {
        "iam.tf": exampleRole("reports", { conditions: subjectOnly }),
        "oidc.tf": oidcProvider("sts.amazonaws.com", "vault.example.com"),
      },
      findings: [
        {
          messageId: "manyAudiences",
          at: "iam.tf:11",
          covers: "Condition",
          severity: "error",
          says: '"vault.example.com"',
        },
      ],
    },
    {
      name: "a provider whose client ids hold only AWS's audience",
      files: {
        "iam.tf": exampleRole("reports", { conditions: subjectOnly }),
        "oidc.tf": oidcProvider("sts.amazonaws.com"),
      },
      findings: [{ messageId: "missing", at: "iam.tf:11", covers: "Condition", severity: "warning" }],
    },
    {
      name: "an issuer in a variable beside a service account's subject",
      files: {
        "iam.tf": `variable "arn" {}
variable "issuer" {}
${documentRole(rightSubject)
  .replace(/identifiers = .*/, "identifiers = [var.arn]")
  .replace(exampleIssuer, "${var.issuer}")}`,
      },
      findings: [{ messageId: "missing", at: "iam.tf:10", covers: "condition" }],
    },
  ],
});

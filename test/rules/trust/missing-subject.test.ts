import rule from "../../../rules/trust/missing-subject.ts";
import { exampleIssuer, exampleRole } from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import {
  account,
  condition,
  documentRole,
  githubRole,
  provider,
  rightAudience,
  rightSubject,
} from "../../support/trust-repositories.ts";

const cluster = `data "aws_eks_cluster" "this" {
  name = "prod"
}

locals {
  issuer = replace(data.aws_eks_cluster.this.identity[0].oidc[0].issuer, "https://", "")
}
`;

testRule(rule, {
  valid: [
    { name: "a condition on the subject", files: { "iam.tf": documentRole(rightSubject + rightAudience) } },
    {
      name: "a pattern for the subject, which another rule judges",
      files: { "iam.tf": documentRole(condition("StringLike", `${exampleIssuer}:sub`, "*") + rightAudience) },
    },
    {
      name: "the claim in upper case: IAM folds the case of keys",
      files: {
        "iam.tf": documentRole(
          condition("StringEquals", `${exampleIssuer}:SUB`, "system:serviceaccount:a:b"),
        ),
      },
    },
    { name: "GitHub's tokens", files: { "iam.tf": githubRole.replace(/ {6}Condition = .*\n/, "") } },
    {
      name: "Google's tokens",
      files: {
        "iam.tf": exampleRole("reports", {
          principal: ["Federated", "accounts.google.com"],
          conditions: { StringEquals: { "accounts.google.com:aud": "123" } },
        }),
      },
    },
    {
      name: "a Deny without a subject",
      files: { "iam.tf": documentRole(rightAudience, '    effect = "Deny"\n') },
    },
  ],
  unknown: [
    {
      name: "a provider that a variable holds: it may be GitHub's",
      files: {
        "iam.tf": `variable "arn" {}
${documentRole(condition("StringEquals", "${var.issuer}:aud", "sts.amazonaws.com")).replace(/identifiers = .*/, "identifiers = [var.arn]")}
variable "issuer" {}
`,
      },
    },
    {
      name: "a condition whose key a variable holds",
      files: {
        "iam.tf": `variable "key" {}
${documentRole(rightAudience + condition("StringEquals", "${var.key}", "system:serviceaccount:reports:reports"))}`,
      },
    },
  ],
  invalid: [
    {
      name: "an audience alone, and an account that uses the role",
      files: {
        "iam.tf": provider + documentRole(rightAudience),
        "sa.yaml": account("reports", "reports", "reports"),
      },
      findings: [
        {
          messageId: "missing",
          at: "iam.tf:12",
          covers: "condition",
          severity: "error",
          says: `":sub" of "${exampleIssuer}"`,
          related: ["reports"],
        },
      ],
    },
    {
      name: "no condition at all",
      files: { "iam.tf": exampleRole("reports", { conditions: {} }) },
      findings: [{ messageId: "missing", at: "iam.tf:10", covers: "Principal", says: 'role "prod-reports"' }],
    },
    {
      name: "Null, which only asks whether there is a subject",
      files: {
        "iam.tf": exampleRole("reports", {
          conditions: {
            Null: { [`${exampleIssuer}:sub`]: "false" },
            StringEquals: { [`${exampleIssuer}:aud`]: "sts.amazonaws.com" },
          },
        }),
      },
      findings: [{ messageId: "missing", at: "iam.tf:11", covers: "Condition" }],
    },
    {
      name: "a cluster that a data source names",
      files: {
        "iam.tf": `${cluster}${documentRole(
          condition("StringEquals", "${local.issuer}:aud", "sts.amazonaws.com"),
        ).replace(exampleIssuer, "${local.issuer}")}`,
      },
      findings: [{ messageId: "missing", at: "iam.tf:15", covers: "condition" }],
    },
    {
      name: "a right statement beside an open one",
      files: {
        "iam.tf": documentRole(rightSubject + rightAudience).replace(
          /\n}\n\nresource/,
          `
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::111122223333:oidc-provider/${exampleIssuer}"]
    }
${rightAudience}  }
}

resource`,
        ),
      },
      findings: [{ messageId: "missing", at: "iam.tf:25", covers: "condition" }],
    },
  ],
});

import rule from "../../../rules/trust/malformed-subject.ts";
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

const subject = (value: string, operator = "StringEquals"): string =>
  documentRole(condition(operator, `${exampleIssuer}:sub`, value) + rightAudience);

const module = `variable "namespace" {}
variable "name" {}
${subject("system:serviceaccount:${var.namespace}/${var.name}")}`;

testRule(rule, {
  valid: [
    {
      name: "an audience, which trust/swapped-keys tells",
      files: {
        "iam.tf": exampleRole("reports", {
          conditions: { StringEquals: { [`${exampleIssuer}:sub`]: "sts.amazonaws.com" } },
        }),
      },
    },
    { name: "a subject", files: { "iam.tf": documentRole(rightSubject) } },
    { name: "a name with dots", files: { "iam.tf": subject("system:serviceaccount:reports:v1.reports") } },
    { name: "a pattern", files: { "iam.tf": subject("system:serviceaccount:*:reports", "StringLike") } },
    { name: "a star alone", files: { "iam.tf": subject("*", "StringLike") } },
    {
      name: "a star under StringEquals, another rule's",
      files: { "iam.tf": subject("system:serviceaccount:a:*") },
    },
    {
      name: "upper case where the operator folds it",
      files: { "iam.tf": subject("system:serviceaccount:Reports:Reports", "StringEqualsIgnoreCase") },
    },
    { name: "GitHub's subjects", files: { "iam.tf": githubRole } },
  ],
  unknown: [
    {
      name: "a namespace and a name in variables",
      files: {
        "iam.tf": `variable "ns" {}\nvariable "sa" {}\n${subject("system:serviceaccount:${var.ns}:${var.sa}")}`,
      },
    },
    {
      name: "a whole subject in a variable",
      files: { "iam.tf": `variable "sub" {}\n${subject("${var.sub}")}` },
    },
  ],
  invalid: [
    {
      name: "a slash between namespace and name, and the account that uses the role",
      files: {
        "iam.tf": provider + subject("system:serviceaccount:reports/reports"),
        "sa.yaml": account("reports", "reports", "reports"),
      },
      findings: [
        {
          messageId: "malformed",
          at: "iam.tf:15",
          covers: "system:serviceaccount:reports/reports",
          severity: "error",
          says: 'did you mean "system:serviceaccount:reports:reports"?',
          related: ["reports"],
          suggests: [/^unsafe: Write "system:serviceaccount:reports:reports"$/],
        },
      ],
    },
    {
      name: "the plural",
      files: { "iam.tf": subject("system:serviceaccounts:reports:reports") },
      findings: [
        {
          messageId: "malformed",
          at: "iam.tf:11",
          covers: "system:serviceaccounts:reports:reports",
          says: "serviceaccounts",
        },
      ],
    },
    {
      name: "upper case",
      files: { "iam.tf": subject("system:serviceaccount:Reports:reports") },
      findings: [
        {
          messageId: "malformed",
          at: "iam.tf:11",
          covers: "system:serviceaccount:Reports:reports",
          says: "lower case",
        },
      ],
    },
    {
      name: "a name that is missing",
      files: { "iam.tf": subject("system:serviceaccount:reports") },
      findings: [
        { messageId: "malformed", at: "iam.tf:11", covers: "system:serviceaccount:reports", says: "missing" },
      ],
    },
    {
      name: "a slash between two variables of a module, called for two clusters",
      files: {
        "modules/role/main.tf": module,
        "dev/main.tf": `module "role" {\n  source    = "../modules/role"\n  namespace = "reports"\n  name      = "dev"\n}\n`,
        "prod/main.tf": `module "role" {\n  source    = "../modules/role"\n  namespace = "reports"\n  name      = "prod"\n}\n`,
      },
      findings: [
        {
          messageId: "malformed",
          at: "modules/role/main.tf:13",
          covers: "system:serviceaccount:${var.namespace}/${var.name}",
          says: '"system:serviceaccount:reports/dev"',
        },
      ],
    },
    {
      name: "a slash beside what is not known",
      files: { "iam.tf": module },
      findings: [
        {
          messageId: "malformed",
          at: "iam.tf:13",
          covers: "system:serviceaccount:${var.namespace}/${var.name}",
          says: 'a "/" stands where ":" belongs',
        },
      ],
    },
  ],
});

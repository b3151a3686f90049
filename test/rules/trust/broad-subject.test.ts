import rule from "../../../rules/trust/broad-subject.ts";
import { exampleIssuer } from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import {
  account,
  condition,
  documentRole,
  githubRole,
  heredocRole,
  provider,
  rightAudience,
  rightSubject,
} from "../../support/trust-repositories.ts";

const like = (...patterns: readonly string[]): string =>
  documentRole(condition("StringLike", `${exampleIssuer}:sub`, ...patterns) + rightAudience);

const namespaceWildcard = like("system:serviceaccount:reports:*");

testRule(rule, {
  valid: [
    { name: "an exact subject", files: { "iam.tf": documentRole(rightSubject + rightAudience) } },
    {
      name: "an exact subject under StringLike",
      files: { "iam.tf": like("system:serviceaccount:reports:reports") },
    },
    {
      name: "an exact namespace and a name with a prefix",
      files: { "iam.tf": like("system:serviceaccount:crossplane-system:provider-aws-*") },
    },
    {
      name: "a whole namespace, which the configuration allows",
      files: { "iam.tf": namespaceWildcard },
      options: { allowNamespaceWildcard: true },
    },
    {
      name: "a wide pattern that an exact subject beside it narrows",
      files: {
        "iam.tf": documentRole(
          rightSubject +
            condition("StringLike", `${exampleIssuer}:sub`, "system:serviceaccount:*") +
            rightAudience,
        ),
      },
    },
    {
      name: "a wide pattern in a Deny",
      files: {
        "iam.tf": documentRole(condition("StringLike", `${exampleIssuer}:sub`, "*"), '    effect = "Deny"\n'),
      },
    },
    {
      name: "a star under StringEquals, which matches nothing",
      files: {
        "iam.tf": documentRole(condition("StringEquals", `${exampleIssuer}:sub`, "*") + rightAudience),
      },
    },
    { name: "a pattern over GitHub's repositories", files: { "iam.tf": githubRole } },
  ],
  unknown: [
    {
      name: "a pattern that a variable holds",
      files: { "iam.tf": `variable "subjects" {}\n${like("X").replace('["X"]', "var.subjects")}` },
    },
    {
      name: "an operator that a variable holds",
      files: { "iam.tf": `variable "test" {}\n${namespaceWildcard.replace('"StringLike"', "var.test")}` },
    },
    {
      name: "a namespace in a variable and a name with a prefix",
      files: { "iam.tf": `variable "ns" {}\n${like("system:serviceaccount:${var.ns}:app-*")}` },
    },
    {
      name: "conditions that a variable adds and that may narrow",
      files: {
        "iam.tf": `variable "more" {}\n${documentRole(
          `${condition("StringLike", `${exampleIssuer}:sub`, "*")}    dynamic "condition" {
      for_each = var.more
      content {
        test     = "StringEquals"
        variable = condition.value.key
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
      name: "every service account of a namespace",
      files: {
        "iam.tf": provider + namespaceWildcard,
        "sa.yaml": account("reports", "nightly", "reports"),
      },
      findings: [
        {
          messageId: "everyAccount",
          at: "iam.tf:15",
          covers: "system:serviceaccount:reports:*",
          severity: "warning",
          related: ["nightly"],
        },
      ],
    },
    {
      name: "one name in every namespace",
      files: { "iam.tf": like("system:serviceaccount:*:reports") },
      findings: [
        {
          messageId: "everyNamespace",
          at: "iam.tf:11",
          covers: "system:serviceaccount:*:reports",
          severity: "error",
        },
      ],
    },
    {
      name: "everything, in a heredoc",
      files: {
        "iam.tf": heredocRole(`{ "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
            "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/${exampleIssuer}" },
            "Condition": { "StringLike": { "${exampleIssuer}:sub": "system:serviceaccount:*" } } }`),
      },
      findings: [
        { messageId: "everyNamespace", at: "iam.tf:8", covers: "system:serviceaccount:*", severity: "error" },
      ],
    },
    {
      name: "a prefix of namespaces beside an exact subject: a list is an or",
      files: { "iam.tf": like("system:serviceaccount:reports:reports", "system:serviceaccount:team-*:app") },
      findings: [
        {
          messageId: "severalNamespaces",
          at: "iam.tf:11",
          covers: "system:serviceaccount:team-*:app",
          severity: "warning",
        },
      ],
    },
    {
      name: "a namespace without an end, although a namespace wildcard is allowed",
      files: { "iam.tf": like("system:serviceaccount:reports*") },
      options: { allowNamespaceWildcard: true },
      findings: [
        { messageId: "severalNamespaces", at: "iam.tf:11", covers: "system:serviceaccount:reports*" },
      ],
    },
    {
      name: "every account of a namespace that a variable names",
      files: { "iam.tf": `variable "ns" {}\n${like("system:serviceaccount:${var.ns}:*")}` },
      findings: [
        {
          messageId: "everyAccount",
          at: "iam.tf:12",
          covers: "system:serviceaccount:${var.ns}:*",
          says: "${var.ns}",
        },
      ],
    },
  ],
});

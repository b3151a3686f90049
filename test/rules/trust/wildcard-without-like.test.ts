import rule from "../../../rules/trust/wildcard-without-like.ts";
import { exampleIssuer, exampleRole } from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import {
  condition,
  documentRole,
  githubRole,
  rightAudience,
  rightSubject,
} from "../../support/trust-repositories.ts";

const pattern = "system:serviceaccount:kube-system:*";
const under = (operator: string, ...values: readonly string[]): string =>
  documentRole(condition(operator, `${exampleIssuer}:sub`, ...values) + rightAudience);

testRule(rule, {
  valid: [
    { name: "a pattern under StringLike", files: { "iam.tf": under("StringLike", pattern) } },
    {
      name: "a pattern under ForAnyValue:StringLike",
      files: { "iam.tf": under("ForAnyValue:StringLike", pattern) },
    },
    { name: "an exact subject", files: { "iam.tf": documentRole(rightSubject) } },
    { name: "a pattern that must not match", files: { "iam.tf": under("StringNotLike", pattern) } },
    {
      name: "a star in a condition on something else",
      files: { "iam.tf": documentRole(rightSubject + condition("StringEquals", "aws:RequestTag/team", "*")) },
    },
    {
      name: "GitHub's repositories",
      files: { "iam.tf": githubRole.replace("StringLike", "StringEquals") },
    },
  ],
  unknown: [
    {
      name: "a subject that a variable holds",
      files: {
        "iam.tf": `variable "subject" {}\n${under("StringEquals", "system:serviceaccount:${var.subject}")}`,
      },
    },
    {
      name: "an operator that a variable holds",
      files: {
        "iam.tf": `variable "test" {}\n${under("StringEquals", pattern).replace('"StringEquals"', "var.test")}`,
      },
    },
  ],
  invalid: [
    {
      name: "a namespace's accounts under StringEquals",
      files: { "iam.tf": under("StringEquals", pattern) },
      findings: [
        {
          messageId: "neverMatches",
          at: "iam.tf:11",
          covers: pattern,
          severity: "error",
          says: 'under "StringEquals"',
          related: ["StringEquals"],
        },
      ],
    },
    {
      name: "one of two subjects",
      files: {
        "iam.tf": under(
          "StringEquals",
          "system:serviceaccount:reports:reports",
          "system:serviceaccount:a:b?",
        ),
      },
      findings: [{ messageId: "neverMatches", at: "iam.tf:11", covers: "system:serviceaccount:a:b?" }],
    },
    {
      name: "an audience",
      files: {
        "iam.tf": exampleRole("reports", {
          conditions: {
            StringEquals: {
              [`${exampleIssuer}:sub`]: "system:serviceaccount:reports:reports",
              [`${exampleIssuer}:aud`]: "sts.*",
            },
          },
        }),
      },
      findings: [{ messageId: "neverMatches", at: "iam.tf:14", covers: "sts.*" }],
    },
    {
      name: "ForAllValues:StringEquals, IgnoreCase and IfExists",
      files: {
        "iam.tf": documentRole(
          condition("ForAllValues:StringEquals", `${exampleIssuer}:sub`, "system:serviceaccount:a:*") +
            condition("StringEqualsIgnoreCaseIfExists", `${exampleIssuer}:sub`, "system:serviceaccount:b:*"),
        ),
      },
      findings: [
        { messageId: "neverMatches", at: "iam.tf:11", covers: "system:serviceaccount:a:*" },
        { messageId: "neverMatches", at: "iam.tf:16", covers: "system:serviceaccount:b:*" },
      ],
    },
    {
      name: "a star beside a namespace that a variable holds",
      files: { "iam.tf": `variable "ns" {}\n${under("StringEquals", "system:serviceaccount:${var.ns}:*")}` },
      findings: [{ messageId: "neverMatches", at: "iam.tf:12", covers: "system:serviceaccount:${var.ns}:*" }],
    },
  ],
});

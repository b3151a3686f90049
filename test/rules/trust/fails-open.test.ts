import rule from "../../../rules/trust/fails-open.ts";
import { exampleIssuer, exampleProvider } from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import {
  condition,
  documentRole,
  githubRole,
  heredocRole,
  rightAudience,
  rightSubject,
} from "../../support/trust-repositories.ts";

const SUB = `${exampleIssuer}:sub`;
const SUBJECT = "system:serviceaccount:reports:reports";
const on = (test: string, key = SUB, value = SUBJECT): string => condition(test, key, value);
const others = on("StringNotEquals", SUB, "system:serviceaccount:default:default");

const statement = (effect: string, conditions: string): string =>
  `{ "Effect": "${effect}", "Action": "sts:AssumeRoleWithWebIdentity",
     "Principal": { "Federated": "${exampleProvider}" }, "Condition": { ${conditions} } }`;
const audience = `"StringEquals": { "${exampleIssuer}:aud": "sts.amazonaws.com" }`;

testRule(rule, {
  valid: [
    { name: "plain operators", files: { "iam.tf": documentRole(rightSubject + rightAudience) } },
    {
      name: "a pattern for the namespace, less one account",
      files: {
        "iam.tf": documentRole(
          on("StringLike", SUB, "system:serviceaccount:reports:*") +
            on("StringNotEquals", SUB, "system:serviceaccount:reports:default") +
            rightAudience,
        ),
      },
    },
    {
      name: "ForAllValues beside Null, as IAM's guide pairs them",
      files: {
        "iam.tf": documentRole(on("ForAllValues:StringEquals") + on("Null", SUB, "false") + rightAudience),
      },
    },
    {
      name: "Null alone, which trust/missing-subject tells",
      files: { "iam.tf": documentRole(on("Null", SUB, "false") + rightAudience) },
    },
    {
      name: "ForAnyValue",
      files: { "iam.tf": documentRole(on("ForAnyValue:StringEquals") + rightAudience) },
    },
    {
      name: "a Deny for everybody else",
      files: {
        "iam.tf": heredocRole(
          `${statement("Allow", `"ForAllValues:StringEquals": { "${SUB}": "${SUBJECT}" }, ${audience}`)},
           ${statement("Deny", `"StringNotEquals": { "${SUB}": "${SUBJECT}" }`)}`,
        ),
      },
    },
    {
      name: "a key that trust/malformed-condition-key tells of",
      files: { "iam.tf": documentRole(on("StringNotEquals", `https://${SUB}`) + rightAudience) },
    },
    { name: "GitHub's tokens", files: { "iam.tf": githubRole.replace("StringLike", "StringNotLike") } },
  ],
  unknown: [
    {
      name: "an operator beside it that a variable holds",
      files: { "iam.tf": `variable "test" {}\n${documentRole(others + on("${var.test}") + rightAudience)}` },
    },
    {
      name: "conditions that a variable holds",
      files: {
        "iam.tf": `variable "more" {}\n${documentRole(
          `${others}${rightAudience}    dynamic "condition" {
      for_each = var.more
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
      name: "everybody but one account",
      files: { "iam.tf": documentRole(others + rightAudience) },
      findings: [
        {
          messageId: "negated",
          at: "iam.tf:9",
          covers: "StringNotEquals",
          severity: "error",
          says: "every other service account of the cluster",
          related: [SUB],
          suggests: [],
        },
      ],
    },
    {
      name: "a negated audience",
      files: { "iam.tf": documentRole(rightSubject + on("StringNotLike", `${exampleIssuer}:aud`, "vault*")) },
      findings: [
        { messageId: "negated", at: "iam.tf:14", covers: "StringNotLike", says: "any other audience" },
      ],
    },
    {
      name: "ForAllValues alone",
      files: { "iam.tf": documentRole(on("ForAllValues:StringLike") + rightAudience) },
      findings: [
        {
          messageId: "withoutKey",
          at: "iam.tf:9",
          covers: "ForAllValues:StringLike",
          suggests: [/^unsafe: Write "StringLike"/],
        },
      ],
    },
    {
      name: "IfExists, where the plain operator stands beside it",
      files: { "iam.tf": documentRole(on("StringEqualsIfExists") + rightAudience) },
      findings: [{ messageId: "withoutKey", at: "iam.tf:9", covers: "StringEqualsIfExists", suggests: [] }],
    },
    {
      name: "a negated operator beside Null, which closes nothing",
      files: { "iam.tf": documentRole(others + on("Null", SUB, "false") + rightAudience) },
      findings: [{ messageId: "negated", at: "iam.tf:9", covers: "StringNotEquals" }],
    },
  ],
});

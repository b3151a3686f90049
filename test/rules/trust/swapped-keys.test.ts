import rule from "../../../rules/trust/swapped-keys.ts";
import identityMismatch from "../../../rules/identity/subject-mismatch.ts";
import audienceMismatch from "../../../rules/identity/audience-mismatch.ts";
import malformedSubject from "../../../rules/trust/malformed-subject.ts";
import missingSubject from "../../../rules/trust/missing-subject.ts";
import wrongAudience from "../../../rules/trust/wrong-audience.ts";
import { expect, it } from "vitest";
import { exampleIssuer } from "../../../src/rule-api/examples.ts";
import { findingsOf, modelOf, testRule } from "../../support/rule-tester.ts";
import {
  account,
  condition,
  documentRole,
  githubRole,
  provider,
  rightAudience,
  rightSubject,
} from "../../support/trust-repositories.ts";

const SUBJECT = "system:serviceaccount:reports:reports";
const aud = (...values: readonly string[]): string =>
  condition("StringEquals", `${exampleIssuer}:aud`, ...values);
const sub = (...values: readonly string[]): string =>
  condition("StringEquals", `${exampleIssuer}:sub`, ...values);

const both = {
  "iam.tf": provider + documentRole(aud(SUBJECT) + sub("sts.amazonaws.com")),
  "sa.yaml": account("reports", "reports", "reports"),
};

testRule(rule, {
  valid: [
    { name: "each under its key", files: { "iam.tf": documentRole(rightSubject + rightAudience) } },
    {
      name: "a namespace and an account whose names begin like the audience",
      files: { "iam.tf": documentRole(sub("system:serviceaccount:sts:sts") + rightAudience) },
    },
    { name: "GitHub's tokens", files: { "iam.tf": githubRole } },
    {
      name: "a key that trust/malformed-condition-key tells of",
      files: {
        "iam.tf": documentRole(
          rightSubject + condition("StringEquals", `https://${exampleIssuer}:aud`, SUBJECT),
        ),
      },
    },
  ],
  unknown: [
    {
      name: "a value that a variable holds",
      files: { "iam.tf": `variable "value" {}\n${documentRole(rightSubject + aud("${var.value}"))}` },
    },
    {
      name: "a claim that a variable holds",
      files: {
        "iam.tf": `variable "claim" {}\n${documentRole(
          condition("StringEquals", `${exampleIssuer}:\${var.claim}`, SUBJECT),
        )}`,
      },
    },
  ],
  invalid: [
    {
      name: "both, which is one mistake",
      files: both,
      findings: [
        {
          messageId: "subject",
          at: "iam.tf:14",
          covers: `${exampleIssuer}:aud`,
          severity: "error",
          says: 'did you mean ":sub"?',
          related: [`${exampleIssuer}:sub`, "reports"],
          suggests: [/^unsafe: Write the other claim in each key/],
        },
      ],
    },
    {
      name: "only the subject",
      files: { "iam.tf": documentRole(aud(SUBJECT)) },
      findings: [{ messageId: "subject", at: "iam.tf:10", covers: `${exampleIssuer}:aud` }],
    },
    {
      name: "the subject in one list with the audience, as Terraform joins two blocks of one key",
      files: { "iam.tf": documentRole(aud(SUBJECT) + rightAudience) },
      findings: [
        {
          messageId: "subject",
          at: "iam.tf:10",
          covers: `${exampleIssuer}:aud`,
          says: SUBJECT,
          suggests: [],
        },
      ],
    },
    {
      name: "only the audience",
      files: { "iam.tf": documentRole(sub("sts.amazonaws.com") + rightAudience) },
      findings: [
        {
          messageId: "audience",
          at: "iam.tf:10",
          covers: `${exampleIssuer}:sub`,
          says: 'did you mean ":aud"?',
        },
      ],
    },
    {
      name: "a name that a variable holds, under the wrong key",
      files: {
        "iam.tf": `variable "name" {}\n${documentRole(aud("system:serviceaccount:reports:${var.name}"))}`,
      },
      findings: [{ messageId: "subject", at: "iam.tf:11", covers: `${exampleIssuer}:aud` }],
    },
  ],
});

it.each([identityMismatch, audienceMismatch, malformedSubject, wrongAudience])(
  "leaves swapped keys to this rule: $id",
  (other) => {
    expect(findingsOf(other, modelOf({ files: both }))).toEqual([]);
  },
);

it("leaves a subject under the audience's key to this rule: trust/missing-subject", () => {
  const model = modelOf({ files: { "iam.tf": documentRole(aud(SUBJECT)) } });
  expect(findingsOf(missingSubject, model)).toEqual([]);
});

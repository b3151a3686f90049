import rule from "../../../rules/trust/too-long.ts";
import { exampleIssuer } from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import { condition, documentRole, rightAudience } from "../../support/trust-repositories.ts";

const subjects = (count: number, more: readonly string[] = []): string =>
  documentRole(
    condition(
      "StringEquals",
      `${exampleIssuer}:sub`,
      ...Array.from({ length: count }, (_, at) => `system:serviceaccount:reports:reports-${String(at + 10)}`),
      ...more,
    ) + rightAudience,
  );

const data = 'data "aws_iam_policy_document" "trust"';

testRule(rule, {
  valid: [
    { name: "a policy of one subject", files: { "iam.tf": subjects(1) } },
    { name: "a quota that AWS raised", files: { "iam.tf": subjects(60) }, options: { quota: 4096 } },
  ],
  unknown: [
    {
      name: "many subjects, one of which is not known",
      files: { "iam.tf": `variable "subject" {}\n${subjects(60, ["${var.subject}"])}` },
    },
  ],
  invalid: [
    {
      name: "more than the default quota",
      files: { "iam.tf": subjects(60) },
      findings: [
        {
          messageId: "overQuota",
          at: "iam.tf:1",
          covers: data,
          severity: "warning",
          says: "the account's quota is 2048",
        },
      ],
    },
    {
      name: "more than a quota that AWS raised a little",
      files: { "iam.tf": subjects(70) },
      options: { quota: 3000 },
      findings: [{ messageId: "overQuota", at: "iam.tf:1", covers: data, says: "quota is 3000" }],
    },
    {
      name: "more than any account may have",
      files: { "iam.tf": subjects(120) },
      findings: [{ messageId: "overHighest", at: "iam.tf:1", covers: data, severity: "error" }],
    },
  ],
});

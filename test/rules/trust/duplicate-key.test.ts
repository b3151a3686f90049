import rule from "../../../rules/trust/duplicate-key.ts";
import { exampleIssuer, exampleProvider } from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import { documentRole, heredocRole, rightAudience, rightSubject } from "../../support/trust-repositories.ts";

const SUBJECT = `"${exampleIssuer}:sub": "system:serviceaccount:reports:reports"`;
const AUDIENCE = `"${exampleIssuer}:aud": "sts.amazonaws.com"`;
const statement = (condition: string): string =>
  `{ "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
     "Principal": { "Federated": "${exampleProvider}" },
     "Condition": { ${condition} } }`;

const twice = heredocRole(statement(`"StringEquals": { ${SUBJECT} },\n "StringEquals": { ${AUDIENCE} }`));

const permissions = `${heredocRole(statement(`"StringEquals": { ${SUBJECT}, ${AUDIENCE} }`))}
resource "aws_iam_role_policy" "reports" {
  role   = aws_iam_role.reports.name
  policy = <<-JSON
    { "Version": "2012-10-17",
      "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
                      "Resource": "arn:aws:s3:::example/*" }] }
  JSON
}
`;

testRule(rule, {
  valid: [
    {
      name: "one object with both keys",
      files: { "iam.tf": heredocRole(statement(`"StringEquals": { ${SUBJECT}, ${AUDIENCE} }`)) },
    },
    {
      name: "the same key in two statements",
      files: {
        "iam.tf": heredocRole(
          `${statement(`"StringEquals": { ${SUBJECT} }`)}, ${statement(`"StringEquals": { ${SUBJECT} }`)}`,
        ),
      },
    },
    {
      name: "two condition blocks of one operator, which Terraform joins",
      files: { "iam.tf": documentRole(rightSubject + rightAudience) },
    },
  ],
  unknown: [
    {
      name: "keys of which one is not known",
      files: {
        "iam.tf": `variable "issuer" {}\n${heredocRole(
          statement(`"StringEquals": { ${SUBJECT}, "\${var.issuer}:sub": "x" }`),
        )}`,
      },
    },
  ],
  invalid: [
    {
      name: "two StringEquals in a heredoc",
      files: { "iam.tf": twice },
      findings: [
        {
          messageId: "repeated",
          at: "iam.tf:9",
          covers: "StringEquals",
          severity: "error",
          says: "keep the last one",
          related: ["StringEquals"],
        },
      ],
    },
    {
      name: "a subject that is written twice instead of as a list",
      files: { "iam.tf": heredocRole(statement(`"StringEquals": { ${SUBJECT}, ${AUDIENCE}, ${SUBJECT} }`)) },
      findings: [{ messageId: "repeated", at: "iam.tf:8", covers: `${exampleIssuer}:sub` }],
    },
    {
      name: "a policy that says what the role may do",
      files: { "iam.tf": permissions },
      findings: [
        { messageId: "repeated", at: "iam.tf:18", covers: "Resource", says: 'the policy of role "reports"' },
      ],
    },
    {
      name: "one text for two roles",
      files: {
        "iam.tf": twice
          .replace('"reports" {', '"reports" {\n  for_each = toset(["a", "b"])')
          .replace('name = "reports"', "name = each.key"),
      },
      findings: [{ messageId: "repeated", at: "iam.tf:10", covers: "StringEquals" }],
    },
  ],
});

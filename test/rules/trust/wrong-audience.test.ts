import rule from "../../../rules/trust/wrong-audience.ts";
import { exampleIssuer, exampleProvider } from "../../../src/rule-api/examples.ts";
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

const audience = (...values: readonly string[]): string =>
  provider + documentRole(rightSubject + condition("StringEquals", `${exampleIssuer}:aud`, ...values));
const like = (value: string): string =>
  documentRole(rightSubject + condition("StringLike", `${exampleIssuer}:aud`, value));
const asking = (value: string): string =>
  account("reports", "reports", "reports", `    eks.amazonaws.com/audience: ${value}\n`);

const denied = heredocRole(
  `{ "Effect": "Deny", "Action": "sts:AssumeRoleWithWebIdentity",
     "Principal": { "Federated": "${exampleProvider}" },
     "Condition": { "StringEquals": { "${exampleIssuer}:aud": "vault.example.com" } } }`,
);

testRule(rule, {
  valid: [
    { name: "AWS's audience", files: { "iam.tf": documentRole(rightSubject + rightAudience) } },
    { name: "AWS's audience among others", files: { "iam.tf": audience("vault", "sts.amazonaws.com") } },
    {
      name: "an audience that the account's annotation asks for",
      files: { "iam.tf": audience("vault.example.com"), "sa.yaml": asking("vault.example.com") },
    },
    {
      name: "an audience that the provider's client ids hold, with accounts elsewhere",
      files: {
        "iam.tf": `resource "aws_iam_openid_connect_provider" "eks" {
  url            = "https://${exampleIssuer}"
  client_id_list = ["vault.example.com"]
}
${audience("vault.example.com")}`,
      },
    },
    { name: "a pattern that takes AWS's audience in", files: { "iam.tf": like("sts.*") } },
    { name: "a wildcard that cannot work, which another rule tells", files: { "iam.tf": audience("sts.*") } },
    {
      name: "a subject, which trust/swapped-keys tells",
      files: { "iam.tf": audience("system:serviceaccount:reports:reports") },
    },
    { name: "a statement that denies", files: { "iam.tf": denied } },
    {
      name: "an operator that names whom it does not take",
      files: { "iam.tf": audience("vault").replace(/StringEquals("\n.*:aud)/, "StringNotEquals$1") },
    },
    { name: "GitHub's tokens", files: { "iam.tf": githubRole } },
  ],
  unknown: [
    {
      name: "an audience that a variable holds",
      files: { "iam.tf": `variable "audience" {}\n${audience("${var.audience}")}` },
    },
    {
      name: "the partition's DNS suffix",
      files: {
        "iam.tf": `data "aws_partition" "this" {}\n${audience("sts.${data.aws_partition.this.dns_suffix}").replace(provider, "")}`,
      },
    },
  ],
  invalid: [
    {
      name: "a regional endpoint for the audience",
      files: {
        "iam.tf": audience("sts.eu-west-2.amazonaws.com"),
        "sa.yaml": account("reports", "reports", "reports"),
      },
      findings: [
        {
          messageId: "wrong",
          at: "iam.tf:20",
          covers: "sts.eu-west-2.amazonaws.com",
          severity: "error",
          says: 'tokens for "sts.amazonaws.com"',
          related: ["reports"],
          suggests: [/^unsafe: Write "sts.amazonaws.com"/],
        },
      ],
    },
    {
      name: "China's host, which is no audience in China either, and no account here",
      files: { "iam.tf": audience("sts.amazonaws.com.cn") },
      findings: [{ messageId: "wrong", at: "iam.tf:20", covers: "sts.amazonaws.com.cn" }],
    },
    {
      name: "an URL",
      files: { "iam.tf": audience("https://sts.amazonaws.com") },
      findings: [{ messageId: "wrong", at: "iam.tf:20", covers: "https://sts.amazonaws.com" }],
    },
    {
      name: "another audience than the account asks for",
      files: { "iam.tf": audience("vault.example.com"), "sa.yaml": asking("other.example.com") },
      findings: [{ messageId: "wrong", at: "iam.tf:20", covers: "vault.example.com" }],
    },
    {
      name: "a pattern for another audience",
      files: { "iam.tf": like("vault.*") },
      findings: [{ messageId: "wrong", at: "iam.tf:16", covers: "vault.*" }],
    },
  ],
});

import rule from "../../../rules/oidc/client-id-missing.ts";
import { exampleIssuer, exampleProvider } from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import { condition, documentRole, rightAudience, rightSubject } from "../../support/trust-repositories.ts";

const oidc = (ids: string): string => `resource "aws_iam_openid_connect_provider" "eks" {
  url            = "https://${exampleIssuer}"
  client_id_list = ${ids}
}
`;
const trusting = (conditions: string): string =>
  documentRole(conditions).replace(`"${exampleProvider}"`, "aws_iam_openid_connect_provider.eks.arn");
const right = trusting(rightSubject + rightAudience);

testRule(rule, {
  valid: [
    { name: "AWS's audience", files: { "iam.tf": oidc('["sts.amazonaws.com"]') + right } },
    {
      name: "AWS's audience among others",
      files: { "iam.tf": oidc('["vault", "sts.amazonaws.com"]') + right },
    },
    { name: "no role that trusts the provider", files: { "iam.tf": oidc('["vault"]') } },
    {
      name: "a role that trusts it with its own audience",
      files: {
        "iam.tf":
          oidc('["vault"]') +
          trusting(rightSubject + condition("StringEquals", `${exampleIssuer}:aud`, "vault")),
      },
    },
    {
      name: "a role that trusts another provider",
      files: {
        "iam.tf":
          oidc('["vault"]') + documentRole(rightSubject + rightAudience).replaceAll("7C1F3A0E", "00000000"),
      },
    },
  ],
  unknown: [
    {
      name: "a client id that a variable holds",
      files: { "iam.tf": `variable "id" {}\n${oidc('["vault", var.id]')}${right}` },
    },
    {
      name: "client ids that a variable holds",
      files: { "iam.tf": `variable "ids" {}\n${oidc("var.ids")}${right}` },
    },
    {
      name: "the partition's DNS suffix",
      files: {
        "iam.tf": `data "aws_partition" "this" {}\n${oidc('["sts.${data.aws_partition.this.dns_suffix}"]')}${right}`,
      },
    },
  ],
  invalid: [
    {
      name: "China's host",
      files: { "iam.tf": oidc('["sts.amazonaws.com.cn"]') + right },
      findings: [
        {
          messageId: "missing",
          at: "iam.tf:3",
          covers: "sts.amazonaws.com.cn",
          severity: "error",
          says: "with which a role trusts it",
          related: ["sts.amazonaws.com"],
          suggests: [/^unsafe: Write "sts.amazonaws.com"/],
        },
      ],
    },
    {
      name: "two client ids for something else",
      files: { "iam.tf": oidc('["vault", "harbor"]') + right },
      findings: [
        {
          messageId: "missing",
          at: "iam.tf:3",
          covers: '["vault", "harbor"]',
          suggests: [/^unsafe: Add "sts.amazonaws.com" to the client ids$/],
        },
      ],
    },
    {
      name: "no client ids",
      files: { "iam.tf": oidc("[]") + right },
      findings: [
        { messageId: "missing", at: "iam.tf:3", covers: "[]", says: "knows the client ids nothing" },
      ],
    },
  ],
});

import rule from "../../../rules/trust/malformed-condition-key.ts";
import { exampleIssuer, exampleProvider } from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import {
  condition,
  documentRole,
  githubRole,
  rightAudience,
  rightSubject,
} from "../../support/trust-repositories.ts";

const SUBJECT = "system:serviceaccount:reports:reports";
const keyed = (key: string): string => documentRole(condition("StringEquals", key, SUBJECT) + rightAudience);

const cluster = `data "aws_eks_cluster" "this" {
  name = "prod"
}
`;
const issuerOfCluster = "data.aws_eks_cluster.this.identity[0].oidc[0].issuer";

testRule(rule, {
  valid: [
    { name: "the issuer and a claim", files: { "iam.tf": documentRole(rightSubject + rightAudience) } },
    {
      name: "a key in another case",
      files: { "iam.tf": keyed(`${exampleIssuer.toUpperCase()}:Sub`) },
    },
    {
      name: "AWS's own keys",
      files: {
        "iam.tf": documentRole(rightSubject + condition("StringEquals", "sts:RoleSessionName", "reports")),
      },
    },
    {
      name: "GitHub's keys, one of which no cluster has",
      files: { "iam.tf": githubRole.replace(":sub", ":repository") },
    },
    {
      name: "the cluster's issuer with the scheme taken away",
      files: { "iam.tf": `${cluster}${keyed(`\${replace(${issuerOfCluster}, "https://", "")}:sub`)}` },
    },
  ],
  unknown: [
    {
      name: "an issuer that a variable holds",
      files: { "iam.tf": `variable "issuer" {}\n${keyed("${var.issuer}:sub")}` },
    },
    {
      name: "a whole key that a variable holds",
      files: { "iam.tf": `variable "key" {}\n${keyed("${var.key}")}` },
    },
  ],
  invalid: [
    {
      name: "https:// before the issuer",
      files: { "iam.tf": keyed(`https://${exampleIssuer}:sub`) },
      findings: [
        {
          messageId: "malformed",
          at: "iam.tf:10",
          covers: `https://${exampleIssuer}:sub`,
          severity: "error",
          says: `did you mean "${exampleIssuer}:sub"?`,
          related: [exampleProvider],
        },
      ],
    },
    {
      name: "a cluster's issuer as the data source gives it",
      files: { "iam.tf": `${cluster}${keyed(`\${${issuerOfCluster}}:sub`)}` },
      findings: [
        {
          messageId: "malformed",
          at: "iam.tf:13",
          covers: `\${${issuerOfCluster}}:sub`,
          says: 'no "https://"',
        },
      ],
    },
    {
      name: "a slash at the issuer's end",
      files: { "iam.tf": keyed(`${exampleIssuer}/:sub`) },
      findings: [
        { messageId: "malformed", at: "iam.tf:10", covers: `${exampleIssuer}/:sub`, says: '"/" stands' },
      ],
    },
    {
      name: "the provider's ARN",
      files: { "iam.tf": keyed(`${exampleProvider}:sub`) },
      findings: [
        {
          messageId: "malformed",
          at: "iam.tf:10",
          covers: `${exampleProvider}:sub`,
          says: "the provider's ARN",
        },
      ],
    },
    {
      name: "the ARN of a provider that Terraform makes",
      files: {
        "iam.tf": `resource "aws_iam_openid_connect_provider" "eks" {
  url            = "https://${exampleIssuer}"
  client_id_list = ["sts.amazonaws.com"]
}
${keyed("${aws_iam_openid_connect_provider.eks.arn}:sub")}`,
      },
      findings: [
        {
          messageId: "malformed",
          at: "iam.tf:14",
          covers: "${aws_iam_openid_connect_provider.eks.arn}:sub",
          says: `did you mean "${exampleIssuer}:sub"?`,
        },
      ],
    },
    {
      name: "a claim that is none",
      files: { "iam.tf": keyed(`${exampleIssuer}:subject`) },
      findings: [
        { messageId: "malformed", at: "iam.tf:10", covers: `${exampleIssuer}:subject`, says: '":subject"' },
      ],
    },
    {
      name: "region and eks transposed",
      files: { "iam.tf": keyed(exampleIssuer.replace("eks.eu-west-2", "eu-west-2.eks") + ":sub") },
      findings: [
        {
          messageId: "malformed",
          at: "iam.tf:10",
          covers: exampleIssuer.replace("eks.eu-west-2", "eu-west-2.eks") + ":sub",
          says: "transposed",
        },
      ],
    },
  ],
});

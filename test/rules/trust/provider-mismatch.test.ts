import rule from "../../../rules/trust/provider-mismatch.ts";
import { exampleIssuer, exampleProvider } from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import { condition, documentRole, rightAudience, rightSubject } from "../../support/trust-repositories.ts";

const OTHER = exampleIssuer.replace(/[0-9A-F]{32}$/, "00D1F2A3B4C5968778695A4B3C2D1E0F");
const SUBJECT = "system:serviceaccount:reports:reports";
const keyed = (issuer: string): string => documentRole(condition("StringEquals", `${issuer}:sub`, SUBJECT));
const right = documentRole(rightSubject + rightAudience);

testRule(rule, {
  valid: [
    { name: "one cluster", files: { "iam.tf": right } },
    {
      name: "the issuer in another case: keys fold it",
      files: { "iam.tf": keyed(exampleIssuer.toLowerCase()) },
    },
    {
      name: "two providers, the second of which has the key",
      files: {
        "iam.tf": right.replace(
          `["${exampleProvider}"]`,
          `["arn:aws:iam::111122223333:oidc-provider/${OTHER}", "${exampleProvider}"]`,
        ),
      },
    },
    {
      name: "another cluster in another statement",
      files: {
        "iam.tf": right.replace(
          /\n}\n\nresource/,
          `
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::111122223333:oidc-provider/${OTHER}"]
    }
${condition("StringEquals", `${OTHER}:sub`, SUBJECT)}  }
}

resource`,
        ),
      },
    },
    { name: "a key with https://, another rule's", files: { "iam.tf": keyed(`https://${OTHER}`) } },
    {
      name: "a provider and keys that come from one resource",
      files: {
        "iam.tf": `resource "aws_iam_openid_connect_provider" "eks" {
  url            = "https://${OTHER}"
  client_id_list = ["sts.amazonaws.com"]
}
${keyed("${aws_iam_openid_connect_provider.eks.url}").replace(`"${exampleProvider}"`, "aws_iam_openid_connect_provider.eks.arn")}`,
      },
    },
  ],
  unknown: [
    {
      name: "a key whose issuer a variable holds",
      files: { "iam.tf": `variable "issuer" {}\n${keyed("${var.issuer}")}` },
    },
    {
      name: "a provider that a variable holds",
      files: { "iam.tf": `variable "arn" {}\n${right.replace(`"${exampleProvider}"`, "var.arn")}` },
    },
    {
      name: "a region in a variable",
      files: {
        "iam.tf": `variable "region" {}\n${keyed(exampleIssuer.replace("eu-west-2", "${var.region}"))}`,
      },
    },
  ],
  invalid: [
    {
      name: "a key of the same cluster's id with a slip",
      files: { "iam.tf": keyed(exampleIssuer.replace("7C1F", "7C1E")) },
      findings: [
        {
          messageId: "mismatch",
          at: "iam.tf:10",
          covers: `${exampleIssuer.replace("7C1F", "7C1E")}:sub`,
          says: `in the key the cluster's id differs in one character; did you mean "${exampleIssuer}:sub"?`,
        },
      ],
    },
    {
      name: "a provider with a slip, beside one that is declared with the key's issuer",
      files: {
        "iam.tf": `${keyed(exampleIssuer).replace("7C1F3A0E", "7C1F3A0F")}
resource "aws_iam_openid_connect_provider" "eks" {
  url            = "https://${exampleIssuer}"
  client_id_list = ["sts.amazonaws.com"]
}
`,
      },
      findings: [
        {
          messageId: "mismatch",
          at: "iam.tf:10",
          covers: `${exampleIssuer}:sub`,
          says: `in the provider the cluster's id differs in one character; did you mean "${exampleIssuer}"?`,
        },
      ],
    },
    {
      name: "two keys of another cluster: told once",
      files: {
        "iam.tf": documentRole(
          condition("StringEquals", `${OTHER}:sub`, SUBJECT) +
            condition("StringEquals", `${OTHER}:aud`, "sts.amazonaws.com"),
        ),
      },
      findings: [
        {
          messageId: "mismatch",
          at: "iam.tf:10",
          covers: `${OTHER}:sub`,
          severity: "error",
          says: `trusted provider's "${exampleIssuer}"`,
          related: [exampleProvider, `${OTHER}:aud`],
        },
      ],
    },
    {
      name: "another region",
      files: { "iam.tf": keyed(exampleIssuer.replace("eu-west-2", "eu-west-1")) },
      findings: [
        {
          messageId: "mismatch",
          at: "iam.tf:10",
          covers: `${exampleIssuer.replace("eu-west-2", "eu-west-1")}:sub`,
        },
      ],
    },
    {
      name: "a cluster's provider and GitHub's key",
      files: { "iam.tf": keyed("token.actions.githubusercontent.com") },
      findings: [
        { messageId: "mismatch", at: "iam.tf:10", covers: "token.actions.githubusercontent.com:sub" },
      ],
    },
    {
      name: "an id in a variable, in another region for certain",
      files: {
        "iam.tf": `variable "id" {}\n${keyed("oidc.eks.us-east-1.amazonaws.com/id/${var.id}")}`,
      },
      findings: [
        {
          messageId: "mismatch",
          at: "iam.tf:11",
          covers: "oidc.eks.us-east-1.amazonaws.com/id/${var.id}:sub",
        },
      ],
    },
  ],
});

import rule from "../../../rules/identity/malformed-role-arn.ts";
import { exampleAccount } from "../../../src/rule-api/examples.ts";
import { exampleApplication, gitSource } from "../../support/applications.ts";
import { testRule } from "../../support/rule-tester.ts";

const annotated = (value: string): string => `apiVersion: v1
kind: ServiceAccount
metadata:
  name: reader
  namespace: apps
  annotations:
    eks.amazonaws.com/role-arn: ${value}
`;

const role = `resource "aws_iam_role" "reader" {
  name               = "reader"
  path               = "/apps/"
  assume_role_policy = "{}"
}

provider "aws" {
  allowed_account_ids = ["111122223333"]
}
`;

const reported = (
  covers: string,
  says: string,
): { messageId: "malformed"; at: string; covers: string; says: string } => ({
  messageId: "malformed",
  at: "sa.yaml:7",
  covers,
  says,
});

/** A chart of the repository that prints the account of its role. */
const shop = (values: string): Record<string, string> => ({
  "app.yaml": exampleApplication({ source: gitSource("charts/shop") }),
  "charts/shop/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
  "charts/shop/values.yaml": values,
  "charts/shop/templates/account.yaml": exampleAccount(
    "shop",
    "shop",
    "arn:aws:iam::{{ .Values.account }}:role/shop",
  ),
});

testRule(rule, {
  valid: [
    { name: "an account id in quotes", files: shop('account: "444455556666"\n') },
    { name: "a role", files: { "sa.yaml": annotated("arn:aws:iam::111122223333:role/reader") } },
    {
      name: "a role under a path",
      files: { "sa.yaml": annotated("arn:aws:iam::111122223333:role/apps/eu/reader") },
    },
    {
      name: "a GovCloud role",
      files: { "sa.yaml": annotated("arn:aws-us-gov:iam::111122223333:role/reader") },
    },
    { name: "a role in China", files: { "sa.yaml": annotated("arn:aws-cn:iam::111122223333:role/reader") } },
    { name: "an empty annotation, which the webhook reads as none", files: { "sa.yaml": annotated('""') } },
    { name: "an annotation without a value", files: { "sa.yaml": annotated("") } },
    {
      name: "kube2iam's annotation, another mechanism",
      files: {
        "sa.yaml": annotated("reader").replace("eks.amazonaws.com/role-arn", "iam.amazonaws.com/role"),
      },
    },
  ],
  unknown: [
    { name: "a Helm expression", files: { "sa.yaml": annotated('"{{ .Values.roleArn }}"') } },
    {
      name: "a Flux variable as the account",
      files: { "sa.yaml": annotated('"arn:aws:iam::${ACCOUNT}:role/reader"') },
    },
    {
      name: "a placeholder in angle brackets",
      files: { "sa.yaml": annotated('"arn:aws:iam::<account-id>:role/reader"') },
    },
    {
      name: "a word that stands for the account",
      files: { "sa.yaml": annotated("arn:aws:iam::ACCOUNT_ID:role/reader") },
    },
    {
      name: "an account whose number a Terraform variable holds",
      files: {
        "main.tf": `variable "account" {}

resource "kubernetes_service_account" "reader" {
  metadata {
    name      = "reader"
    namespace = "apps"
    annotations = {
      "eks.amazonaws.com/role-arn" = "arn:aws:iam::\${var.account}:role/reader"
    }
  }
}
`,
      },
    },
  ],
  invalid: [
    {
      name: "an account id without quotes, which a template prints with an exponent",
      files: shop("account: 444455556666\n"),
      findings: [
        {
          messageId: "malformed",
          at: "charts/shop/values.yaml:1",
          covers: "444455556666",
          severity: "error",
          says: "its account is 444455556666 as Helm prints a number of the values, with an exponent: an account id has to be quoted there",
          related: ["arn:aws:iam::{{ .Values.account }}:role/shop"],
          suggests: [/^safe: Quote it: "444455556666"$/],
          repaired: { "charts/shop/values.yaml": 'account: "444455556666"\n' },
        },
      ],
    },
    {
      name: "an account id without quotes that begins with a zero",
      files: shop("account: 098765432198\n"),
      findings: [
        {
          messageId: "malformed",
          at: "charts/shop/values.yaml:1",
          covers: "098765432198",
          says: "its account is 98765432198 as Helm prints a number of the values, with an exponent and without the zero that it began with",
          repaired: { "charts/shop/values.yaml": 'account: "098765432198"\n' },
        },
      ],
    },
    {
      name: "an ARN that was printed before",
      files: { "sa.yaml": annotated("arn:aws:iam::4.44455556666e+11:role/shop") },
      findings: [
        {
          messageId: "malformed",
          at: "sa.yaml:7",
          covers: "arn:aws:iam::4.44455556666e+11:role/shop",
          says: "its account is 444455556666 as Helm prints a number",
          suggests: [],
        },
      ],
    },
    {
      name: "a bare role name",
      files: { "sa.yaml": annotated("reader") },
      findings: [reported("reader", "it is no ARN")],
    },
    {
      name: "a bare role name of a role that is defined here",
      files: { "sa.yaml": annotated("reader"), "main.tf": role },
      findings: [
        {
          ...reported("reader", 'did you mean "arn:aws:iam::111122223333:role/apps/reader"?'),
          suggests: [/^unsafe: Write "arn:aws:iam::111122223333:role\/apps\/reader"$/],
        },
      ],
    },
    {
      name: "a policy's ARN",
      files: { "sa.yaml": annotated("arn:aws:iam::111122223333:policy/reader") },
      findings: [reported("arn:aws:iam::111122223333:policy/reader", 'its resource is "policy", not "role"')],
    },
    {
      name: "an instance profile's ARN",
      files: { "sa.yaml": annotated("arn:aws:iam::111122223333:instance-profile/reader") },
      findings: [
        reported("arn:aws:iam::111122223333:instance-profile/reader", 'its resource is "instance-profile"'),
      ],
    },
    {
      name: "an assumed role's ARN of STS",
      files: { "sa.yaml": annotated("arn:aws:sts::111122223333:assumed-role/reader/session") },
      findings: [reported("arn:aws:sts::111122223333:assumed-role/reader/session", 'an ARN of "sts"')],
    },
    {
      name: "an account of eleven digits",
      files: { "sa.yaml": annotated("arn:aws:iam::11112222333:role/reader") },
      findings: [reported("arn:aws:iam::11112222333:role/reader", "has 11 digits, not 12")],
    },
    {
      name: "an account of eleven digits beside the role that was meant",
      files: { "sa.yaml": annotated("arn:aws:iam::11112222333:role/apps/reader"), "main.tf": role },
      findings: [
        {
          ...reported(
            "arn:aws:iam::11112222333:role/apps/reader",
            'mean "arn:aws:iam::111122223333:role/apps/reader"',
          ),
          related: ["reader"],
        },
      ],
    },
    {
      name: "one colon before the account",
      files: { "sa.yaml": annotated("arn:aws:iam:111122223333:role/reader") },
      findings: [reported("arn:aws:iam:111122223333:role/reader", "two colons")],
    },
    {
      name: "a region",
      files: { "sa.yaml": annotated("arn:aws:iam:eu-west-1:111122223333:role/reader") },
      findings: [reported("arn:aws:iam:eu-west-1:111122223333:role/reader", "has no region")],
    },
    {
      name: "a blank at the end",
      files: { "sa.yaml": annotated('"arn:aws:iam::111122223333:role/reader "') },
      findings: [
        {
          ...reported("arn:aws:iam::111122223333:role/reader ", "it holds a blank"),
          suggests: [/role\/reader"$/],
          repaired: { "sa.yaml": annotated('"arn:aws:iam::111122223333:role/reader"') },
        },
      ],
    },
    {
      name: "a line end, from a block scalar",
      files: { "sa.yaml": annotated("|\n      arn:aws:iam::111122223333:role/reader") },
      findings: [
        {
          messageId: "malformed",
          at: "sa.yaml:8",
          covers: "arn:aws:iam::111122223333:role/reader",
          says: "role/reader\\n",
        },
      ],
    },
    {
      name: "a variable in an ARN that is a policy's whatever it holds",
      files: { "sa.yaml": annotated('"arn:aws:iam::${ACCOUNT}:policy/reader"') },
      findings: [reported("arn:aws:iam::${ACCOUNT}:policy/reader", 'its resource is "policy", not "role"')],
    },
  ],
});

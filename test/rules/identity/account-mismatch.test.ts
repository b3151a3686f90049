import rule from "../../../rules/identity/account-mismatch.ts";
import { exactly, exampleIssuer, exampleRole } from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import { account, provider } from "../../support/trust-repositories.ts";

const clusters = (where: string): string => `clusters:
  - name: prod
    account: "${where}"
    issuer: https://${exampleIssuer}
    paths: ["**"]
`;
const other = clusters("444455556666");
const sa = account("reports", "reports", "reports");
const oidc = `${provider}
resource "aws_iam_openid_connect_provider" "eks" {
  url            = "https://${exampleIssuer}"
  client_id_list = ["sts.amazonaws.com"]
}
`;

testRule(rule, {
  valid: [
    { name: "the cluster's account", files: { ".irsa-lint.yaml": clusters("111122223333"), "sa.yaml": sa } },
    {
      name: "an account with a role that is known here",
      files: {
        ".irsa-lint.yaml": other,
        "iam.tf": provider + exampleRole("x", { conditions: exactly("x", "x") }),
        "sa.yaml": sa,
      },
    },
    {
      name: "an account with a provider of the cluster's issuer",
      files: { ".irsa-lint.yaml": other, "oidc.tf": oidc, "sa.yaml": sa },
    },
  ],
  unknown: [
    { name: "no cluster configured", files: { "sa.yaml": sa } },
    {
      name: "a cluster without an account",
      files: { ".irsa-lint.yaml": other.replace(/ {4}account.*\n/, ""), "sa.yaml": sa },
    },
    {
      name: "an account that a variable gives",
      files: { ".irsa-lint.yaml": other, "sa.yaml": sa.replace("111122223333", "${ACCOUNT}") },
    },
    {
      name: "a module that is not here and may make roles",
      files: {
        ".irsa-lint.yaml": other,
        "main.tf": 'module "iam" {\n  source = "git::https://example.com/iam.git"\n}\n',
        "sa.yaml": sa,
      },
    },
  ],
  invalid: [
    {
      name: "another account of which nothing is here",
      files: { ".irsa-lint.yaml": other, "sa.yaml": sa },
      findings: [
        {
          messageId: "mismatch",
          at: "sa.yaml:7",
          covers: "arn:aws:iam::111122223333:role/reports",
          severity: "error",
          says: 'cluster "prod" is in account 444455556666',
          suggests: [/^unsafe: Write "arn:aws:iam::444455556666:role\/reports"$/],
          repaired: { "sa.yaml": sa.replace("111122223333", "444455556666") },
        },
      ],
    },
  ],
});

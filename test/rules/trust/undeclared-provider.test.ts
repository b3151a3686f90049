import rule from "../../../rules/trust/undeclared-provider.ts";
import { exactly, exampleIssuer, exampleProvider, exampleRole } from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import { githubRole, provider } from "../../support/trust-repositories.ts";

const resource = (issuer: string, name: string): string => `
resource "aws_iam_openid_connect_provider" "${name}" {
  url            = "https://${issuer}"
  client_id_list = ["sts.amazonaws.com"]
}

`;
const oidc = (issuer: string): string => provider + resource(issuer, "eks");
const role = exampleRole("reports", { conditions: exactly("reports", "reports") });
const other = "oidc.eks.eu-west-2.amazonaws.com/id/00D1F2A3B4C5968778695A4B3C2D1E0F";
/** A role that trusts an issuer, with keys of the same. */
const trusting = (issuer: string): string => role.replaceAll(exampleIssuer, issuer);
const arnOf = (issuer: string): string => exampleProvider.replace(exampleIssuer, issuer);

testRule(rule, {
  valid: [
    { name: "the provider that is declared", files: { "iam.tf": oidc(exampleIssuer) + role } },
    { name: "no provider is declared", files: { "iam.tf": provider + role } },
    {
      name: "a provider of another account is declared",
      files: {
        "iam.tf": role,
        "other.tf": oidc(other).replace("111122223333", "444455556666"),
      },
    },
    { name: "a role for GitHub", files: { "iam.tf": oidc(other) + githubRole } },
    {
      name: "keys of another issuer, of which trust/provider-mismatch tells",
      files: {
        "iam.tf": oidc(other) + role.replace(`${exampleIssuer}"`, `${other.replace("00D1", "00D2")}"`),
      },
    },
    {
      name: "a cluster that the configuration knows",
      files: {
        ".irsa-lint.yaml": `clusters: [{name: x, issuer: "https://${exampleIssuer}", paths: [x]}]\n`,
        "iam.tf": oidc(other) + role,
      },
    },
    { name: "a Deny", files: { "iam.tf": oidc(other) + role.replace('"Allow"', '"Deny"') } },
    {
      name: "GitHub's provider alone is declared",
      files: { "iam.tf": oidc("token.actions.githubusercontent.com") + role },
    },
  ],
  unknown: [
    {
      name: "an issuer that a variable holds",
      files: { "iam.tf": `variable "issuer" {}\n${oidc(other)}${trusting("${var.issuer}")}` },
    },
    {
      name: "a second provider whose issuer a data source knows",
      files: {
        "iam.tf": `data "aws_eks_cluster" "x" { name = "x" }\n${oidc(other)}
resource "aws_iam_openid_connect_provider" "second" {
  url            = data.aws_eks_cluster.x.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}
${role}`,
      },
    },
    {
      name: "a module that is not here may make it",
      files: {
        "iam.tf": `module "x" {\n  source = "git::https://example.com/x.git"\n}\n${oidc(other)}${role}`,
      },
    },
  ],
  invalid: [
    {
      name: "a cluster that is gone",
      files: { "iam.tf": oidc(other) + role },
      findings: [
        {
          messageId: "undeclared",
          at: "iam.tf:20",
          covers: exampleProvider,
          severity: "info",
          says: "not the OIDC provider that account 111122223333 is given here",
          related: [`https://${other}`],
          suggests: [],
        },
      ],
    },
    {
      name: "none of two",
      files: { "iam.tf": oidc(other) + resource(other.replace("00D1", "FFFF"), "second") + role },
      findings: [{ messageId: "undeclared", at: "iam.tf:26", covers: exampleProvider, says: "one of the 2" }],
    },
    {
      name: "one character of the cluster's id is another",
      files: { "iam.tf": oidc(exampleIssuer) + trusting(exampleIssuer.replace("7C1F", "7C1E")) },
      findings: [
        {
          messageId: "near",
          at: "iam.tf:20",
          covers: arnOf(exampleIssuer.replace("7C1F", "7C1E")),
          severity: "error",
          says: `the cluster's id differs in one character; did you mean "${exampleProvider}"?`,
          related: [`https://${exampleIssuer}`],
          suggests: [/^unsafe: Write "arn:aws:iam::111122223333:oidc-provider/],
        },
      ],
    },
    {
      name: "the cluster's id under another region",
      files: { "iam.tf": oidc(exampleIssuer) + trusting(exampleIssuer.replace("eu-west-2", "eu-west-1")) },
      findings: [
        {
          messageId: "near",
          at: "iam.tf:20",
          covers: arnOf(exampleIssuer.replace("eu-west-2", "eu-west-1")),
          says: 'the region is "eu-west-1", not "eu-west-2"',
        },
      ],
    },
    {
      name: "an id in lower case",
      files: {
        "iam.tf":
          oidc(exampleIssuer) + trusting(exampleIssuer.replace(/[A-F0-9]+$/, (id) => id.toLowerCase())),
      },
      findings: [
        {
          messageId: "near",
          at: "iam.tf:20",
          covers: arnOf(exampleIssuer.replace(/[A-F0-9]+$/, (id) => id.toLowerCase())),
          says: "the cluster's id differs in its case",
        },
      ],
    },
  ],
});

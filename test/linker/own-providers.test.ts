import { describe, expect, it } from "vitest";
import type { ExampleFiles } from "../../src/rule-api/rule.ts";
import { exactly, exampleAccount, exampleIssuer, exampleRole } from "../../src/rule-api/examples.ts";
import { modelOf } from "../support/rule-tester.ts";
import { provider } from "../support/trust-repositories.ts";

const OTHER = exampleIssuer.replace("7C1F", "1A2B");

const oidc = (issuer: string, name = "this"): string => `
resource "aws_iam_openid_connect_provider" "${name}" {
  url            = "https://${issuer}"
  client_id_list = ["sts.amazonaws.com"]
}
`;

const configuration = `clusters: [{ name: prod, issuer: "https://${exampleIssuer}", paths: ["**"] }]\n`;
const role = exampleRole("reports", { conditions: exactly("reports", "reports") });
const files = (iam: string, more: ExampleFiles = {}): ExampleFiles => ({
  ".irsa-lint.yaml": configuration,
  "sa.yaml": exampleAccount("reports", "reports", "arn:aws:iam::111122223333:role/prod-reports"),
  "iam/main.tf": provider + iam,
  ...more,
});

const verdictOf = (repository: ExampleFiles): readonly (string | undefined)[] =>
  modelOf({ files: repository }).links.flatMap(({ verdict, reasons }) => [verdict, reasons[0]?.code]);

describe("row 13: the role's own module makes the account's providers", () => {
  it("and none is the cluster's", () => {
    expect(verdictOf(files(role + oidc(OTHER)))).toEqual(["denied", "provider-not-found"]);
  });

  it.each<[situation: string, repository: ExampleFiles]>([
    ["and one is the cluster's", files(role + oidc(OTHER) + oidc(exampleIssuer, "second"))],
    ["for people's tokens only", files(role + oidc("token.actions.githubusercontent.com"))],
    [
      "and one is not known",
      files(`${role}${oidc(OTHER)}variable "url" {}\n${oidc("${var.url}", "second")}`),
    ],
    [
      "and a module that is not here may make another",
      files(`${role}${oidc(OTHER)}module "eks" {\n  source = "example/unknown/aws"\n}\n`),
    ],
    ["no, another root module does", files(role, { "eks/main.tf": provider + oidc(OTHER) })],
    ["no, nothing does", files(role)],
    [
      "and one is looked up",
      files(
        `${role}${oidc(OTHER)}data "aws_iam_openid_connect_provider" "prod" {\n  url = "https://${exampleIssuer}"\n}\n`,
      ),
    ],
  ])("%s: allowed", (_, repository) => {
    expect(verdictOf(repository)).toEqual(["allowed", undefined]);
  });
});

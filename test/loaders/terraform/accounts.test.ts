import { describe, expect, it } from "vitest";
import { equals } from "../../../src/model/compare.ts";
import { holesOf, print } from "../../../src/model/text.ts";
import {
  factsOf,
  noSettings,
  onlyRole,
  readTerraform,
  rolesOf,
  trustOf,
} from "../../support/terraform-repository.ts";

const role = 'resource "aws_iam_role" "x" { name = "x" }';
const arn = (text: string, account?: string): string =>
  print(onlyRole({ "infra/main.tf": text }, { ...noSettings, accountOf: () => account }).arn);

const UNKNOWN = "${data.aws_caller_identity.current.account_id}";

describe("the account and partition of a role", () => {
  it.each([
    [
      "are holes when nothing tells them",
      role,
      `arn:\${data.aws_partition.current.partition}:iam::${UNKNOWN}:role/x`,
    ],
    [
      "have the partition of the provider's region",
      `provider "aws" { region = "cn-north-1" }\n${role}`,
      `arn:aws-cn:iam::${UNKNOWN}:role/x`,
    ],
    [
      "are the provider's only allowed account",
      `provider "aws" {\n region = "eu-west-1"\n allowed_account_ids = ["111122223333"]\n}\n${role}`,
      "arn:aws:iam::111122223333:role/x",
    ],
    [
      "are not one of several allowed accounts",
      `provider "aws" {\n region = "eu-west-1"\n allowed_account_ids = ["111122223333", "444455556666"]\n}\n${role}`,
      `arn:aws:iam::${UNKNOWN}:role/x`,
    ],
    [
      "are those of the role that the provider assumes",
      `provider "aws" {\n region = "eu-west-1"\n assume_role {\n role_arn = "arn:aws:iam::111122223333:role/deploy"\n }\n}\n${role}`,
      "arn:aws:iam::111122223333:role/x",
    ],
    [
      "are a variable's when the provider is configured with it",
      `variable "account" {}\nprovider "aws" {\n region = "eu-west-1"\n allowed_account_ids = [var.account]\n}\n${role}`,
      "arn:aws:iam::${var.account}:role/x",
    ],
    [
      "are those of the OIDC provider that the role trusts",
      `resource "aws_iam_role" "x" {
        name               = "x"
        assume_role_policy = jsonencode({ Statement = [{
          Effect    = "Allow"
          Action    = "sts:AssumeRoleWithWebIdentity"
          Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/oidc.example/id/A" }
        }] })
      }`,
      "arn:aws:iam::111122223333:role/x",
    ],
  ])("%s", (_, text, expected) => {
    expect(arn(text)).toBe(expected);
  });

  it("are the configuration's when the provider does not say", () => {
    expect(arn(`provider "aws" { region = "eu-west-1" }\n${role}`, "111122223333")).toBe(
      "arn:aws:iam::111122223333:role/x",
    );
  });

  it("are the provider's even when the configuration says otherwise", () => {
    const text = `provider "aws" {\n region = "eu-west-1"\n allowed_account_ids = ["444455556666"]\n}\n${role}`;
    expect(arn(text, "111122223333")).toBe("arn:aws:iam::444455556666:role/x");
  });
});

describe("data.aws_service_principal", () => {
  it.each([
    ["eu-west-1", "ec2.amazonaws.com"],
    ["us-gov-west-1", "ec2.amazonaws.com"],
    // Some of China's services have a name of their own.
    ["cn-north-1", "${data.aws_service_principal.ec2.name}"],
  ])("in %s is %s", (region, expected) => {
    const found = onlyRole({
      "main.tf": `provider "aws" { region = "${region}" }
        data "aws_service_principal" "ec2" { service_name = "ec2" }
        resource "aws_iam_role" "x" { name = data.aws_service_principal.ec2.name }`,
    });
    expect(print(found.name)).toBe(expected);
  });
});

describe("data.aws_caller_identity", () => {
  it("is the same account as the role's, whichever data block names it", () => {
    const found = onlyRole({
      "main.tf": `data "aws_caller_identity" "me" {}
        data "aws_partition" "here" {}
        resource "aws_iam_role" "x" {
          name        = "x"
          description = "arn:\${data.aws_partition.here.partition}:iam::\${data.aws_caller_identity.me.account_id}:role/x"
          assume_role_policy = jsonencode({ Statement = [{ Sid = "arn:\${data.aws_partition.here.id}:iam::\${data.aws_caller_identity.me.id}:role/x" }] })
        }`,
    });
    const [statement] = trustOf(found).statements;
    const sid = statement?.sid;
    expect(sid?.kind === "text" && equals(sid, found.arn)).toBe("yes");
  });

  it("is one account for provider configurations that differ in the region only", () => {
    const roles = rolesOf(
      readTerraform({
        "main.tf": `provider "aws" { region = "eu-west-1" }
          provider "aws" {
            alias  = "east"
            region = "us-east-1"
          }
          resource "aws_iam_role" "a" { name = "x" }
          resource "aws_iam_role" "b" {
            provider = aws.east
            name     = "x"
          }`,
      }),
    );
    const [a, b] = roles;
    expect(a && b && equals(a.arn, b.arn)).toBe("yes");
  });

  it("is another account where the provider assumes another role", () => {
    const roles = rolesOf(
      readTerraform({
        "main.tf": `variable "other" {}
          provider "aws" { region = "eu-west-1" }
          provider "aws" {
            alias  = "other"
            region = "eu-west-1"
            assume_role { role_arn = var.other }
          }
          resource "aws_iam_role" "a" { name = "x" }
          module "m" {
            source    = "./m"
            providers = { aws = aws.other }
          }`,
        "m/main.tf": 'resource "aws_iam_role" "b" { name = "x" }',
      }),
    );
    const [a, b] = roles;
    expect(a && b && equals(a.arn, b.arn)).toBe("maybe");
  });

  it("is inherited by modules, and differs between root modules", () => {
    const roles = rolesOf(
      readTerraform({
        "one/main.tf":
          'provider "aws" { region = "eu-west-1" }\nmodule "m" { source = "../m" }\nresource "aws_iam_role" "x" { name = "x" }',
        "two/main.tf": 'provider "aws" { region = "eu-west-1" }\nmodule "m" { source = "../m" }',
        "m/main.tf": 'resource "aws_iam_role" "x" { name = "x" }',
      }),
    );
    const ids = roles.map(({ id, account }) => [id, holesOf(account)[0]?.id] as const);
    const inOne = ids.filter(([id]) => id.startsWith("terraform:one:")).map(([, hole]) => hole);
    const inTwo = ids.filter(([id]) => id.startsWith("terraform:two:")).map(([, hole]) => hole);
    expect(inOne).toHaveLength(2);
    expect(new Set(inOne).size).toBe(1);
    expect(new Set([...inOne, ...inTwo]).size).toBe(2);
  });
});

describe("the issuer of a cluster", () => {
  const provider = 'provider "aws" {\n region = "eu-west-1"\n}';

  function trustMatchesProvider(trustIssuer: string, more: string): string {
    const expanded = readTerraform({
      "main.tf": `${provider}
        data "aws_caller_identity" "me" {}
        ${more}
        resource "aws_iam_role" "x" {
          name = "x"
          assume_role_policy = jsonencode({ Statement = [{
            Effect    = "Allow"
            Action    = "sts:AssumeRoleWithWebIdentity"
            Principal = { Federated = "arn:aws:iam::\${data.aws_caller_identity.me.account_id}:oidc-provider/\${${trustIssuer}}" }
          }] })
        }`,
    });
    const [oidc] = factsOf(expanded, "oidc-provider");
    const [found] = rolesOf(expanded);
    const [principal] = (found && trustOf(found).statements[0]?.principals) ?? [];
    return oidc && principal ? equals(principal.value, oidc.arn) : "nothing to compare";
  }

  const cluster = 'resource "aws_eks_cluster" "c" { name = "prod" }';
  const made = `${cluster}
    resource "aws_iam_openid_connect_provider" "o" {
      url            = aws_eks_cluster.c.identity[0].oidc[0].issuer
      client_id_list = ["sts.amazonaws.com"]
    }`;

  it.each([
    ["the provider's url", "aws_iam_openid_connect_provider.o.url", made],
    ["replace()", 'replace(aws_eks_cluster.c.identity[0].oidc[0].issuer, "https://", "")', made],
    ["trimprefix()", 'trimprefix(aws_eks_cluster.c.identity[0].oidc[0].issuer, "https://")', made],
    [
      "the pattern that takes the issuer out of the provider's ARN",
      'replace(aws_iam_openid_connect_provider.o.arn, "/^(.*provider/)/", "")',
      made,
    ],
    [
      "split() of the provider's ARN",
      'element(split("oidc-provider/", aws_iam_openid_connect_provider.o.arn), 1)',
      made,
    ],
    [
      "a data source of the same cluster",
      'replace(data.aws_eks_cluster.d.identity[0].oidc[0].issuer, "https://", "")',
      `${made}\ndata "aws_eks_cluster" "d" { name = "prod" }`,
    ],
    [
      "a data source that takes the cluster's id",
      'replace(data.aws_eks_cluster.d.identity.0.oidc.0.issuer, "https://", "")',
      `${made}\ndata "aws_eks_cluster" "d" { name = aws_eks_cluster.c.id }`,
    ],
    [
      "a data source of the provider",
      "data.aws_iam_openid_connect_provider.d.url",
      `${made}\ndata "aws_iam_openid_connect_provider" "d" { url = aws_eks_cluster.c.identity[0].oidc[0].issuer }`,
    ],
  ])("is the same by %s", (_, issuer, more) => {
    expect(trustMatchesProvider(issuer, more)).toBe("yes");
  });

  it("is the same for a URL that only a variable has", () => {
    const more = `variable "url" {}
      resource "aws_iam_openid_connect_provider" "o" {
        url            = var.url
        client_id_list = ["sts.amazonaws.com"]
      }`;
    expect(trustMatchesProvider('replace(var.url, "https://", "")', more)).toBe("yes");
    expect(trustMatchesProvider("aws_iam_openid_connect_provider.o.url", more)).toBe("yes");
  });

  it("may differ for a cluster of another name", () => {
    const more = `${made}\ndata "aws_eks_cluster" "d" { name = "other" }`;
    const issuer = 'replace(data.aws_eks_cluster.d.identity[0].oidc[0].issuer, "https://", "")';
    expect(trustMatchesProvider(issuer, more)).toBe("maybe");
  });

  it("has the shape of an EKS issuer, and its cluster's name", () => {
    const expanded = readTerraform({ "main.tf": `${provider}\n${made}` });
    const [oidc] = factsOf(expanded, "oidc-provider");
    expect(oidc && holesOf(oidc.issuer)).toMatchObject([
      { shape: "eks-issuer", name: "issuer of cluster prod" },
    ]);
    expect(oidc && print(oidc.url)).toBe("https://${issuer of cluster prod}");
    expect(oidc?.clientIds.state === "known" && oidc.clientIds.value.map(print)).toEqual([
      "sts.amazonaws.com",
    ]);
    expect(oidc?.thumbprints.state).toBe("absent");
  });

  it("is one hole for a provider that is only looked up, by its ARN or its URL", () => {
    const found = onlyRole({
      "main.tf": `data "aws_iam_openid_connect_provider" "o" { arn = "arn:aws:iam::111122223333:oidc-provider/oidc.example/id/A" }
        resource "aws_iam_role" "x" { name = data.aws_iam_openid_connect_provider.o.url }`,
    });
    expect(print(found.name)).toBe("oidc.example/id/A");
  });
});

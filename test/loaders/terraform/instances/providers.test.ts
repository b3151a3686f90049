import { describe, expect, it } from "vitest";
import { print } from "../../../../src/model/text.ts";
import { readTerraform, rolesOf } from "../../../support/terraform-repository.ts";

const PROVIDERS = `
  provider "aws" {
    region              = "eu-west-1"
    allowed_account_ids = ["111122223333"]
  }
  provider "aws" {
    alias               = "shared"
    region              = "us-east-1"
    allowed_account_ids = ["444455556666"]
  }
  provider "aws" {
    alias  = "china"
    region = "cn-north-1"
    assume_role { role_arn = "arn:aws-cn:iam::777788889999:role/admin" }
  }
`;

const role = (provider = ""): string => `resource "aws_iam_role" "x" {\n name = "x"\n ${provider}\n}\n`;

function arnsIn(files: Readonly<Record<string, string>>): readonly string[] {
  return rolesOf(readTerraform(files)).map(({ arn }) => print(arn));
}

describe("the account and partition of a role come from its provider", () => {
  const module = { "m/main.tf": role() };
  const CONFIGURED =
    'terraform {\n required_providers {\n aws = {\n source = "hashicorp/aws"\n configuration_aliases = [aws.peer]\n }\n }\n}\n';
  it.each([
    ["the default one", role(), {}, "aws::iam::111122223333"],
    ["one with an alias", role("provider = aws.shared"), {}, "aws::iam::444455556666"],
    ["one that assumes a role", role("provider = aws.china"), {}, "aws-cn::iam::777788889999"],
    ["the caller's default one", 'module "m" { source = "./m" }', module, "aws::iam::111122223333"],
    [
      "one that is passed as the default",
      'module "m" {\n source = "./m"\n providers = { aws = aws.shared }\n}',
      module,
      "aws::iam::444455556666",
    ],
    [
      "one that is passed through two modules",
      'module "o" {\n source = "./o"\n providers = { aws = aws.shared }\n}',
      { ...module, "o/main.tf": 'module "m" { source = "../m" }' },
      "aws::iam::444455556666",
    ],
    [
      "one that is passed under an alias",
      'module "m" {\n source = "./m"\n providers = { aws = aws, aws.peer = aws.china }\n}',
      { "m/main.tf": CONFIGURED + role("provider = aws.peer") },
      "aws-cn::iam::777788889999",
    ],
    [
      "an alias that is renamed twice",
      'module "o" {\n source = "./o"\n providers = { aws.a = aws.shared }\n}',
      {
        "o/main.tf": 'module "m" {\n source = "../m"\n providers = { aws.peer = aws.a }\n}',
        "m/main.tf": CONFIGURED + role("provider = aws.peer"),
      },
      "aws::iam::444455556666",
    ],
    [
      "one that the module configures itself",
      'module "m" {\n source = "./m"\n account = "999900001111"\n}',
      {
        "m/main.tf": `variable "account" {}
          provider "aws" {
            region              = "eu-west-1"
            allowed_account_ids = [var.account]
          }
          ${role()}`,
      },
      "aws::iam::999900001111",
    ],
  ])("%s", (_, main, files, expected) => {
    const [partition = "", account = ""] = expected.split("::iam::");
    expect(arnsIn({ "main.tf": PROVIDERS + main, ...files })).toEqual([
      `arn:${partition}:iam::${account}:role/x`,
    ]);
  });

  it("each copy of a repeated one, as OpenTofu has it", () => {
    const main = `
      locals { accounts = { a = "111122223333", b = "444455556666" } }
      provider "aws" {
        alias               = "by"
        for_each            = local.accounts
        region              = "eu-west-1"
        allowed_account_ids = [each.value]
      }
      module "m" {
        for_each  = local.accounts
        source    = "./m"
        providers = { aws = aws.by[each.key] }
      }
      resource "aws_iam_role" "r" {
        name     = "r"
        provider = aws.by["b"]
      }`;
    expect(arnsIn({ "main.tf": main, ...module })).toEqual([
      "arn:aws:iam::111122223333:role/x",
      "arn:aws:iam::444455556666:role/x",
      "arn:aws:iam::444455556666:role/r",
    ]);
  });

  it("not the default one when the copy is not known", () => {
    const main = `${PROVIDERS}
      variable "which" {}
      provider "aws" {
        alias               = "by"
        for_each            = { a = "444455556666" }
        region              = "eu-west-1"
        allowed_account_ids = [each.value]
      }
      ${role("provider = aws.by[var.which]")}`;
    const [arn = ""] = arnsIn({ "main.tf": main });
    expect(arn).toMatch(/^arn:aws:iam::\$\{.*each\.value\}:role\/x$/);
  });

  it("and the region from the resource, when it says one", () => {
    const main = `${PROVIDERS}
      resource "aws_eks_cluster" "here" { name = "c" }
      resource "aws_eks_cluster" "there" {
        name   = "c"
        region = "us-east-1"
      }
      resource "aws_iam_role" "x" { name = join(" ", [aws_eks_cluster.here.arn, aws_eks_cluster.there.arn]) }`;
    const names = rolesOf(readTerraform({ "main.tf": main })).map(({ name }) => print(name));
    expect(names).toEqual([
      "arn:aws:eks:eu-west-1:111122223333:cluster/c arn:aws:eks:us-east-1:111122223333:cluster/c",
    ]);
  });
});

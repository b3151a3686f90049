import { describe, expect, it } from "vitest";
import { textAt } from "../../../src/model/location.ts";
import { print } from "../../../src/model/text.ts";
import { covers, rolesOf } from "../../support/terraform-repository.ts";
import { gapMessages, readTerragrunt, roleModule, roleNames } from "../../support/terragrunt-repository.ts";

const source = 'terraform {\n  source = "../../modules/role"\n}\ninputs = { name = "x" }\n';

function generate(contents: string, more = ""): string {
  return `generate "g" {\n  path = "g.tf"\n  if_exists = "overwrite"\n${more}  contents = ${contents}\n}\n`;
}

function read(more: string, files: Readonly<Record<string, string>> = {}) {
  return readTerragrunt({
    "modules/role/main.tf": roleModule,
    "live/u/terragrunt.hcl": source + more,
    ...files,
  });
}

describe("a generated file", () => {
  it("gives the module its provider's account and region", () => {
    const expanded = read(
      `locals {\n  account = "111122223333"\n}\n${generate('<<EOF\nprovider "aws" {\n  region              = "cn-north-1"\n  allowed_account_ids = ["${local.account}"]\n}\nEOF')}`,
    );
    expect(rolesOf(expanded).map(({ arn }) => print(arn))).toEqual(["arn:aws-cn:iam::111122223333:role/x"]);
  });

  it("stands where its text is written", () => {
    const expanded = read(generate('<<EOF\nresource "aws_iam_role" "g" {\n  name = "generated"\n}\nEOF'));
    const role = rolesOf(expanded).find(({ address }) => address === "aws_iam_role.g");
    expect(role && [covers(role.name), role.name.at.file.path]).toEqual([
      "generated",
      "live/u/terragrunt.hcl",
    ]);
    expect(role && textAt(role.at)).toBe('resource "aws_iam_role" "g"');
  });

  it("that was read from a file stands there", () => {
    const expanded = read(generate('file("${get_repo_root()}/shared/g.tf")'), {
      "shared/g.tf": 'resource "aws_iam_role" "g" {\n  name = "${var.name}-shared"\n}\n',
    });
    const role = rolesOf(expanded).find(({ address }) => address === "aws_iam_role.g");
    expect(role && [print(role.name), role.at.file.path]).toEqual(["x-shared", "shared/g.tf"]);
  });

  it("has holes where its text has them, the same as elsewhere", () => {
    const expanded = read(
      generate(
        '<<EOF\nprovider "aws" {\n  assume_role {\n    role_arn = "arn:aws:iam::${get_env("ACCOUNT")}:role/t"\n  }\n}\nEOF',
      ),
    );
    expect(rolesOf(expanded).map(({ account }) => print(account))).toEqual(['${get_env("ACCOUNT")}']);
  });

  it("that is not known at all is told", () => {
    const expanded = read(generate('run_cmd("make")'));
    expect(gapMessages(expanded)).toEqual([
      "g.tf of unit live/u is generated from values that are not known",
    ]);
  });

  it("that does not parse is a problem where it is written", () => {
    const { problems } = read(generate('<<EOF\nresource "aws_iam_role" {{\nEOF'));
    expect(problems.map(({ code, at }) => [code, at.file.path])).toEqual([
      ["input/unparseable", "live/u/terragrunt.hcl"],
    ]);
  });

  it("of variables counts as one that Terraform reads by itself", () => {
    const files = {
      "modules/role/main.tf": roleModule,
      "live/u/terragrunt.hcl": `${source}generate "v" {\n  path = "x.auto.tfvars"\n  if_exists = "overwrite"\n  contents = "name = \\"generated\\""\n}\n`,
    };
    expect(roleNames(files)).toEqual(["live/u: generated"]);
  });

  it("of another kind is no part of the module", () => {
    const files = {
      "modules/role/main.tf": roleModule,
      "live/u/terragrunt.hcl": `${source}generate "v" {\n  path = ".tflint.hcl"\n  if_exists = "overwrite"\n  contents = "{{{"\n}\n`,
    };
    expect(readTerragrunt(files).problems).toEqual([]);
    expect(roleNames(files)).toEqual(["live/u: x"]);
  });
});

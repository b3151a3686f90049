import { describe, expect, it } from "vitest";
import { print } from "../../../src/model/text.ts";
import { readTerraform, rolesOf } from "../../support/terraform-repository.ts";

const files = {
  "live/prod/template.tpl": "hello ${x}",
  "live/prod/things.tf": `
    module "m" { source = "../../modules/m" }
    resource "terraform_data" "t" { input = "in" }
    resource "null_resource" "n" { triggers = { a = "trigger" } }
    data "template_file" "t" {
      template = file("\${path.module}/template.tpl")
      vars     = { x = "world" }
    }
    data "local_file" "l" { filename = "\${path.module}/template.tpl" }
    locals {
      circle = local.round
      round  = "x-\${local.circle}"
      guard  = try(local.circle, "fallback")
    }`,
  "modules/m/main.tf":
    'output "path" { value = path.module }\noutput "name" { value = basename(path.module) }',
};

/** An expression in live/prod as people read its value. */
function shown(expression: string): string {
  const role = `resource "aws_iam_role" "x" {\n  name = ${expression}\n}\n`;
  const [found] = rolesOf(readTerraform({ ...files, "live/prod/role.tf": role }));
  return found === undefined ? "no role" : print(found.name);
}

describe("the values that Terraform itself names", () => {
  it.each<[expression: string, value: string]>([
    ["path.module", "."],
    ["path.root", "."],
    ['"${path.module}/x"', "./x"],
    ["module.m.path", "../../modules/m"],
    ["module.m.name", "m"],
    ["path.cwd", "${path.cwd}/live/prod"],
    ["basename(path.cwd)", "prod"],
    ["basename(abspath(path.module))", "prod"],
    ['basename(abspath("${path.module}/.."))', "live"],
    ["terraform.workspace", "${terraform.workspace}"],
    ['"${terraform.workspace}-role"', "${terraform.workspace}-role"],
    ["terraform.applying", "${terraform.applying}"],
    ["terraform.nothing", '${terraform.nothing (there is no "terraform.nothing" to refer to)}'],
    ["path.nothing", '${path.nothing (there is no "path.nothing" to refer to)}'],
    [
      'try(terraform.nothing, "x")',
      '${try(terraform.nothing, "x") (there is no "terraform.nothing" to refer to)}',
    ],
    ["terraform_data.t.input", "in"],
    ["terraform_data.t.output", "${terraform_data.t.output}"],
    ["terraform_data.t.id", "${terraform_data.t.id}"],
    ["null_resource.n.triggers.a", "trigger"],
    ["null_resource.n.id", "${null_resource.n.id}"],
    ["data.template_file.t.rendered", "hello world"],
    ["data.local_file.l.content", "hello ${x}"],
    ['md5(file("${path.module}/template.tpl"))', "57a31818775d06e7a5e1f64a12ccb32f"],
    ['fileexists("${path.module}/template.tpl") ? "there" : "not"', "there"],
    ['join(",", fileset(path.module, "*.tpl"))', "template.tpl"],
  ])("%s", (expression, value) => {
    expect(shown(expression)).toBe(value);
  });

  it.each(["local.circle", "local.round", "local.guard"])(
    "%s goes round in a circle: a hole, no endless loop",
    (name) => {
      expect(shown(name)).toMatch(/\$\{.*local\./);
    },
  );
});

import { describe, expect, it } from "vitest";
import { equals } from "../../../../src/model/compare.ts";
import { textAt } from "../../../../src/model/location.ts";
import { print } from "../../../../src/model/text.ts";
import { noSettings, readTerraform, rolesOf } from "../../../support/terraform-repository.ts";

/** The roles of a call of a module that a row tells. */
const rolesOfRow = (
  row: string,
  main = 'module "x" { source = "example/x/aws" }',
): ReturnType<typeof rolesOf> =>
  rolesOf(
    readTerraform(
      { "override.tf": main },
      {
        ...noSettings,
        terraformModules: [{ id: "row", source: "example/x/aws", readFrom: "main.tf", module: row }],
      },
    ),
  );

describe("a module that a row tells", () => {
  it("keeps what is not known apart, and names it as the row does", () => {
    const [role] = rolesOfRow(`resource "aws_iam_role" "x" {
      name = "\${nonsense(1)}"
      path = "\${absurd(1)}"
    }`);
    expect(role && [role.name, role.path].map(print)).toEqual([
      expect.stringContaining("nonsense(1)"),
      expect.stringContaining("absurd(1)"),
    ]);
    expect(role && equals(role.name, role.path)).toBe("maybe");
  });

  it("stands at the head of its call, whatever it says and whatever the caller's file is called", () => {
    const [role] = rolesOfRow(
      'variable "p" { default = "/a/" }\nresource "aws_iam_role" "x" { path = var.p }',
    );
    expect(role && [role.at, role.path.at].map(textAt)).toEqual(['module "x"', 'module "x"']);
  });

  it("is another at each call", () => {
    const call = (name: string): string => `module "${name}" { source = "example/x/aws" }\n`;
    const roles = rolesOfRow('resource "aws_iam_role" "x" { name = "x" }', call("one") + call("two"));
    expect(roles.map(({ at }) => textAt(at))).toEqual(['module "one"', 'module "two"']);
  });
});

describe("a component that atmos deploys", () => {
  const context = `
    variable "namespace" { default = null }
    variable "stage" { default = null }
    variable "name" { default = null }
    variable "enabled" { default = null }
    variable "kind" { default = "worker" }
    module "this" {
      source    = "cloudposse/label/null"
      version   = "0.25.0"
      enabled   = var.enabled
      namespace = var.namespace
      stage     = var.stage
      name      = var.name
    }`;
  const role = `resource "aws_iam_role" "x" {
      count = module.this.enabled ? 1 : 0
      name  = "\${module.this.id}/\${coalesce(var.name, "none")}/\${var.kind}"
    }`;
  const namesIn = (files: Readonly<Record<string, string>>): readonly string[] =>
    rolesOf(readTerraform(files)).map(({ name, exists }) => `${print(name)} ${exists}`);

  it("has no values of its own: what its stacks give is not known", () => {
    expect(namesIn({ "context.tf": context, "main.tf": role })).toEqual([
      '${module.this.id}/${coalesce(var.name, "none")}/worker yes',
    ]);
  });

  it("has those of a variable file, null included", () => {
    const files = { "context.tf": context, "main.tf": role, "a.auto.tfvars": 'namespace = "eg"' };
    expect(namesIn(files)).toEqual(["eg/none/worker yes"]);
  });

  it("has null where nothing is a component", () => {
    const main = `variable "name" { default = null }\n${role}`.replaceAll("module.this.enabled", "true");
    const plain = main.replace("${module.this.id}/", "").replace("/${var.kind}", "");
    expect(namesIn({ "main.tf": plain })).toEqual(["none yes"]);
  });
});

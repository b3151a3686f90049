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

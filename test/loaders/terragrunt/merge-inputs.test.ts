import { describe, expect, it } from "vitest";
import { print } from "../../../src/model/text.ts";
import { rolesOf } from "../../support/terraform-repository.ts";
import { readTerragrunt } from "../../support/terragrunt-repository.ts";

const module = `variable "a" {
  default = "none"
}
variable "l" {
  type    = list(string)
  default = []
}
resource "aws_iam_role" "a" {
  name = var.a
}
resource "aws_iam_role" "l" {
  name = join("+", var.l)
}
`;

/** What the two variables get from a parent's and a unit's inputs: a value, or "hole". */
function given(strategy: string, parent: string, child: string): readonly string[] {
  const unit = `include "root" {
  path           = find_in_parent_folders("root.hcl")
  merge_strategy = "${strategy}"
}
terraform {
  source = "../../m"
}
inputs = ${child}
`;
  const files = { "m/main.tf": module, "root.hcl": `inputs = ${parent}\n`, "live/u/terragrunt.hcl": unit };
  const roles = rolesOf(readTerragrunt(files));
  return ["a", "l"].map((name) => {
    const role = roles.find(({ address }) => address === `aws_iam_role.${name}`);
    const text = role === undefined ? "none" : print(role.name);
    return text.includes("${") ? "hole" : text;
  });
}

describe("inputs of which a part is not known", () => {
  it.each([
    ["shallow", 'jsondecode(get_env("X"))', '{ a = "x", l = ["1"] }', ["x", "1"]],
    ["shallow", '{ a = "x", l = ["1"] }', 'jsondecode(get_env("X"))', ["hole", "hole"]],
    ["shallow", '{ a = "x" }', 'merge(jsondecode(get_env("X")), { l = ["1"] })', ["hole", "1"]],
    ["shallow", '{ a = "x" }', '{ (get_env("K")) = "y", l = ["1"] }', ["hole", "1"]],
    ["deep", 'jsondecode(get_env("X"))', '{ a = "x", l = ["1"] }', ["x", "hole"]],
    ["deep", '{ a = "x", l = jsondecode(get_env("L")) }', '{ l = ["1"] }', ["x", "hole"]],
    ["deep", '{ a = get_env("A"), l = ["1"] }', '{ a = "x" }', ["x", "1"]],
    ["deep", '{ l = ["1"] }', '{ a = "x", l = jsondecode(get_env("L")) }', ["x", "hole"]],
    ["deep", '{ l = ["1"] }', '{ a = "x", l = ["2"] }', ["x", "1+2"]],
  ])("%s: %s below %s", (strategy, parent, child, expected) => {
    expect(given(strategy, parent, child)).toEqual(expected);
  });
});

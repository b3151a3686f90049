import { describe, expect, it } from "vitest";
import { environmentsOf } from "../../../src/loaders/terraform/environments/environments.ts";
import { print } from "../../../src/model/text.ts";
import { covers, noSettings, onlyRole, readTerraform, rolesOf } from "../../support/terraform-repository.ts";

const main = `
variable "env" { default = "none" }
resource "aws_iam_role" "x" { name = "\${var.env}-role" }
`;

function names(files: Readonly<Record<string, string>>, varFiles: readonly string[] = []): readonly string[] {
  const roles = rolesOf(readTerraform(files, { ...noSettings, varFiles }));
  return roles.map(({ name, origin }) => `${origin.environment ?? "-"}: ${print(name)}`).sort();
}

describe("the variable sets of a root module", () => {
  it.each([
    ["no variable file", {}, ["-: none-role"]],
    [
      "only the files that Terraform reads by itself",
      { "terraform.tfvars": 'env = "base"' },
      ["-: base-role"],
    ],
    [
      "an automatic file over terraform.tfvars",
      { "terraform.tfvars": 'env = "base"', "a.auto.tfvars": 'env = "auto"' },
      ["-: auto-role"],
    ],
    [
      "named files beside it",
      { "dev.tfvars": 'env = "dev"', "prod.tfvars": 'env = "prod"' },
      ["dev: dev-role", "prod: prod-role"],
    ],
    [
      "named files over automatic ones",
      { "terraform.tfvars": 'env = "base"', "dev.tfvars": "x = 1", "prod.tfvars": 'env = "prod"' },
      ["dev: base-role", "prod: prod-role"],
    ],
    [
      "a directory of sets",
      { "env/dev.tfvars": 'env = "dev"', "env/prod.tfvars": 'env = "prod"' },
      ["dev: dev-role", "prod: prod-role"],
    ],
    [
      "a directory for each set",
      { "envs/dev/terraform.tfvars": 'env = "dev"', "envs/prod/terraform.tfvars": 'env = "prod"' },
      ["dev: dev-role", "prod: prod-role"],
    ],
    ["a set in JSON", { "dev.tfvars.json": '{"env": "dev"}' }, ["dev: dev-role"]],
  ])("are %s", (_, files, expected) => {
    expect(names({ "main.tf": main, ...files })).toEqual(expected);
  });

  it("do not include those of another root module below", () => {
    const files = {
      "main.tf": main,
      "env/prod/main.tf": main,
      "env/prod/terraform.tfvars": 'env = "inner"',
    };
    expect(names(files)).toEqual(["-: inner-role", "-: none-role"]);
  });

  it("go by their path when two files have one name", () => {
    const sets = environmentsOf("", ["main.tf", "dev/eks.tfvars", "prod/eks.tfvars"], []);
    expect(sets.map(({ name }) => name)).toEqual(["dev/eks", "prod/eks"]);
  });

  it("include a file that the user names, for the root module that it lies in", () => {
    const files = {
      "a/main.tf": main,
      "b/main.tf": main,
      "a/deep/er/still/prod.tfvars": 'env = "prod"',
    };
    expect(names(files, ["a/deep/er/still/prod.tfvars"])).toEqual(["-: none-role", "prod: prod-role"]);
  });

  it("that a user's file outside of every root module adds to each", () => {
    const files = { "a/main.tf": main, "b/main.tf": main, "shared/prod.tfvars": 'env = "prod"' };
    expect(names(files, ["shared/prod.tfvars"])).toEqual(["prod: prod-role", "prod: prod-role"]);
  });
});

describe("a value", () => {
  it("of a variable file stands where the file has it", () => {
    const role = onlyRole({
      "main.tf": 'variable "name" {}\nresource "aws_iam_role" "x" { name = var.name }',
      "prod.tfvars": 'name = "from-prod"',
    });
    expect([covers(role.name), role.name.at.file.path]).toEqual(["from-prod", "prod.tfvars"]);
    expect(role.name.assumed).toBeUndefined();
  });

  it("of a root variable's default is known, and assumed in what derives from it", () => {
    const role = onlyRole({ "main.tf": main });
    expect(print(role.name)).toBe("none-role");
    expect(role.name.assumed).toEqual(["default:var.env"]);
    expect(role.arn.assumed).toContain("default:var.env");
  });

  it("that is null falls back to the default only when the variable is not nullable", () => {
    const text = (nullable: string): string =>
      print(
        onlyRole({
          "main.tf": `variable "name" {\n default = "fallback"\n nullable = ${nullable}\n}
            resource "aws_iam_role" "x" { name = var.name }`,
          "terraform.tfvars": "name = null",
        }).name,
      );
    expect(text("false")).toBe("fallback");
    expect(text("true")).toBe("terraform-${suffix of aws_iam_role.x}");
  });
});

describe("a file that does not parse", () => {
  it("is a problem once, however many variable sets read it", () => {
    const { problems } = readTerraform({
      "main.tf": `${main}\nresource "aws_iam_role" {{`,
      "dev.tfvars": "",
      "prod.tfvars": "",
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code: "input/unparseable" });
  });

  it("still gives what could be read of it", () => {
    const role = onlyRole({ "main.tf": `${main}\nlocals {\n  a = = 1\n}\n` });
    expect(print(role.name)).toBe("none-role");
  });

  it("is no variable set when a program has yet to fill it in", () => {
    const expanded = readTerraform({
      "main.tf": main,
      "sets/template.tfvars": 'env = "{{ env }}"\n{% if a %}\n{% endif %}',
    });
    expect(expanded.problems).toEqual([]);
    expect(rolesOf(expanded).map(({ origin }) => origin.environment)).toEqual([null]);
  });

  it("is a problem when it is a variable file", () => {
    const { problems } = readTerraform({ "main.tf": main, "prod.tfvars": 'env = "prod' });
    expect(problems.map(({ at }) => at.file.path)).toEqual(["prod.tfvars"]);
  });
});

import { describe, expect, it } from "vitest";
import { environmentsOf } from "../../../src/loaders/terraform/environments/environments.ts";
import { wholeFile } from "../../../src/model/location.ts";
import { literal, print } from "../../../src/model/text.ts";
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
      {
        "terraform.tfvars": 'env = "base"',
        "dev.tfvars": "# nothing of its own",
        "prod.tfvars": 'env = "prod"',
      },
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

describe("a variable file", () => {
  const eks =
    'variable "env" { default = "none" }\nvariable "nodes" { default = 1 }\nresource "aws_iam_role" "x" { name = "${var.env}-eks" }';
  const vpc =
    'variable "env" { default = "none" }\nvariable "cidr" {}\nresource "aws_iam_role" "x" { name = "${var.env}-vpc" }';

  it("that holds arguments of a backend is no set, whatever it is called", () => {
    const files = {
      "main.tf": `${main}\nvariable "region" {}`,
      "backend-prod.tfvars": 'region = "eu-west-1"',
      "state/dev.tfvars": 'bucket = "b"\nkey = "k"\nregion = "eu-west-1"',
      "prod.tfbackend": 'bucket = "b"',
      "backend-prod.hcl": 'bucket = "b"',
    };
    expect(names(files)).toEqual(["-: none-role"]);
  });

  it("that sets nothing that the root module declares is no set of it", () => {
    expect(names({ "main.tf": main, "other.tfvars": "x = 1" })).toEqual(["-: none-role"]);
  });

  it("of the same name in several directories goes by its path", () => {
    const files = { "main.tf": main, "dev/x.tfvars": 'env = "dev"', "prod/x.tfvars": 'env = "prod"' };
    expect(names(files)).toEqual(["dev/x: dev-role", "prod/x: prod-role"]);
  });

  it("of the same name that the user gives twice goes by its path", () => {
    const files = {
      "a/main.tf": main,
      "a/q/w/e/prod.tfvars": 'env = "one"',
      "a/q/w/f/prod.tfvars": 'env = "two"',
    };
    const given = ["a/q/w/e/prod.tfvars", "a/q/w/f/prod.tfvars"];
    expect(names(files, given)).toEqual(["q/w/e/prod: one-role", "q/w/f/prod: two-role"]);
  });

  it.each([
    [
      "is for the one that declares all it sets",
      { "envs/prod.tfvars": 'env = "prod"\nnodes = 3' },
      ["-: none-vpc", "prod: prod-eks"],
    ],
    [
      "is for every one that declares all it sets",
      { "envs/prod.tfvars": 'env = "prod"' },
      ["prod: prod-eks", "prod: prod-vpc"],
    ],
    [
      "is for the one that it is named after",
      { "envs/prod/eks.tfvars": 'env = "prod"' },
      ["-: none-vpc", "prod: prod-eks"],
    ],
    [
      "is, where it holds more than any declares, for the one that gets all it needs",
      { "envs/prod.tfvars": 'env = "prod"\ncidr = "10.0.0.0/8"\nother = 1' },
      ["-: none-eks", "prod: prod-vpc"],
    ],
    ["is for none when nothing fits", { "envs/prod.tfvars": "other = 1" }, ["-: none-eks", "-: none-vpc"]],
    [
      "is for none when it is a backend's",
      { "envs/backend.tfvars": 'region = "x"\nbucket = "b"' },
      ["-: none-eks", "-: none-vpc"],
    ],
  ])("beside the root modules %s", (_, files, expected) => {
    expect(names({ "eks/main.tf": eks, "vpc/main.tf": vpc, ...files })).toEqual(expected);
  });

  it("beside the root modules is not for one with sets of its own", () => {
    const files = {
      "eks/main.tf": eks,
      "eks/dev.tfvars": 'env = "dev"',
      "vpc/main.tf": vpc,
      "envs/prod.tfvars": 'env = "prod"',
    };
    expect(names(files)).toEqual(["dev: dev-eks", "prod: prod-vpc"]);
  });

  it("beside the root modules is for the nearest", () => {
    const files = {
      "a/eks/main.tf": eks,
      "b/eks/main.tf": eks,
      "a/envs/prod.tfvars": 'env = "prod"',
      "b/envs/prod.tfvars": 'env = "live"',
    };
    expect(names(files)).toEqual(["prod: live-eks", "prod: prod-eks"]);
  });

  it("that the user gives for one root module leaves the others as they are", () => {
    const files = { "eks/main.tf": eks, "vpc/main.tf": vpc, "sets/a.tfvars": "nodes = 2" };
    expect(names(files, ["sets/a.tfvars"])).toEqual(["-: none-vpc", "a: none-eks"]);
  });
});

describe("a module that others call", () => {
  const call = 'module "m" {\n  source = "../modules/m"\n  env = "called"\n}';

  it("is no root module, whatever lies below it", () => {
    const files = {
      "live/main.tf": call,
      "modules/m/main.tf": main,
      "modules/m/examples/x.tfvars": 'env = "x"',
    };
    expect(names(files)).toEqual(["-: called-role"]);
  });

  it("is one as well when it has values of its own", () => {
    const files = {
      "live/main.tf": call,
      "modules/m/main.tf": main,
      "modules/m/terraform.tfvars": 'env = "own"',
    };
    expect(names(files)).toEqual(["-: called-role", "-: own-role"]);
  });

  it("is one as well when it keeps its own state", () => {
    const backend = 'terraform {\n  backend "s3" {}\n}';
    const files = { "live/main.tf": call, "modules/m/main.tf": `${main}\n${backend}` };
    expect(names(files)).toEqual(["-: called-role", "-: none-role"]);
  });

  it("by its own example is no root module", () => {
    const files = {
      "main.tf": 'variable "env" {}\nresource "aws_iam_role" "x" { name = "${var.env}-role" }',
      "examples/complete/main.tf": 'module "m" {\n  source = "../.."\n  env = "example"\n}',
      "examples/complete/fixtures.tfvars": "x = 1",
    };
    expect(names(files)).toEqual(["-: example-role"]);
  });
});

describe("a module that nobody calls here", () => {
  it("has holes for the variables that it needs", () => {
    const role = onlyRole({
      "main.tf": 'variable "n" {}\nresource "aws_iam_role" "x" { name = "a-${var.n}" }',
    });
    expect(print(role.name)).toBe("a-${var.n}");
  });
});

describe("workspaces", () => {
  const keyed = `
    locals { names = { dev = "d", prod = "p" } }
    variable "env" { default = "none" }
    resource "aws_iam_role" "x" { name = "\${local.names[terraform.workspace]}-\${var.env}" }`;
  const at = wholeFile({ path: ".irsa-lint.yaml", text: "prod" });
  const inWorkspaces = (
    files: Readonly<Record<string, string>>,
    workspaces: readonly string[],
  ): readonly string[] => {
    const settings = {
      ...noSettings,
      workspaces: [{ path: "a", names: workspaces.map((name) => literal(name, at)) }],
    };
    const roles = rolesOf(readTerraform({ "a/main.tf": keyed, ...files }, settings));
    return roles.map(({ name, origin }) => `${origin.environment ?? "-"}: ${print(name)}`).sort();
  };

  it("are a hole when nobody tells them", () => {
    expect(print(onlyRole({ "a/main.tf": keyed }).name)).not.toMatch(/^[dp]-/);
  });

  it("are an environment each, with their name", () => {
    expect(inWorkspaces({}, ["dev", "prod"])).toEqual(["dev: d-none", "prod: p-none"]);
  });

  it("go with the variable file of their name", () => {
    const files = { "a/dev.tfvars": 'env = "x"', "a/prod.tfvars": 'env = "y"' };
    expect(inWorkspaces(files, ["dev", "prod"])).toEqual(["dev: d-x", "prod: p-y"]);
  });

  it("without a variable file of their name have what Terraform reads by itself", () => {
    const files = { "a/terraform.tfvars": 'env = "auto"', "a/dev.tfvars": 'env = "x"' };
    expect(inWorkspaces(files, ["dev", "prod"])).toEqual(["dev: d-x", "prod: p-auto"]);
  });

  it("all use the only variable file when it has another name", () => {
    expect(inWorkspaces({ "a/common.tfvars": 'env = "c"' }, ["dev", "prod"])).toEqual([
      "dev: d-c",
      "prod: p-c",
    ]);
  });

  it("use each variable file when none has their name", () => {
    const files = { "a/blue.tfvars": 'env = "b"', "a/green.tfvars": 'env = "g"' };
    expect(inWorkspaces(files, ["dev", "prod"])).toEqual([
      "blue/dev: d-b",
      "blue/prod: p-b",
      "green/dev: d-g",
      "green/prod: p-g",
    ]);
  });

  it("leave variable files of other names without one", () => {
    const files = { "a/dev.tfvars": 'env = "x"', "a/stage.tfvars": 'env = "s"' };
    expect(inWorkspaces(files, ["dev"])[0]).toBe("dev: d-x");
    expect(inWorkspaces(files, ["dev"])[1]).toMatch(/^stage: \$\{/);
  });

  it("are for their own root module only", () => {
    expect(inWorkspaces({ "b/main.tf": main }, ["dev"])).toEqual(["-: none-role", "dev: d-none"]);
  });
});

describe("modules that terraform init has put there", () => {
  const call = (version: string): string =>
    `module "r" {\n  source = "acme/role/aws"\n  version = "${version}"\n  env = "called"\n}`;
  const manifest = (dir: string): string =>
    JSON.stringify({
      Modules: [
        { Key: "", Source: "", Dir: "." },
        { Key: "r", Source: "registry.terraform.io/acme/role/aws", Version: "1.2.0", Dir: dir },
        { Key: "r.inner", Source: "./inner", Dir: `${dir}/inner` },
      ],
    });
  const outer = 'variable "env" {}\nmodule "inner" {\n  source = "./inner"\n  env = var.env\n}';

  it("are read, those that they call included", () => {
    const files = {
      "live/main.tf": call("~> 1.0"),
      "live/.terraform/modules/modules.json": manifest(".terraform/modules/r"),
      "live/.terraform/modules/r/main.tf": outer,
      "live/.terraform/modules/r/inner/main.tf": main,
    };
    expect(names(files)).toEqual(["-: called-role"]);
  });

  it("are not read when the call asks for another version since", () => {
    const files = {
      "live/main.tf": call("~> 2.0"),
      "live/.terraform/modules/modules.json": manifest(".terraform/modules/r"),
      "live/.terraform/modules/r/main.tf": main,
    };
    expect(names(files)).toEqual([]);
  });

  it("are not read outside of the boundary", () => {
    const files = {
      "live/main.tf": call("~> 1.0"),
      "live/.terraform/modules/modules.json": manifest("../../elsewhere"),
    };
    expect(names(files)).toEqual([]);
  });

  it("are not there when the manifest is broken", () => {
    const files = {
      "live/main.tf": call("~> 1.0"),
      "live/.terraform/modules/modules.json": "{",
      "live/.terraform/modules/r/main.tf": main,
    };
    expect(names(files)).toEqual([]);
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

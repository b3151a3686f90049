import { describe, expect, it } from "vitest";
import { gapMessages, readTerragrunt, roleModule, roleNames } from "../../support/terragrunt-repository.ts";

const pattern =
  'terraform {\n  source = "${get_repo_root()}//modules/role"\n}\ninputs = { name = "${values.env}-eso" }\n';
const stack = (env: string, source = "../../units/eso"): string =>
  `unit "eso" {\n  source = "${source}"\n  path   = "eso"\n  values = { env = "${env}" }\n}\n`;
const base = { "modules/role/main.tf": roleModule, "units/eso/terragrunt.hcl": pattern };

describe("a stack", () => {
  it("makes its units, and what it copies is none", () => {
    const files = {
      ...base,
      "live/dev/terragrunt.stack.hcl": stack("dev"),
      "live/prod/terragrunt.stack.hcl": stack("prod"),
    };
    expect(roleNames(files)).toEqual(["live/dev/eso: dev-eso", "live/prod/eso: prod-eso"]);
  });

  it("makes stacks, each with its values", () => {
    const files = {
      ...base,
      "stacks/cluster/terragrunt.stack.hcl":
        'unit "eso" {\n  source = "${get_repo_root()}/units/eso"\n  path   = "eso"\n  values = { env = values.env }\n}\n',
      "live/terragrunt.stack.hcl":
        'stack "a" {\n  source = "../stacks/cluster"\n  path   = "a"\n  values = { env = "one" }\n}\nstack "b" {\n  source = "../stacks/cluster"\n  path   = "b"\n  values = { env = "two" }\n}\n',
    };
    expect(roleNames(files)).toEqual(["live/a/eso: one-eso", "live/b/eso: two-eso"]);
  });

  it("joins its units by their dependencies", () => {
    const files = {
      "m/main.tf": `${roleModule}output "n" {\n  value = var.name\n}\n`,
      "units/a/terragrunt.hcl":
        'terraform {\n  source = "${get_repo_root()}//m"\n}\ninputs = { name = "first" }\n',
      "units/b/terragrunt.hcl":
        'terraform {\n  source = "${get_repo_root()}//m"\n}\ndependency "a" {\n  config_path = "../a"\n}\ninputs = { name = "${dependency.a.outputs.n}-second" }\n',
      "live/terragrunt.stack.hcl":
        'unit "a" {\n  source = "../units/a"\n  path   = "a"\n}\nunit "b" {\n  source = "../units/b"\n  path   = "b"\n}\n',
    };
    expect(roleNames(files)).toEqual(["live/a: first", "live/b: first-second"]);
  });

  it("whose units lie elsewhere says so", () => {
    const files = {
      ...base,
      "live/terragrunt.stack.hcl": stack("dev", "git::https://example.com/catalog.git//units/eso?ref=v1"),
    };
    expect(gapMessages(readTerragrunt(files))).toEqual([
      'unit "eso" (git::https://example.com/catalog.git//units/eso?ref=v1) is not in this repository: what it makes is not known',
    ]);
  });

  it("that was generated and committed is read once", () => {
    const files = {
      ...base,
      "live/terragrunt.stack.hcl": stack("dev", "../units/eso"),
      "live/.terragrunt-stack/eso/terragrunt.hcl": pattern,
      "live/.terragrunt-stack/eso/terragrunt.values.hcl": 'env = "dev"\n',
    };
    expect(roleNames(files)).toEqual(["live/eso: dev-eso"]);
  });
});

describe("a pattern that no stack here copies", () => {
  it("has holes for its values", () => {
    expect(roleNames(base)).toEqual(["units/eso: ${values.env}-eso"]);
  });
});

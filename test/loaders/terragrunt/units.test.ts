import { describe, expect, it } from "vitest";
import { print } from "../../../src/model/text.ts";
import { covers, factsOf, noSettings, rolesOf } from "../../support/terraform-repository.ts";
import { gapMessages, readTerragrunt, roleModule, roleNames } from "../../support/terragrunt-repository.ts";

const unit = (name: string, more = ""): string =>
  `terraform {\n  source = "../../modules/role"\n}\ninputs = {\n  name = "${name}"\n}\n${more}`;

describe("a unit", () => {
  it("is a root module with its inputs, called by its directory", () => {
    const files = {
      "modules/role/main.tf": roleModule,
      "live/dev/terragrunt.hcl": unit("dev-eso"),
      "live/prod/terragrunt.hcl": unit("prod-eso"),
    };
    expect(roleNames(files)).toEqual(["live/dev: dev-eso", "live/prod: prod-eso"]);
  });

  it("gives values that stand where its file has them, and are not assumed", () => {
    const [role] = rolesOf(
      readTerragrunt({ "modules/role/main.tf": roleModule, "live/dev/terragrunt.hcl": unit("dev-eso") }),
    );
    expect(role && [covers(role.name), role.name.at.file.path, role.name.assumed]).toEqual([
      "dev-eso",
      "live/dev/terragrunt.hcl",
      undefined,
    ]);
  });

  it("leaves other modules that nobody calls what they are", () => {
    const files = {
      "modules/role/main.tf": roleModule,
      "modules/other/main.tf": roleModule,
      "live/dev/terragrunt.hcl": unit("dev-eso"),
    };
    expect(roleNames(files)).toEqual(["-: ${var.name}", "live/dev: dev-eso"]);
  });

  it("does not take a module from a root module that calls it too", () => {
    const files = {
      "modules/role/main.tf": roleModule,
      "live/dev/terragrunt.hcl": unit("dev-eso"),
      "plain/main.tf": 'module "r" {\n  source = "../modules/role"\n  name = "plain"\n}\n',
    };
    expect(roleNames(files)).toEqual(["-: plain", "live/dev: dev-eso"]);
  });

  it("takes the variable sets of its module with it", () => {
    const files = {
      "modules/role/main.tf": roleModule,
      "modules/role/dev.tfvars": 'name = "bare"\n',
      "live/dev/terragrunt.hcl": unit("dev-eso"),
    };
    expect(roleNames(files)).toEqual(["live/dev: dev-eso"]);
  });

  it("without a source is the module beside it", () => {
    const files = {
      "live/dev/main.tf": roleModule,
      "live/dev/terragrunt.hcl": 'inputs = { name = "own" }\n',
    };
    expect(roleNames(files)).toEqual(["live/dev: own"]);
  });

  it("is none when others include the file, or nothing is run", () => {
    const files = {
      "terragrunt.hcl": 'terraform {\n  source = "./modules/role"\n}\ninputs = { name = "root" }\n',
      "modules/role/main.tf": roleModule,
      "live/dev/terragrunt.hcl":
        'include "root" {\n  path = find_in_parent_folders()\n}\ninputs = { name = "dev" }\n',
      "live/env/terragrunt.hcl": "locals {\n  a = 1\n}\n",
    };
    // The source is relative to the unit that includes it: what it leads to is not there.
    expect(roleNames(files)).toEqual(["-: ${var.name}"]);
    expect(gapMessages(readTerragrunt(files))).toEqual([
      "the module of unit live/dev (./modules/role) is not in this repository: what it makes and returns is not known",
    ]);
  });

  it("of a module of the catalogue has its roles at the terraform block", () => {
    const files = {
      "live/eso/terragrunt.hcl": `terraform {
  source = "tfr:///terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks?version=5.39.0"
}
inputs = {
  role_name = "eso"
  oidc_providers = {
    main = {
      provider_arn = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABC"
      namespace_service_accounts = ["external-secrets:eso"]
    }
  }
}
`,
    };
    const [role, ...more] = rolesOf(readTerragrunt(files));
    expect(more).toEqual([]);
    expect(role && [print(role.name), role.at.file.path, role.address]).toEqual([
      "eso",
      "live/eso/terragrunt.hcl",
      "aws_iam_role.this[0]",
    ]);
    const subjects =
      role?.trust.state === "known"
        ? role.trust.value.statements.flatMap(({ conditions }) =>
            conditions.flatMap(({ values }) => values.map(print)),
          )
        : [];
    expect(subjects).toContain("system:serviceaccount:external-secrets:eso");
  });

  it("of a module in the same repository by its git address is read", () => {
    const files = {
      "modules/role/main.tf": roleModule,
      "live/dev/terragrunt.hcl":
        'terraform {\n  source = "git::git@github.com:acme/infra.git//modules/role?ref=main"\n}\ninputs = { name = "dev" }\n',
    };
    const settings = { ...noSettings, repositories: [{ url: "https://github.com/acme/infra", path: "" }] };
    expect(roleNames(files, settings)).toEqual(["live/dev: dev"]);
  });

  it("of another revision of this repository takes for granted that it is what lies here", () => {
    const files = {
      "modules/role/main.tf": roleModule,
      "live/dev/terragrunt.hcl":
        'terraform {\n  source = "git::git@github.com:acme/infra.git//modules/role?ref=v1"\n}\ninputs = { name = "dev" }\n',
    };
    const settings = { ...noSettings, repositories: [{ url: "https://github.com/acme/infra", path: "" }] };
    const [role] = rolesOf(readTerragrunt(files, settings));
    expect(role && [print(role.name), role.name.assumed]).toEqual(["dev", ["revision:v1"]]);
  });

  it("of a module elsewhere is a gap that says so", () => {
    const expanded = readTerragrunt({
      "live/x/terragrunt.hcl": 'terraform {\n  source = "git::https://example.com/x.git//m?ref=v1"\n}\n',
    });
    expect(gapMessages(expanded)).toEqual([
      "the module of unit live/x (git::https://example.com/x.git//m?ref=v1) is not in this repository: what it makes and returns is not known",
    ]);
    expect(factsOf(expanded, "gap")[0]?.may).toContain("role");
  });

  it("whose module lies above the boundary is a problem", () => {
    const { problems } = readTerragrunt({
      "live/x/terragrunt.hcl": 'terraform {\n  source = "../../../outside"\n}\n',
    });
    expect(problems.map(({ code }) => code)).toEqual(["input/outside-root"]);
  });

  it("has holes where nobody knows: the environment, commands, secrets, AWS", () => {
    const name = (value: string): string =>
      roleNames({ "modules/role/main.tf": roleModule, "live/u/terragrunt.hcl": unit(value) })[0] ?? "";
    expect(name('a-${get_env("X")}')).toBe('live/u: a-${get_env("X")}');
    expect(name('a-${run_cmd("id")}')).toBe('live/u: a-${run_cmd("id")}');
    expect(name('a-${sops_decrypt_file("s.yaml")}')).toBe('live/u: a-${sops_decrypt_file("s.yaml")}');
    expect(name("a-${get_aws_account_id()}")).toBe(
      "live/u: a-${data.aws_caller_identity.current.account_id}",
    );
    expect(name("a-${get_terragrunt_dir()}")).toBe("live/u: a-${get_repo_root()}/live/u");
    expect(name('a-${split("/", get_terragrunt_dir())[3]}')).toBe("live/u: a-${path of the repository}");
    expect(name("a-${sha1(get_terragrunt_dir())}")).toBe("live/u: a-${sha1(get_terragrunt_dir())}");
  });

  it("takes what get_env falls back to for granted", () => {
    const [role] = rolesOf(
      readTerragrunt({
        "modules/role/main.tf": roleModule,
        "live/u/terragrunt.hcl": unit('${get_env("ENV", "dev")}-eso'),
      }),
    );
    expect(role && [print(role.name), role.name.assumed]).toEqual(["dev-eso", ["default:get_env(ENV)"]]);
  });

  it("is in the account of the role that Terragrunt assumes for it", () => {
    const files = {
      "modules/role/main.tf": roleModule,
      "live/u/terragrunt.hcl": unit("x", 'iam_role = "arn:aws:iam::111122223333:role/terragrunt"\n'),
    };
    expect(rolesOf(readTerragrunt(files)).map(({ account }) => print(account))).toEqual(["111122223333"]);
  });

  it("of which the account is not known has it equal to get_aws_account_id()", () => {
    const files = {
      "modules/role/main.tf":
        'variable "arn" {}\nresource "aws_iam_role" "r" {\n  name = "r"\n  permissions_boundary = var.arn\n}\n',
      "live/u/terragrunt.hcl":
        'terraform {\n  source = "../../modules/role"\n}\ninputs = { arn = "arn:aws:iam::${get_aws_account_id()}:policy/p" }\n',
    };
    const [role] = rolesOf(readTerragrunt(files));
    const boundary = role?.permissionsBoundary;
    const holes = boundary?.kind === "text" ? boundary.parts.filter((part) => part.kind === "hole") : [];
    expect(holes.map(({ id }) => id)).toEqual(
      role?.account.parts.map((part) => (part.kind === "hole" ? part.id : "")),
    );
  });

  it("hands paths of the repository to its module", () => {
    const files = {
      "modules/role/main.tf":
        'variable "p" {}\nresource "aws_iam_role" "r" {\n  name = trimspace(file(var.p))\n}\n',
      "live/u/name.txt": "from-file\n",
      "live/u/terragrunt.hcl":
        'terraform {\n  source = "../../modules/role"\n}\ninputs = { p = "${get_terragrunt_dir()}/name.txt" }\n',
    };
    expect(roleNames(files)).toEqual(["live/u: from-file"]);
  });

  it.each([
    ["skip", "skip = true\n"],
    ["exclude", 'exclude {\n  if = true\n  actions = ["all"]\n}\n'],
    ["exclude by what is not known", 'exclude {\n  if = get_env("X") == "y"\n  actions = ["all"]\n}\n'],
  ])("that is left out of runs may not exist: %s", (_, more) => {
    const files = { "modules/role/main.tf": roleModule, "live/u/terragrunt.hcl": unit("x", more) };
    expect(rolesOf(readTerragrunt(files)).map(({ exists }) => exists)).toEqual(["maybe"]);
  });

  it("with a variable file that is not there has holes for what nothing else gives", () => {
    const files = {
      "modules/role/main.tf":
        'variable "a" { default = "a" }\nvariable "b" { default = "b" }\nresource "aws_iam_role" "r" {\n  name = "${var.a}-${var.b}"\n}\n',
      "live/u/terragrunt.hcl": `terraform {
  source = "../../modules/role"
  extra_arguments "x" {
    commands           = ["plan", "apply"]
    required_var_files = ["secret.tfvars"]
  }
}
inputs = { a = "given" }
`,
    };
    expect(roleNames(files)).toEqual(["live/u: given-${var.b (in secret.tfvars)}"]);
  });

  it("in JSON is not read, and says so", () => {
    expect(gapMessages(readTerragrunt({ "live/u/terragrunt.hcl.json": "{}" }))).toEqual([
      "live/u/terragrunt.hcl.json is a Terragrunt unit in JSON, which is not read: what it makes is not known",
    ]);
  });

  it("in Terragrunt's caches is none", () => {
    const files = {
      "modules/role/main.tf": roleModule,
      "live/u/terragrunt.hcl": unit("x"),
      "live/u/.terragrunt-cache/a/b/terragrunt.hcl": unit("cached"),
      "live/u/.terragrunt-cache/a/b/main.tf": roleModule,
    };
    expect(roleNames(files)).toEqual(["live/u: x"]);
  });
});

describe("units together", () => {
  const provider = `variable "issuer" {}
resource "aws_iam_openid_connect_provider" "this" {
  url = "https://\${var.issuer}"
}
output "arn" {
  value = aws_iam_openid_connect_provider.this.arn
}
`;
  const taking =
    'variable "arn" {}\nresource "aws_iam_role" "r" {\n  name = element(split("/", var.arn), 3)\n}\n';
  const eks =
    'terraform {\n  source = "../../modules/eks"\n}\ninputs = { issuer = "oidc.eks.eu-west-1.amazonaws.com/id/ABC" }\n';
  const eso = (dependency: string): string =>
    `terraform {\n  source = "../../modules/eso"\n}\ndependency "eks" {\n${dependency}}\ninputs = { arn = dependency.eks.outputs.arn }\n`;
  const modules = { "modules/eks/main.tf": provider, "modules/eso/main.tf": taking };

  it("hand each other what their modules return", () => {
    const files = {
      ...modules,
      "live/eks/terragrunt.hcl": eks,
      "live/eso/terragrunt.hcl": eso('  config_path = "../eks"\n'),
    };
    expect(roleNames(files)).toEqual(["live/eso: ABC"]);
  });

  it.each([
    ["a unit that is not here", '  config_path = "../nowhere"\n  mock_outputs = { arn = "a/b/c/mock" }\n'],
    [
      "outputs that are skipped",
      '  config_path = "../eks"\n  skip_outputs = true\n  mock_outputs = { arn = "a/b/c/mock" }\n',
    ],
    ["a path that is not known", '  config_path = get_env("X")\n  mock_outputs = { arn = "a/b/c/mock" }\n'],
  ])("never take a mock for a value: %s", (_, dependency) => {
    const files = { ...modules, "live/eks/terragrunt.hcl": eks, "live/eso/terragrunt.hcl": eso(dependency) };
    expect(roleNames(files)[0]).toMatch(/^live\/eso: \$\{/);
  });

  it("see one unknown output of a third as the same", () => {
    const module = 'variable "a" {}\nresource "aws_iam_role" "r" {\n  name = var.a\n}\n';
    const unit =
      'terraform {\n  source = "../../m"\n}\ndependency "d" {\n  config_path = "../away"\n}\ninputs = { a = dependency.d.outputs.x }\n';
    const roles = rolesOf(
      readTerragrunt({
        "m/main.tf": module,
        "live/away/terragrunt.hcl": 'terraform {\n  source = "git::https://example.com/x.git"\n}\n',
        "live/a/terragrunt.hcl": unit,
        "live/b/terragrunt.hcl": unit,
      }),
    );
    const ids = roles.flatMap(({ name }) => name.parts.map((part) => (part.kind === "hole" ? part.id : "")));
    expect(new Set(ids).size).toBe(1);
    expect(roles).toHaveLength(2);
  });

  it("that depend on each other have holes", () => {
    const module =
      'variable "a" {}\nresource "aws_iam_role" "r" {\n  name = var.a\n}\noutput "a" { value = var.a }\n';
    const unit = (other: string): string =>
      `terraform {\n  source = "../../m"\n}\ndependency "d" {\n  config_path = "../${other}"\n}\ninputs = { a = dependency.d.outputs.a }\n`;
    const names = roleNames({
      "m/main.tf": module,
      "live/a/terragrunt.hcl": unit("b"),
      "live/b/terragrunt.hcl": unit("a"),
    });
    expect(names).toHaveLength(2);
    for (const name of names) expect(name).toMatch(/^live\/[ab]: \$\{/);
  });
});

describe("what Terragrunt would not read", () => {
  const source = 'terraform {\n  source = "../../modules/role"\n}\n';
  const named = (more: string, files: Readonly<Record<string, string>> = {}): readonly string[] =>
    roleNames({ "modules/role/main.tf": roleModule, "live/u/terragrunt.hcl": source + more, ...files });

  it.each([
    [
      "locals that need each other",
      "locals {\n  a = local.b\n  b = local.a\n}\ninputs = { name = local.a }\n",
      {},
    ],
    [
      "files that read each other",
      'locals {\n  c = read_terragrunt_config("../a.hcl")\n}\ninputs = { name = local.c.locals.x }\n',
      {
        "live/a.hcl": 'locals {\n  x = read_terragrunt_config("b.hcl").locals.x\n}\n',
        "live/b.hcl": 'locals {\n  x = read_terragrunt_config("a.hcl").locals.x\n}\n',
      },
    ],
    [
      "a file that reads itself",
      'locals {\n  c = read_terragrunt_config("terragrunt.hcl")\n}\ninputs = { name = local.c.inputs.name }\n',
      {},
    ],
    ["an unknown function", 'inputs = { name = no_such_function("x") }\n', {}],
    ["a function with wrong arguments", 'inputs = { name = find_in_parent_folders("a", "b", "c") }\n', {}],
    ["a file that is not there", 'inputs = { name = file("nowhere.txt") }\n', {}],
    ["a parent that is not there", 'inputs = { name = find_in_parent_folders("nowhere.hcl") }\n', {}],
    ["a file outside of the boundary", 'inputs = { name = file("../../../../x") }\n', {}],
    [
      "a configuration outside of the boundary",
      'inputs = { name = read_terragrunt_config("../../../x.hcl", { locals = { n = "x" } }).locals.n }\n',
      {},
    ],
    [
      "an include that is not exposed",
      'include "r" {\n  path = "../r.hcl"\n}\ninputs = { name = include.r.locals.x }\n',
      { "live/r.hcl": 'locals { x = "x" }' },
    ],
  ])("is a hole: %s", (_, more, files) => {
    const names = named(more, files);
    expect(names).toHaveLength(1);
    expect(names[0]).toMatch(/^live\/u: \$\{/);
  });

  it("leaves the other inputs known", () => {
    const module =
      'variable "a" {}\nvariable "b" {}\nresource "aws_iam_role" "r" {\n  name = "${var.b}"\n}\n';
    const files = {
      "modules/role/main.tf": module,
      "live/u/terragrunt.hcl": `${source}inputs = merge({ a = file("nowhere") }, { b = "known" })\n`,
    };
    expect(roleNames(files)).toEqual(["live/u: known"]);
  });

  it("is told: an include that is not there", () => {
    const { problems } = readTerragrunt({
      "modules/role/main.tf": roleModule,
      "live/u/terragrunt.hcl": `${source}include "x" {\n  path = "../nowhere.hcl"\n}\ninputs = { name = "x" }\n`,
    });
    expect(problems.map(({ message }) => message)).toEqual([
      "There is no live/nowhere.hcl to include: what it says is missing",
    ]);
  });

  it("is told: a file that does not parse, with what can be read of it", () => {
    const expanded = readTerragrunt({
      "modules/role/main.tf": roleModule,
      "live/u/terragrunt.hcl": `${source}inputs = { name = "x" }\nlocals {\n  a = = 1\n}\n`,
    });
    expect(expanded.problems.map(({ code, at }) => [code, at.file.path])).toEqual([
      ["input/unparseable", "live/u/terragrunt.hcl"],
    ]);
    expect(rolesOf(expanded).map(({ name }) => print(name))).toEqual(["x"]);
  });

  it("has an end: a stack that names itself", () => {
    const stack =
      'stack "s" {\n  source = "../a"\n  path = "s"\n}\nunit "u" {\n  source = "../u"\n  path = "u"\n}\n';
    const files = {
      "a/terragrunt.stack.hcl": stack,
      "u/terragrunt.hcl":
        'terraform {\n  source = "${get_repo_root()}/modules/role"\n}\ninputs = { name = "u" }\n',
      "modules/role/main.tf": roleModule,
    };
    expect(() => roleNames(files)).not.toThrow();
  });
});

import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { expand } from "../../../../src/expand/expand.ts";
import { terraform } from "../../../../src/loaders/terraform/index.ts";
import { sourceTarget } from "../../../../src/loaders/terraform/configuration/module-source.ts";
import { textAt } from "../../../../src/model/location.ts";
import { print } from "../../../../src/model/text.ts";
import { diskWorkspace } from "../../../../src/workspace/disk.ts";
import { writeFiles } from "../../../support/built-cli.ts";
import {
  factsOf,
  noSettings,
  onlyRole,
  readTerraform,
  rolesOf,
} from "../../../support/terraform-repository.ts";

const HERE = [{ url: "git@github.com:example/platform.git", path: "" }];

describe("where a source leads", () => {
  const elsewhere = { kind: "elsewhere" };
  const outside = { kind: "outside" };
  const directory = (path: string, revision?: string): object => ({
    kind: "directory",
    directory: path,
    ...(revision === undefined ? {} : { revision }),
  });
  it.each([
    ["a path below", "./modules/a", directory("live/modules/a")],
    ["a path beside", "../modules/a/", directory("modules/a")],
    ["a path out of the root", "../../modules", outside],
    ["an absolute path", "/srv/modules/a", outside],
    ["an absolute path of Windows", "C:\\modules\\a", outside],
    ["a path as a URL", "file:///srv/modules/a", outside],
    ["a registry module", "example/platform/aws", elsewhere],
    ["a private registry's module", "app.terraform.io/example/platform/aws", elsewhere],
    ["a bucket", "s3::https://s3-eu-west-1.amazonaws.com/example/platform.zip", elsewhere],
    ["an archive", "https://example.com/platform.zip//modules/a", elsewhere],
    ["the own repository over https", "git::https://github.com/example/platform.git//m/a", directory("m/a")],
    ["the own repository over ssh", "git::ssh://git@github.com/example/platform//m/a", directory("m/a")],
    ["the own repository as ssh writes it", "git@github.com:example/platform.git//m/a", directory("m/a")],
    ["the own repository as GitHub's", "github.com/example/platform//m/a", directory("m/a")],
    ["the own repository with a user", "git::https://me@github.com/example/platform//m", directory("m")],
    ["the own repository itself", "git::https://github.com/example/platform", directory("")],
    ["its default branch", "git::https://github.com/example/platform//m?ref=main", directory("m")],
    ["a tag of it", "git::https://github.com/example/platform//m?depth=1&ref=v1", directory("m", "v1")],
    ["a directory out of it", "git::https://github.com/example/platform//../m", elsewhere],
    ["another repository", "git::https://github.com/example/modules//m/a", elsewhere],
    ["what may be a fork of it", "git::https://github.com/other/platform//m/a", elsewhere],
    ["another host's repository", "git::https://git.example.com/example/platform//m/a", elsewhere],
    ["a repository of another kind", "hg::https://github.com/example/platform", elsewhere],
  ])("%s: %s", (_, source, expected) => {
    expect(sourceTarget(source, "live", HERE)).toEqual(expected);
  });

  it("leads elsewhere when nobody says which repository this is", () => {
    expect(sourceTarget("github.com/example/platform//m", "live", [])).toEqual(elsewhere);
  });
});

const role = 'variable "name" {}\nresource "aws_iam_role" "x" { name = "role-of-${var.name}" }\n';
const settings = { ...noSettings, repositories: HERE };

describe("a git module of the very repository", () => {
  const files = (source: string): Readonly<Record<string, string>> => ({
    "live/main.tf": `module "x" {\n source = "${source}"\n name = "eso"\n}`,
    "modules/role/main.tf": role,
  });

  it("is read here, and is no root module", () => {
    const found = onlyRole(files("git::https://github.com/example/platform.git//modules/role"), settings);
    expect([found.id, print(found.name)]).toEqual(["terraform:live:module.x.aws_iam_role.x", "role-of-eso"]);
    expect(found.name.assumed).toBeUndefined();
  });

  it("takes for granted that a revision is what lies here", () => {
    const source = "git::https://github.com/example/platform.git//modules/role?ref=v1.2.0";
    const found = onlyRole(files(source), settings);
    expect([print(found.name), found.name.assumed]).toEqual(["role-of-eso", ["revision:v1.2.0"]]);
  });

  it("is a hole when it is another repository", () => {
    const expanded = readTerraform(
      files("git::https://github.com/example/other.git//modules/role"),
      settings,
    );
    expect(factsOf(expanded, "gap").map(({ message }) => message)).toEqual([
      'module "x" (git::https://github.com/example/other.git//modules/role) is not in this repository: what it makes and returns is not known',
    ]);
  });

  it("is told by the catalogue when that knows the revision", () => {
    const own = {
      id: "row",
      source: "github.com/example/platform//modules/role",
      versions: ">=1.0.0 <2.0.0",
      readFrom: "v1.2.0",
      module: 'resource "aws_iam_role" "x" { name = "as-it-was" }',
    };
    const source = "git::https://github.com/example/platform.git//modules/role";
    const named = (ref: string): readonly string[] =>
      rolesOf(readTerraform(files(`${source}${ref}`), { ...settings, terraformModules: [own] }))
        .filter(({ address }) => address?.startsWith("module."))
        .map(({ name }) => print(name));
    expect([named("?ref=v1.2.0"), named("?ref=v2.0.0"), named("")]).toEqual([
      ["as-it-was"],
      ["role-of-eso"],
      ["role-of-eso"],
    ]);
  });
});

describe("a module that cannot be had", () => {
  const messages = (files: Readonly<Record<string, string>>): readonly (string | undefined)[] =>
    factsOf(readTerraform(files, settings), "gap").map(({ message }) => message);

  it.each([
    ["./nowhere", "is not there: its directory holds no Terraform configuration"],
    ["app.terraform.io/example/roles/aws", "is not in this repository"],
    ["s3::https://s3.amazonaws.com/example/roles.zip", "is not in this repository"],
    ["${var.modules}/roles", "has a source that is not known"],
  ])("%s says why", (source, reason) => {
    const files = { "main.tf": `variable "modules" {}\nmodule "x" { source = "${source}" }` };
    expect(messages(files)).toEqual([
      `module "x" (${source}) ${reason}: what it makes and returns is not known`,
    ]);
  });

  it("at an absolute path lies outside, which is a problem at its source", () => {
    const { problems } = readTerraform({ "main.tf": 'module "x" { source = "/srv/modules/a" }' });
    expect(problems.map(({ code, at }) => [code, textAt(at)])).toEqual([
      ["input/outside-root", '"/srv/modules/a"'],
    ]);
  });

  it("gives holes that are named after it, through splats, keys and try", () => {
    const found = onlyRole({
      "main.tf": `
        module "a" {
          source   = "app.terraform.io/example/roles/aws"
          for_each = toset(["x"])
        }
        module "b" {
          source = "app.terraform.io/example/roles/aws"
          count  = 2
        }
        resource "aws_iam_role" "r" {
          name = join("/", [module.a["x"].name, module.b[1].name, try(module.b[0].prefix, "none")])
        }`,
    });
    expect(print(found.name)).toBe('${module.a["x"].name}/${module.b[1].name}/${module.b[0].prefix}');
  });
});

describe("a source that is computed", () => {
  it("is read when it is known, as OpenTofu does", () => {
    const found = rolesOf(
      readTerraform({
        "main.tf": `
          locals { modules = "./modules" }
          module "x" {
            source = "\${local.modules}/role"
            name   = "eso"
          }`,
        "modules/role/main.tf": role,
      }),
    ).find(({ address }) => address === "module.x.aws_iam_role.x");
    expect(found && print(found.name)).toBe("role-of-eso");
  });
});

describe("modules that call each other", () => {
  const ring = {
    "main.tf": 'module "a" { source = "./a" }',
    "a/main.tf": 'module "b" { source = "../b" }\nresource "aws_iam_role" "x" { name = module.b.name }',
    "b/main.tf": 'module "a" { source = "../a" }\noutput "name" { value = module.a.name }',
  };

  it("end where the ring closes", () => {
    const expanded = readTerraform(ring);
    expect(rolesOf(expanded).map(({ address, name }) => [address, print(name)])).toEqual([
      ["module.a.aws_iam_role.x", "${module.a.name}"],
    ]);
    expect(factsOf(expanded, "gap").map(({ what }) => what)).toEqual(['module "a" (../a)']);
  });

  it("twice at each level are as fast as once", () => {
    const twice = 'module "l" { source = "../m" }\nmodule "r" { source = "../m" }';
    const expanded = readTerraform({ "r/main.tf": twice, "m/main.tf": twice });
    expect(factsOf(expanded, "gap")).toHaveLength(4);
  });
});

describe("a module in another given path", () => {
  let root = "";
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it("is read; one that lies between the given paths is outside", () => {
    root = writeFiles({
      "live/main.tf": 'module "a" { source = "../infra/a" }\nmodule "b" { source = "../other/b" }',
      "infra/a/main.tf": 'resource "aws_iam_role" "x" { name = "a" }',
      "other/b/main.tf": 'resource "aws_iam_role" "x" { name = "b" }',
    });
    const workspace = diskWorkspace({ boundaries: [join(root, "live"), join(root, "infra")] });
    const expanded = expand([terraform], workspace, noSettings);
    expect(rolesOf(expanded).map(({ address }) => address)).toEqual(["module.a.aws_iam_role.x"]);
    expect(expanded.problems.map(({ code, at }) => [code, textAt(at)])).toEqual([
      ["input/outside-root", '"../other/b"'],
    ]);
  });
});

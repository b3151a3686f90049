import { describe, expect, it } from "vitest";
import { print } from "../../../../src/model/text.ts";
import { factsOf, onlyRole, readTerraform, rolesOf } from "../../../support/terraform-repository.ts";

/** Address, name and whether it exists, of each role. */
function rolesIn(main: string, more: Readonly<Record<string, string>> = {}): readonly string[] {
  return rolesOf(readTerraform({ "main.tf": main, ...more }))
    .map(({ address, name, exists }) => `${address} ${print(name)}${exists === "maybe" ? " maybe" : ""}`)
    .sort();
}

const resource = (meta: string, name = "each.key"): string =>
  `resource "aws_iam_role" "r" {\n${meta}\nname = ${name}\n}\n`;

describe("the copies of a resource", () => {
  it.each([
    ["of a set", resource('for_each = toset(["b", "a"])'), ['r["a"] a', 'r["b"] b']],
    ["of a map", resource('for_each = { a = "x" }', "each.value"), ['r["a"] x']],
    ["of a map of objects", resource('for_each = { a = { n = "x" } }', "each.value.n"), ['r["a"] x']],
    ["of an object with a quote in a key", resource('for_each = { "a\\"b" = 1 }', '"x"'), ['r["a\\"b"] x']],
    ["of a count", resource("count = 2", '"n${count.index}"'), ["r[0] n0", "r[1] n1"]],
    ["of a count of none", resource("count = 0", '"x"'), []],
    [
      "of a map with a key that is partly known",
      `variable "env" {}\n${resource('for_each = { a = "1", "${var.env}-b" = "2" }', '"${each.key}/${each.value}"')}`,
      ['r["${var.env}-b"] ${var.env}-b/2', 'r["a"] a/1'],
    ],
    [
      "of a set with keys that nobody knows",
      `variable "a" {}\nvariable "b" {}\n${resource("for_each = toset([var.a, var.b])")}`,
      ['r["${var.a}"] ${var.a}', 'r["${var.b}"] ${var.b}'],
    ],
    [
      "whose keys look the same and are two",
      resource('for_each = toset([timestamp(), timestamp(), "c"])', '"x"'),
      ['r["${timestamp()}"] x', 'r["${timestamp()}"]#2 x', 'r["c"] x'],
    ],
    ["that are switched off", resource("lifecycle {\nenabled = false\n}", '"x"'), []],
    ["that are switched on", resource("lifecycle {\nenabled = 1 == 1\n}", '"x"'), ["r x"]],
    [
      "that may be switched off",
      `variable "on" {}\n${resource("lifecycle {\nenabled = var.on\n}", '"x"')}`,
      ["r x maybe"],
    ],
    ["with a lifecycle of another kind", resource("lifecycle {\nprevent_destroy = true\n}", '"x"'), ["r x"]],
    [
      "of a map that another resource's copies make",
      `resource "aws_sqs_queue" "q" {
        for_each = toset(["a", "b"])
        name     = each.key
      }
      ${resource("for_each = aws_sqs_queue.q", '"${each.key}-${each.value.name}"')}`,
      ['r["a"] a-a', 'r["b"] b-b'],
    ],
  ])("%s", (_, main, expected) => {
    expect(rolesIn(main)).toEqual(expected.map((line) => `aws_iam_role.${line}`));
  });

  it("of an unknown number stand for all, and say so", () => {
    const expanded = readTerraform({ "main.tf": `variable "names" {}\n${resource("for_each = var.names")}` });
    expect(rolesOf(expanded).map(({ address, exists }) => [address, exists])).toEqual([
      ["aws_iam_role.r[each.key]", "maybe"],
    ]);
    expect(factsOf(expanded, "gap").map(({ message }) => message)).toEqual([
      "aws_iam_role.r is repeated for var.names, which is not known: only one instance stands for all",
    ]);
  });

  it("that are known are all there when others are not known", () => {
    const expanded = readTerraform({
      "main.tf": `variable "more" {}\n${resource("for_each = merge({ a = 1 }, var.more)")}`,
    });
    expect(rolesOf(expanded)).toHaveLength(1);
    expect(factsOf(expanded, "gap")).toHaveLength(1);
  });

  it("that are switched off are null to others", () => {
    const main = `${resource("lifecycle {\nenabled = false\n}", '"x"')}
      resource "aws_iam_role" "s" { name = try(aws_iam_role.r.name, "none") }`;
    expect(rolesIn(main)).toEqual(["aws_iam_role.s none"]);
  });
});

describe("the copies of a module", () => {
  const nested = {
    "a/main.tf": `variable "key" {}
      module "b" {
        source   = "../b"
        for_each = { x = var.key }
        name     = each.value
      }
      output "roles" { value = { for k, m in module.b : k => m.name } }`,
    "b/main.tf": `variable "name" {}
      resource "aws_iam_role" "this" {
        count = 1
        name  = var.name
      }
      output "name" { value = aws_iam_role.this[0].name }`,
  };

  it("have addresses as Terraform prints them, and give their outputs by key", () => {
    const main = `module "a" {
        source = "./a"
        count  = 2
        key    = "k\${count.index}"
      }
      resource "aws_iam_role" "all" { name = join(",", [for m in module.a : m.roles["x"]]) }`;
    expect(rolesIn(main, nested)).toEqual([
      "aws_iam_role.all k0,k1",
      'module.a[0].module.b["x"].aws_iam_role.this[0] k0',
      'module.a[1].module.b["x"].aws_iam_role.this[0] k1',
    ]);
  });

  it("of an unknown number are one that may exist, its outputs under every key", () => {
    const main = `variable "names" {}
      module "b" {
        source   = "./b"
        for_each = var.names
        name     = "n-\${each.key}"
      }
      resource "aws_iam_role" "one" { name = module.b["eso"].name }`;
    const expanded = readTerraform({ "main.tf": main, ...nested });
    expect(
      rolesOf(expanded)
        .filter(({ id }) => id.startsWith("terraform::"))
        .map(({ address, name, exists }) => [address, print(name), exists]),
    ).toEqual([
      ["module.b[each.key].aws_iam_role.this[0]", "n-${each.key}", "maybe"],
      ["aws_iam_role.one", "n-eso", "yes"],
    ]);
  });
});

describe("three thousand instances", () => {
  it("of a module are all read, in time", () => {
    const expanded = readTerraform({
      "main.tf": `
        locals { teams = { for n in setproduct(range(60), range(50)) : "t\${n[0]}-\${n[1]}" => "ns\${n[0]}" } }
        module "irsa" {
          for_each = local.teams
          source   = "./irsa"
          name     = each.key
          subject  = "system:serviceaccount:\${each.value}:app"
        }`,
      "irsa/main.tf": `
        variable "name" {}
        variable "subject" {}
        resource "aws_iam_role" "this" {
          name               = var.name
          assume_role_policy = jsonencode({
            Statement = [{
              Effect    = "Allow"
              Action    = "sts:AssumeRoleWithWebIdentity"
              Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/oidc.example/id/A" }
              Condition = { StringEquals = { "oidc.example/id/A:sub" = var.subject } }
            }]
          })
        }
        resource "aws_iam_role_policy_attachment" "this" {
          role       = aws_iam_role.this.name
          policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
        }`,
    });
    const roles = rolesOf(expanded);
    expect(roles).toHaveLength(3000);
    expect(roles.every(({ policies, trust }) => policies.length === 1 && trust.state === "known")).toBe(true);
    expect(factsOf(expanded, "gap")).toEqual([]);
  }, 20_000);

  it("are a gap when they are far more", () => {
    const expanded = readTerraform({ "main.tf": resource("count = 1000000000", '"x"') });
    expect(rolesOf(expanded).length).toBeGreaterThanOrEqual(3000);
    expect(factsOf(expanded, "gap")).toHaveLength(1);
  }, 20_000);
});

describe("blocks that make nothing", () => {
  it("are passed over: moved, import, removed, check, ephemeral", () => {
    const role = onlyRole({
      "main.tf": `
        moved {
          from = aws_iam_role.old
          to   = aws_iam_role.new
        }
        import {
          to = aws_iam_role.new
          id = "new"
        }
        removed {
          from = aws_iam_role.gone
          lifecycle { destroy = false }
        }
        check "health" {
          data "http" "site" { url = "https://example.com" }
          assert {
            condition     = data.http.site.status_code == 200
            error_message = "down"
          }
        }
        ephemeral "aws_secretsmanager_secret_version" "s" { secret_id = "x" }
        resource "aws_iam_role" "new" {
          name       = "new-\${ephemeral.aws_secretsmanager_secret_version.s.version_id}"
          depends_on = [aws_iam_role.missing]
          lifecycle {
            precondition {
              condition     = 1 == 2
              error_message = "never"
            }
            replace_triggered_by = [aws_iam_role.missing.id]
          }
        }`,
    });
    expect(print(role.name)).toBe("new-${ephemeral.aws_secretsmanager_secret_version.s.version_id}");
  });
});

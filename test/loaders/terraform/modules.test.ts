import { describe, expect, it } from "vitest";
import { textAt } from "../../../src/model/location.ts";
import { isAbsent, print } from "../../../src/model/text.ts";
import {
  covers,
  factsOf,
  onlyRole,
  readTerraform,
  rolesOf,
  statementLines,
  trustOf,
} from "../../support/terraform-repository.ts";

const irsaModule = `
variable "name" { type = string }
variable "namespace" {
  type    = string
  default = "default"
}
variable "issuer" { type = string }

data "aws_caller_identity" "current" {}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::\${data.aws_caller_identity.current.account_id}:oidc-provider/\${var.issuer}"]
    }
    condition {
      test     = "StringEquals"
      variable = "\${var.issuer}:sub"
      values   = ["system:serviceaccount:\${var.namespace}:\${var.name}"]
    }
  }
}

resource "aws_iam_role" "this" {
  name               = "\${var.name}-role"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

output "arn" { value = aws_iam_role.this.arn }
output "name" { value = aws_iam_role.this.name }
`;

describe("a local module", () => {
  const files = {
    "live/main.tf": `
      module "irsa" {
        for_each  = { eso = "external-secrets", dns = "external-dns" }
        source    = "../modules/irsa"
        name      = each.key
        namespace = each.value
        issuer    = "oidc.example/id/A"
      }`,
    "modules/irsa/main.tf": irsaModule,
  };

  it("is instantiated for each element, each role with its own address and values", () => {
    const roles = rolesOf(readTerraform(files));
    expect(roles.map(({ address, name }) => [address, print(name)])).toEqual([
      ['module.irsa["dns"].aws_iam_role.this', "dns-role"],
      ['module.irsa["eso"].aws_iam_role.this', "eso-role"],
    ]);
    expect(roles.map((role) => statementLines(trustOf(role))[0]?.split("; ").at(-1))).toEqual([
      "StringEquals oidc.example/id/A:sub=system:serviceaccount:external-dns:dns",
      "StringEquals oidc.example/id/A:sub=system:serviceaccount:external-secrets:eso",
    ]);
  });

  it("is no root module of its own", () => {
    const expanded = readTerraform(files);
    expect(new Set(rolesOf(expanded).map(({ id }) => id.split(":")[1]))).toEqual(new Set(["live"]));
  });

  it("is a root module when nothing calls it, its variables unknown", () => {
    const role = onlyRole({ "modules/irsa/main.tf": irsaModule });
    expect(print(role.name)).toBe("${var.name}-role");
  });

  it("keeps the place of an input that the caller writes", () => {
    const role = onlyRole({
      "main.tf": 'module "x" {\n source = "./m"\n name = "eso"\n issuer = "i"\n namespace = "team"\n}',
      "m/main.tf": irsaModule,
    });
    const [value] = trustOf(role).statements[0]?.conditions[0]?.values ?? [];
    const places = (value?.parts ?? []).map((part) => [part.at?.file.path, part.at && textAt(part.at)]);
    expect(places).toContainEqual(["main.tf", "team"]);
    expect(places).toContainEqual(["m/main.tf", "system:serviceaccount:"]);
  });

  it("says which call made a role", () => {
    const [role] = rolesOf(readTerraform(files));
    expect(role?.origin.via.map(({ label, at }) => [label, textAt(at)])).toEqual([
      ['module.irsa["dns"]', 'module "irsa"'],
    ]);
  });

  it("gives its outputs to the caller, through two levels", () => {
    const role = onlyRole({
      "main.tf": `module "outer" { source = "./outer" }
        resource "aws_iam_role" "x" { name = module.outer.name }`,
      "outer/main.tf": `module "inner" { source = "../inner" }
        output "name" { value = module.inner.name }`,
      "inner/main.tf": 'output "name" { value = "from-inside" }',
    });
    expect([print(role.name), covers(role.name), role.name.at.file.path]).toEqual([
      "from-inside",
      "from-inside",
      "inner/main.tf",
    ]);
  });

  it("uses a default that is not assumed when the caller says nothing", () => {
    const role = onlyRole({
      "main.tf": 'module "x" {\n source = "./m"\n name = "eso"\n issuer = "i"\n}',
      "m/main.tf": irsaModule,
    });
    const [value] = trustOf(role).statements[0]?.conditions[0]?.values ?? [];
    expect(value && print(value)).toBe("system:serviceaccount:default:eso");
    expect(value?.assumed).toBeUndefined();
  });

  it("converts inputs to the variable's type, optional attributes included", () => {
    const role = onlyRole({
      "main.tf": 'module "x" {\n source = "./m"\n roles = { a = { id = 7, extra = "gone" } }\n}',
      "m/main.tf": `
        variable "roles" {
          type = map(object({ id = string, namespace = optional(string, "apps"), note = optional(string) }))
        }
        resource "aws_iam_role" "x" {
          for_each = var.roles
          name     = "\${each.value.id}-\${each.value.namespace}-\${each.value.note == null ? "none" : "some"}-\${length(each.value)}"
        }`,
    });
    expect(print(role.name)).toBe("7-apps-none-3");
  });

  it("that calls itself ends in a gap, not in a loop", () => {
    const expanded = readTerraform({
      "main.tf": 'module "a" { source = "./a" }',
      "a/main.tf": 'module "again" { source = "../a" }\nresource "aws_iam_role" "x" { name = "x" }',
    });
    expect(rolesOf(expanded).map(({ address }) => address)).toEqual(["module.a.aws_iam_role.x"]);
    expect(factsOf(expanded, "gap").map(({ message }) => message)).toEqual([
      'module "again" (../a) calls itself: what it makes and returns is not known',
    ]);
  });

  it.each([
    ["known and false", "false", 0],
    ["known and true", "true", 1],
  ])("is called by a switch that is %s", (_, value, count) => {
    const roles = rolesOf(
      readTerraform({
        "main.tf": `module "x" {\n source = "./m"\n count = ${value} ? 1 : 0\n name = "a"\n issuer = "i"\n}`,
        "m/main.tf": irsaModule,
      }),
    );
    expect(roles).toHaveLength(count);
  });

  it("may make a role when its switch is not known", () => {
    const role = onlyRole({
      "main.tf": `variable "on" {}
        module "x" {
          source = "./m"
          count  = var.on ? 1 : 0
          name   = "a"
          issuer = "i"
        }`,
      "m/main.tf": irsaModule,
    });
    expect([role.exists, role.address]).toEqual(["maybe", "module.x[0].aws_iam_role.this"]);
  });
});

describe("a module that is not here", () => {
  const expanded = readTerraform({
    "main.tf": `
      module "roles" {
        source = "app.terraform.io/example/roles/aws"
      }
      resource "aws_iam_role" "x" { name = "\${module.roles.prefix}-\${module.roles.prefix}" }`,
  });

  it("is a gap that may make anything, at its block", () => {
    const [gap] = factsOf(expanded, "gap");
    expect(gap?.what).toBe('module "roles" (app.terraform.io/example/roles/aws)');
    expect(gap?.may).toContain("role");
    expect(gap && textAt(gap.at)).toBe('module "roles"');
    expect(gap?.message).toContain("is not in this repository");
  });

  it("returns holes: the same output is the same hole", () => {
    const [role] = rolesOf(expanded);
    expect(role && print(role.name)).toBe("${module.roles.prefix}-${module.roles.prefix}");
    const ids = role?.name.parts.flatMap((part) => (part.kind === "hole" ? [part.id] : []));
    expect(new Set(ids).size).toBe(1);
  });

  it("is read when terraform init has put it into the boundary", () => {
    const role = onlyRole({
      "live/main.tf": 'module "x" {\n source = "example/irsa/aws"\n name = "eso"\n issuer = "i"\n}',
      "live/.terraform/modules/modules.json":
        '{"Modules":[{"Key":"","Dir":"."},{"Key":"x","Source":"example/irsa/aws","Dir":".terraform/modules/x"}]}',
      "live/.terraform/modules/x/main.tf": irsaModule,
    });
    expect(print(role.name)).toBe("eso-role");
  });

  it.each(["../outside", "./nowhere"])("is a gap when %s is no directory of the boundary", (source) => {
    const gaps = factsOf(readTerraform({ "main.tf": `module "x" { source = "${source}" }` }), "gap");
    expect(gaps.map(({ what }) => what)).toEqual([`module "x" (${source})`]);
  });

  it("that lies outside of the boundary is a problem at its source", () => {
    const { problems } = readTerraform({ "main.tf": 'module "x" { source = "../outside" }' });
    expect(problems.map(({ code, at }) => [code, textAt(at)])).toEqual([
      ["input/outside-root", '"../outside"'],
    ]);
  });

  it("that is given a role may give it policies", () => {
    const role = onlyRole({
      "main.tf": `resource "aws_iam_role" "x" { name = "x" }
        module "policies" {
          source = "example/policies/aws"
          roles  = [aws_iam_role.x.name]
        }`,
    });
    expect(role.morePolicies?.name).toBe("module.policies");
  });
});

describe("references", () => {
  const named = (expression: string, more = ""): string =>
    print(onlyRole({ "main.tf": `${more}\nresource "aws_iam_role" "x" { name = ${expression} }` }).name);

  it.each([
    [
      "a resource's argument",
      "aws_sqs_queue.q.name",
      'resource "aws_sqs_queue" "q" { name = "jobs" }',
      "jobs",
    ],
    [
      "what only the provider knows",
      "aws_sqs_queue.q.url",
      'resource "aws_sqs_queue" "q" { name = "jobs" }',
      "${aws_sqs_queue.q.url}",
    ],
    [
      "an instance by index",
      "aws_sqs_queue.q[1].name",
      'resource "aws_sqs_queue" "q" {\n count = 2\n name = "jobs-${count.index}"\n}',
      "jobs-1",
    ],
    [
      "a splat over instances",
      'join("+", aws_sqs_queue.q[*].name)',
      'resource "aws_sqs_queue" "q" {\n count = 2\n name = "jobs-${count.index}"\n}',
      "jobs-0+jobs-1",
    ],
    [
      "an attribute of all instances that nobody wrote",
      "element(aws_sqs_queue.q[*].url, 0)",
      'resource "aws_sqs_queue" "q" {\n count = 1\n}',
      "${aws_sqs_queue.q[0].url}",
    ],
    [
      "an instance by key",
      'aws_sqs_queue.q["a"].name',
      'resource "aws_sqs_queue" "q" {\n for_each = toset(["a"])\n name = each.key\n}',
      "a",
    ],
    [
      "what is not there, with try",
      'try(aws_sqs_queue.q[0].name, "none")',
      'resource "aws_sqs_queue" "q" {\n count = 0\n}',
      "none",
    ],
    [
      "a nested block",
      "kubernetes_namespace.n.metadata[0].name",
      'resource "kubernetes_namespace" "n" {\n metadata { name = "apps" }\n}',
      "apps",
    ],
    [
      "a nested block in the old form",
      "kubernetes_namespace.n.metadata.0.name",
      'resource "kubernetes_namespace" "n" {\n metadata { name = "apps" }\n}',
      "apps",
    ],
    [
      "a part of a nested block that the provider fills",
      "kubernetes_namespace.n.metadata[0].uid",
      'resource "kubernetes_namespace" "n" {\n metadata { name = "apps" }\n}',
      "${kubernetes_namespace.n.metadata[0].uid}",
    ],
    ["the module's directory", "path.module", "", "."],
    ["the workspace", '"x-${terraform.workspace}"', "", "x-${terraform.workspace}"],
    ["a data source", '"${data.external.e.result}"', 'data "external" "e" {}', "${data.external.e.result}"],
    ["itself", "aws_iam_role.x.id", "", "${aws_iam_role.x.name}"],
    ["what nobody declares", "aws_sqs_queue.missing.name", "", "${aws_sqs_queue.missing.name}"],
  ])("to %s", (_, expression, more, expected) => {
    expect(named(expression, more)).toBe(expected);
  });

  it("to the directory where Terraform runs is known at its end", () => {
    const role = onlyRole({
      "live/prod/main.tf": 'resource "aws_iam_role" "x" { name = basename(path.cwd) }',
    });
    expect(print(role.name)).toBe("prod");
  });

  it("to a role, a policy and a provider give their ARNs", () => {
    const expanded = readTerraform({
      "main.tf": `
        provider "aws" {
          region              = "eu-west-1"
          allowed_account_ids = ["111122223333"]
        }
        resource "aws_iam_role" "r" {
          name = "r"
          path = "/p/"
        }
        resource "aws_iam_policy" "p" { name = "pol" }
        resource "aws_iam_openid_connect_provider" "o" { url = "https://oidc.example/id/A" }
        resource "aws_iam_role" "names" {
          name = join(" ", [aws_iam_role.r.arn, aws_iam_policy.p.arn, aws_iam_openid_connect_provider.o.arn, aws_iam_openid_connect_provider.o.url])
        }`,
    });
    const role = rolesOf(expanded).find(({ address }) => address === "aws_iam_role.names");
    expect(role && print(role.name)).toBe(
      [
        "arn:aws:iam::111122223333:role/p/r",
        "arn:aws:iam::111122223333:policy/pol",
        "arn:aws:iam::111122223333:oidc-provider/oidc.example/id/A",
        "oidc.example/id/A",
      ].join(" "),
    );
  });
});

describe("policies of a role", () => {
  const role = onlyRole({
    "main.tf": `
      resource "aws_iam_role" "x" {
        name                 = "x"
        managed_policy_arns  = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
        permissions_boundary = "arn:aws:iam::111122223333:policy/boundary"
        inline_policy {
          name   = "own"
          policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }] })
        }
      }
      resource "aws_iam_role_policy" "inline" {
        name   = "inline"
        role   = aws_iam_role.x.id
        policy = data.aws_iam_policy_document.secrets.json
      }
      data "aws_iam_policy_document" "secrets" {
        statement {
          actions   = ["secretsmanager:GetSecretValue"]
          resources = ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:app-*"]
        }
      }
      resource "aws_iam_policy" "managed" {
        name   = "managed"
        policy = data.aws_iam_policy_document.secrets.json
      }
      resource "aws_iam_role_policy_attachment" "managed" {
        role       = aws_iam_role.x.name
        policy_arn = aws_iam_policy.managed.arn
      }
      resource "aws_iam_policy_attachment" "wide" {
        name       = "wide"
        roles      = [aws_iam_role.x.name]
        policy_arn = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"
      }`,
  });

  it("come from its block and from the resources that name it", () => {
    const names = role.policies.map(({ kind, name, document }) => [
      kind,
      isAbsent(name) ? "" : print(name).split(/[:/]/).at(-1),
      document.state,
    ]);
    expect(names).toEqual([
      ["inline", "own", "known"],
      ["managed", "ReadOnlyAccess", "unknown"],
      ["inline", "inline", "known"],
      ["managed", "managed", "known"],
      ["managed", "AWSXRayDaemonWriteAccess", "unknown"],
    ]);
    expect(role.morePolicies).toBeUndefined();
    expect(isAbsent(role.permissionsBoundary) ? "" : print(role.permissionsBoundary)).toContain("boundary");
  });

  it("may be more when an attachment does not say for certain whom it is for", () => {
    const found = onlyRole({
      "main.tf": `variable "role" {}
        resource "aws_iam_role" "x" { name = "x" }
        resource "aws_iam_role_policy_attachment" "a" {
          role       = var.role
          policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
        }`,
    });
    expect(found.policies).toEqual([]);
    expect(found.morePolicies).toBeDefined();
  });
});

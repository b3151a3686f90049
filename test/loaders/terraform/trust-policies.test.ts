import { describe, expect, it } from "vitest";
import { textAt } from "../../../src/model/location.ts";
import { print } from "../../../src/model/text.ts";
import {
  covers,
  onlyRole,
  readTerraform,
  rolesOf,
  statementLines,
  trustOf,
} from "../../support/terraform-repository.ts";

const ISSUER = "oidc.eks.eu-west-1.amazonaws.com/id/A1";
const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`;
const LINE = [
  "Allow",
  `Federated=${PROVIDER}`,
  "sts:AssumeRoleWithWebIdentity",
  `StringEquals ${ISSUER}:sub=system:serviceaccount:eso:eso`,
].join("; ");

const json = (subject: string): string =>
  `{
    "Version": "2012-10-17",
    "Statement": [{
      "Effect": "Allow",
      "Principal": { "Federated": "${PROVIDER}" },
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": { "StringEquals": { "${ISSUER}:sub": "${subject}" } }
    }]
  }`;

const role = (trust: string): string => `
resource "aws_iam_role" "eso" {
  name               = "prod-eso"
  assume_role_policy = ${trust}
}
`;

const jsonencode = `jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = "${PROVIDER}" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = { StringEquals = { "${ISSUER}:sub" = "system:serviceaccount:eso:eso" } }
    }]
  })`;

const document = `
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = ["${PROVIDER}"]
    }
    condition {
      test     = "StringEquals"
      variable = "${ISSUER}:sub"
      values   = ["system:serviceaccount:eso:eso"]
    }
  }
}
`;

const SUBJECT = "system:serviceaccount:eso:eso";

const forms: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ["jsonencode", { "main.tf": role(jsonencode) }],
  ["a heredoc", { "main.tf": role(`<<EOT\n${json(SUBJECT)}\nEOT`) }],
  ["an indented heredoc", { "main.tf": role(`<<-EOT\n  ${json(SUBJECT)}\n  EOT`) }],
  ["a policy document", { "main.tf": role("data.aws_iam_policy_document.trust.json") + document }],
  ["a local", { "main.tf": role("local.trust"), "locals.tf": `locals {\n  trust = ${jsonencode}\n}\n` }],
  [
    "file()",
    { "infra/main.tf": role('file("${path.module}/trust.json")'), "infra/trust.json": json(SUBJECT) },
  ],
  [
    "templatefile()",
    {
      "main.tf": role('templatefile("trust.json.tpl", { subject = "system:serviceaccount:eso:eso" })'),
      "trust.json.tpl": json("${subject}"),
    },
  ],
];

describe("a trust policy", () => {
  it.each(forms)("is read from %s", (_, files) => {
    const trust = trustOf(onlyRole(files));
    expect(statementLines(trust)).toEqual([LINE]);
    expect(print(trust.version)).toBe("2012-10-17");
  });

  it.each(forms)("has its subject at the place where a person would edit it, in %s", (_, files) => {
    const [statement] = trustOf(onlyRole(files)).statements;
    const [value] = statement?.conditions.flatMap(({ values }) => values) ?? [];
    expect(value && covers(value)).toBe(SUBJECT);
  });

  it("keeps the holes of a heredoc with their places", () => {
    const found = onlyRole({
      "main.tf": `variable "name" {}\n${role(`<<EOT\n${json("system:serviceaccount:eso:${var.name}")}\nEOT`)}`,
    });
    const [statement] = trustOf(found).statements;
    const [value] = statement?.conditions.flatMap(({ values }) => values) ?? [];
    expect(value && print(value)).toBe("system:serviceaccount:eso:${var.name}");
  });

  it("is unknown when a variable without a value holds it", () => {
    const found = onlyRole({ "main.tf": `variable "trust" {}\n${role("var.trust")}` });
    expect(found.trust).toMatchObject({ state: "unknown", hole: { name: "var.trust" } });
  });

  it("is absent when it is not written", () => {
    expect(onlyRole({ "main.tf": 'resource "aws_iam_role" "x" { name = "x" }' }).trust.state).toBe("absent");
  });

  it("that is not JSON is a problem at the place where it breaks", () => {
    const { problems } = readTerraform({ "main.tf": role('<<EOT\n{"Statement": [}\nEOT') });
    expect(problems.map(({ code, at }) => [code, textAt(at)])).toEqual([["input/unparseable", "}"]]);
  });
});

describe("a role", () => {
  it("stands at the head of its block, and its name at the name", () => {
    const found = onlyRole({ "infra/main.tf": role("null") });
    expect(textAt(found.at)).toBe('resource "aws_iam_role" "eso"');
    expect(covers(found.name)).toBe("prod-eso");
    expect(found.address).toBe("aws_iam_role.eso");
  });

  it.each([
    ["", "terraform-${suffix of aws_iam_role.x}", "/"],
    ['name = ""', "terraform-${suffix of aws_iam_role.x}", "/"],
    ['name_prefix = "eso-"', "eso-${suffix of aws_iam_role.x}", "/"],
    ['name = "eso"\n path = "/team/"', "eso", "/team/"],
  ])("with %s has a name and a path", (body, name, path) => {
    const found = onlyRole({ "main.tf": `resource "aws_iam_role" "x" {\n ${body}\n}` });
    expect(print(found.name)).toBe(name);
    expect(print(found.path)).toBe(path);
    expect(print(found.arn).endsWith(`:role${path}${name}`)).toBe(true);
  });

  it("is made once for each element of a map, each with its key in the address", () => {
    const roles = rolesOf(
      readTerraform({
        "main.tf": `resource "aws_iam_role" "x" {
          for_each = { a = "first", b = "second" }
          name     = "\${each.key}-\${each.value}"
        }`,
      }),
    );
    expect(roles.map(({ address, name }) => [address, print(name)])).toEqual([
      ['aws_iam_role.x["a"]', "a-first"],
      ['aws_iam_role.x["b"]', "b-second"],
    ]);
  });

  it("is made as often as count says", () => {
    const roles = rolesOf(
      readTerraform({
        "main.tf": 'resource "aws_iam_role" "x" {\n count = 2\n name = "role-${count.index}"\n}',
      }),
    );
    expect(roles.map(({ name }) => print(name))).toEqual(["role-0", "role-1"]);
  });

  it("is not made when count is zero", () => {
    expect(rolesOf(readTerraform({ "main.tf": 'resource "aws_iam_role" "x" {\n count = 0\n}' }))).toEqual([]);
  });

  it("may exist when a switch is not known", () => {
    const found = onlyRole({
      "main.tf": `variable "create" {}
        resource "aws_iam_role" "x" {
          count = var.create ? 1 : 0
          name  = "x"
        }`,
    });
    expect(found.exists).toBe("maybe");
    expect(found.address).toBe("aws_iam_role.x[0]");
  });

  it("stands for others, and a gap tells so, when the elements are not known", () => {
    const expanded = readTerraform({
      "main.tf": `variable "names" {}
        resource "aws_iam_role" "x" {
          for_each = var.names
          name     = each.key
        }`,
    });
    const [found] = rolesOf(expanded);
    expect(found && print(found.name)).toBe("${each.key}");
    expect(found?.exists).toBe("maybe");
    const gap = expanded.facts.find(({ kind }) => kind === "gap");
    expect(gap).toMatchObject({ what: "aws_iam_role.x", may: ["role"] });
  });

  it("takes its name from an override file", () => {
    const found = onlyRole({
      "main.tf": 'resource "aws_iam_role" "x" {\n  name = "base"\n  path = "/a/"\n}',
      "main_override.tf": 'resource "aws_iam_role" "x" {\n  name = "over"\n}',
    });
    expect([print(found.name), print(found.path), found.name.at.file.path]).toEqual([
      "over",
      "/a/",
      "main_override.tf",
    ]);
  });

  it("that refers to itself in a circle has holes, no endless loop", () => {
    const found = onlyRole({
      "main.tf": `locals {
          a = local.b
          b = local.a
        }
        resource "aws_iam_role" "x" { name = local.a }`,
    });
    expect(print(found.name)).toBe("${local.a}");
  });
});

describe("a value that was put together elsewhere", () => {
  it("stands where the policy takes it in, not where its parts are", () => {
    const role = onlyRole({
      "variables.tf": `variable "account" {\n  default = "111122223333"\n}\nvariable "issuer" {\n  default = "${ISSUER}"\n}\n`,
      "main.tf": `resource "aws_iam_openid_connect_provider" "eks" {
  url            = "https://oidc.eks.eu-west-1.amazonaws.com/id/ABC"
  client_id_list = ["sts.amazonaws.com"]
}
resource "aws_iam_role" "this" {
  assume_role_policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [{
        "Effect": "Allow",
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Principal": { "Federated": "arn:aws:iam::\${var.account}:oidc-provider/\${var.issuer}" }
      }, {
        "Effect": "Allow",
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Principal": { "Federated": "\${aws_iam_openid_connect_provider.eks.arn}" }
      }]
    }
  JSON
}
provider "aws" {
  allowed_account_ids = [var.account]
}
`,
    });
    const places = trustOf(role).statements.flatMap(({ principals = [] }) =>
      principals.map(({ value }) => covers(value)),
    );
    expect(places).toEqual([
      "arn:aws:iam::${var.account}:oidc-provider/${var.issuer}",
      "${aws_iam_openid_connect_provider.eks.arn}",
    ]);
  });
});

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { print } from "../../../src/model/text.ts";
import { OVERRIDE_CASES, overrideAnswers, type OverrideRecording } from "../../support/override-cases.ts";
import {
  covers,
  onlyRole,
  readTerraform,
  rolesOf,
  statementLines,
  trustOf,
} from "../../support/terraform-repository.ts";

const recording = JSON.parse(readFileSync(overrideAnswers, "utf8")) as OverrideRecording;

/** The JSON of each expression in the root module of some files, by roles of that name. */
function valuesOf(
  files: Readonly<Record<string, string>>,
  expressions: readonly string[],
): readonly string[] {
  const probes = expressions.map(
    (expression, index) =>
      `resource "aws_iam_role" "probe${index}" {\n  name = jsonencode(${expression})\n}\n`,
  );
  const roles = rolesOf(readTerraform({ ...files, "probe.tf": probes.join("") }));
  return roles.filter(({ id }) => id.includes("probe")).map(({ name }) => print(name));
}

describe(`what ${recording.terraform} makes of override files`, () => {
  it("was recorded for all cases (else run tools/oracle/record-terraform-overrides.ts)", () => {
    expect(Object.keys(recording.answers)).toEqual(Object.keys(OVERRIDE_CASES));
  });

  it.each(Object.entries(OVERRIDE_CASES))("%s", (name, { files, expressions }) => {
    const answer = recording.answers[name];
    if (answer === undefined) throw new Error("no answer");
    if ("values" in answer) expect(valuesOf(files, expressions)).toEqual(answer.values);
  });

  it.each(Object.entries(OVERRIDE_CASES).filter(([name]) => name.endsWith("there is none of")))(
    "says of %s that there is nothing to override",
    (name, { files }) => {
      expect(recording.answers[name]).toEqual({ refused: true });
      const { problems } = readTerraform({
        ...files,
        "role.tf": 'resource "aws_iam_role" "x" { name = "x" }',
      });
      expect(problems.map(({ code, at }) => [code, at.file.path])).toEqual([
        ["input/not-understood", "override.tf"],
      ]);
    },
  );
});

const trust = (subject: string): string => `jsonencode({
    Statement = [{
      Effect = "Allow"
      Action = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/i" }
      Condition = { StringEquals = { "i:sub" = "${subject}" } }
    }]
  })`;

describe("a role", () => {
  it("has the trust policy of the override, at its place there", () => {
    const role = onlyRole({
      "main.tf": `resource "aws_iam_role" "x" {\n  name = "x"\n  assume_role_policy = ${trust("system:serviceaccount:a:base")}\n}`,
      "override.tf": `resource "aws_iam_role" "x" {\n  assume_role_policy = ${trust("system:serviceaccount:a:over")}\n}`,
    });
    const value = trustOf(role).statements[0]?.conditions[0]?.values[0];
    expect(value?.parts.map((part) => part.at?.file.path)).toEqual(["override.tf"]);
    expect(value && covers(value)).toBe("system:serviceaccount:a:over");
  });

  it("has the nested blocks of the override in place of all its own of their type", () => {
    const role = onlyRole({
      "main.tf": `resource "aws_iam_role" "x" {
        name = "x"
        inline_policy {
          name = "one"
          policy = jsonencode({ Statement = [] })
        }
        inline_policy {
          name = "two"
          policy = jsonencode({ Statement = [] })
        }
      }`,
      "x_override.tf":
        'resource "aws_iam_role" "x" {\n  inline_policy {\n    name = "three"\n    policy = jsonencode({ Statement = [] })\n  }\n}',
    });
    expect(role.policies.map(({ name }) => print(name))).toEqual(["three"]);
  });

  it("of a document has the override's statements in place of all, dynamic ones as well", () => {
    const document = (body: string): string => `data "aws_iam_policy_document" "d" {\n${body}\n}\n`;
    const statement = (action: string): string => `statement {\n  actions = ["${action}"]\n}`;
    const role = onlyRole({
      "main.tf": `${document(statement("a:Base") + "\n" + statement("a:Other"))}
        resource "aws_iam_role" "x" {
          name = "x"
          assume_role_policy = data.aws_iam_policy_document.d.json
        }`,
      "a_override.tf": document(statement("a:Over")),
      "b_override.tf": document(
        'dynamic "statement" {\n  for_each = ["Last"]\n  content {\n    actions = ["a:${statement.value}"]\n  }\n}',
      ),
    });
    expect(statementLines(trustOf(role))).toEqual(["Allow; a:Last"]);
  });

  it("is made as often as the override says", () => {
    const roles = rolesOf(
      readTerraform({
        "main.tf": 'resource "aws_iam_role" "x" {\n  count = 1\n  name = "x-${count.index}"\n}',
        "override.tf": 'resource "aws_iam_role" "x" {\n  count = 2\n}',
      }),
    );
    expect(roles.map(({ name }) => print(name))).toEqual(["x-0", "x-1"]);
  });
});

describe("OpenTofu's files", () => {
  const role = (name: string): string => `resource "aws_iam_role" "x" {\n  name = "${name}"\n}`;

  it.each<[situation: string, files: Readonly<Record<string, string>>, name: string]>([
    ["stand in for their .tf namesakes", { "main.tf": role("tf"), "main.tofu": role("tofu") }, "tofu"],
    [
      "in JSON stand in for theirs",
      {
        "main.tf.json": '{"locals": {"a": 1}}',
        "main.tofu.json": '{"resource": {"aws_iam_role": {"x": {"name": "json"}}}}',
      },
      "json",
    ],
    ["are read without a namesake", { "role.tofu": role("tofu"), "main.tf": "locals {}" }, "tofu"],
    ["override", { "main.tf": role("tf"), "x_override.tofu": role("over") }, "over"],
    [
      "override in place of a namesake",
      { "main.tf": role("tf"), "override.tf": role("no"), "override.tofu": role("yes") },
      "yes",
    ],
    [
      "override in JSON",
      {
        "main.tofu": role("tofu"),
        "x_override.tofu.json": '{"resource": {"aws_iam_role": {"x": {"name": "json"}}}}',
      },
      "json",
    ],
  ])("%s", (_, files, name) => {
    expect(print(onlyRole(files).name)).toBe(name);
  });
});

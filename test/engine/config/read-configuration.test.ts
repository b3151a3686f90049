import { describe, expect, it } from "vitest";
import { printPlace } from "../../../src/engine/config/document.ts";
import {
  readConfiguration,
  readRuleSetting,
  saysRoot,
} from "../../../src/engine/config/read-configuration.ts";

const ids = ["trust/missing-subject", "trust/broad-subject", "identity/subject-mismatch"];

function read(text: string, path = ".irsa-lint.yaml") {
  return readConfiguration({ path, text }, ids);
}

function errorsOf(text: string): readonly string[] {
  const result = read(text);
  return result.kind === "errors"
    ? result.errors.map(({ at, message }) => `${printPlace(at)}: ${message}`)
    : [];
}

describe("a configuration", () => {
  it("may be empty, or nothing but comments", () => {
    expect(read("")).toMatchObject({ kind: "configuration", configuration: { preset: "recommended" } });
    expect(read("# later\n").kind).toBe("configuration");
  });

  it("says what it can say", () => {
    const text = `root: true
extends: strict
rules:
  trust/*: warning
  trust/broad-subject: [error, { allowNamespaceWildcard: true }]
overrides:
  - files: [dev/**]
    rules: { identity/subject-mismatch: off }
ignore: [vendor/]
clusters:
  - name: prod
    issuer: https://oidc.eks.eu-west-1.amazonaws.com/id/ABC
    account: "111122223333"
    paths: [clusters/prod/**]
placeholders: [CHANGE_ME]
limits: { fileBytes: 1000000 }
terraform:
  varFiles: [env/prod.tfvars]
  workspaces: { infra: [dev, prod, dev] }
exceptions:
  - rule: trust/*
    files: [old.tf]
    reason: will be removed
    expires: 2030-01-31
`;
    expect(read(text)).toMatchObject({
      kind: "configuration",
      configuration: {
        root: true,
        preset: "strict",
        rules: [
          { pattern: "trust/*", severity: "warning" },
          { pattern: "trust/broad-subject", severity: "error", options: { allowNamespaceWildcard: true } },
        ],
        overrides: [
          { files: ["dev/**"], rules: [{ pattern: "identity/subject-mismatch", severity: "off" }] },
        ],
        ignore: ["vendor/"],
        clusters: [
          { name: "prod", issuer: "oidc.eks.eu-west-1.amazonaws.com/id/ABC", paths: ["clusters/prod/**"] },
        ],
        placeholders: ["CHANGE_ME"],
        limits: { fileBytes: 1_000_000 },
        varFiles: ["env/prod.tfvars"],
        workspaces: [
          { path: "infra", names: [{ parts: [{ value: "dev" }] }, { parts: [{ value: "prod" }] }] },
        ],
        exceptions: [{ rule: "trust/*", reason: "will be removed", expires: "2030-01-31" }],
      },
    });
  });

  it("may be JSON", () => {
    expect(read('{\n\t"extends": "all"\n}\n', ".irsa-lint.json")).toMatchObject({
      configuration: { preset: "all" },
    });
  });
});

describe("a mistake in a configuration", () => {
  it.each([
    ["an unknown key", "rulse: {}\n", '1:1: rulse: unknown key "rulse"; did you mean "rules"?'],
    [
      "an unknown preset",
      "extends: recomended\n",
      '1:10: extends: expected recommended, strict, all, not "recomended"; did you mean "recommended"?',
    ],
    [
      "no workspaces of a root module",
      "terraform:\n  workspaces:\n    infra: []\n",
      "3:12: terraform.workspaces.infra: must not be empty",
    ],
    [
      "workspaces without a root module",
      "terraform:\n  workspaces: [dev]\n",
      "2:15: terraform.workspaces: expected a map, not a list",
    ],
    ["a list for a map", "rules: []\n", "1:8: rules: expected a map, not a list"],
    [
      "an unknown rule",
      "rules:\n  trust/missing-subjct: off\n",
      '2:3: rules: there is no rule "trust/missing-subjct"; did you mean "trust/missing-subject"?',
    ],
    ["a glob that names nothing", "rules:\n  trsut/*: off\n", '2:3: rules: no rule is named by "trsut/*"'],
    [
      "an unknown severity",
      "rules:\n  trust/*: warn\n",
      '2:12: rules."trust/*": expected off, info, warning or error, or a list of one of these and the rule\'s options, not "warn"',
    ],
    [
      "an unknown severity of one rule",
      "rules: { trust/missing-subject: warn }\n",
      '1:33: rules."trust/missing-subject": expected off, info, warning or error, not "warn"',
    ],
    [
      "options of a rule that has none",
      "rules: { trust/missing-subject: [error, { strict: true }] }\n",
      '1:33: rules."trust/missing-subject": expected off, info, warning or error, not a list',
    ],
    [
      "an unknown option",
      "rules: { trust/broad-subject: [error, { allowNamespaceWildcards: true }] }\n",
      '1:41: rules."trust/broad-subject"[1].allowNamespaceWildcards: unknown key "allowNamespaceWildcards"; did you mean "allowNamespaceWildcard"?',
    ],
    [
      "an unknown severity beside options",
      "rules:\n  trust/*: [erorr, {}]\n",
      '2:13: rules."trust/*"[0]: expected off, info, warning, error, not "erorr"; did you mean "error"?',
    ],
    ["an override without rules", "overrides:\n  - files: [a]\n", '2:5: overrides[0]: "rules" is missing'],
    [
      "an account of eleven digits",
      'clusters:\n  - { name: a, account: "11112222333" }\n',
      '2:25: clusters[0].account: expected twelve digits in quotes: the AWS account, not "11112222333"',
    ],
    [
      "an account that YAML reads as a number",
      "clusters:\n  - { name: a, account: 111122223333 }\n",
      "2:25: clusters[0].account: expected a string, not 111122223333",
    ],
    [
      "a day that does not exist",
      "exceptions:\n  - { rule: trust/*, expires: 2025-02-30 }\n",
      '2:31: exceptions[0].expires: there is no day "2025-02-30"',
    ],
    [
      "an exception of no rule",
      "exceptions:\n  - { rule: trust/mising-subject }\n",
      '2:13: exceptions[0].rule: there is no rule "trust/mising-subject"; did you mean "trust/missing-subject"?',
    ],
  ])("%s is named with its place", (_, text, expected) => {
    expect(errorsOf(text)).toEqual([`.irsa-lint.yaml:${expected}`]);
  });

  it("is all that is said when the file is no YAML", () => {
    expect(errorsOf("rules: {\n")).toHaveLength(1);
    expect(errorsOf("rules: *nothing\n")).toEqual([expect.stringContaining("Unresolved alias")]);
  });

  it("does not hide another", () => {
    expect(errorsOf("rulse: {}\nextends: 3\n")).toHaveLength(2);
  });
});

describe("root: true", () => {
  it.each([
    ["root: true\n", true],
    ['{"root": true}', true],
    ["root: false\n", false],
    ['root: "true"\n', false],
    ["- root\n", false],
    ["{{{", false],
  ])("in %j is %s", (text, expected) => {
    expect(saysRoot(text)).toBe(expected);
  });
});

describe("--rule", () => {
  it.each([
    ["trust/missing-subject=off", { pattern: "trust/missing-subject", severity: "off" }],
    ["trust/*=error", { pattern: "trust/*", severity: "error" }],
    [
      "trust/missing-subject",
      '"trust/missing-subject" is not ID=SEVERITY with a severity of off, info, warning or error',
    ],
    [
      "trust/missing-subject=no",
      '"trust/missing-subject=no" is not ID=SEVERITY with a severity of off, info, warning or error',
    ],
    [
      "trust/mising-subject=off",
      'there is no rule "trust/mising-subject"; did you mean "trust/missing-subject"?',
    ],
  ])("%s", (text, expected) => {
    expect(readRuleSetting(text, ids)).toEqual(expected);
  });
});

describe("rows of the module catalogue", () => {
  const rows = (row: string): string => `terraform:\n  modules:\n${row.replace(/^/gm, "    ")}\n`;
  const row = (module: string): string =>
    rows(`- id: ours\n  source: example-org/role/aws\n  readFrom: main.tf\n  module: ${module}`);

  it("are texts of HCL, whole or line by line", () => {
    const text = row('|\n    variable "name" {}\n    resource "aws_iam_role" "this" { name = var.name }');
    expect(read(text)).toMatchObject({
      kind: "configuration",
      configuration: {
        terraformModules: [
          { id: "ours", module: 'variable "name" {}\nresource "aws_iam_role" "this" { name = var.name }\n' },
        ],
      },
    });
    expect(read(row('["variable \\"name\\" {}", "locals {}"]')).kind).toBe("configuration");
  });

  it.each([
    [
      "a line that is no HCL",
      row('|\n    variable "name" {}\n    resource "aws_iam_role" {{'),
      /^\.irsa-lint\.yaml:8:9: terraform\.modules\[0\]\.module, line 2: /,
    ],
    [
      "a mark that is none",
      row('|\n    locals {}\n    # here\n    variable "name" {} #@ since 2'),
      /^\.irsa-lint\.yaml:9:9: terraform\.modules\[0\]\.module, line 3: "since 2" is neither a range of versions/,
    ],
    [
      "a mark that does not end",
      row("|\n    #@ given attach\n    locals {}"),
      /^\.irsa-lint\.yaml:7:9: terraform\.modules\[0\]\.module, line 1: no line "#@" ends this/,
    ],
    [
      "an item of a list",
      row('\n    - locals {}\n    - "resource {"'),
      /^\.irsa-lint\.yaml:8:11: terraform\.modules\[0\]\.module, line 2: /,
    ],
    [
      "a range of versions that is none",
      rows('- id: ours\n  source: a/b/c\n  readFrom: x\n  versions: "1.x"'),
      /^\.irsa-lint\.yaml:6:17: terraform\.modules\[0\]\.versions/,
    ],
    [
      "a source that is a path",
      rows("- id: ours\n  source: ./modules/role\n  readFrom: x"),
      /^\.irsa-lint\.yaml:4:15: terraform\.modules\[0\]\.source/,
    ],
    [
      "a key that there is not",
      rows("- id: ours\n  source: a/b/c\n  readFrom: x\n  modul: x"),
      /^\.irsa-lint\.yaml:6:7: terraform\.modules\[0\].*"modul"/,
    ],
  ])("say where %s is", (_, text, expected) => {
    expect(errorsOf(text)[0]).toMatch(expected);
  });
});

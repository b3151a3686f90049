import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import schema from "../../../schemas/module-catalogue.schema.json" with { type: "json" };
import { findModuleRow, moduleRows } from "../../../src/catalogue/terraform-modules/find-module-row.ts";
import releases from "../../../src/catalogue/terraform-modules/releases.json" with { type: "json" };
import { markProblems, unmarked } from "../../../src/catalogue/terraform-modules/marked-text.ts";
import { sourceAddress } from "../../../src/catalogue/terraform-modules/source-address.ts";
import { allowedBy, overlap } from "../../../src/catalogue/terraform-modules/versions.ts";
import { parseHcl } from "../../../src/loaders/terraform/syntax/parser.ts";

describe("the rows", () => {
  it("follow their schema", () => {
    const validate = new Ajv({ allErrors: true }).compile(schema);
    validate(moduleRows);
    expect(validate.errors ?? []).toEqual([]);
  });

  it("have ids of their own", () => {
    expect(new Set(moduleRows.map(({ id }) => id)).size).toBe(moduleRows.length);
  });

  const told = moduleRows.flatMap(({ id, module }) =>
    module === undefined ? [] : [{ id, text: typeof module === "string" ? module : module.join("\n") }],
  );

  it.each(told)("mark the text of $id as marks are written", ({ text }) => {
    expect(markProblems(text)).toEqual([]);
  });

  it.each(told)("tell $id in HCL that parses, at each version at which it changes", ({ text }) => {
    const bounds = [...text.matchAll(/[<=](\d+\.\d+\.\d+)/g)].map(([, version]) => allowedBy(version).to);
    const everything = [...bounds, allowedBy(undefined).to];
    for (const below of everything) {
      const { problems } = parseHcl(unmarked(text, { below, inputs: undefined }));
      expect(problems, `below ${below.join(".")}`).toEqual([]);
    }
  });

  it.each(told)("mark in $id only what its inputs switch on", ({ text }) => {
    const inputs = [...text.matchAll(/#@ given (\w+)/g)].map(([, input]) => `variable "${input ?? ""}"`);
    expect(inputs.filter((input) => !text.includes(input))).toEqual([]);
  });
});

describe("a module's source", () => {
  it.each([
    ["terraform-aws-modules/eks/aws", "terraform-aws-modules/eks/aws", undefined],
    ["registry.terraform.io/terraform-aws-modules/eks/aws", "terraform-aws-modules/eks/aws", undefined],
    [
      "terraform-aws-modules/iam/aws//modules/iam-role/",
      "terraform-aws-modules/iam/aws//modules/iam-role",
      undefined,
    ],
    [
      "git::https://github.com/terraform-aws-modules/terraform-aws-iam.git//modules/iam-role?ref=v5.30.0",
      "terraform-aws-modules/iam/aws//modules/iam-role",
      "v5.30.0",
    ],
    ["github.com/terraform-aws-modules/terraform-aws-eks?ref=v19", "terraform-aws-modules/eks/aws", "v19"],
    [
      "git@github.com:terraform-aws-modules/terraform-aws-eks.git",
      "terraform-aws-modules/eks/aws",
      undefined,
    ],
    [
      "git::ssh://git@github.com/terraform-aws-modules/terraform-aws-eks.git",
      "terraform-aws-modules/eks/aws",
      undefined,
    ],
    ["github.com/example/roles//irsa", "github.com/example/roles//irsa", undefined],
    // Other hosts: however the repository is reached, it is the same one.
    [
      "git::ssh://git@gitlab.example.com/platform/roles.git//irsa?ref=v1.2.0",
      "gitlab.example.com/platform/roles//irsa",
      "v1.2.0",
    ],
    [
      "git::ssh://git@gitlab.example.com:2222/platform/roles.git//irsa",
      "gitlab.example.com/platform/roles//irsa",
      undefined,
    ],
    [
      "git::git@gitlab.example.com:platform/roles.git//irsa",
      "gitlab.example.com/platform/roles//irsa",
      undefined,
    ],
    [
      "git::https://oauth2@gitlab.example.com/platform/roles.git//irsa?depth=1&ref=main",
      "gitlab.example.com/platform/roles//irsa",
      "main",
    ],
    ["app.terraform.io/example-org/role/aws", "app.terraform.io/example-org/role/aws", undefined],
  ])("%s is %s", (source, address, ref) => {
    expect(sourceAddress(source)).toEqual({ address, ref });
  });
});

describe("a version constraint", () => {
  it.each([
    ["~> 5.0", ">=5.0.0 <6.0.0", true],
    ["~> 5.0", ">=6.0.0", false],
    ["~> 5.30.1", ">=5.31.0 <6.0.0", false],
    ["5.30.0", ">=5.0.0 <6.0.0", true],
    ["= 4.24", ">=5.0.0 <6.0.0", false],
    [">= 4.1, < 5", ">=5.0.0 <6.0.0", false],
    [">= 4.1, < 5.1", ">=5.0.0 <6.0.0", true],
    ["> 5.9.9", ">=5.0.0 <6.0.0", true],
    ["<= 5.0", ">=5.0.0 <6.0.0", true],
    ["< 5.0", ">=5.0.0 <6.0.0", false],
    ["main", ">=5.0.0 <6.0.0", true],
    [undefined, ">=5.0.0 <6.0.0", true],
    ["~> 18", ">=18.31.0 <20.0.0", true],
  ])("%s and the range %s", (constraint, range, expected) => {
    expect(overlap(allowedBy(constraint), allowedBy(range))).toBe(expected);
  });
});

describe("the row of a module", () => {
  const IRSA = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks";

  it.each([
    ["terraform-aws-modules/eks/aws", "~> 20.0", "terraform-aws-modules/eks/aws@18"],
    ["terraform-aws-modules/eks/aws", undefined, "terraform-aws-modules/eks/aws@21"],
    ["terraform-aws-modules/eks/aws", "~> 17.0", "terraform-aws-modules/eks/aws@12"],
    ["terraform-aws-modules/eks/aws", "~> 11.0", undefined],
    [IRSA, "4.24.1", `${IRSA}@4`],
    [IRSA, ">= 4.0", `${IRSA}@5`],
    [IRSA, "5.0.0-rc1", `${IRSA}@5`],
    // Removed in version 6, and not there before 4.12.
    [IRSA, "~> 6.0", undefined],
    [IRSA, "4.11.0", undefined],
    // A major version that nobody has read yet.
    ["terraform-aws-modules/iam/aws//modules/iam-role", "~> 7.0", undefined],
    [
      "terraform-aws-modules/iam/aws//modules/iam-role",
      ">= 6.0",
      "terraform-aws-modules/iam/aws//modules/iam-role@6",
    ],
    [
      "git::https://github.com/terraform-aws-modules/terraform-aws-iam//modules/iam-role-for-service-accounts-eks?ref=v4.20.0",
      undefined,
      `${IRSA}@4`,
    ],
    ["example/eks/aws", "~> 20.0", undefined],
  ])("%s %s is %s", (source, version, id) => {
    expect(findModuleRow(source, version)?.id).toBe(id);
  });

  it("is the configuration's own before a built-in one", () => {
    const own = { id: "ours", source: "terraform-aws-modules/eks/aws", readFrom: "here" };
    expect(findModuleRow("terraform-aws-modules/eks/aws", "~> 20.0", [own])?.id).toBe("ours");
  });

  describe("of which a commit is asked for", () => {
    const at = (commit: string): string =>
      `git::https://github.com/terraform-aws-modules/terraform-aws-iam.git//modules/iam-role-for-service-accounts-eks?ref=${commit}`;
    const released = releases["terraform-aws-modules/iam/aws"];
    const unknown = "0123456789abcdef0123456789abcdef01234567";

    it.each([
      ["4.20.1", `${IRSA}@4`],
      ["5.30.0", `${IRSA}@5`],
    ] as const)("is that of the release %s", (version, id) => {
      expect(findModuleRow(at(released[version]), undefined)?.id).toBe(id);
      expect(findModuleRow(at(released[version].slice(0, 8)), undefined)?.id).toBe(id);
      expect(findModuleRow(at(released[version]), undefined)).toEqual(findModuleRow(IRSA, version));
    });

    it("is none when the commit is of no release and several rows could be meant", () => {
      expect(findModuleRow(at(unknown), undefined, [], ["role_name"])).toBeUndefined();
    });

    it("is the only one that has the call's inputs, and says that the version is not known", () => {
      const role = at(unknown).replace("iam-role-for-service-accounts-eks", "iam-role");
      expect(findModuleRow(role, undefined, [], ["enable_oidc"])?.id).toBe(
        "terraform-aws-modules/iam/aws//modules/iam-role@6, as commit 0123456 is of no release that is known",
      );
      expect(findModuleRow(role, undefined, [], ["role_name"])).toBeUndefined();
    });
  });

  it("is told as its version is: presets change from release to release", () => {
    const told = (version: string): string =>
      findModuleRow(IRSA, version, [], ["attach_external_secrets_policy"])?.module ?? "";
    expect(told("5.14.1")).not.toContain("BatchGetSecretValue");
    expect(told("~> 5.14.0")).toContain("external_secrets_kms_key_arns");
    expect(told("~> 5.14.0")).not.toContain("BatchGetSecretValue");
    expect(told("5.60.0")).toContain("BatchGetSecretValue");
  });

  it("leaves out what the call switches off", () => {
    expect(findModuleRow(IRSA, "5.60.0", [], ["role_name"])?.module).not.toContain("attach_velero");
    expect(findModuleRow(IRSA, "5.60.0", [], ["attach_velero_policy"])?.module).toContain("s3:ListBucket");
  });
});

import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import schema from "../../../schemas/module-catalogue.schema.json" with { type: "json" };
import { findModuleRow, moduleRows } from "../../../src/catalogue/terraform-modules/find-module-row.ts";
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

  it.each(moduleRows.flatMap(({ id, module }) => (module === undefined ? [] : [[id, module] as const])))(
    "tell %s in HCL that parses",
    (_, module) => {
      expect(parseHcl(typeof module === "string" ? module : module.join("\n")).problems).toEqual([]);
    },
  );
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
    ["terraform-aws-modules/eks/aws", "~> 17.0", undefined],
    [IRSA, "4.24.1", `${IRSA}@4`],
    [IRSA, ">= 4.0", `${IRSA}@5`],
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
});

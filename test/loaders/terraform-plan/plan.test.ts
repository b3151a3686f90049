import { describe, expect, it } from "vitest";
import { expand, type Expanded } from "../../../src/expand/expand.ts";
import { terraform } from "../../../src/loaders/terraform/index.ts";
import { terraformPlan } from "../../../src/loaders/terraform-plan/index.ts";
import { textAt } from "../../../src/model/location.ts";
import { print } from "../../../src/model/text.ts";
import { memoryWorkspace } from "../../../src/workspace/memory.ts";
import { planText, type Planned } from "../../support/planned.ts";
import { factsOf, noSettings, rolesOf, statementLines, trustOf } from "../../support/terraform-repository.ts";

const ISSUER = "oidc.eks.eu-west-1.amazonaws.com/id/ABC";

function read(files: Readonly<Record<string, string>>): Expanded {
  return expand([terraformPlan, terraform], memoryWorkspace(files), noSettings);
}

const readPlan = (resources: readonly Planned[], changes?: object): Expanded =>
  read({ "plan.json": planText(resources, changes) });

const caller: Planned = {
  address: "data.aws_caller_identity.current",
  values: { account_id: "111122223333" },
  actions: ["read"],
};
const role: Planned = {
  address: "aws_iam_role.reader",
  values: { name: "reader", path: "/", assume_role_policy: "{}" },
  unknown: { arn: true, id: true },
};

describe("a plan without its configuration's files", () => {
  it("gives a role that is not made yet its ARN by name, path and the caller's account", () => {
    const [only] = rolesOf(readPlan([caller, role]));
    expect(only && print(only.arn)).toBe("arn:aws:iam::111122223333:role/reader");
    expect(only?.at.file.path).toBe("plan.json");
  });

  it("takes the account of a role that is there already from its ARN", () => {
    const there = {
      ...role,
      values: { ...role.values, arn: "arn:aws-cn:iam::444455556666:role/reader" },
      unknown: {},
    };
    const [only] = rolesOf(readPlan([there]));
    expect(only && print(only.account)).toBe("444455556666");
  });

  it("leaves out what is only deleted", () => {
    expect(rolesOf(readPlan([{ ...role, actions: ["delete"] }]))).toEqual([]);
  });

  it("keeps what is replaced", () => {
    expect(rolesOf(readPlan([{ ...role, actions: ["delete", "create"] }]))).toHaveLength(1);
  });

  it("finds the policy that an attachment refers to before it has an ARN", () => {
    const expanded = readPlan([
      caller,
      role,
      {
        address: "aws_iam_policy.read",
        values: {
          name: "read",
          path: "/",
          policy: '{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}',
        },
        unknown: { arn: true },
      },
      {
        address: "aws_iam_role_policy_attachment.read",
        values: { role: "reader" },
        unknown: { policy_arn: true },
        expressions: { policy_arn: { references: ["aws_iam_policy.read.arn", "aws_iam_policy.read"] } },
      },
    ]);
    const [policy] = rolesOf(expanded)[0]?.policies ?? [];
    expect(policy?.document.state === "known" && statementLines(policy.document.value)).toEqual([
      "Allow; s3:GetObject; *",
    ]);
  });

  it("reads a trust policy whose document waits for a provider that is made in the same plan", () => {
    const expanded = readPlan([
      caller,
      {
        address: "aws_iam_openid_connect_provider.eks",
        values: { url: `https://${ISSUER}`, client_id_list: ["sts.amazonaws.com"] },
        unknown: { arn: true },
      },
      {
        address: "data.aws_iam_policy_document.trust",
        values: {
          statement: [
            {
              actions: ["sts:AssumeRoleWithWebIdentity"],
              effect: null,
              principals: [{ type: "Federated", identifiers: [] }],
              condition: [
                { test: "StringEquals", variable: `${ISSUER}:sub`, values: ["system:serviceaccount:a:b"] },
              ],
            },
          ],
        },
        unknown: { json: true, statement: [{ principals: [{ identifiers: [true] }] }] },
        expressions: {
          statement: [
            {
              principals: [
                {
                  identifiers: {
                    references: [
                      "aws_iam_openid_connect_provider.eks.arn",
                      "aws_iam_openid_connect_provider.eks",
                    ],
                  },
                },
              ],
            },
          ],
        },
        actions: ["read"],
      },
      {
        address: "aws_iam_role.reader",
        values: { name: "reader" },
        unknown: { assume_role_policy: true },
        expressions: { assume_role_policy: { references: ["data.aws_iam_policy_document.trust.json"] } },
      },
    ]);
    const [only] = rolesOf(expanded);
    expect(only && statementLines(trustOf(only))).toEqual([
      `Allow; Federated=arn:aws:iam::111122223333:oidc-provider/${ISSUER}; sts:AssumeRoleWithWebIdentity; StringEquals ${ISSUER}:sub=system:serviceaccount:a:b`,
    ]);
  });

  it("names by its address what stays open", () => {
    const [only] = rolesOf(readPlan([{ ...role, unknown: { assume_role_policy: true } }]));
    expect(only?.trust.state === "unknown" && only.trust.hole.name).toBe(
      "aws_iam_role.reader.assume_role_policy",
    );
  });

  it("does not take a name that is built of another's for that name", () => {
    const built = { ...role, address: "aws_iam_role.b", values: {}, unknown: { name: true } };
    const expressions = { name: { references: ["aws_iam_role.reader.name", "aws_iam_role.reader"] } };
    const names = rolesOf(readPlan([role, { ...built, expressions }])).map(({ name }) => print(name));
    expect(names.sort()).toEqual(["${aws_iam_role.b.name}", "reader"]);
  });

  it("follows outputs and variables of modules to the resource", () => {
    const reference = (...references: readonly string[]): object => ({ expression: { references } });
    const plan: unknown = JSON.parse(planText([caller, role]));
    const text = JSON.stringify(plan).replace(
      '"root_module":{"resources":[{"address":"data.aws_caller_identity.current","mode":"data","type":"aws_caller_identity","name":"current","values":',
      '"root_module":{"child_modules":[],"resources":[{"address":"aws_eks_pod_identity_association.a","mode":"managed","type":"aws_eks_pod_identity_association","name":"a","values":{"cluster_name":"prod","namespace":"a","service_account":"b"}},{"address":"data.aws_caller_identity.current","mode":"data","type":"aws_caller_identity","name":"current","values":',
    );
    const whole = JSON.parse(text) as {
      resource_changes: object[];
      configuration: { root_module: { resources: object[]; module_calls?: object } };
    };
    whole.resource_changes.push({
      address: "aws_eks_pod_identity_association.a",
      mode: "managed",
      type: "aws_eks_pod_identity_association",
      name: "a",
      change: { actions: ["create"], after: {}, after_unknown: { role_arn: true } },
    });
    whole.configuration.root_module.resources.push({
      address: "aws_eks_pod_identity_association.a",
      mode: "managed",
      type: "aws_eks_pod_identity_association",
      name: "a",
      expressions: { role_arn: { references: ["module.pass.role_arn", "module.pass"] } },
    });
    whole.configuration.root_module.module_calls = {
      pass: {
        expressions: { given: { references: ["aws_iam_role.reader.arn", "aws_iam_role.reader"] } },
        module: { outputs: { role_arn: reference("var.given") } },
      },
    };
    const [association] = factsOf(read({ "plan.json": JSON.stringify(whole) }), "pod-identity-association");
    expect(association && print(association.roleArn)).toBe("arn:aws:iam::111122223333:role/reader");
  });
});

describe("the version of a plan's format", () => {
  it.each([
    ["0.2", []],
    ["1.2", []],
    ["1.9", ["input/not-understood"]],
    ["2.0", ["input/unparseable"]],
  ])("%s", (version, codes) => {
    const expanded = readPlan([caller, role], { format_version: version });
    expect(expanded.problems.map(({ code }) => code)).toEqual(codes);
    expect(rolesOf(expanded)).toHaveLength(version === "2.0" ? 0 : 1);
  });
});

describe("a plan with its configuration's files", () => {
  const main = `
variable "env" {}
resource "aws_iam_role" "reader" {
  name               = "\${var.env}-reader"
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/${ISSUER}" }
      Condition = { StringEquals = { "${ISSUER}:sub" = "system:serviceaccount:\${var.env}:b" } }
    }]
  })
}
`;
  const trust = (namespace: string): string =>
    JSON.stringify({
      Statement: [
        {
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: { StringEquals: { [`${ISSUER}:sub`]: `system:serviceaccount:${namespace}:b` } },
          Effect: "Allow",
          Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${ISSUER}` },
        },
      ],
    });
  const planned = (env: string, namespace = env): string =>
    planText(
      [
        caller,
        { ...role, values: { name: `${env}-reader`, path: "/", assume_role_policy: trust(namespace) } },
      ].filter(({ address }) => address !== caller.address),
      { variables: { env: { value: env } } },
    );

  it("is the root module's, with the places of its blocks, each role once", () => {
    const roles = rolesOf(read({ "live/main.tf": main, "live/out/plan.json": planned("dev") }));
    expect(roles.map(({ name, at }) => [print(name), at.file.path])).toEqual([
      ["dev-reader", "live/main.tf"],
    ]);
  });

  it("has the plan's values where the files say otherwise, at the expression that gives them", () => {
    const [only] = rolesOf(read({ "live/main.tf": main, "live/plan.json": planned("dev", "other") }));
    const [condition] = (only && trustOf(only).statements[0]?.conditions) ?? [];
    const [value] = condition?.values ?? [];
    expect(value && print(value)).toBe("system:serviceaccount:other:b");
    expect(value && value.at.file.path).toBe("live/main.tf");
    expect(value && textAt(value.at)).toContain("system:serviceaccount:");
  });

  it("takes the place of its own variable set only", () => {
    const roles = rolesOf(
      read({
        "live/main.tf": main,
        "live/dev.tfvars": 'env = "dev"',
        "live/prod.tfvars": 'env = "prod"',
        "live/plan.json": planned("prod", "planned"),
      }),
    );
    const seen = roles.map(({ name, origin, trust: { state } }) => [print(name), origin.environment, state]);
    expect(seen.sort()).toEqual([
      ["dev-reader", "dev", "known"],
      ["prod-reader", "prod", "known"],
    ]);
  });

  it("stands alone when the files do not declare all of it", () => {
    const roles = rolesOf(
      read({ "live/main.tf": main.replace('"reader"', '"writer"'), "live/plan.json": planned("dev") }),
    );
    expect(roles.map(({ at }) => at.file.path).sort()).toEqual(["live/main.tf", "live/plan.json"]);
  });
});

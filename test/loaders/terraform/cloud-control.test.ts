import { describe, expect, it } from "vitest";
import { isAbsent, print } from "../../../src/model/text.ts";
import {
  covers,
  factsOf,
  onlyRole,
  readTerraform,
  statementLines,
  trustOf,
} from "../../support/terraform-repository.ts";

const TRUST = `jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = awscc_iam_oidc_provider.eks.arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = { StringEquals = { "oidc.example.com/id/A:sub" = "system:serviceaccount:apps:app" } }
    }]
  })`;

const TEXT = `
provider "awscc" {
  region = "eu-west-1"
}
resource "awscc_iam_oidc_provider" "eks" {
  url             = "https://oidc.example.com/id/A"
  client_id_list  = ["sts.amazonaws.com"]
  thumbprint_list = ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"]
}
resource "awscc_iam_role" "app" {
  role_name                   = "app"
  path                        = "/team/"
  assume_role_policy_document = ${TRUST}
  managed_policy_arns         = ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]
  policies = [{
    policy_name     = "queue"
    policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sqs:SendMessage", Resource = "*" }] })
  }]
}
resource "awscc_eks_pod_identity_association" "app" {
  cluster_name    = "prod"
  namespace       = "apps"
  service_account = "app"
  role_arn        = awscc_iam_role.app.arn
}
`;

describe("the Cloud Control provider", () => {
  it("makes roles with what they trust and hold", () => {
    const role = onlyRole({ "main.tf": TEXT });
    expect([print(role.name), covers(role.name), print(role.path)]).toEqual(["app", "app", "/team/"]);
    expect(statementLines(trustOf(role))).toEqual([
      "Allow; Federated=arn:aws:iam::${data.aws_caller_identity.current.account_id}:oidc-provider/oidc.example.com/id/A; sts:AssumeRoleWithWebIdentity; StringEquals oidc.example.com/id/A:sub=system:serviceaccount:apps:app",
    ]);
    expect(role.policies.map(({ kind, name }) => [kind, isAbsent(name) ? "" : print(name)])).toEqual([
      ["inline", "queue"],
      ["managed", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],
    ]);
  });

  it("makes providers and associations", () => {
    const found = readTerraform({ "main.tf": TEXT });
    expect(factsOf(found, "oidc-provider").map(({ issuer }) => print(issuer))).toEqual([
      "oidc.example.com/id/A",
    ]);
    expect(
      factsOf(found, "pod-identity-association").map(({ serviceAccount, roleArn }) => [
        print(serviceAccount),
        print(roleArn).endsWith(":role/team/app"),
      ]),
    ).toEqual([["app", true]]);
  });

  it("makes up the name of a role that has none", () => {
    const role = onlyRole({
      "main.tf": 'resource "awscc_iam_role" "x" {\n  assume_role_policy_document = "{}"\n}',
    });
    expect(print(role.name)).toBe("${awscc_iam_role.x.name}");
  });
});

describe("a command that Terraform runs", () => {
  it.each([
    [
      "null_resource",
      "eksctl create iamserviceaccount --name x --namespace y",
      ["role", "policy", "service-account"],
    ],
    ["terraform_data", "eksctl utils associate-iam-oidc-provider --approve", ["oidc-provider"]],
    ["null_resource", "kubectl annotate sa x eks.amazonaws.com/role-arn=${var.arn}", ["service-account"]],
  ])("by %s is a gap when it makes accounts: %s", (type, command, may) => {
    const gaps = factsOf(
      readTerraform({
        "main.tf": `# kubernetes_ aws_iam_
variable "arn" {}
resource "${type}" "x" {
  provisioner "local-exec" {
    command = "${command}"
  }
}`,
      }),
      "gap",
    );
    expect(gaps.map((gap) => [gap.what, gap.may])).toEqual([[`${type}.x`, may]]);
    expect(gaps[0] && covers({ kind: "text", parts: [], at: gaps[0].at })).toBe(command);
  });

  it("is nothing to tell when it makes none", () => {
    const text =
      'resource "null_resource" "x" {\n  provisioner "local-exec" {\n    command = "aws eks update-kubeconfig --role-arn x # kubernetes_"\n  }\n}';
    expect(factsOf(readTerraform({ "main.tf": text }), "gap")).toEqual([]);
  });
});

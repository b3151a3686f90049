import { describe, expect, it } from "vitest";
import { equals } from "../../../src/model/compare.ts";
import { textAt } from "../../../src/model/location.ts";
import { print } from "../../../src/model/text.ts";
import {
  covers,
  factsOf,
  noSettings,
  readTerraform,
  rolesOf,
  statementLines,
  trustOf,
} from "../../support/terraform-repository.ts";

const cluster = `
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}
module "eks" {
  source       = "terraform-aws-modules/eks/aws"
  version      = "~> 20.0"
  cluster_name = "prod"
}
`;

const call = (source: string, version: string, inputs: string): string =>
  `${cluster}\nmodule "x" {\n  source  = "${source}"\n  version = "${version}"\n${inputs}\n}\n`;

const ISSUER = "${issuer of cluster prod}";
const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`;

/** Name, trust statements, policies of the only role, one line each. */
function roleLines(text: string): readonly string[] {
  const roles = rolesOf(readTerraform({ "main.tf": text }));
  return roles.flatMap((role) => [
    print(role.name),
    ...statementLines(trustOf(role)),
    ...role.policies.map(({ kind, document }) =>
      document.state === "known" ? `${kind}: ${statementLines(document.value).join(" / ")}` : `${kind}: ?`,
    ),
  ]);
}

const irsa = (sub: string, test = "StringEquals"): string =>
  `Allow; Federated=${PROVIDER}; sts:AssumeRoleWithWebIdentity; ${test} ${ISSUER}:sub=${sub}; ${test} ${ISSUER}:aud=sts.amazonaws.com`;

const oidc = `oidc_providers = {
  main = {
    provider_arn               = module.eks.oidc_provider_arn
    namespace_service_accounts = ["eso:eso", "eso:webhook"]
  }
}`;
const SUBJECTS = "system:serviceaccount:eso:eso|system:serviceaccount:eso:webhook";
const IAM = "terraform-aws-modules/iam/aws//modules";

describe("the cluster module that is not here", () => {
  const expanded = readTerraform({
    "main.tf": `${cluster}
      locals {
        outputs = [module.eks.oidc_provider, module.eks.cluster_oidc_issuer_url, module.eks.oidc_provider_arn, module.eks.cluster_name]
      }
      resource "aws_iam_role" "x" { name = join(" ", local.outputs) }`,
  });

  it("returns one issuer in all its forms", () => {
    const [role] = rolesOf(expanded);
    expect(role && print(role.name)).toBe([ISSUER, `https://${ISSUER}`, PROVIDER, "prod"].join(" "));
  });

  it("makes the cluster's OIDC provider, at the module's block, taking the row for granted", () => {
    const [provider] = factsOf(expanded, "oidc-provider");
    expect(provider && print(provider.arn)).toBe(PROVIDER);
    expect(provider && textAt(provider.at)).toBe('module "eks"');
    expect(provider?.arn.assumed).toContain("catalogue:terraform-aws-modules/eks/aws@18");
    expect(provider?.clientIds.state === "known" && provider.clientIds.value.map(print)).toEqual([
      "sts.amazonaws.com",
    ]);
  });

  it("is no gap", () => {
    expect(factsOf(expanded, "gap")).toEqual([]);
  });

  it("has another issuer for another cluster", () => {
    const [a, b] = factsOf(
      readTerraform({
        "main.tf": `${cluster}
          module "other" {
            source       = "terraform-aws-modules/eks/aws"
            version      = "19.21.0"
            cluster_name = "dev"
          }`,
      }),
      "oidc-provider",
    );
    expect(a && b && equals(a.issuer, b.issuer)).toBe("maybe");
  });

  it("may return more than the row tells: a hole named after the output", () => {
    const [role] = rolesOf(
      readTerraform({
        "main.tf": `${cluster}\nresource "aws_iam_role" "x" { name = module.eks.node_iam_role }`,
      }),
    );
    expect(role && print(role.name)).toBe("${module.eks.node_iam_role}");
  });
});

describe("a role module that is not here", () => {
  it.each([
    [
      "iam-role-for-service-accounts-eks 4",
      call(
        `${IAM}/iam-role-for-service-accounts-eks`,
        "4.24.1",
        `role_name = "eso"\n${oidc}\nattach_external_secrets_policy = true`,
      ),
      [
        "eso",
        irsa(SUBJECTS),
        "managed: Allow; ssm:GetParameter; arn:aws:ssm:*:*:parameter/* / Allow; secretsmanager:DescribeSecret|secretsmanager:GetResourcePolicy|secretsmanager:GetSecretValue|secretsmanager:ListSecretVersionIds; arn:aws:secretsmanager:*:*:secret:*",
      ],
    ],
    [
      "iam-role-for-service-accounts-eks 5",
      call(
        `${IAM}/iam-role-for-service-accounts-eks`,
        "~> 5.0",
        `role_name_prefix = "eso-"\n${oidc}\nassume_role_condition_test = "StringLike"\nattach_external_dns_policy = true\nrole_policy_arns = { own = "arn:aws:iam::aws:policy/ReadOnlyAccess" }`,
      ),
      [
        "eso-${suffix of aws_iam_role.this[0]}",
        irsa(SUBJECTS, "StringLike"),
        "managed: ?",
        "managed: Allow; route53:ChangeResourceRecordSets; arn:aws:route53:::hostedzone/* / Allow; route53:ListHostedZones|route53:ListResourceRecordSets|route53:ListTagsForResources; *",
      ],
    ],
    [
      "iam-role-for-service-accounts 6",
      call(
        `${IAM}/iam-role-for-service-accounts`,
        "~> 6.0",
        `name = "eso"\nuse_name_prefix = false\n${oidc}\npermissions = { read = { actions = ["s3:GetObject"], resources = ["*"] } }`,
      ),
      ["eso", irsa(SUBJECTS), "managed: Allow; s3:GetObject; *"],
    ],
    [
      "iam-role-for-service-accounts 6 with its default prefix",
      call(`${IAM}/iam-role-for-service-accounts`, "~> 6.0", `name = "eso"\n${oidc}`),
      ["eso-${suffix of aws_iam_role.this[0]}", irsa(SUBJECTS)],
    ],
    [
      "iam-assumable-role-with-oidc 5",
      call(
        `${IAM}/iam-assumable-role-with-oidc`,
        "~> 5.0",
        'create_role = true\nrole_name = "eso"\nprovider_url = module.eks.cluster_oidc_issuer_url\noidc_fully_qualified_subjects = ["system:serviceaccount:eso:eso"]',
      ),
      [
        "eso",
        `Allow; Federated=${PROVIDER}; sts:AssumeRoleWithWebIdentity|sts:TagSession; StringEquals ${ISSUER}:sub=system:serviceaccount:eso:eso`,
      ],
    ],
    [
      "iam-eks-role 5",
      call(
        `${IAM}/iam-eks-role`,
        "~> 5.0",
        'role_name = "eso"\ncluster_service_accounts = { prod = ["eso:eso"] }',
      ),
      [
        "eso",
        `Allow; Federated=${PROVIDER}; sts:AssumeRoleWithWebIdentity; StringEquals ${ISSUER}:sub=system:serviceaccount:eso:eso`,
      ],
    ],
    [
      "iam-role 6",
      call(
        `${IAM}/iam-role`,
        "~> 6.0",
        'name = "eso"\nuse_name_prefix = false\nenable_oidc = true\noidc_provider_urls = [module.eks.oidc_provider]\noidc_subjects = ["system:serviceaccount:eso:eso"]',
      ),
      [
        "eso",
        `Allow; Federated=${PROVIDER}; sts:TagSession|sts:AssumeRoleWithWebIdentity; StringEquals ${ISSUER}:sub=system:serviceaccount:eso:eso`,
      ],
    ],
    [
      "a provider's URL that comes from elsewhere is one issuer",
      call(
        "terraform-aws-modules/iam/aws//modules/iam-assumable-role-with-oidc",
        "5.60.0",
        'create_role = true\nrole_name = "app"\nprovider_url = module.nowhere.url\noidc_fully_qualified_subjects = ["system:serviceaccount:a:b"]',
      ),
      [
        "app",
        "Allow; Federated=arn:aws:iam::111122223333:oidc-provider/${replace(module.nowhere.url)}; sts:AssumeRoleWithWebIdentity|sts:TagSession; StringEquals ${replace(module.nowhere.url)}:sub=system:serviceaccount:a:b",
      ],
    ],
    [
      "karpenter 19",
      call(
        "terraform-aws-modules/eks/aws//modules/karpenter",
        "~> 19.0",
        "cluster_name = module.eks.cluster_name\nirsa_oidc_provider_arn = module.eks.oidc_provider_arn",
      ),
      [
        "KarpenterIRSA-prod-${suffix of aws_iam_role.irsa[0]}",
        irsa("system:serviceaccount:karpenter:karpenter"),
        expect.stringMatching(/^managed: Allow; ec2:CreateFleet.* iam:PassRole; .*Karpenter-prod-/),
        "Karpenter-prod-${suffix of aws_iam_role.this[0]}",
        "Allow; Service=ec2.amazonaws.com; sts:AssumeRole",
        "managed: ?",
        "managed: ?",
        "managed: ?",
      ],
    ],
    [
      "eks-blueprints-addons",
      call(
        "aws-ia/eks-blueprints-addons/aws",
        "~> 1.0",
        'oidc_provider_arn = module.eks.oidc_provider_arn\nenable_external_secrets = true\nexternal_secrets = { service_account_name = "eso", role_name = "eso", role_name_use_prefix = false }',
      ),
      ["eso", irsa("system:serviceaccount:external-secrets:eso"), expect.stringMatching(/^managed: /)],
    ],
  ])("%s", (_, text, expected) => {
    expect(roleLines(text)).toEqual(expected);
  });

  it.each([
    ["5.59.0", "ec2:DeleteVolume; arn:aws:ec2:*:*:volume/*"],
    ["5.30.0", "ec2:DeleteVolume; *"],
  ])("tells the policy of a preset as version %s has it", (version, expected) => {
    const lines = roleLines(
      call(
        `${IAM}/iam-role-for-service-accounts-eks`,
        version,
        `role_name = "ebs"\n${oidc}\nattach_ebs_csi_policy = true`,
      ),
    );
    expect(lines.at(-1)).toContain(expected);
  });

  it("keeps the place of what the caller writes, and stands at its block", () => {
    const [role] = rolesOf(
      readTerraform({
        "main.tf": call(`${IAM}/iam-role-for-service-accounts-eks`, "~> 5.0", `role_name = "eso"\n${oidc}`),
      }),
    );
    expect(role && [textAt(role.at), covers(role.name)]).toEqual(['module "x"', "eso"]);
    const [value] = (role && trustOf(role).statements[0]?.conditions[0]?.values) ?? [];
    const covered = value?.parts.flatMap((part) => (part.at === undefined ? [] : [textAt(part.at)]));
    expect(covered).toContain("eso:eso");
    expect(role?.name.assumed).toContain(`catalogue:${IAM}/iam-role-for-service-accounts-eks@5`);
  });

  it("is the configuration's own row when there is one", () => {
    const own = {
      id: "ours",
      source: "example/roles/aws",
      readFrom: "the module's main.tf",
      module: 'variable "for" {}\nresource "aws_iam_role" "r" { name = "role-for-${var.for}" }',
    };
    const expanded = readTerraform(
      { "main.tf": 'module "x" {\n source = "example/roles/aws"\n for = "eso"\n}' },
      { ...noSettings, terraformModules: [own] },
    );
    expect(rolesOf(expanded).map(({ name }) => print(name))).toEqual(["role-for-eso"]);
  });
});

describe("eks-pod-identity", () => {
  it("makes the role and its associations", () => {
    const expanded = readTerraform({
      "main.tf": call(
        "terraform-aws-modules/eks-pod-identity/aws",
        "~> 2.0",
        'name = "eso"\nuse_name_prefix = false\nassociation_defaults = { namespace = "eso" }\nassociations = { main = { cluster_name = module.eks.cluster_name, service_account = "eso" } }',
      ),
    });
    const [association] = factsOf(expanded, "pod-identity-association");
    const [role] = rolesOf(expanded);
    const parts = association && [association.clusterName, association.namespace, association.serviceAccount];
    expect(parts?.map(print)).toEqual(["prod", "eso", "eso"]);
    expect(association && role && equals(association.roleArn, role.arn)).toBe("yes");
    expect(role && statementLines(trustOf(role))).toEqual([
      "Allow; Service=pods.eks.amazonaws.com; sts:AssumeRole|sts:TagSession",
    ]);
  });
});

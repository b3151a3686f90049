import { describe, expect, it } from "vitest";
import { expand } from "../../../src/expand/expand.ts";
import { kubernetes } from "../../../src/loaders/kubernetes/index.ts";
import { terraform } from "../../../src/loaders/terraform/index.ts";
import { print } from "../../../src/model/text.ts";
import { memoryWorkspace } from "../../../src/workspace/memory.ts";
import { linked } from "../../support/facts.ts";
import { noSettings } from "../../support/terraform-repository.ts";

/** A module in one version, called so that the account `eso/eso` of the cluster may assume its role. */
interface Called {
  readonly source: string;
  readonly versions: readonly string[];
  readonly inputs: string;
  /** The output with the role's ARN. */
  readonly arn: string;
  /** Whether `eso/another` is let in, too. */
  readonly wildcard?: true;
}

const IAM = "terraform-aws-modules/iam/aws//modules";
const PROVIDERS = (accounts: string): string => `oidc_providers = {
  main = { provider_arn = module.eks.oidc_provider_arn, namespace_service_accounts = ["${accounts}"] }
}`;
const URL = "provider_url = module.eks.cluster_oidc_issuer_url";
const SUBJECT = 'oidc_fully_qualified_subjects = ["system:serviceaccount:eso:eso"]';

const called: readonly Called[] = [
  {
    source: `${IAM}/iam-role-for-service-accounts-eks`,
    versions: ["4.12.0", "4.24.1", "5.0.0", "5.60.0", "~> 5.20"],
    inputs: `role_name = "eso"\n${PROVIDERS("eso:eso")}`,
    arn: "iam_role_arn",
  },
  {
    source: `${IAM}/iam-role-for-service-accounts-eks`,
    versions: ["4.14.0", "5.60.0"],
    inputs: `role_name = "eso"\n${PROVIDERS("eso:*")}\nassume_role_condition_test = "StringLike"`,
    arn: "iam_role_arn",
    wildcard: true,
  },
  {
    source: `${IAM}/iam-role-for-service-accounts`,
    versions: ["6.0.0", "6.5.0", "~> 6.0"],
    inputs: `name = "eso"\nuse_name_prefix = false\n${PROVIDERS("eso:eso")}`,
    arn: "arn",
  },
  {
    source: `${IAM}/iam-role-for-service-accounts`,
    versions: ["6.5.0"],
    inputs: `name = "eso"\n${PROVIDERS("eso:eso")}`,
    arn: "arn",
  },
  {
    source: `${IAM}/iam-assumable-role-with-oidc`,
    versions: ["2.6.0", "2.25.0", "3.16.0"],
    inputs: `create_role = true\nrole_name = "eso"\n${SUBJECT}
      provider_url = replace(module.eks.cluster_oidc_issuer_url, "https://", "")`,
    arn: "this_iam_role_arn",
  },
  {
    source: `${IAM}/iam-assumable-role-with-oidc`,
    versions: ["4.24.1", "5.0.0", "5.60.0"],
    inputs: `create_role = true\nrole_name = "eso"\n${URL}\n${SUBJECT}`,
    arn: "iam_role_arn",
  },
  {
    source: `${IAM}/iam-assumable-role-with-oidc`,
    versions: ["4.24.1", "5.60.0"],
    inputs: `create_role = true\nrole_name = "eso"\n${URL}
      oidc_subjects_with_wildcards = ["system:serviceaccount:eso:*"]`,
    arn: "iam_role_arn",
    wildcard: true,
  },
  {
    source: `${IAM}/iam-eks-role`,
    versions: ["4.9.0", "4.24.1", "5.0.0", "5.60.0"],
    inputs: `role_name = "eso"\ncluster_service_accounts = { (module.eks.cluster_name) = ["eso:eso"] }`,
    arn: "iam_role_arn",
  },
  {
    source: `${IAM}/iam-role`,
    versions: ["6.0.0", "6.5.0"],
    inputs: `name = "eso"\nuse_name_prefix = false\nenable_oidc = true
      oidc_provider_urls = [module.eks.oidc_provider]\noidc_subjects = ["system:serviceaccount:eso:eso"]`,
    arn: "arn",
  },
  {
    source: "terraform-aws-modules/eks/aws//modules/karpenter",
    versions: ["18.31.0", "19.21.0"],
    inputs: `cluster_name = module.eks.cluster_name\nirsa_oidc_provider_arn = module.eks.oidc_provider_arn
      irsa_namespace_service_accounts = ["eso:eso"]`,
    arn: "irsa_arn",
  },
  {
    source: "terraform-aws-modules/eks/aws//modules/karpenter",
    versions: ["20.0.0", "20.37.2"],
    inputs: `cluster_name = module.eks.cluster_name\nenable_irsa = true
      irsa_oidc_provider_arn = module.eks.oidc_provider_arn\nirsa_namespace_service_accounts = ["eso:eso"]`,
    arn: "iam_role_arn",
  },
];

const account = (name: string, arn: string): string => `resource "kubernetes_service_account" "${name}" {
  metadata {
    name        = "${name}"
    namespace   = "eso"
    annotations = { "eks.amazonaws.com/role-arn" = module.role.${arn} }
  }
}`;

const cluster = `provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}
module "eks" {
  source       = "terraform-aws-modules/eks/aws"
  version      = "20.37.2"
  cluster_name = "prod"
}`;

/** `namespace/name verdict` of every link. */
function verdicts(text: string): readonly string[] {
  const workspace = memoryWorkspace({ "main.tf": `${cluster}\n${text}` });
  const { facts } = expand([terraform, kubernetes], workspace, noSettings);
  return linked(facts).links.map(
    ({ serviceAccount, mechanism, verdict }) =>
      `${print(serviceAccount.namespace)}/${print(serviceAccount.name)} ${mechanism} ${verdict}`,
  );
}

const call = (source: string, version: string, inputs: string): string =>
  `module "role" {\nsource = "${source}"\nversion = "${version}"\n${inputs}\n}\n`;

const cases = called.flatMap(({ versions, ...each }) => versions.map((version) => ({ ...each, version })));

describe("the role that a module makes", () => {
  it.each(cases)(
    "lets the right account in: $source $version $inputs",
    ({ source, version, inputs, arn }) => {
      const text = call(source, version, inputs) + account("eso", arn);
      expect(verdicts(text)).toEqual(["eso/eso irsa allowed"]);
    },
  );

  it.each(cases)(
    "keeps another account out: $source $version $inputs",
    ({ source, version, inputs, arn, wildcard }) => {
      const text = call(source, version, inputs) + account("another", arn);
      expect(verdicts(text)).toEqual([`eso/another irsa ${wildcard === true ? "allowed" : "denied"}`]);
    },
  );

  it("takes StringEquals literally: a wildcard under it lets nobody in", () => {
    const inputs = `role_name = "eso"\n${PROVIDERS("eso:*")}`;
    const text = call(`${IAM}/iam-role-for-service-accounts-eks`, "5.60.0", inputs);
    expect(verdicts(text + account("eso", "iam_role_arn"))).toEqual(["eso/eso irsa denied"]);
  });

  it("of GitHub is nobody's in the cluster", () => {
    const inputs = `name = "deploy"\nsubjects = ["example/app:*"]`;
    const text = call(`${IAM}/iam-github-oidc-role`, "5.60.0", inputs);
    expect(verdicts(text + account("eso", "arn"))).toEqual(["eso/eso irsa denied"]);
  });

  it.each(["1.1.0", "1.12.1", "2.0.0", "2.8.1"])("of eks-pod-identity %s is the association's", (version) => {
    const inputs = `name = "eso"\nassociations = {
      main = { cluster_name = module.eks.cluster_name, namespace = "eso", service_account = "eso" }
    }`;
    expect(verdicts(call("terraform-aws-modules/eks-pod-identity/aws", version, inputs))).toEqual([
      "eso/eso pod-identity allowed",
    ]);
  });

  it.each([
    ["20.10.0", "create_pod_identity_association = true"],
    ["21.0.0", ""],
    ["21.19.0", ""],
  ])("of Karpenter %s is its association's", (version, inputs) => {
    const source = "terraform-aws-modules/eks/aws//modules/karpenter";
    expect(verdicts(call(source, version, `cluster_name = module.eks.cluster_name\n${inputs}`))).toEqual([
      "kube-system/karpenter pod-identity allowed",
    ]);
  });
});

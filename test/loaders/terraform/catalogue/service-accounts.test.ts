import { describe, expect, it } from "vitest";
import { loaders } from "../../../../src/engine/loaders.ts";
import { expand } from "../../../../src/expand/expand.ts";
import { textAt } from "../../../../src/model/location.ts";
import { isAbsent, print } from "../../../../src/model/text.ts";
import { memoryWorkspace } from "../../../../src/workspace/memory.ts";
import { linked } from "../../../support/facts.ts";
import { noSettings } from "../../../support/terraform-repository.ts";

const PROVIDER = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/AAAA";
const AWS = `provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}
`;

/** The links that a call of a module makes: account, role, verdict. */
function linksOf(source: string, version: string, inputs: string): readonly string[] {
  const versioned = version === "" ? "" : `version = "${version}"`;
  const main = `${AWS}module "x" {\nsource = "${source}"\n${versioned}\n${inputs}\n}`;
  const { facts } = expand(loaders, memoryWorkspace({ "main.tf": main }), noSettings);
  return linked(facts).links.map(({ serviceAccount, role, verdict }) => {
    const account = `${print(serviceAccount.namespace)}/${print(serviceAccount.name)}`;
    const name = role === undefined ? "nothing" : print(role.name).replace(/\$\{suffix of [^}]*\}/, "*");
    return `${account} ${name} ${verdict}`;
  });
}

const ADDONS = "aws-ia/eks-blueprints-addons/aws";

describe("modules that install charts make their accounts, annotated with the roles that they make", () => {
  it.each([
    ["external_secrets", "", ["external-secrets/external-secrets-sa external-secrets-* allowed"]],
    [
      "external_dns",
      'external_dns_route53_zone_arns = ["arn:aws:route53:::hostedzone/Z"]',
      ["external-dns/external-dns-sa external-dns-* allowed"],
    ],
    ["cert_manager", "", ["cert-manager/cert-manager cert-manager-* allowed"]],
    [
      "aws_load_balancer_controller",
      "",
      ["kube-system/aws-load-balancer-controller-sa alb-controller-* allowed"],
    ],
    ["cluster_autoscaler", "", ["kube-system/cluster-autoscaler-sa cluster-autoscaler-* allowed"]],
    ["karpenter", 'cluster_name = "prod"', ["karpenter/karpenter karpenter-* allowed"]],
    [
      "velero",
      "",
      // The chart gives the server's annotations to the job that upgrades its CRDs, too.
      ["velero/velero-server-upgrade-crds velero-* denied", "velero/velero-server velero-* allowed"],
    ],
    [
      "aws_efs_csi_driver",
      "",
      [
        "kube-system/efs-csi-controller-sa aws-efs-csi-driver-* allowed",
        "kube-system/efs-csi-node-sa aws-efs-csi-driver-* allowed",
      ],
    ],
  ])("the blueprints' %s", (addon, more, expected) => {
    const inputs = `oidc_provider_arn = "${PROVIDER}"\nenable_${addon} = true\n${more}`;
    expect(linksOf(ADDONS, "~> 1.16", inputs)).toEqual(expected);
  });

  it("another account than the chart's, when the values say so", () => {
    const inputs = `oidc_provider_arn = "${PROVIDER}"\nenable_external_secrets = true
      external_secrets = { set = [{ name = "serviceAccount.name", value = "own" }] }`;
    expect(linksOf(ADDONS, "~> 1.16", inputs)).toEqual(["external-secrets/own external-secrets-* denied"]);
  });

  it("nothing, when Argo CD makes the releases", () => {
    const inputs = `oidc_provider_arn = "${PROVIDER}"\nenable_external_secrets = true\ncreate_kubernetes_resources = false`;
    expect(linksOf(ADDONS, "~> 1.16", inputs)).toEqual([]);
  });

  it.each([
    [
      "aws-ia/eks-blueprints-addon/aws",
      "~> 1.1",
      `chart         = "external-dns"
       repository    = "https://kubernetes-sigs.github.io/external-dns/"
       chart_version = "1.14.3"
       namespace     = "dns"
       create_role   = true
       role_name     = "dns"
       oidc_providers = { this = { provider_arn = "${PROVIDER}", service_account = "external-dns" } }
       set_irsa_names = ["serviceAccount.annotations.eks\\\\.amazonaws\\\\.com/role-arn"]`,
      ["dns/external-dns dns-* allowed"],
    ],
    [
      "cloudposse/helm-release/aws",
      "0.10.1",
      `namespace = "eg"
       stage     = "prod"
       name      = "external-dns"
       chart     = "external-dns"
       repository           = "https://kubernetes-sigs.github.io/external-dns/"
       chart_version        = "1.14.3"
       kubernetes_namespace = "dns"
       iam_role_enabled     = true
       service_account_name      = "external-dns"
       service_account_namespace = "dns"
       eks_cluster_oidc_issuer_url = "https://oidc.eks.eu-west-1.amazonaws.com/id/AAAA"`,
      ["dns/external-dns eg-prod-external-dns-external-dns@dns allowed"],
    ],
    [
      "github.com/aws-ia/terraform-aws-eks-blueprints//modules/irsa?ref=v4.32.1",
      "",
      `eks_cluster_id = "prod"
       eks_oidc_provider_arn = "${PROVIDER}"
       kubernetes_namespace = "team"
       kubernetes_service_account = "app"`,
      ["team/app prod-app-irsa allowed"],
    ],
    [
      "aws-ia/eks-blueprints-teams/aws",
      "~> 1.0",
      `name = "red"
       oidc_provider_arn = "${PROVIDER}"
       cluster_arn = "arn:aws:eks:eu-west-1:111122223333:cluster/prod"
       namespaces = { blue = { service_account = { name = "app" } } }`,
      ["blue/app red-* allowed"],
    ],
    [
      "github.com/ministryofjustice/cloud-platform-terraform-irsa?ref=2.1.0",
      "",
      `eks_cluster_name = "prod"
       namespace = "team"
       service_account_name = "app"
       role_policy_arns = {}`,
      ["team/app cloud-platform-irsa-${random_id.id.hex}-prod allowed"],
    ],
    [
      "shamimice03/eks-irsa/aws",
      "1.0.2",
      `oidc_provider_arn = "${PROVIDER}"
       irsa_role_name = "r"
       iam_policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
       namespace = { create_new = true, name = "n" }
       serviceaccount = { create_new = false, name = "s" }`,
      ["n/s r allowed"],
    ],
  ])("%s", (source, version, inputs, expected) => {
    expect(linksOf(source, version, inputs)).toEqual(expected);
  });

  it("stand at the call's head", () => {
    const main = `${AWS}module "addons" {
      source = "${ADDONS}"
      oidc_provider_arn = "${PROVIDER}"
      enable_external_secrets = true
    }`;
    const { facts } = expand(loaders, memoryWorkspace({ "main.tf": main }), noSettings);
    const found = facts.flatMap((fact) =>
      fact.kind === "service-account" && !isAbsent(fact.roleArn) ? [textAt(fact.roleArn.at)] : [],
    );
    expect(found).toEqual(['module "addons"']);
  });
});

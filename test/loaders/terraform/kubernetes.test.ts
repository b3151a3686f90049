import { describe, expect, it } from "vitest";
import { expand, type Expanded } from "../../../src/expand/expand.ts";
import { kubernetes } from "../../../src/loaders/kubernetes/index.ts";
import { terraform } from "../../../src/loaders/terraform/index.ts";
import type { ServiceAccount } from "../../../src/model/entities.ts";
import { equals } from "../../../src/model/compare.ts";
import { isAbsent, print } from "../../../src/model/text.ts";
import { memoryWorkspace } from "../../../src/workspace/memory.ts";
import { covers, factsOf, noSettings } from "../../support/terraform-repository.ts";

const read = (files: Readonly<Record<string, string>>): Expanded =>
  expand([terraform, kubernetes], memoryWorkspace(files), noSettings);

function onlyAccount(files: Readonly<Record<string, string>>): ServiceAccount {
  const accounts = factsOf(read(files), "service-account");
  const [account] = accounts;
  if (account === undefined || accounts.length > 1) throw new Error(`${accounts.length} service accounts`);
  return account;
}

const line = ({ namespace, name, roleArn }: ServiceAccount): string =>
  [print(namespace), print(name), isAbsent(roleArn) ? "-" : print(roleArn)].join(" ");

const ARN = "arn:aws:iam::111122223333:role/app";

const forms: readonly (readonly [string, string])[] = [
  [
    "kubernetes_service_account",
    `resource "kubernetes_service_account" "app" {
      metadata {
        name        = "app"
        namespace   = "apps"
        annotations = { "eks.amazonaws.com/role-arn" = "${ARN}" }
      }
    }`,
  ],
  [
    "kubernetes_service_account_v1",
    `resource "kubernetes_service_account_v1" "app" {
      metadata {
        name      = "app"
        namespace = kubernetes_namespace.apps.metadata[0].name
        annotations = {
          "eks.amazonaws.com/role-arn" = "${ARN}"
        }
      }
    }
    resource "kubernetes_namespace" "apps" {
      metadata {
        name = "apps"
      }
    }`,
  ],
  [
    "kubernetes_manifest",
    `resource "kubernetes_manifest" "app" {
      manifest = {
        apiVersion = "v1"
        kind       = "ServiceAccount"
        metadata = {
          name        = "app"
          namespace   = "apps"
          annotations = { "eks.amazonaws.com/role-arn" = "${ARN}" }
        }
      }
    }`,
  ],
  [
    "kubectl_manifest with a heredoc",
    `resource "kubectl_manifest" "app" {
      yaml_body = <<-YAML
        apiVersion: v1
        kind: ServiceAccount
        metadata:
          name: app
          namespace: apps
          annotations:
            eks.amazonaws.com/role-arn: ${ARN}
      YAML
    }`,
  ],
  [
    "kubectl_manifest with yamlencode",
    `resource "kubectl_manifest" "app" {
      yaml_body = yamlencode({
        apiVersion = "v1"
        kind       = "ServiceAccount"
        metadata   = { name = "app", namespace = "apps", annotations = { "eks.amazonaws.com/role-arn" = "${ARN}" } }
      })
    }`,
  ],
];

describe("a service account in Terraform", () => {
  it.each(forms)("is read from %s", (_, text) => {
    expect(line(onlyAccount({ "main.tf": text }))).toBe(`apps app ${ARN}`);
  });

  it.each(forms)("has its annotation at the place where it is written, in %s", (_, text) => {
    const { roleArn, name } = onlyAccount({ "main.tf": text });
    expect([covers(roleArn), covers(name)]).toEqual([ARN, "app"]);
  });

  it("has no role when the annotation's value is null", () => {
    const files = {
      "main.tf": `variable "role" {
        default = null
      }
      resource "kubernetes_service_account_v1" "app" {
        metadata {
          name        = "app"
          namespace   = "apps"
          annotations = { "eks.amazonaws.com/role-arn" = var.role }
        }
      }`,
    };
    expect(line(onlyAccount(files))).toBe("apps app -");
  });

  it("is in the namespace default unless it says otherwise", () => {
    const text = 'resource "kubernetes_service_account" "x" {\n metadata { name = "x" }\n}';
    expect(line(onlyAccount({ "main.tf": text }))).toBe("default x -");
  });

  it("has a name with a suffix when the API server makes it", () => {
    const text = 'resource "kubernetes_service_account" "x" {\n metadata { generate_name = "x-" }\n}';
    expect(line(onlyAccount({ "main.tf": text }))).toMatch(/^default x-\$\{.*\} -$/);
  });

  it("is annotated with the very ARN of the role beside it", () => {
    const expanded = read({
      "main.tf": `resource "aws_iam_role" "app" { name = "app" }
        resource "kubernetes_service_account" "app" {
          metadata {
            name        = "app"
            annotations = { "eks.amazonaws.com/role-arn" = aws_iam_role.app.arn }
          }
        }`,
    });
    const [account] = factsOf(expanded, "service-account");
    const [role] = factsOf(expanded, "role");
    const annotated = account !== undefined && !isAbsent(account.roleArn) ? account.roleArn : undefined;
    expect(annotated && role && equals(annotated, role.arn)).toBe("yes");
  });

  it.each([
    [
      "an attribute",
      `resource "kubernetes_service_account" "app" {
        metadata {
          name        = "app"
          annotations = { "eks.amazonaws.com/role-arn" = aws_iam_role.app.arn }
        }
      }`,
    ],
    [
      "a template in a heredoc",
      `resource "kubectl_manifest" "app" {
        yaml_body = <<-YAML
          apiVersion: v1
          kind: ServiceAccount
          metadata:
            name: app
            annotations:
              eks.amazonaws.com/role-arn: \${aws_iam_role.app.arn}
        YAML
      }`,
    ],
    [
      "a looked up role",
      `data "aws_iam_role" "found" { name = "found" }
      resource "kubernetes_service_account" "app" {
        metadata {
          name        = "app"
          annotations = { "eks.amazonaws.com/role-arn" = data.aws_iam_role.found.arn }
        }
      }`,
    ],
  ])("whose role's ARN is %s has its annotation where it is written, not at the role", (_, text) => {
    const files = { "main.tf": `resource "aws_iam_role" "app" { name = "app" }\n${text}` };
    expect(covers(onlyAccount(files).roleArn).replaceAll('"', "")).toBe("eks.amazonaws.com/role-arn");
  });

  it("may exist when a switch is not known", () => {
    const text = `variable "on" {}
      resource "kubernetes_service_account" "x" {
        count = var.on ? 1 : 0
        metadata { name = "x" }
      }`;
    expect(onlyAccount({ "main.tf": text }).existence).toBe("maybe");
  });

  it("is only annotated by kubernetes_annotations", () => {
    const account = onlyAccount({
      "main.tf": `resource "kubernetes_annotations" "x" {
        api_version = "v1"
        kind        = "ServiceAccount"
        metadata {
          name      = "aws-node"
          namespace = "kube-system"
        }
        annotations = { "eks.amazonaws.com/role-arn" = "${ARN}" }
      }`,
    });
    expect([line(account), account.existence]).toEqual([`kube-system aws-node ${ARN}`, "annotated"]);
  });

  it("belongs to the environment of its variable set", () => {
    const accounts = factsOf(
      read({
        "main.tf": `variable "ns" {}
          resource "kubernetes_service_account" "x" {
            metadata {
              name      = "x"
              namespace = var.ns
            }
          }`,
        "dev.tfvars": 'ns = "dev"',
        "prod.tfvars": 'ns = "prod"',
      }),
      "service-account",
    );
    expect(accounts.map((account) => [account.origin.environment, line(account)]).sort()).toEqual([
      ["dev", "dev x -"],
      ["prod", "prod x -"],
    ]);
  });
});

describe("what may make service accounts in Terraform is a gap", () => {
  it.each([
    [
      "a release of a chart that is not known, in its namespace",
      'variable "chart" {}\nresource "helm_release" "dns" {\n name = ""\n chart = var.chart\n namespace = "dns"\n}',
      "helm_release.dns",
      "dns",
    ],
    [
      "an object that is not known",
      'variable "body" {}\nresource "kubectl_manifest" "x" { yaml_body = var.body }',
      "kubectl_manifest.x",
      "",
    ],
    [
      "an add-on, in its own namespace",
      'resource "aws_eks_addon" "x" {\n addon_name = "vpc-cni"\n cluster_name = "c"\n}',
      "aws_eks_addon.x",
      "kube-system",
    ],
    [
      "an add-on that nobody knows, anywhere",
      'resource "aws_eks_addon" "x" {\n addon_name = "vendor_thing"\n cluster_name = "c"\n}',
      "aws_eks_addon.x",
      "",
    ],
  ])("%s", (_, text, what, namespace) => {
    const gaps = factsOf(read({ "main.tf": text }), "gap");
    expect(gaps.map((gap) => [gap.what, isAbsent(gap.namespace) ? "" : print(gap.namespace)])).toEqual([
      [what, namespace],
    ]);
    expect(gaps[0]?.may).toContain("service-account");
  });
});

describe("an EKS add-on", () => {
  it("with a role annotates its well-known service account, at the add-on's name", () => {
    const account = onlyAccount({
      "main.tf": `resource "aws_eks_addon" "ebs" {
        cluster_name             = "prod"
        addon_name               = "aws-ebs-csi-driver"
        service_account_role_arn = "${ARN}"
      }`,
    });
    expect(line(account)).toBe(`kube-system ebs-csi-controller-sa ${ARN}`);
    expect([covers(account.name), covers(account.roleArn)]).toEqual(["aws-ebs-csi-driver", ARN]);
  });

  it("with the ARN of a role beside it has it where the add-on names it", () => {
    const account = onlyAccount({
      "main.tf": `resource "aws_iam_role" "ebs" { name = "ebs" }
      resource "aws_eks_addon" "ebs" {
        cluster_name             = "prod"
        addon_name               = "aws-ebs-csi-driver"
        service_account_role_arn = aws_iam_role.ebs.arn
      }`,
    });
    expect(covers(account.roleArn)).toBe("service_account_role_arn");
  });

  it("of the cluster module does too", () => {
    const account = onlyAccount({
      "main.tf": `module "eks" {
        source  = "terraform-aws-modules/eks/aws"
        version = "~> 21.0"
        name    = "prod"
        addons = {
          coredns            = {}
          aws-ebs-csi-driver = { service_account_role_arn = "${ARN}" }
        }
      }`,
    });
    expect(line(account)).toBe(`kube-system ebs-csi-controller-sa ${ARN}`);
  });

  it("that nobody knows is a gap that says what follows when it has a role", () => {
    const gaps = factsOf(
      read({
        "main.tf": `resource "aws_eks_addon" "x" {
          cluster_name             = "prod"
          addon_name               = "example_addon"
          service_account_role_arn = "${ARN}"
        }`,
      }),
      "gap",
    );
    expect(gaps.map(({ message }) => message)).toEqual([
      "aws_eks_addon.x gives a role to a service account whose name is not known",
    ]);
  });

  it("makes the associations that are written in it", () => {
    const [association] = factsOf(
      read({
        "main.tf": `resource "aws_eks_addon" "cni" {
          cluster_name = "prod"
          addon_name   = "vpc-cni"
          pod_identity_association {
            service_account = "aws-node"
            role_arn        = "${ARN}"
          }
        }`,
      }),
      "pod-identity-association",
    );
    const parts = association && [association.clusterName, association.namespace, association.serviceAccount];
    expect(parts?.map(print)).toEqual(["prod", "kube-system", "aws-node"]);
  });
});

describe("a Pod Identity association", () => {
  it("has every part as it is written", () => {
    const [association] = factsOf(
      read({
        "main.tf": `resource "aws_iam_role" "r" { name = "r" }
          resource "aws_eks_pod_identity_association" "x" {
            cluster_name         = "prod"
            namespace            = "apps"
            service_account      = "app"
            role_arn             = aws_iam_role.r.arn
            target_role_arn      = "arn:aws:iam::444455556666:role/target"
            disable_session_tags = true
          }`,
      }),
      "pod-identity-association",
    );
    const parts = association && [association.clusterName, association.namespace, association.serviceAccount];
    expect(parts?.map(print)).toEqual(["prod", "apps", "app"]);
    expect(association?.disableSessionTags).toMatchObject({ state: "known", value: true });
    expect(association && !isAbsent(association.targetRoleArn) && print(association.targetRoleArn)).toContain(
      "target",
    );
    expect(association && covers(association.namespace)).toBe("apps");
    expect(association?.address).toBe("aws_eks_pod_identity_association.x");
  });
});

import { describe, expect, it } from "vitest";
import { rules } from "../../../../rules/index.ts";
import { lineColumn } from "../../../../src/model/location.ts";
import { lintFiles } from "../../../../tools/generate/lint-files.ts";

const subjectMismatch = rules.filter(({ id }) => id === "identity/subject-mismatch");

/** The findings of a small repository, each with its place and the text under it. */
function mismatches(files: Readonly<Record<string, string>>): readonly string[] {
  const { findings } = lintFiles(files, subjectMismatch);
  return findings.map(({ at, message }) => {
    const { line } = lineColumn(at.file, at.span.start);
    return `${at.file.path}:${String(line)} ${message}`;
  });
}

const role = (name: string, account: string): string => `
resource "aws_iam_role" "${name}" {
  name = "${name}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/AAAA" }
      Condition = {
        StringEquals = {
          "oidc.eks.eu-west-1.amazonaws.com/id/AAAA:sub" = "system:serviceaccount:${account}"
          "oidc.eks.eu-west-1.amazonaws.com/id/AAAA:aud" = "sts.amazonaws.com"
        }
      }
    }]
  })
}
`;

const eso = (generators: string, options: { readonly arn: string; readonly namespace: string }): string => `
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: eso, namespace: argocd}
spec:
  generators:
${generators}
  template:
    metadata: {name: external-secrets}
    spec:
      project: default
      source:
        repoURL: https://charts.external-secrets.io
        chart: external-secrets
        targetRevision: 0.10.4
        helm:
          values: |
            serviceAccount:
              name: operator
              annotations:
                eks.amazonaws.com/role-arn: ${options.arn}
      destination: {name: prod, namespace: '${options.namespace}'}
`;

const list = `    - list:
        elements:
          - {cluster: dev, role: dev-eso, where: secrets}
          - {cluster: prod, role: prod-eso, where: vault}`;

describe("from an ApplicationSet to the role", () => {
  it("finds the one cluster whose account the role does not trust", () => {
    const found = mismatches({
      "set.yaml": eso(list, { arn: "arn:aws:iam::111122223333:role/{{role}}", namespace: "{{where}}" }),
      "roles/main.tf": role("dev-eso", "secrets:operator") + role("prod-eso", "secrets:operator"),
    });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain("vault");
    expect(found[0]).toContain("prod-eso");
  });

  it("is content where every cluster's account is trusted", () => {
    const found = mismatches({
      "set.yaml": eso(list, { arn: "arn:aws:iam::111122223333:role/{{role}}", namespace: "{{where}}" }),
      "roles/main.tf": role("dev-eso", "secrets:operator") + role("prod-eso", "vault:operator"),
    });
    expect(found).toEqual([]);
  });

  it("judges what is literal although nobody knows the clusters", () => {
    const clusters = "    - clusters: {selector: {matchLabels: {env: prod}}}";
    const files = (account: string): Readonly<Record<string, string>> => ({
      "set.yaml": eso(clusters, { arn: "arn:aws:iam::111122223333:role/prod-eso", namespace: "secrets" }),
      "roles/main.tf": role("prod-eso", account),
    });
    expect(mismatches(files("secrets:operator"))).toEqual([]);
    expect(mismatches(files("secrets:other"))).toHaveLength(1);
  });

  it("says nothing of a namespace that a cluster's label fills in", () => {
    const clusters = "    - clusters: {selector: {matchLabels: {env: prod}}}";
    const found = mismatches({
      "set.yaml": eso(clusters, {
        arn: "arn:aws:iam::111122223333:role/prod-eso",
        namespace: "{{metadata.labels.where}}",
      }),
      "roles/main.tf": role("prod-eso", "secrets:operator"),
    });
    expect(found).toEqual([]);
  });
});

describe("the GitOps Bridge", () => {
  const bridge = (subject: string): string => `${role("prod-eso", subject)}
module "gitops_bridge_bootstrap" {
  source = "gitops-bridge-dev/gitops-bridge/helm"
  cluster = {
    cluster_name = "prod"
    metadata = {
      eso_role_arn  = aws_iam_role.prod-eso.arn
      eso_namespace = "secrets"
    }
    addons = { enable_external_secrets = true, env = "prod" }
  }
  apps = { eso = file("\${path.module}/set.yaml") }
}
`;
  const selected = "    - clusters: {selector: {matchLabels: {enable_external_secrets: 'true'}}}";
  const set = eso(selected, {
    arn: "'{{metadata.annotations.eso_role_arn}}'",
    namespace: "{{metadata.annotations.eso_namespace}}",
  });

  it("joins the annotations of the cluster's Secret with the roles of the configuration", () => {
    expect(mismatches({ "hub/main.tf": bridge("secrets:operator"), "hub/set.yaml": set })).toEqual([]);
    const found = mismatches({ "hub/main.tf": bridge("vault:operator"), "hub/set.yaml": set });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain("secrets:operator");
  });

  it("takes the Secret from the Kubernetes provider as well, and the set from a file", () => {
    const secret = `${role("prod-eso", "vault:operator")}
resource "kubernetes_secret_v1" "cluster" {
  metadata {
    name        = "prod"
    namespace   = "argocd"
    labels      = { "argocd.argoproj.io/secret-type" = "cluster", enable_external_secrets = true }
    annotations = { eso_role_arn = aws_iam_role.prod-eso.arn, eso_namespace = "secrets" }
  }
  data = { name = "prod", server = "https://prod.example.com" }
}
`;
    expect(mismatches({ "hub/main.tf": secret, "gitops/set.yaml": set })).toHaveLength(1);
  });

  it("goes by the root module in whose directory the set lies", () => {
    const secretWith = (namespace: string): string => `
resource "kubernetes_secret_v1" "cluster" {
  metadata {
    name        = "in-cluster"
    namespace   = "argocd"
    labels      = { "argocd.argoproj.io/secret-type" = "cluster", enable_external_secrets = true }
    annotations = { eso_role_arn = aws_iam_role.prod-eso.arn, eso_namespace = "${namespace}" }
  }
  data = { name = "in-cluster", server = "https://kubernetes.default.svc" }
}
`;
    const roots = {
      "a/main.tf": role("prod-eso", "secrets:operator") + secretWith("secrets"),
      "b/main.tf": role("prod-eso", "secrets:operator") + secretWith("vault"),
    };
    expect(mismatches({ ...roots, "a/bootstrap/set.yaml": set })).toEqual([]);
    expect(mismatches({ ...roots, "b/bootstrap/set.yaml": set })).toHaveLength(1);
    expect(mismatches({ ...roots, "gitops/set.yaml": set })).toHaveLength(1);
  });

  it("knows what the blueprints' add-ons give", () => {
    const blueprints = `
module "eks_blueprints_addons" {
  source  = "aws-ia/eks-blueprints-addons/aws"
  version = "~> 1.20"
  oidc_provider_arn = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/AAAA"
  create_kubernetes_resources = false
  enable_external_secrets     = true
}
module "gitops_bridge_bootstrap" {
  source = "gitops-bridge-dev/gitops-bridge/helm"
  cluster = {
    metadata = module.eks_blueprints_addons.gitops_metadata
    addons   = { enable_external_secrets = true }
  }
}
`;
    const named = (name: string): string =>
      eso(selected, {
        arn: "'{{metadata.annotations.external_secrets_iam_role_arn}}'",
        namespace: "{{metadata.annotations.external_secrets_namespace}}",
      }).replace("name: operator", `name: ${name}`);
    const right = named("'{{metadata.annotations.external_secrets_service_account}}'");
    expect(mismatches({ "hub/main.tf": blueprints, "gitops/set.yaml": right })).toEqual([]);
    const wrong = mismatches({ "hub/main.tf": blueprints, "gitops/set.yaml": named("operator") });
    expect(wrong).toHaveLength(1);
    expect(wrong[0]).toContain("external-secrets-sa");
  });
});

import type { Mutation } from "./mutation.ts";

const planted = (mutation: Omit<Mutation, "repository">): Mutation => ({
  ...mutation,
  repository: "pod-identity",
});

/** Mistakes around EKS Pod Identity. */
export const podIdentityMutations: readonly Mutation[] = [
  planted({
    name: "no sts:TagSession",
    rule: "pod-identity/missing-tag-session",
    file: "terraform/orders.tf",
    find: '["sts:AssumeRole", "sts:TagSession"]',
    write: '"sts:AssumeRole"',
    covers: "sts:AssumeRole",
  }),
  planted({
    name: "no sts:TagSession for an add-on's association",
    rule: "pod-identity/missing-tag-session",
    file: "terraform/addons.tf",
    find: '["sts:AssumeRole", "sts:TagSession"]',
    write: '["sts:AssumeRole"]',
    covers: "sts:AssumeRole",
  }),
  planted({
    name: "a node's role",
    rule: "pod-identity/wrong-trust",
    file: "terraform/addons.tf",
    find: `      identifiers = ["pods.eks.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/eks-cluster-name"
      values   = [local.cluster_name]
    }`,
    write: `      identifiers = ["ec2.amazonaws.com"]
    }`,
    covers: "ec2.amazonaws.com",
  }),
  planted({
    name: "the service's name without its s",
    rule: "pod-identity/wrong-trust",
    file: "terraform/archive.tf",
    find: "pods.eks.amazonaws.com",
    write: "pod.eks.amazonaws.com",
    covers: "pod.eks.amazonaws.com",
    says: 'did you mean "pods.eks.amazonaws.com"?',
  }),
  planted({
    name: "an association with a role of IRSA",
    rule: "pod-identity/wrong-trust",
    file: "terraform/addons.tf",
    find: "role_arn        = aws_iam_role.ebs_csi.arn",
    write: "role_arn        = aws_iam_role.tracing.arn",
    covers:
      "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-2.amazonaws.com/id/7C1F3A0E5B9D4862A1C0D3E4F5A6B7C8",
    reportedIn: "terraform/tracing.tf",
  }),
  planted({
    name: "the role asks for another namespace",
    rule: "pod-identity/wrong-trust",
    file: "terraform/orders.tf",
    find: '"aws:RequestTag/kubernetes-namespace"       = "orders"',
    write: '"aws:RequestTag/kubernetes-namespace"       = "order"',
    covers: "orders",
    says: '"order", but EKS sends "orders"; did you mean "order"?',
  }),
  planted({
    name: "the role asks for another service account",
    rule: "pod-identity/wrong-trust",
    file: "terraform/orders.tf",
    find: '"aws:RequestTag/kubernetes-service-account" = "orders"',
    write: '"aws:RequestTag/kubernetes-service-account" = "default"',
    covers: "orders",
  }),
  planted({
    name: "the role asks for a cluster of another account",
    rule: "pod-identity/wrong-trust",
    file: "terraform/orders.tf",
    find: "arn:aws:eks:*:111122223333:cluster/prod",
    write: "arn:aws:eks:*:444455556666:cluster/prod",
    covers: "prod",
    reportedIn: "terraform/main.tf",
  }),
  planted({
    name: "a principal's tag in a trust policy",
    rule: "pod-identity/wrong-trust",
    file: "terraform/orders.tf",
    find: "aws:RequestTag/kubernetes-namespace",
    write: "aws:PrincipalTag/kubernetes-namespace",
    covers: "aws:PrincipalTag/kubernetes-namespace",
    says: 'did you mean "aws:RequestTag/kubernetes-namespace"?',
  }),
  planted({
    name: "no session tags for a role that asks for them",
    rule: "pod-identity/wrong-trust",
    file: "terraform/orders.tf",
    find: "role_arn        = aws_iam_role.orders.arn\n",
    write: "role_arn        = aws_iam_role.orders.arn\n\n  disable_session_tags = true\n",
    covers: "true",
  }),
  planted({
    name: "an association for a misspelt account",
    rule: "pod-identity/account-not-found",
    file: "terraform/archive.tf",
    find: 'service_account = "archive"',
    write: 'service_account = "archives"',
    covers: "archives",
    says: 'did you mean "archive/archive"?',
  }),
  planted({
    name: "no sts:TagSession in the target role's trust",
    rule: "pod-identity/target-role",
    file: "terraform/storage-account.tf",
    find: '["sts:AssumeRole", "sts:TagSession"]',
    write: '"sts:AssumeRole"',
    covers: "sts:AssumeRole",
  }),
  planted({
    name: "a policy for another role than the target",
    rule: "pod-identity/target-role",
    file: "terraform/archive.tf",
    find: 'Resource = "arn:aws:iam::444455556666:role/archive-writer"',
    write: 'Resource = "arn:aws:iam::444455556666:role/archive-reader"',
    covers: "arn:aws:iam::444455556666:role/archive-writer",
  }),
  planted({
    name: "Windows nodes",
    rule: "pod-identity/unsupported-node",
    file: "gitops/orders.yaml",
    find: "kubernetes.io/os: linux",
    write: "kubernetes.io/os: windows",
    covers: "windows",
  }),
  planted({
    name: "a role for any pod",
    rule: "pod-identity/unrestricted",
    file: "terraform/archive.tf",
    find: `
        Condition = {
          StringEquals = { "aws:RequestTag/kubernetes-namespace" = "archive" }
        }`,
    write: "",
    covers: "pods.eks.amazonaws.com",
  }),
  planted({
    name: "an annotation that was left behind",
    rule: "identity/two-mechanisms",
    file: "gitops/orders.yaml",
    find: "  name: orders\n  namespace: orders\n",
    write:
      "  name: orders\n  namespace: orders\n  annotations:\n    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/prod-orders-irsa\n",
    covers: "arn:aws:iam::111122223333:role/prod-orders-irsa",
  }),
  planted({
    name: "one role for two namespaces",
    rule: "identity/shared-role",
    file: "gitops/tracing.yaml",
    find: "---\n",
    write: `---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: metrics
  namespace: metrics
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::777788889999:role/shared
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: logs
  namespace: logs
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::777788889999:role/shared
---
`,
    covers: "arn:aws:iam::777788889999:role/shared",
  }),
  planted({
    name: "a Deployment's account is misspelt",
    rule: "identity/service-account-not-found",
    file: "gitops/orders.yaml",
    find: "serviceAccountName: orders",
    write: "serviceAccountName: order",
    covers: "order",
    says: 'did you mean "orders"?',
  }),
  planted({
    name: "the webhook is kept away from the only container",
    rule: "workload/skips-webhook",
    file: "gitops/tracing.yaml",
    find: "        app: collector\n    spec:",
    write:
      "        app: collector\n      annotations:\n        eks.amazonaws.com/skip-containers: collector\n    spec:",
    covers: "eks.amazonaws.com/skip-containers",
  }),
  planted({
    name: "a slash at the end of the issuer",
    rule: "oidc/malformed-url",
    file: "terraform/main.tf",
    find: '"https://${local.oidc_issuer}"',
    write: '"https://${local.oidc_issuer}/"',
    covers: "https://${local.oidc_issuer}/",
  }),
  planted({
    name: "a provider of a cluster that is gone",
    rule: "trust/undeclared-provider",
    file: "terraform/main.tf",
    find: "7C1F3A0E5B9D4862A1C0D3E4F5A6B7C8",
    write: "0A1B2C3D4E5F60718293A4B5C6D7E8F9",
    covers:
      "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-2.amazonaws.com/id/7C1F3A0E5B9D4862A1C0D3E4F5A6B7C8",
    reportedIn: "terraform/tracing.tf",
  }),
];

import { applications, manifests, terraform, type Mutation } from "./mutation.ts";

/** Mistakes in releases, stores, permissions and workloads, and input that cannot be read. */
export const otherMutations: readonly Mutation[] = [
  {
    name: "a service account under a field of its own",
    rule: "secret-store/unknown-auth",
    file: `${manifests}/secrets.yaml`,
    find: "jwt:\n          serviceAccountRef:",
    write: "serviceAccount:\n          serviceAccountRef:",
    covers: "serviceAccount",
  },
  {
    name: "a reference without the store's kind",
    rule: "secret-store/unknown-store",
    file: `${manifests}/secrets.yaml`,
    find: "    kind: ClusterSecretStore\n    name:",
    write: "    name:",
    covers: "aws-secrets-manager",
  },
  {
    name: "a store's service account is misspelt",
    rule: "secret-store/account-not-found",
    file: `${manifests}/secrets.yaml`,
    find: "name: external-secrets-operator\n",
    write: "name: external-secret-operator\n",
    covers: "external-secret-operator",
  },
  {
    name: "a ClusterSecretStore becomes a SecretStore",
    rule: "secret-store/cross-namespace-account",
    file: `${manifests}/secrets.yaml`,
    find: "kind: ClusterSecretStore\nmetadata:\n  name: aws-secrets-manager\n",
    write: "kind: SecretStore\nmetadata:\n  name: aws-secrets-manager\n  namespace: default\n",
    covers: "external-secrets-system",
  },
  {
    name: "a bracket that does not close",
    rule: "input/unparseable",
    file: `${manifests}/reports.yaml`,
    find: "  namespace: reports\n  annotations:\n",
    write: "  namespace: [reports\n  annotations:\n",
    covers: "a",
  },
  {
    name: "a block that does not close",
    rule: "input/unparseable",
    file: `${terraform}/variables.tf`,
    find: 'variable "region" {\n  type = string\n}',
    write: 'variable "region" {\n  type = string\n',
    covers: 'variable "region"',
  },
  {
    name: "a module beside the repository",
    rule: "input/outside-root",
    file: `${terraform}/irsa.tf`,
    find: 'source = "../../modules/iam-roles-for-service-accounts"',
    write: 'source = "../../../../modules/iam-roles-for-service-accounts"',
    covers: '"../../../../modules/iam-roles-for-service-accounts"',
  },
  {
    name: "a module from elsewhere",
    rule: "input/not-understood",
    file: `${terraform}/irsa.tf`,
    find: 'module "cert_manager_irsa" {\n  source = "../../modules/iam-roles-for-service-accounts"',
    write: 'module "cert_manager_irsa" {\n  source = "git::https://git.example.com/irsa.git"',
    covers: 'module "cert_manager_irsa"',
  },
  {
    name: "an Application's chart that nobody knows",
    rule: "input/not-understood",
    file: `${applications}/cert-manager.yaml`,
    find: "https://charts.jetstack.io",
    write: "https://charts.example.com",
    covers: "cert-manager",
  },
  {
    name: "every secret instead of some",
    rule: "permission/wildcard-resource",
    file: `${terraform}/irsa.tf`,
    find: '"arn:aws:secretsmanager:${var.region}:${var.account_id}:secret:test-secrets-??????"',
    write: '"*"',
    covers: "*",
  },
  {
    name: "all of S3 instead of reading and writing",
    rule: "permission/wildcard-action",
    file: `${terraform}/reports.tf`,
    find: '["s3:GetObject", "s3:PutObject"]',
    write: '["s3:*"]',
    covers: "s3:*",
  },
  {
    name: "access keys beside a role",
    rule: "workload/static-aws-credentials",
    file: `${manifests}/reports.yaml`,
    find: "              image: registry.example.com/reports:1.4.2\n",
    write: `              env:
                - name: AWS_ACCESS_KEY_ID
                  valueFrom: { secretKeyRef: { name: reports, key: id } }
`,
    covers: "AWS_ACCESS_KEY_ID",
  },
  {
    name: "half of what the webhook sets",
    rule: "workload/overrides-webhook",
    file: `${manifests}/reports.yaml`,
    find: "              image: registry.example.com/reports:1.4.2\n",
    write: `              env:
                - { name: AWS_ROLE_ARN, value: "arn:aws:iam::111122223333:role/prod-reports-role" }
`,
    covers: "AWS_ROLE_ARN",
  },
  {
    name: "a token that never expires",
    rule: "workload/token-secret",
    file: `${manifests}/reports.yaml`,
    find: "apiVersion: v1\nkind: ServiceAccount\n",
    write: `apiVersion: v1
kind: Secret
metadata: { name: reports-token, namespace: reports }
type: kubernetes.io/service-account-token
---
apiVersion: v1
kind: ServiceAccount
`,
    covers: "kubernetes.io/service-account-token",
  },
  {
    name: "a value file that does not exist",
    rule: "gitops/missing-value-file",
    file: `${applications}/external-dns.yaml`,
    find: "  source:\n    repoURL: https://kubernetes-sigs.github.io/external-dns/\n    chart: external-dns\n    targetRevision: 1.15.0\n    helm:\n",
    write:
      "  sources:\n    - repoURL: https://git.example.com/gitops.git\n      path: gitops/manifests/prod\n      ref: own\n    - repoURL: https://kubernetes-sigs.github.io/external-dns/\n      chart: external-dns\n      targetRevision: 1.15.0\n      helm:\n        valueFiles: [$own/gitops/values/dns.yaml]\n  spare:\n    helm:\n",
    covers: "$own/gitops/values/dns.yaml",
  },
  {
    name: "an account's annotations in the plural",
    rule: "identity/values-not-read",
    file: `${applications}/external-dns.yaml`,
    find: "        serviceAccount:\n",
    write: "        serviceAccounts:\n",
    covers: "eks.amazonaws.com/role-arn",
  },
  {
    name: "a parameter whose dots are levels",
    rule: "identity/values-not-read",
    file: `${applications}/cert-manager.yaml`,
    find: "serviceAccount.annotations.eks\\.amazonaws\\.com/role-arn",
    write: "serviceAccount.annotations.eks.amazonaws.com/role-arn",
    covers: "serviceAccount.annotations.eks.amazonaws.com/role-arn",
  },
  {
    name: "an annotation without a value",
    rule: "identity/empty-role-arn",
    file: `${manifests}/uploads.yaml`,
    find: "arn:aws:iam::111122223333:role/prod-uploads-role",
    write: '""',
    covers: '""',
  },
  {
    name: "an expression in values",
    rule: "identity/unrendered-template",
    file: `${applications}/external-dns.yaml`,
    find: "arn:aws:iam::111122223333:role/prod-external-dns-role",
    write: '"arn:aws:iam::{{ .Values.account }}:role/prod-external-dns-role"',
    covers: "arn:aws:iam::{{ .Values.account }}:role/prod-external-dns-role",
  },
  {
    name: "a controller without its annotation",
    rule: "identity/missing-role",
    file: `${applications}/external-dns.yaml`,
    find: "          annotations:\n            eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/prod-external-dns-role\n",
    write: "          create: true\n",
    covers: "external-dns",
  },
  {
    name: "a controller with a name of its own without its annotation",
    rule: "identity/missing-role",
    file: `${applications}/cluster-autoscaler.yaml`,
    find: "            annotations:\n              eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/prod-cluster-autoscaler-role\n",
    write: "",
    covers: "cluster-autoscaler",
  },
];

import { applications, manifests, terraform, type Mutation } from "./mutation.ts";

/** The cluster of one file, as the configuration describes it. */
const clusterOfUploads = (facts: string): string =>
  `clusters: [{ name: prod, ${facts}, paths: [${manifests}/uploads.yaml] }]\n`;

/** Mistakes between service accounts and roles. */
export const identityMutations: readonly Mutation[] = [
  {
    name: "an account id loses a digit",
    rule: "identity/malformed-role-arn",
    file: `${applications}/cert-manager.yaml`,
    find: "arn:aws:iam::111122223333:role",
    write: "arn:aws:iam::11112222333:role",
    covers: "arn:aws:iam::11112222333:role/prod-cert-manager-role",
  },
  {
    name: "a role's bare name",
    rule: "identity/malformed-role-arn",
    file: `${manifests}/reports.yaml`,
    find: "arn:aws:iam::111122223333:role/prod-reports-role",
    write: "prod-reports-role",
    covers: "prod-reports-role",
  },
  {
    name: "a role's name is misspelt",
    rule: "identity/role-not-found",
    file: `${manifests}/uploads.yaml`,
    find: "role/prod-uploads-role",
    write: "role/prod-upload-role",
    covers: "arn:aws:iam::111122223333:role/prod-upload-role",
  },
  {
    name: "a path that the role does not have",
    rule: "identity/role-not-found",
    file: `${manifests}/reports.yaml`,
    find: "role/prod-reports-role",
    write: "role/apps/prod-reports-role",
    covers: "arn:aws:iam::111122223333:role/apps/prod-reports-role",
  },
  {
    name: "an Application deploys into another namespace",
    rule: "identity/subject-mismatch",
    file: `${applications}/external-dns.yaml`,
    find: "    namespace: external-dns",
    write: "    namespace: kube-system",
    covers: "arn:aws:iam::111122223333:role/prod-external-dns-role",
  },
  {
    name: "a chart's account is renamed",
    rule: "identity/subject-mismatch",
    file: `${applications}/cluster-autoscaler.yaml`,
    find: "            name: cluster-autoscaler\n",
    write: "            name: autoscaler\n",
    covers: "arn:aws:iam::111122223333:role/prod-cluster-autoscaler-role",
  },
  {
    name: "a release is renamed, and the chart names the account after it",
    rule: "identity/subject-mismatch",
    file: `${applications}/external-dns.yaml`,
    find: "  name: external-dns\n",
    write: "  name: dns\n",
    covers: "arn:aws:iam::111122223333:role/prod-external-dns-role",
  },
  {
    name: "a module is called with another service account",
    rule: "identity/subject-mismatch",
    file: `${terraform}/irsa.tf`,
    find: 'service_account   = "cert-manager"',
    write: 'service_account   = "certmanager"',
    covers: "arn:aws:iam::111122223333:role/prod-cert-manager-role",
    reportedIn: `${applications}/cert-manager.yaml`,
  },
  {
    name: "an account asks for another audience",
    rule: "identity/audience-mismatch",
    file: `${manifests}/reports.yaml`,
    find: "  annotations:\n",
    write: "  annotations:\n    eks.amazonaws.com/audience: vault.example.com\n",
    covers: "vault.example.com",
  },
  {
    name: "the role annotation on a pod template",
    rule: "identity/misplaced-annotation",
    file: `${manifests}/uploads.yaml`,
    find: "          labels: { app: uploads-api }\n",
    write:
      "          annotations: { eks.amazonaws.com/role-arn: 'arn:aws:iam::111122223333:role/prod-reports-role' }\n",
    covers: "eks.amazonaws.com/role-arn",
  },
  {
    name: "an underscore in the role annotation",
    rule: "identity/unknown-annotation",
    file: `${manifests}/reports.yaml`,
    find: "eks.amazonaws.com/role-arn",
    write: "eks.amazonaws.com/role_arn",
    covers: "eks.amazonaws.com/role_arn",
  },
  {
    name: "a role for the default account",
    rule: "identity/default-service-account",
    file: `${terraform}/reports.tf`,
    find: "# Two applications",
    write: `resource "aws_eks_pod_identity_association" "uploads" {
  cluster_name    = "prod"
  namespace       = "uploads"
  service_account = "default"
  role_arn        = "arn:aws:iam::444455556666:role/uploads"
}

# Two applications`,
    covers: "default",
  },
  {
    name: "a role for an account that nothing makes",
    rule: "identity/orphan-subject",
    file: `${terraform}/reports.tf`,
    find: "# Two applications",
    write: `resource "aws_iam_role" "worker" {
  name = "worker"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = aws_iam_openid_connect_provider.eks.arn }
      Condition = {
        StringEquals = {
          "\${local.oidc_issuer}:sub" = "system:serviceaccount:uploads:worker"
          "\${local.oidc_issuer}:aud" = "sts.amazonaws.com"
        }
      }
    }]
  })
}

# Two applications`,
    covers: "system:serviceaccount:uploads:worker",
  },
  {
    name: "the account of another environment",
    rule: "identity/account-mismatch",
    file: `${manifests}/uploads.yaml`,
    find: "arn:aws:iam::111122223333",
    write: "arn:aws:iam::444455556666",
    covers: "arn:aws:iam::444455556666:role/prod-uploads-role",
    configuration: clusterOfUploads('account: "111122223333"'),
  },
  {
    name: "an account of another cluster than the role's",
    rule: "identity/issuer-mismatch",
    file: ".irsa-lint.yaml",
    find: "root: true\n",
    write: `root: true\n${clusterOfUploads("issuer: https://oidc.eks.eu-west-2.amazonaws.com/id/0123456789ABCDEF")}`,
    covers: "arn:aws:iam::111122223333:role/prod-uploads-role",
    reportedIn: `${manifests}/uploads.yaml`,
  },
  {
    name: "the account of AWS's examples",
    rule: "identity/documentation-account",
    file: `${manifests}/uploads.yaml`,
    find: "arn:aws:iam::111122223333",
    write: "arn:aws:iam::123456789012",
    covers: "arn:aws:iam::123456789012:role/prod-uploads-role",
  },
  {
    name: "a condition on the organisation, which no token tells",
    rule: "identity/access-denied",
    repository: "pod-identity",
    file: "terraform/tracing.tf",
    find: "          StringEquals = {\n",
    write: '          StringEquals = {\n            "aws:PrincipalOrgID" = "o-a1b2c3d4e5"\n',
    covers: "arn:aws:iam::111122223333:role/prod-tracing",
    reportedIn: "gitops/tracing.yaml",
  },
];

/**
 * Plants each mistake that a rule is for into the clean quickstart and asks for exactly that rule at that place.
 *
 *   npx tsx tools/mutation-recall.ts     prints a line for each mutation; fails when one is missed
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { rules } from "../rules/index.ts";
import type { Finding } from "../src/model/finding.ts";
import { lineColumn, textAt, type Place } from "../src/model/location.ts";
import type { ExampleFiles } from "../src/rule-api/rule.ts";
import { lintFiles } from "./generate/lint-files.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A mistake: in one file of the clean repository, the first occurrence of a text becomes another one. */
export interface Mutation {
  readonly name: string;
  readonly rule: string;
  readonly file: string;
  readonly find: string;
  readonly write: string;
  /** The text under the finding. */
  readonly covers: string;
  /** Where the finding is, when a person would edit another file than the one that was changed. */
  readonly reportedIn?: string;
  /** What the configuration says besides, for a mistake that only shows where the cluster is known. */
  readonly configuration?: string;
}

const applications = "gitops/argocd/applications/prod";
const manifests = "gitops/manifests/prod";
const terraform = "terraform/environments/prod";

/** The cluster of one file, as the configuration describes it. */
const clusterOfUploads = (facts: string): string =>
  `clusters: [{ name: prod, ${facts}, paths: [${manifests}/uploads.yaml] }]\n`;

/** One row a mutation; every rule that judges the input has at least one. */
export const mutations: readonly Mutation[] = [
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
    name: "the role wants another audience",
    rule: "trust/wrong-audience",
    file: `${terraform}/cluster-autoscaler.tf`,
    find: '"sts.amazonaws.com"',
    write: '"sts.eu-west-2.amazonaws.com"',
    covers: "sts.eu-west-2.amazonaws.com",
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
    name: "China's host among a provider's client ids",
    rule: "oidc/client-id-missing",
    file: `${terraform}/main.tf`,
    find: "sts.amazonaws.com",
    write: "sts.amazonaws.com.cn",
    covers: "sts.amazonaws.com.cn",
  },
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
    name: "the subject under the audience's key",
    rule: "trust/swapped-keys",
    file: `${terraform}/cluster-autoscaler.tf`,
    find: '"${local.oidc_issuer}:sub"',
    write: '"${local.oidc_issuer}:aud"',
    covers: "${local.oidc_issuer}:aud",
  },
  {
    name: "the provider under AWS",
    rule: "trust/wrong-principal",
    file: `${terraform}/cluster-autoscaler.tf`,
    find: '"Federated"',
    write: '"AWS"',
    covers: "AWS",
  },
  {
    name: "a node's role for a pod",
    rule: "trust/wrong-principal",
    file: `${terraform}/reports.tf`,
    find: `"Action": "sts:AssumeRoleWithWebIdentity",
          "Principal": { "Federated": "\${aws_iam_openid_connect_provider.eks.arn}" },
          "Condition": {
            "StringEquals": {
              "\${local.oidc_issuer}:sub": "system:serviceaccount:reports:reports",
              "\${local.oidc_issuer}:aud": "sts.amazonaws.com"
            }
          }`,
    write: '"Action": "sts:AssumeRole", "Principal": { "Service": "ec2.amazonaws.com" }',
    covers: "ec2.amazonaws.com",
  },
  {
    name: "ForAllValues on the subject",
    rule: "trust/fails-open",
    file: `${terraform}/cluster-autoscaler.tf`,
    find: '"StringEquals"',
    write: '"ForAllValues:StringEquals"',
    covers: "ForAllValues:StringEquals",
  },
  {
    name: "a second StringEquals in a heredoc",
    rule: "trust/duplicate-key",
    file: `${terraform}/reports.tf`,
    find: '"system:serviceaccount:reports:reports",',
    write: '"system:serviceaccount:reports:reports" }, "StringEquals": {',
    covers: "StringEquals",
  },
  {
    name: "the provider of another account",
    rule: "trust/cross-account-provider",
    file: `${terraform}/cluster-autoscaler.tf`,
    find: "aws_iam_openid_connect_provider.eks.arn",
    write: '"arn:aws:iam::444455556666:oidc-provider/${local.oidc_issuer}"',
    covers: "arn:aws:iam::444455556666:oidc-provider/${local.oidc_issuer}",
  },
  {
    name: "a trust policy's operator is misspelt",
    rule: "trust/invalid-policy",
    file: `${terraform}/cluster-autoscaler.tf`,
    find: "StringEquals",
    write: "StringEqual",
    covers: "StringEqual",
  },
  {
    name: "more subjects than fit",
    rule: "trust/too-long",
    file: `${terraform}/cluster-autoscaler.tf`,
    find: '["system:serviceaccount:kube-system:cluster-autoscaler"]',
    write: JSON.stringify([
      "system:serviceaccount:kube-system:cluster-autoscaler",
      ...Array.from({ length: 40 }, (_, at) => `system:serviceaccount:kube-system:autoscaler-${String(at)}`),
    ]),
    covers: 'data "aws_iam_policy_document" "cluster_autoscaler_trust"',
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
    name: "every service account of a namespace",
    rule: "trust/broad-subject",
    file: `${terraform}/reports.tf`,
    find: "uploads:uploads-*",
    write: "uploads:*",
    covers: "system:serviceaccount:uploads:*",
  },
  {
    name: "every namespace",
    rule: "trust/broad-subject",
    file: `${terraform}/reports.tf`,
    find: "uploads:uploads-*",
    write: "*:uploads-*",
    covers: "system:serviceaccount:*:uploads-*",
  },
  {
    name: "a wildcard under StringEquals",
    rule: "trust/wildcard-without-like",
    file: `${terraform}/cluster-autoscaler.tf`,
    find: "kube-system:cluster-autoscaler",
    write: "kube-system:*",
    covers: "system:serviceaccount:kube-system:*",
  },
  {
    name: "a slash for a colon in a heredoc",
    rule: "trust/malformed-subject",
    file: `${terraform}/reports.tf`,
    find: "system:serviceaccount:reports:reports",
    write: "system:serviceaccount:reports/reports",
    covers: "system:serviceaccount:reports/reports",
  },
  {
    name: "https:// before the issuer in a heredoc",
    rule: "trust/malformed-condition-key",
    file: `${terraform}/reports.tf`,
    find: '"${local.oidc_issuer}:sub": "system:serviceaccount:reports:reports"',
    write: '"https://${local.oidc_issuer}:sub": "system:serviceaccount:reports:reports"',
    covers: "https://${local.oidc_issuer}:sub",
  },
  {
    name: "the provider's ARN for a condition key",
    rule: "trust/malformed-condition-key",
    file: `${terraform}/cluster-autoscaler.tf`,
    find: '"${local.oidc_issuer}:sub"',
    write: '"${aws_iam_openid_connect_provider.eks.arn}:sub"',
    covers: "${aws_iam_openid_connect_provider.eks.arn}:sub",
  },
  {
    name: "a condition key of another region's cluster",
    rule: "trust/provider-mismatch",
    file: `${terraform}/cluster-autoscaler.tf`,
    find: '"${local.oidc_issuer}:sub"',
    write: '"oidc.eks.us-east-1.amazonaws.com/id/${var.cluster_oidc_id}:sub"',
    covers: "oidc.eks.us-east-1.amazonaws.com/id/${var.cluster_oidc_id}:sub",
  },
  {
    name: "sts:AssumeRole for a Federated principal",
    rule: "trust/wrong-action",
    file: `${terraform}/cluster-autoscaler.tf`,
    find: "sts:AssumeRoleWithWebIdentity",
    write: "sts:AssumeRole",
    covers: "sts:AssumeRole",
  },
  {
    name: "no condition on the audience",
    rule: "trust/missing-audience",
    file: `${terraform}/reports.tf`,
    find: `,
              "\${local.oidc_issuer}:aud": "sts.amazonaws.com"
            }`,
    write: "\n            }",
    covers: "Condition",
  },
  {
    name: "no condition on the subject",
    rule: "trust/missing-subject",
    file: `${terraform}/cluster-autoscaler.tf`,
    find: `    condition {
      test     = "StringEquals"
      variable = "\${local.oidc_issuer}:sub"
      values   = ["system:serviceaccount:kube-system:cluster-autoscaler"]
    }

`,
    write: "",
    covers: "condition",
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
    covers: "arn:aws:iam::111122223333:role/prod-cert-manager-role",
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

/** The files below a directory, by path relative to it. */
function filesBelow(directory: string): ExampleFiles {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    paths.map((path) => [relative(directory, path).replaceAll("\\", "/"), readFileSync(path, "utf8")]),
  );
}

/** The clean repository. */
export function cleanFiles(): ExampleFiles {
  return filesBelow(join(root, "fixtures/quickstart/right"));
}

/** The repository with the mistake at the first place where the text stands; that it stands nowhere is an error. */
export function mutated(
  clean: ExampleFiles,
  { name, file, find, write, configuration }: Mutation,
): ExampleFiles {
  const text = clean[file];
  if (text?.includes(find) !== true) throw new Error(`${name}: "${find}" does not stand in ${file}`);
  const settings = ".irsa-lint.yaml";
  return {
    ...clean,
    ...(configuration === undefined ? {} : { [settings]: `${clean[settings] ?? ""}${configuration}` }),
    [file]: text.replace(find, () => write),
  };
}

/** What irsa-lint finds in a repository, every rule on. */
export function findingsIn(files: ExampleFiles): readonly Finding[] {
  const { findings, failures } = lintFiles(files, rules);
  if (failures[0] !== undefined) throw failures[0];
  return findings;
}

/** A finding as a mutation asks for it. */
export function summaryOf({ rule, at }: { readonly rule: string; readonly at: Place }): string {
  return `${rule} ${at.file.path} ${JSON.stringify(textAt(at))}`;
}

/** The one finding that a mutation asks for. */
export function expectedOf({ rule, file, reportedIn, covers }: Mutation): string {
  return `${rule} ${reportedIn ?? file} ${JSON.stringify(covers)}`;
}

function main(): void {
  const clean = cleanFiles();
  let missed = 0;
  for (const mutation of mutations) {
    const findings = findingsIn(mutated(clean, mutation));
    const [first] = findings;
    const caught = findings.length === 1 && first !== undefined && summaryOf(first) === expectedOf(mutation);
    if (!caught) missed++;
    console.log(`${caught ? "caught" : "MISSED"}  ${mutation.rule}: ${mutation.name}`);
    if (caught) continue;
    for (const finding of findings) {
      console.log(
        `          ${summaryOf(finding)} line ${String(lineColumn(finding.at.file, finding.at.span.start).line)}`,
      );
    }
  }
  console.log(`${String(mutations.length - missed)} of ${String(mutations.length)} mistakes caught`);
  if (missed > 0) process.exitCode = 1;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) main();

import rule from "../../../rules/identity/subject-mismatch.ts";
import { exactly, exampleIssuer, exampleRole } from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import {
  account,
  condition,
  documentRole,
  heredocRole,
  provider,
  rightAudience,
} from "../../support/trust-repositories.ts";

const role = exampleRole("reports", { conditions: exactly("reports", "reports") });
const trusting = (...subjects: readonly string[]): string =>
  provider + documentRole(condition("StringEquals", `${exampleIssuer}:sub`, ...subjects) + rightAudience);

const externalDns = (destination: string, values: string): string => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: dns
  namespace: argocd
spec:
  destination:
    server: https://kubernetes.default.svc
    namespace: ${destination}
  source:
    repoURL: https://kubernetes-sigs.github.io/external-dns/
    chart: external-dns
    targetRevision: 1.15.0
    helm:
      values: |
        serviceAccount:
          annotations:
            eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/prod-dns
${values}`;

/** Velero's chart gives the server's annotations to the account of a hook, too, which never calls AWS. */
const velero = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: velero
  namespace: argocd
spec:
  destination:
    server: https://kubernetes.default.svc
    namespace: velero
  source:
    repoURL: https://vmware-tanzu.github.io/helm-charts
    chart: velero
    targetRevision: 8.0.0
    helm:
      values: |
        serviceAccount:
          server:
            annotations:
              eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/prod-velero
`;

const veleroRole = (name: string): string =>
  provider + exampleRole("velero", { conditions: exactly("velero", name) });

/** A chart of the repository whose hook prints the annotations of its account again. */
const hooked = (hook: string): Record<string, string> => ({
  "app.yaml": `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: shop
  namespace: argocd
spec:
  destination:
    server: https://kubernetes.default.svc
    namespace: shop
  source:
    repoURL: https://github.com/example/gitops
    path: chart
`,
  "chart/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
  "chart/values.yaml":
    "annotations:\n  eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/prod-shop\n",
  "chart/templates/accounts.yaml": `apiVersion: v1
kind: ServiceAccount
metadata:
  name: shop
  annotations: {{- toYaml .Values.annotations | nindent 4 }}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: shop-migrate
  annotations:
    ${hook}
    {{- toYaml .Values.annotations | nindent 4 }}
`,
  "main.tf": provider + exampleRole("shop", { conditions: exactly("shop", "shop") }),
});

const dnsRole = provider + exampleRole("dns", { conditions: exactly("external-dns", "external-dns") });

const module = `variable "environment" {}
variable "service_account" {}

resource "aws_iam_role" "this" {
  name = "\${var.environment}-reports"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/${exampleIssuer}" }
      Condition = {
        StringEquals = { "${exampleIssuer}:sub" = "system:serviceaccount:reports:\${var.service_account}" }
      }
    }]
  })
}
`;

const moduleCall = (environment: string, name: string): string => `${provider}
module "role" {
  source          = "../modules/role"
  environment     = "${environment}"
  service_account = "${name}"
}
`;

testRule(rule, {
  valid: [
    {
      name: "the account that the role trusts",
      files: { "iam.tf": provider + role, "sa.yaml": account("reports", "reports", "prod-reports") },
    },
    {
      name: "one of several subjects",
      files: {
        "iam.tf": trusting("system:serviceaccount:a:a", "system:serviceaccount:reports:nightly"),
        "sa.yaml": account("reports", "nightly", "reports"),
      },
    },
    {
      name: "a pattern that takes the account in",
      files: {
        "iam.tf": trusting("system:serviceaccount:reports:*").replace('"StringEquals"', '"StringLike"'),
        "sa.yaml": account("reports", "nightly", "reports"),
      },
    },
    {
      name: "a chart's own naming rule",
      files: { "iam.tf": dnsRole, "dns.yaml": externalDns("external-dns", "          name: external-dns\n") },
    },
    {
      name: "a job that carries the annotations of another account and never calls AWS",
      files: { "iam.tf": veleroRole("velero-server"), "velero.yaml": velero },
    },
    {
      name: "a chart's hook that carries the annotations of another account",
      files: hooked('"helm.sh/hook": pre-upgrade'),
    },
    {
      name: "a subject that can match nothing, which another rule tells",
      files: {
        "iam.tf": trusting("system:serviceaccount:reports/reports"),
        "sa.yaml": account("reports", "reports", "reports"),
      },
    },
    {
      name: "a wildcard that does not work, which another rule tells",
      files: {
        "iam.tf": trusting("system:serviceaccount:reports:*"),
        "sa.yaml": account("reports", "reports", "reports"),
      },
    },
    {
      name: "a key with https://, which another rule tells",
      files: {
        "iam.tf":
          provider +
          documentRole(
            condition("StringEquals", `https://${exampleIssuer}:sub`, "system:serviceaccount:a:b"),
          ),
        "sa.yaml": account("reports", "reports", "reports"),
      },
    },
    {
      name: "an association that shadows the annotation",
      files: {
        "iam.tf": `${provider}${role}
resource "aws_iam_role" "pods" {
  name = "pods"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Principal = { Service = "pods.eks.amazonaws.com" }
    }]
  })
}

resource "aws_eks_pod_identity_association" "nightly" {
  cluster_name    = "prod"
  namespace       = "reports"
  service_account = "nightly"
  role_arn        = aws_iam_role.pods.arn
}
`,
        "sa.yaml": account("reports", "nightly", "prod-reports"),
      },
    },
    {
      name: "two roles of one name, one of which trusts the account",
      files: {
        "dev/iam.tf": role.replaceAll(
          "system:serviceaccount:reports:reports",
          "system:serviceaccount:reports:dev",
        ),
        "prod/iam.tf": role,
        "sa.yaml": account("reports", "dev", "prod-reports"),
      },
    },
  ],
  unknown: [
    {
      name: "a manifest without a namespace",
      files: {
        "iam.tf": provider + role,
        "sa.yaml": account("reports", "reports", "prod-reports").replace("  namespace: reports\n", ""),
      },
    },
    {
      name: "a subject that a variable holds",
      files: {
        "iam.tf": `variable "ns" {}\n${trusting("system:serviceaccount:${var.ns}:reports")}`,
        "sa.yaml": account("reports", "reports", "reports"),
      },
    },
    {
      name: "a role that is defined elsewhere",
      files: { "sa.yaml": account("reports", "reports", "reports") },
    },
    {
      name: "a role whose name has a variable in it",
      files: {
        "iam.tf": `variable "env" {}\n${provider}${role.replace('"prod-reports"', '"${var.env}-reports"')}`,
        "sa.yaml": account("default", "reports", "prod-reports"),
      },
    },
    {
      name: "more conditions that a variable adds",
      files: {
        "iam.tf": `variable "statements" {}
${provider}
resource "aws_iam_role" "reports" {
  name               = "reports"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = var.statements })
}
`,
        "sa.yaml": account("reports", "reports", "reports"),
      },
    },
  ],
  invalid: [
    {
      name: "an account of a chart that is no hook, beside one that the role trusts",
      files: hooked("example.com/tier: back"),
      findings: [
        {
          messageId: "mismatch",
          at: "chart/values.yaml:2",
          covers: "arn:aws:iam::111122223333:role/prod-shop",
          says: 'the name is "shop-migrate", not "shop"',
        },
      ],
    },
    {
      name: "an account whose annotations a hook carries too, once",
      files: { "iam.tf": veleroRole("velero"), "velero.yaml": velero },
      findings: [
        {
          messageId: "mismatch",
          at: "velero.yaml:19",
          covers: "arn:aws:iam::111122223333:role/prod-velero",
          says: 'the name is "velero-server", not "velero"',
        },
      ],
    },
    {
      name: "another namespace",
      files: { "iam.tf": provider + role, "k8s/sa.yaml": account("default", "reports", "prod-reports") },
      findings: [
        {
          messageId: "mismatch",
          at: "k8s/sa.yaml:7",
          covers: "arn:aws:iam::111122223333:role/prod-reports",
          severity: "error",
          confidence: "high",
          says: 'the namespace is "default", not "reports"',
          related: ["system:serviceaccount:reports:reports", "default", "reports"],
        },
      ],
    },
    {
      name: "another name in a manifest without a namespace: no namespace makes it right",
      files: {
        "iam.tf": provider + role,
        "sa.yaml": account("reports", "nightly", "prod-reports").replace("  namespace: reports\n", ""),
      },
      findings: [
        {
          messageId: "mismatch",
          at: "sa.yaml:6",
          covers: "arn:aws:iam::111122223333:role/prod-reports",
          says: 'the name is "nightly", not "reports"',
        },
      ],
    },
    {
      name: "another name, in a heredoc",
      files: {
        "iam.tf":
          provider +
          heredocRole(`{ "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
            "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/${exampleIssuer}" },
            "Condition": { "StringEquals": { "${exampleIssuer}:sub": "system:serviceaccount:reports:report" } } }`),
        "sa.yaml": account("reports", "reports", "reports"),
      },
      findings: [
        {
          messageId: "mismatch",
          at: "sa.yaml:7",
          covers: "arn:aws:iam::111122223333:role/reports",
          says: 'the name is "reports", not "report"',
          related: ["system:serviceaccount:reports:report"],
        },
      ],
    },
    {
      name: "namespace and name",
      files: { "iam.tf": provider + role, "sa.yaml": account("default", "nightly", "prod-reports") },
      findings: [
        {
          messageId: "mismatch",
          at: "sa.yaml:7",
          covers: "arn:aws:iam::111122223333:role/prod-reports",
          says: "the namespace and the name differ",
        },
      ],
    },
    {
      name: "a chart that an Application deploys into another namespace",
      files: {
        "iam.tf": dnsRole,
        "apps/dns.yaml": externalDns("kube-system", "          name: external-dns\n"),
      },
      findings: [
        {
          messageId: "mismatch",
          at: "apps/dns.yaml:18",
          covers: "arn:aws:iam::111122223333:role/prod-dns",
          says: '"system:serviceaccount:kube-system:external-dns"',
          related: ["system:serviceaccount:external-dns:external-dns", "kube-system"],
        },
      ],
    },
    {
      name: "a name that a chart makes of its release",
      files: { "iam.tf": dnsRole, "apps/dns.yaml": externalDns("external-dns", "") },
      findings: [
        {
          messageId: "mismatch",
          at: "apps/dns.yaml:18",
          covers: "arn:aws:iam::111122223333:role/prod-dns",
          says: '"system:serviceaccount:external-dns:dns-external-dns"',
          related: ["system:serviceaccount:external-dns:external-dns"],
        },
      ],
    },
    {
      name: "several subjects, none of which is the account's",
      files: {
        "iam.tf": trusting("system:serviceaccount:a:a", "system:serviceaccount:b:b"),
        "sa.yaml": account("reports", "reports", "reports"),
      },
      findings: [
        {
          messageId: "mismatch",
          at: "sa.yaml:7",
          covers: "arn:aws:iam::111122223333:role/reports",
          says: 'wants "system:serviceaccount:a:a" or "system:serviceaccount:b:b"',
        },
      ],
    },
    {
      name: "a local module called for two environments: the role of the right one is asked",
      files: {
        "modules/role/main.tf": module,
        "dev/main.tf": moduleCall("dev", "dev"),
        "prod/main.tf": moduleCall("prod", "prod"),
        "dev.yaml": account("reports", "dev", "dev-reports"),
        "prod.yaml": account("reports", "dev", "prod-reports"),
      },
      findings: [
        {
          messageId: "mismatch",
          at: "prod.yaml:7",
          covers: "arn:aws:iam::111122223333:role/prod-reports",
          says: 'the name is "dev", not "prod"',
        },
      ],
    },
    {
      name: "a name that rests on a variable's default",
      files: {
        "iam.tf": `variable "name" {
  default = "reports"
}
${trusting("system:serviceaccount:reports:${var.name}")}`,
        "sa.yaml": account("reports", "nightly", "reports"),
      },
      findings: [
        {
          messageId: "mismatch",
          at: "sa.yaml:7",
          covers: "arn:aws:iam::111122223333:role/reports",
          confidence: "medium",
        },
      ],
    },
    {
      name: "namespace and name exchanged",
      files: {
        "iam.tf": trusting("system:serviceaccount:worker:shop"),
        "sa.yaml": account("shop", "worker", "reports"),
      },
      findings: [
        {
          messageId: "mismatch",
          at: "sa.yaml:7",
          covers: "arn:aws:iam::111122223333:role/reports",
          says: 'the namespace and the name are exchanged; did you mean "system:serviceaccount:shop:worker"?',
        },
      ],
    },
    {
      name: "two letters exchanged in one of several subjects",
      files: {
        "iam.tf": trusting("system:serviceaccount:shop:orders", "system:serviceaccount:shop:wokrer"),
        "sa.yaml": account("shop", "worker", "reports"),
      },
      findings: [
        {
          messageId: "mismatch",
          at: "sa.yaml:7",
          covers: "arn:aws:iam::111122223333:role/reports",
          says: 'the name is "worker", not "wokrer" in "system:serviceaccount:shop:wokrer"; did you mean "system:serviceaccount:shop:worker"?',
        },
      ],
    },
    {
      name: "names that differ in a digit are two names",
      files: {
        "iam.tf": trusting("system:serviceaccount:shop:worker-1"),
        "sa.yaml": account("shop", "worker-2", "reports"),
      },
      findings: [
        {
          messageId: "mismatch",
          at: "sa.yaml:7",
          covers: "arn:aws:iam::111122223333:role/reports",
          says: 'the name is "worker-2", not "worker-1"',
        },
      ],
    },
    {
      name: "several subjects of which none is near",
      files: {
        "iam.tf": trusting("system:serviceaccount:shop:orders", "system:serviceaccount:shop:invoices"),
        "sa.yaml": account("shop", "worker", "reports"),
      },
      findings: [
        {
          messageId: "mismatch",
          at: "sa.yaml:7",
          covers: "arn:aws:iam::111122223333:role/reports",
          says: 'wants "system:serviceaccount:shop:orders" or "system:serviceaccount:shop:invoices"',
        },
      ],
    },
  ],
});

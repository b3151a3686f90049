import rule from "../../../rules/pod-identity/account-not-found.ts";
import { bareAccount, exampleAssociation, examplePodRole } from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import { account } from "../../support/trust-repositories.ts";

const role = examplePodRole("reports");
const associated = (namespace: string, name: string): string =>
  role + exampleAssociation(namespace, name, "reports");
const here = bareAccount("reports", "reports");

const addon = `${role}
resource "aws_eks_addon" "ebs" {
  cluster_name = "prod"
  addon_name   = "aws-ebs-csi-driver"
  pod_identity_association {
    service_account = "ebs-csi-controller-sa"
    role_arn        = aws_iam_role.reports.arn
  }
}
`;

testRule(rule, {
  valid: [
    {
      name: "an account that exists",
      files: { "iam.tf": associated("reports", "reports"), "sa.yaml": here },
    },
    {
      name: "a namespace that is not described here",
      files: { "iam.tf": associated("other", "x"), "sa.yaml": here },
    },
    {
      name: "the account that every namespace has",
      files: { "iam.tf": associated("reports", "default"), "sa.yaml": here },
    },
    {
      name: "an account that EKS makes for an add-on",
      files: {
        "iam.tf": associated("kube-system", "ebs-csi-controller-sa"),
        "sa.yaml": bareAccount("kube-system", "x"),
      },
    },
    {
      name: "an add-on's own association",
      files: { "iam.tf": addon, "sa.yaml": bareAccount("kube-system", "x") },
    },
    {
      name: "an account that the configuration says is made elsewhere",
      files: { "iam.tf": associated("reports", "exporter"), "sa.yaml": here },
      options: { ignore: ["reports/exp*"] },
    },
    {
      name: "a namespace that only resembles another",
      files: { "iam.tf": associated("team-a", "reports"), "sa.yaml": bareAccount("team-b", "reports") },
    },
  ],
  unknown: [
    {
      name: "a namespace that a variable holds",
      files: { "iam.tf": `variable "x" {}\n${associated("${var.x}", "report")}`, "sa.yaml": here },
    },
    {
      name: "an account whose name a variable completes",
      files: {
        "iam.tf": associated("reports", "report"),
        "sa.yaml": `${here}---\n${bareAccount("reports", '"${NAME}"')}`,
      },
    },
    {
      name: "a chart that nobody knows may make it",
      files: {
        "iam.tf": associated("reports", "exporter"),
        "sa.yaml": here,
        "chart/Chart.yaml": "apiVersion: v2\nname: x\nversion: 1.0.0\n",
        "chart/templates/sa.yaml": `kind: ServiceAccount\nmetadata: {name: "{{ .Release.Name }}"}\n`,
      },
    },
  ],
  invalid: [
    {
      name: "a name that is one letter off",
      files: { "iam.tf": associated("reports", "report"), "sa.yaml": here },
      findings: [
        {
          messageId: "near",
          at: "iam.tf:19",
          covers: "report",
          severity: "warning",
          says: 'did you mean "reports/reports"?',
          related: ["reports"],
          suggests: [/^unsafe: Write "reports"$/],
          repaired: { "iam.tf": associated("reports", "report").replace('= "report"', '= "reports"') },
        },
      ],
    },
    {
      name: "two letters of the namespace exchanged",
      files: { "iam.tf": associated("reprots", "reports"), "sa.yaml": here },
      findings: [
        {
          messageId: "near",
          at: "iam.tf:18",
          covers: "reprots",
          says: 'namespace "reports" has one of that name; did you mean "reports/reports"?',
          suggests: [/^unsafe: Write "reports"$/],
        },
      ],
    },
    {
      name: "namespace and name exchanged",
      files: { "iam.tf": associated("worker", "reports"), "sa.yaml": bareAccount("reports", "worker") },
      findings: [
        {
          messageId: "near",
          at: "iam.tf:19",
          covers: "reports",
          says: 'namespace and name are exchanged; did you mean "reports/worker"?',
          suggests: [],
        },
      ],
    },
    {
      name: "a name like no other",
      files: { "iam.tf": associated("reports", "exporter"), "sa.yaml": here },
      findings: [
        { messageId: "missing", at: "iam.tf:19", covers: "exporter", severity: "info", suggests: [] },
      ],
    },
    {
      name: "a similar account that has a role of its own",
      files: { "iam.tf": associated("reports", "report"), "sa.yaml": account("reports", "reports", "other") },
      findings: [{ messageId: "missing", at: "iam.tf:19", covers: "report", severity: "info" }],
    },
  ],
});

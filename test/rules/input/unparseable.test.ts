import rule from "../../../rules/input/unparseable.ts";
import { testRule } from "../../support/rule-tester.ts";
import { account, heredocRole } from "../../support/trust-repositories.ts";

const sa = account("reports", "reports", "reports");
const application = (values: string): string => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: dns
  namespace: argocd
spec:
  destination:
    namespace: external-dns
  source:
    repoURL: https://kubernetes-sigs.github.io/external-dns/
    chart: external-dns
    targetRevision: 1.15.0
    helm:
      values: |
        ${values}
`;

testRule(rule, {
  valid: [
    { name: "YAML", files: { "sa.yaml": sa } },
    {
      name: "a broken file without a word about identity",
      files: { "sa.yaml": sa, "notes.yaml": "a: [1, 2\nb: 'x\n" },
    },
    {
      name: "a chart's template",
      files: {
        "chart/Chart.yaml": "apiVersion: v2\nname: reports\nversion: 1.0.0\n",
        "chart/templates/sa.yaml": `{{- if .Values.create }}\n${sa}  {{- toYaml .Values.more | nindent 4 }}\n{{- end }}\n`,
      },
    },
  ],
  unknown: [
    {
      name: "a Jinja template",
      files: {
        "sa.yaml.j2": `{% if eks %}\n${sa}{% endif %}\n`,
        "other.yaml": account('"{{ ns }}"', "reports", "x"),
      },
    },
  ],
  invalid: [
    {
      name: "a quotation mark that does not close",
      files: { "sa.yaml": sa.replace(" arn:", ' "arn:') },
      problems: ["Missing closing"],
      findings: [{ messageId: "unparseable", at: "sa.yaml:8", covers: "", severity: "warning" }],
    },
    {
      name: "Terraform that does not parse, and the rest of the input",
      files: { "iam.tf": 'resource "aws_iam_role" "a" {\n  name = \n}\n', "sa.yaml": sa },
      problems: [""],
      findings: [{ messageId: "unparseable", at: "iam.tf:2", covers: "\n" }],
    },
    {
      name: "values inside an Application",
      files: { "app.yaml": application("serviceAccount: {annotations: {") },
      problems: [""],
      findings: [{ messageId: "unparseable", at: "app.yaml:16", covers: "", severity: "error" }],
    },
    {
      name: "a role's trust policy that is no JSON",
      files: { "iam.tf": heredocRole(`{ "Effect": "Allow", }`) },
      problems: ["The policy is not JSON"],
      findings: [{ messageId: "unparseable", at: "iam.tf:6", covers: "}", severity: "error" }],
    },
  ],
});

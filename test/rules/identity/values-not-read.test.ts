import rule from "../../../rules/identity/values-not-read.ts";
import { chartSource, exampleApplication, gitSource, indent } from "../../support/applications.ts";
import { testRule } from "../../support/rule-tester.ts";

const ARN = "arn:aws:iam::111122223333:role/prod-dns";
const key = "eks.amazonaws.com/role-arn";

const values = (yaml: string, chart = "external-dns"): string =>
  exampleApplication({ name: chart, source: chartSource(`valuesObject:\n${indent(yaml, 2)}`, chart) });
const under = (...route: readonly string[]): string =>
  `${route.map((step, depth) => `${"  ".repeat(depth)}${step}:\n`).join("")}${"  ".repeat(route.length)}${key}: ${ARN}\n`;
const parameter = (name: string): string =>
  exampleApplication({
    name: "external-dns",
    source: chartSource(`parameters:\n  - name: ${name}\n    value: ${ARN}\n`),
  });
const notCreated = `serviceAccount:\n  create: false\n  name: dns\n  annotations:\n    ${key}: ${ARN}\n`;
const umbrella = (yaml: string, alias = ""): Record<string, string> => ({
  "app.yaml": exampleApplication({ source: gitSource("charts/platform") }),
  "charts/platform/Chart.yaml": `apiVersion: v2
name: platform
version: 1.0.0
dependencies:
  - name: external-dns
    version: 1.15.0
    repository: https://kubernetes-sigs.github.io/external-dns/
${alias}`,
  "charts/platform/values.yaml": yaml,
});
/** A chart of the repository with a template that holds this. */
const own = (yaml: string, template: string): Record<string, string> => ({
  "app.yaml": exampleApplication({ source: gitSource("charts/shop") }),
  "charts/shop/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
  "charts/shop/values.yaml": yaml,
  "charts/shop/templates/notes.yaml": `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: notes }\ndata:\n  text: |\n    ${template}\n`,
});
const account = (name: string, annotations: string): string =>
  `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n  namespace: shop\n${annotations}`;

testRule(rule, {
  valid: [
    {
      name: "the path that the chart reads",
      files: { "app.yaml": values(under("serviceAccount", "annotations")) },
    },
    {
      name: "a parameter with its dots escaped",
      files: { "app.yaml": parameter("serviceAccount.annotations.eks\\.amazonaws\\.com/role-arn") },
    },
    {
      name: "annotations of pods, which the chart prints",
      files: { "app.yaml": values(under("podAnnotations")) },
    },
    {
      name: "annotations of a service",
      files: { "app.yaml": values(under("service", "annotations")) },
    },
    {
      name: "whole objects in a list",
      files: {
        "app.yaml": values(
          `extraObjects:\n  - serviceAccount:\n      annotations:\n        ${key}: ${ARN}\n`,
        ),
      },
    },
    {
      name: "a chart inside the chart",
      files: { "app.yaml": values(under("agent", "serviceAccount", "annotations")) },
    },
    {
      name: "an account that is not made but annotated where it is",
      files: {
        "app.yaml": values(notCreated),
        "sa.yaml": account("dns", `  annotations:\n    ${key}: ${ARN}\n`),
      },
    },
    {
      name: "an account that is not made and has an association",
      files: {
        "app.yaml": values(notCreated),
        "eks.tf": `resource "aws_eks_pod_identity_association" "dns" {
  cluster_name    = "prod"
  namespace       = "shop"
  service_account = "dns"
  role_arn        = "${ARN}"
}
`,
      },
    },
    {
      name: "the values of a dependency under its name",
      files: umbrella(under("external-dns", "serviceAccount", "annotations")),
    },
    {
      name: "the values of a dependency under its alias",
      files: umbrella(under("dns", "serviceAccount", "annotations"), "    alias: dns\n"),
    },
    {
      name: "values that a template of a chart of the repository speaks of",
      files: own(under("account", "annotations"), "{{ toYaml .Values.account.annotations }}"),
    },
    {
      name: "values that a template prints as a whole",
      files: own(under("serviceAccounts", "annotations"), "{{ toYaml .Values | nindent 4 }}"),
    },
    {
      name: "values that a template goes through",
      files: own(under("serviceAccounts", "annotations"), "{{ range $name, $value := .Values }}{{ end }}"),
    },
    {
      name: "values that a partial of a library speaks of",
      files: {
        ...own(under("serviceAccounts", "annotations"), '{{ include "common.annotations" . }}'),
        "charts/shop/charts/common/Chart.yaml":
          "apiVersion: v2\nname: common\nversion: 1.0.0\ntype: library\n",
        "charts/shop/charts/common/templates/_all.tpl":
          '{{ define "common.annotations" }}{{ toYaml .Values.serviceAccounts.annotations }}{{ end }}\n',
      },
    },
    {
      name: "values of a chart inside that is switched off",
      files: umbrella(
        `${under("dns", "serviceAccount", "annotations")}  enabled: false\n`,
        "    alias: dns\n    condition: dns.enabled\n",
      ),
    },
    { name: "values for all charts", files: umbrella(under("global", "serviceAccount", "annotations")) },
    {
      name: "other annotations of a chart of the repository",
      files: own(under("ingress", "annotations"), "{{ .Values.serviceAccount }}"),
    },
  ],
  unknown: [
    {
      name: "a chart in no catalogue",
      files: { "app.yaml": values(under("serviceAccounts", "annotations"), "shop") },
    },
    {
      name: "an account that is not made where something unread may make it",
      files: {
        "app.yaml": values(notCreated),
        "other.yaml": exampleApplication({ name: "other", source: chartSource("{}\n", "shop") }),
      },
    },
    {
      name: "a chart that asks for one that is not here, which may be a library",
      files: {
        ...own(under("serviceAccounts", "annotations"), "{{ .Values.serviceAccount }}"),
        "charts/shop/Chart.yaml":
          "apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies:\n  - { name: common, version: 1.0.0, repository: https://charts.example.com }\n",
      },
    },
  ],
  invalid: [
    {
      name: "a dependency's name where it has an alias",
      files: umbrella(under("external-dns", "serviceAccount", "annotations"), "    alias: dns\n"),
      findings: [
        {
          messageId: "notRead",
          at: "charts/platform/values.yaml:4",
          covers: key,
          says: 'did you mean "dns.serviceAccount.annotations"?',
          related: ["platform"],
        },
      ],
    },
    {
      name: "a misspelt name of a chart inside",
      files: umbrella(under("externaldns", "serviceAccount", "annotations")),
      findings: [
        {
          messageId: "notRead",
          at: "charts/platform/values.yaml:4",
          covers: key,
          says: 'did you mean "external-dns.serviceAccount.annotations"?',
        },
      ],
    },
    {
      name: "a plural that no template of a chart of the repository speaks of",
      files: own(
        `${under("serviceAccounts", "annotations")}serviceAccount: {}\n`,
        "{{ .Values.serviceAccount }}",
      ),
      findings: [
        {
          messageId: "notRead",
          at: "charts/shop/values.yaml:3",
          covers: key,
          says: 'chart "shop" does not read "serviceAccounts.annotations", so no service account gets this role; did you mean "serviceAccount.annotations"?',
        },
      ],
    },
    {
      name: "a setting of Terraform with bare dots",
      files: {
        "dns.tf": `resource "helm_release" "dns" {
  name       = "external-dns"
  namespace  = "shop"
  repository = "https://kubernetes-sigs.github.io/external-dns/"
  chart      = "external-dns"
  version    = "1.15.0"

  set {
    name  = "serviceAccount.annotations.eks.amazonaws.com/role-arn"
    value = "${ARN}"
  }
}
`,
      },
      findings: [
        {
          messageId: "split",
          at: "dns.tf:9",
          covers: "serviceAccount.annotations.eks.amazonaws.com/role-arn",
          suggests: [/^safe: Write "serviceAccount\.annotations\.eks\\\.amazonaws\\\.com\/role-arn"$/],
        },
      ],
    },
    {
      name: "bare dots for an account of a chart in no catalogue",
      files: {
        "app.yaml": exampleApplication({
          name: "shop",
          source: chartSource(
            `parameters:\n  - name: serviceAccount.annotations.eks.amazonaws.com/role-arn\n    value: ${ARN}\n`,
            "shop",
          ),
        }),
      },
      findings: [
        {
          messageId: "split",
          at: "app.yaml:16",
          covers: "serviceAccount.annotations.eks.amazonaws.com/role-arn",
        },
      ],
    },
    {
      name: "a plural",
      files: { "app.yaml": values(under("serviceAccounts", "annotations")) },
      findings: [
        {
          messageId: "notRead",
          at: "app.yaml:18",
          covers: key,
          severity: "error",
          says: 'did you mean "serviceAccount.annotations"?',
          related: ["external-dns"],
        },
      ],
    },
    {
      name: "an umbrella's path for the chart itself",
      files: { "app.yaml": values(under("external-dns", "serviceAccount", "annotations")) },
      findings: [
        {
          messageId: "notRead",
          at: "app.yaml:19",
          covers: key,
          says: 'it reads "serviceAccount.annotations"',
        },
      ],
    },
    {
      name: "no map of annotations",
      files: { "app.yaml": values(under("serviceAccount")) },
      findings: [{ messageId: "notRead", at: "app.yaml:17", covers: key, says: '"serviceAccount"' }],
    },
    {
      name: "the chart's own path for an umbrella of it",
      files: umbrella(under("serviceAccount", "annotations")),
      findings: [{ messageId: "notRead", at: "charts/platform/values.yaml:3", covers: key }],
    },
    {
      name: "a parameter with bare dots",
      files: { "app.yaml": parameter("serviceAccount.annotations.eks.amazonaws.com/role-arn") },
      findings: [
        {
          messageId: "split",
          at: "app.yaml:16",
          covers: "serviceAccount.annotations.eks.amazonaws.com/role-arn",
          says: 'below "serviceAccount.annotations"',
          repaired: {
            "app.yaml": parameter('"serviceAccount.annotations.eks\\\\.amazonaws\\\\.com/role-arn"'),
          },
        },
      ],
    },
    {
      name: "an account that the chart is told not to make",
      files: { "app.yaml": values(notCreated) },
      findings: [
        { messageId: "notCreated", at: "app.yaml:20", covers: ARN, says: '"shop/dns"', related: ["false"] },
      ],
    },
    {
      name: "an account that is made elsewhere without the annotation",
      files: { "app.yaml": values(notCreated), "sa.yaml": account("dns", "") },
      findings: [{ messageId: "notCreated", at: "app.yaml:20", covers: ARN }],
    },
  ],
});

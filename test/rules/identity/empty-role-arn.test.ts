import rule from "../../../rules/identity/empty-role-arn.ts";
import { chartSource, exampleApplication, gitSource, indent } from "../../support/applications.ts";
import { testRule } from "../../support/rule-tester.ts";

const ARN = "arn:aws:iam::111122223333:role/prod-dns";

const account = (value: string): string => `apiVersion: v1
kind: ServiceAccount
metadata:
  name: reader
  namespace: apps
  annotations:
    eks.amazonaws.com/role-arn:${value === "" ? "" : ` ${value}`}
`;

const annotation = (value: string): string =>
  `serviceAccount:\n  annotations:\n    eks.amazonaws.com/role-arn:${value === "" ? "" : ` ${value}`}\n`;

const release = (values: string, more = ""): string =>
  exampleApplication({
    name: "external-dns",
    source: chartSource(`${more}valuesObject:\n${indent(values, 2)}`),
  });

const association = `resource "aws_eks_pod_identity_association" "reader" {
  cluster_name    = "prod"
  namespace       = "apps"
  service_account = "reader"
  role_arn        = "${ARN}"
}
`;

/** A chart of the repository whose own values leave the role empty. */
const ownChart = {
  "charts/shop/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
  "charts/shop/values.yaml": annotation('""'),
  "charts/shop/templates/sa.yaml": `apiVersion: v1
kind: ServiceAccount
metadata:
  name: shop
  annotations: {{- toYaml .Values.serviceAccount.annotations | nindent 4 }}
`,
};

testRule(rule, {
  valid: [
    {
      name: "the default of a chart in the repository",
      files: { ...ownChart, "app.yaml": exampleApplication({ source: gitSource("charts/shop") }) },
    },
    { name: "a role", files: { "sa.yaml": account(ARN) } },
    { name: "no annotation", files: { "sa.yaml": account(ARN).replace(/ {2}annotations:[^]*/, "") } },
    {
      name: "a parameter over an empty value",
      files: {
        "app.yaml": release(
          annotation('""'),
          `parameters:\n  - name: serviceAccount.annotations.eks\\.amazonaws\\.com/role-arn\n    value: ${ARN}\n`,
        ),
      },
    },
    { name: "an association for the account", files: { "sa.yaml": account('""'), "eks.tf": association } },
    {
      name: "an empty value for an account that the chart does not make",
      files: { "app.yaml": release(`serviceAccount:\n  create: false\n${annotation('""').slice(16)}`) },
    },
  ],
  unknown: [
    { name: "a placeholder", files: { "sa.yaml": account("${ROLE_ARN}") } },
    {
      name: "null over a file that is not read",
      files: {
        "app.yaml": release(annotation("null"), "valueFiles: [values-ha.yaml]\n").replace(
          "valuesObject",
          "valuesObject",
        ),
      },
    },
  ],
  invalid: [
    {
      name: "an empty text for a chart in the repository",
      files: {
        ...ownChart,
        "app.yaml": exampleApplication({
          source: gitSource("charts/shop", `helm:\n  valuesObject:\n${indent(annotation('""'), 4)}`),
        }),
      },
      findings: [{ messageId: "empty", at: "app.yaml:17", covers: '""' }],
    },
    {
      name: "an empty text in a manifest",
      files: { "sa.yaml": account('""') },
      findings: [
        {
          messageId: "empty",
          at: "sa.yaml:7",
          covers: '""',
          severity: "warning",
          related: ["reader"],
          says: "apps/reader",
        },
      ],
    },
    {
      name: "nothing behind the colon in a manifest",
      files: { "sa.yaml": account("") },
      findings: [{ messageId: "empty", at: "sa.yaml:7", covers: "eks.amazonaws.com/role-arn" }],
    },
    {
      name: "an empty text in a chart's values",
      files: { "app.yaml": release(annotation('""')) },
      findings: [{ messageId: "empty", at: "app.yaml:18", covers: '""', says: "shop/external-dns" }],
    },
    {
      name: "nothing behind the colon in a chart's values",
      files: { "app.yaml": release(annotation("")) },
      findings: [{ messageId: "empty", at: "app.yaml:18", covers: "eks.amazonaws.com/role-arn" }],
    },
  ],
});

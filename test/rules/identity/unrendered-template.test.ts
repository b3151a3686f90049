import rule from "../../../rules/identity/unrendered-template.ts";
import {
  chartSource,
  exampleApplication,
  gitSource,
  indent,
  OWN_REPOSITORY,
} from "../../support/applications.ts";
import { testRule } from "../../support/rule-tester.ts";

const annotation = (value: string): string =>
  `serviceAccount:\n  annotations:\n    eks.amazonaws.com/role-arn: ${value}\n`;

const inline = (value: string, chart = "external-dns"): string =>
  exampleApplication({
    name: chart,
    source: chartSource(`values: |\n${indent(annotation(value), 2)}`, chart),
  });

const withFile = exampleApplication({
  name: "external-dns",
  several: true,
  source: `- ${indent(chartSource("valueFiles: [$values/env/prod.yaml]\n"), 2).trimStart()}- repoURL: ${OWN_REPOSITORY}\n  ref: values\n`,
});

const ARN = '"arn:aws:iam::{{ .Values.account }}:role/dns"';

/** A chart of the repository that prints its annotations in this way. */
const ownChart = (printed: string): Record<string, string> => ({
  "app.yaml": exampleApplication({ source: gitSource("charts/shop") }),
  "charts/shop/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
  "charts/shop/values.yaml": `account: "111122223333"\n${annotation(ARN)}`,
  "charts/shop/templates/sa.yaml": `apiVersion: v1
kind: ServiceAccount
metadata:
  name: shop
  annotations: {{- ${printed} | nindent 4 }}
`,
});

testRule(rule, {
  valid: [
    {
      name: "a chart of the repository that runs its annotations through tpl",
      files: ownChart("tpl (toYaml .Values.serviceAccount.annotations) ."),
    },
    { name: "a role", files: { "app.yaml": inline("arn:aws:iam::111122223333:role/dns") } },
    {
      name: "a template of a chart",
      files: {
        "chart/Chart.yaml": "apiVersion: v2\nname: apps\nversion: 1.0.0\n",
        "chart/templates/app.yaml": inline(ARN),
      },
    },
  ],
  unknown: [
    {
      name: "another program's expression",
      files: { "app.yaml": inline('"arn:aws:iam::{{ account_id }}:role/dns"') },
    },
    {
      name: "an ApplicationSet's expression",
      files: { "app.yaml": inline('"{{ .metadata.annotations.role }}"') },
    },
    { name: "a chart in no catalogue", files: { "app.yaml": inline(ARN, "shop") } },
    {
      name: "a chart that runs its annotations through tpl",
      files: { "app.yaml": inline(ARN, "shop") },
      settings: {
        charts: [
          {
            id: "shop",
            chart: "shop",
            repositories: ["https://charts.example.com"],
            serviceAccounts: [
              {
                component: "shop",
                defaultName: "{fullname}",
                annotations: ["serviceAccount.annotations"],
                templated: true,
              },
            ],
            source: "our own chart",
          },
        ],
      },
    },
  ],
  invalid: [
    {
      name: "a chart of the repository that prints its annotations as they are",
      files: ownChart("toYaml .Values.serviceAccount.annotations"),
      findings: [
        {
          messageId: "unrendered",
          at: "charts/shop/values.yaml:4",
          covers: "arn:aws:iam::{{ .Values.account }}:role/dns",
        },
      ],
    },
    {
      name: "a value of the chart in inline values",
      files: { "app.yaml": inline(ARN) },
      findings: [
        {
          messageId: "unrendered",
          at: "app.yaml:18",
          covers: "arn:aws:iam::{{ .Values.account }}:role/dns",
          severity: "error",
          says: 'chart "external-dns"',
          related: ["external-dns"],
        },
      ],
    },
    {
      name: "the release's name in a value file",
      files: { "app.yaml": withFile, "env/prod.yaml": annotation("'{{ printf \"%s\" .Release.Name }}'") },
      findings: [
        { messageId: "unrendered", at: "env/prod.yaml:3", covers: '{{ printf "%s" .Release.Name }}' },
      ],
    },
  ],
});

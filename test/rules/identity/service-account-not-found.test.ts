import rule from "../../../rules/identity/service-account-not-found.ts";
import { bareAccount, exampleApplication } from "../../../src/rule-api/examples.ts";
import { chart, chartApplication, unreadApplication } from "../../support/charts-and-overlays.ts";
import { testRule } from "../../support/rule-tester.ts";
import { account } from "../../support/trust-repositories.ts";

const deployment = (serviceAccount: string, namespace = "reports"): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: ${namespace}}
spec:
  template:
    spec:
      serviceAccountName: ${serviceAccount}
      containers: [{name: main, image: x}]
`;
const here = bareAccount("reports", "reports");
const repository = (serviceAccount: string): Readonly<Record<string, string>> => ({
  "sa.yaml": here,
  "api.yaml": deployment(serviceAccount),
});
const release = exampleApplication(`      valuesObject:
        serviceAccount:
          create: false
          name: dns
`);

const madeByChart = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: {{ .Release.Name }}-shop}\n";

const looseValues = (name: string): string =>
  `api:\n  serviceAccount:\n${name}    annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::111122223333:role/x"}\n`;

testRule(rule, {
  valid: [
    { name: "an account that exists", files: repository("reports") },
    { name: "no account's name", files: repository('""') },
    { name: "the account that every namespace has", files: repository("default") },
    {
      name: "a namespace without accounts, which are made elsewhere",
      files: { "sa.yaml": here, "api.yaml": deployment("api", "others") },
    },
    {
      name: "an account that EKS makes for an add-on",
      files: {
        "sa.yaml": bareAccount("kube-system", "x"),
        "api.yaml": deployment("ebs-csi-controller-sa", "kube-system"),
      },
    },
    {
      name: "an account that the configuration says is made elsewhere",
      files: repository("report"),
      options: { ignore: ["reports/report"] },
    },
    {
      name: "a release that does not make an account which is made elsewhere here",
      files: {
        "app.yaml": release,
        "sa.yaml": bareAccount("external-dns", "dns"),
        "api.yaml": deployment("dns", "external-dns"),
      },
    },
  ],
  unknown: [
    {
      name: "a release whose values nobody reads, of a chart that makes accounts of any name",
      files: {
        ...repository("report"),
        ...chart({ "sa.yaml": madeByChart.replace("{{ .Release.Name }}-shop", "{{ .Values.account }}") }),
        "app.yaml": unreadApplication("reports"),
      },
    },
    {
      name: "a release whose values nobody reads, of a chart that makes whatever they hold",
      files: {
        ...repository("report"),
        ...chart({ "extra.yaml": "{{ range .Values.extra }}\n---\n{{ toYaml . }}\n{{ end }}" }),
        "app.yaml": unreadApplication("reports"),
      },
    },
    {
      name: "a values file of no known chart, which names the account",
      files: { ...repository("report"), "prod-values.yaml": looseValues("    name: report\n") },
    },
    {
      name: "a values file of no known chart, which names no account",
      files: { ...repository("report"), "prod-values.yaml": looseValues("") },
    },
    { name: "a name that Flux fills in", files: repository('"${NAME}"') },
    {
      name: "an account whose name Flux fills in",
      files: { ...repository("report"), "more.yaml": bareAccount("reports", '"${NAME}"') },
    },
    {
      name: "a chart that nobody knows may make it",
      files: {
        ...repository("exporter"),
        "chart/Chart.yaml": "apiVersion: v2\nname: x\nversion: 1.0.0\n",
        "chart/templates/sa.yaml": `kind: ServiceAccount\nmetadata: {name: "{{ .Release.Name }}"}\n`,
      },
    },
  ],
  invalid: [
    {
      name: "an account that a chart makes by another name",
      files: {
        ...chart({ "sa.yaml": madeByChart }),
        "app.yaml": chartApplication("report", "", "reports"),
        "api.yaml": deployment("reprot-shop"),
      },
      findings: [
        {
          messageId: "near",
          at: "api.yaml:7",
          covers: "reprot-shop",
          severity: "error",
          says: 'mean "report-shop"?',
        },
      ],
    },
    {
      name: "a release whose values nobody reads, of a chart that makes no accounts",
      files: {
        ...repository("report"),
        ...chart({ "config.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n" }),
        "app.yaml": unreadApplication("reports"),
      },
      findings: [{ messageId: "near", at: "api.yaml:7", covers: "report", severity: "error" }],
    },
    {
      name: "beside a values file of no known chart, which names another account",
      files: { ...repository("report"), "prod-values.yaml": looseValues("    name: worker\n") },
      findings: [{ messageId: "near", at: "api.yaml:7", covers: "report", severity: "error" }],
    },
    {
      name: "a letter too few",
      files: repository("report"),
      findings: [
        {
          messageId: "near",
          at: "api.yaml:7",
          covers: "report",
          severity: "error",
          says: 'Deployment "api" runs as service account "reports/report", which nothing here makes; did you mean "reports"?',
          related: ["reports"],
          suggests: [/^unsafe: Write "reports"$/],
          repaired: { "api.yaml": deployment("reports") },
        },
      ],
    },
    {
      name: "a dash too many, beside an account with a role",
      files: {
        "sa.yaml": account("reports", "nightlyreports", "x"),
        "api.yaml": deployment("nightly-reports"),
      },
      findings: [{ messageId: "near", at: "api.yaml:7", covers: "nightly-reports", severity: "error" }],
    },
    {
      name: "a name that resembles another, but may be one of its own",
      files: { "sa.yaml": bareAccount("reports", "worker-1"), "api.yaml": deployment("worker-2") },
      findings: [
        {
          messageId: "near",
          at: "api.yaml:7",
          covers: "worker-2",
          severity: "info",
          says: 'mean "worker-1"?',
        },
      ],
    },
    {
      name: "a name like no other of the namespace",
      files: repository("exporter"),
      findings: [
        { messageId: "missing", at: "api.yaml:7", covers: "exporter", severity: "info", suggests: [] },
      ],
    },
    {
      name: "an account that a release is told not to make",
      files: { "app.yaml": release, "api.yaml": deployment("dns", "external-dns") },
      findings: [
        {
          messageId: "notCreated",
          at: "api.yaml:7",
          covers: "dns",
          severity: "error",
          says: 'release "external-dns" tells chart "external-dns" not to',
        },
      ],
    },
  ],
});

import rule from "../../../rules/identity/orphan-subject.ts";
import { exactly, exampleIssuer, exampleRole } from "../../../src/rule-api/examples.ts";
import { chart, chartApplication, unreadApplication } from "../../support/charts-and-overlays.ts";
import { testRule } from "../../support/rule-tester.ts";
import { account, githubRole, provider } from "../../support/trust-repositories.ts";

const trusting = (namespace: string, name: string): string =>
  provider + exampleRole("reports", { conditions: exactly(namespace, name) });
const bare = (namespace: string, name: string): string =>
  `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: ${name}, namespace: ${namespace}}\n`;
const several = (...subjects: readonly string[]): string =>
  provider +
  exampleRole("reports", {
    conditions: {
      StringLike: {
        [`${exampleIssuer}:sub`]: subjects.map((subject) => `system:serviceaccount:${subject}`),
        [`${exampleIssuer}:aud`]: "sts.amazonaws.com",
      },
    },
  });
const here = bare("reports", "reports");
const covers = "system:serviceaccount:reports:report";

const madeByChart = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: {{ .Values.account }}}\n";

testRule(rule, {
  valid: [
    { name: "an account that exists", files: { "iam.tf": trusting("reports", "reports"), "sa.yaml": here } },
    {
      name: "a namespace that is not described here",
      files: { "iam.tf": trusting("others", "x"), "sa.yaml": here },
    },
    { name: "a role for GitHub", files: { "iam.tf": provider + githubRole, "sa.yaml": here } },
    {
      name: "an account of an add-on",
      files: {
        "iam.tf": trusting("kube-system", "ebs-csi-controller-sa"),
        "sa.yaml": bare("kube-system", "other"),
      },
    },
    {
      name: "the account that every namespace has",
      files: { "iam.tf": trusting("reports", "default"), "sa.yaml": here },
    },
    {
      name: "another subject that exists",
      files: { "iam.tf": several("reports:report", "reports:reports"), "sa.yaml": here },
    },
    {
      name: "a pattern beside it",
      files: { "iam.tf": several("reports:report", "others:*"), "sa.yaml": here },
    },
    {
      name: "an account that names the role, which identity/subject-mismatch tells",
      files: {
        "iam.tf": trusting("reports", "report"),
        "sa.yaml": account("reports", "reports", "prod-reports"),
      },
    },
    {
      name: "an account that the configuration says is made elsewhere",
      files: { "iam.tf": trusting("reports", "exporter"), "sa.yaml": here },
      options: { ignore: ["*/exporter"] },
    },
    {
      name: "a namespace that differs in a digit from one that is described",
      files: { "iam.tf": trusting("reports-1", "reports"), "sa.yaml": bare("reports-2", "reports") },
    },
    {
      name: "another cluster's issuer",
      files: {
        ".irsa-lint.yaml": `clusters: [{name: x, issuer: "https://${exampleIssuer.replace("7C1F", "1A2B")}", paths: ["**"]}]\n`,
        "iam.tf": trusting("reports", "report"),
        "sa.yaml": here,
      },
    },
  ],
  unknown: [
    {
      name: "a release whose values nobody reads, which may name the account",
      files: {
        "iam.tf": trusting("reports", "report"),
        "sa.yaml": here,
        ...chart({ "sa.yaml": madeByChart }),
        "app.yaml": unreadApplication("reports"),
      },
    },
    {
      name: "a file that does not parse and has the account's name",
      files: {
        "iam.tf": trusting("reports", "report"),
        "sa.yaml": here,
        "broken.yaml": `${bare("reports", "report")}- [eks.amazonaws.com\n`,
        "chart.yaml": bare("elsewhere", '"${NAME}"'),
      },
      problems: ["Implicit keys"],
    },
    {
      name: "a chart that nobody knows may make it",
      files: {
        "iam.tf": trusting("reports", "report"),
        "sa.yaml": here,
        "chart/Chart.yaml": "apiVersion: v2\nname: x\nversion: 1.0.0\n",
        "chart/templates/sa.yaml": `kind: ServiceAccount\nmetadata: {name: "{{ .Release.Name }}"}\n`,
      },
    },
    {
      name: "an account whose name a variable completes",
      files: {
        "iam.tf": trusting("reports", "report"),
        "sa.yaml": here + "---\n" + bare("reports", '"${NAME}"'),
      },
    },
    {
      name: "a subject that a variable completes",
      files: { "iam.tf": `variable "x" {}\n${trusting("reports", "${var.x}")}`, "sa.yaml": here },
    },
  ],
  invalid: [
    {
      name: "an account that a chart makes by another name",
      files: {
        "iam.tf": trusting("reports", "report"),
        ...chart({ "sa.yaml": madeByChart }, "account: reports\n"),
        "app.yaml": chartApplication("reports"),
      },
      findings: [{ messageId: "near", at: "iam.tf:17", covers, severity: "warning", related: ["reports"] }],
    },
    {
      name: "a release elsewhere whose values nobody reads",
      files: {
        "iam.tf": trusting("reports", "report"),
        "sa.yaml": here,
        ...chart({ "sa.yaml": madeByChart }),
        "app.yaml": unreadApplication("elsewhere"),
      },
      findings: [{ messageId: "near", at: "iam.tf:17", covers, severity: "warning" }],
    },
    {
      name: "a name that is one letter off",
      files: { "iam.tf": trusting("reports", "report"), "sa.yaml": here },
      findings: [
        {
          messageId: "near",
          at: "iam.tf:17",
          covers,
          severity: "warning",
          says: 'did you mean "system:serviceaccount:reports:reports"?',
          related: ["reports"],
        },
      ],
    },
    {
      name: "a name like no other",
      files: { "iam.tf": trusting("reports", "exporter"), "sa.yaml": here },
      findings: [
        {
          messageId: "orphan",
          at: "iam.tf:17",
          covers: "system:serviceaccount:reports:exporter",
          severity: "info",
          says: 'namespace "reports" is described here',
        },
      ],
    },
    {
      name: "a letter too few in the namespace, which nothing else describes",
      files: { "iam.tf": trusting("report", "worker"), "sa.yaml": bare("reports", "worker") },
      findings: [
        {
          messageId: "near",
          at: "iam.tf:17",
          covers: "system:serviceaccount:report:worker",
          severity: "warning",
          says: 'namespace "reports" has one of that name; did you mean "system:serviceaccount:reports:worker"?',
        },
      ],
    },
    {
      name: "namespace and name exchanged",
      files: { "iam.tf": trusting("worker", "reports"), "sa.yaml": bare("reports", "worker") },
      findings: [
        {
          messageId: "near",
          at: "iam.tf:17",
          covers: "system:serviceaccount:worker:reports",
          says: 'namespace and name are exchanged; did you mean "system:serviceaccount:reports:worker"?',
        },
      ],
    },
  ],
});

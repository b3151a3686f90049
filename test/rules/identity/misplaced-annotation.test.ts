import rule from "../../../rules/identity/misplaced-annotation.ts";
import { chart, chartApplication, overlays, unreadApplication } from "../../support/charts-and-overlays.ts";
import { testRule } from "../../support/rule-tester.ts";
import { account } from "../../support/trust-repositories.ts";

const role = "arn:aws:iam::111122223333:role/reports";

const annotated = (value: string): string => `annotations:
    eks.amazonaws.com/role-arn: ${value}
`;

const object = (version: string, kind: string, spec: string, value = role): string => `apiVersion: ${version}
kind: ${kind}
metadata:
  name: reports
  namespace: reports
  ${annotated(value)}${spec}`;

const pod = "spec: {serviceAccountName: reports}\n";
const template = "spec: {template: {spec: {serviceAccountName: reports}}}\n";
const bare = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: reports, namespace: reports}\n";
const covers = "eks.amazonaws.com/role-arn";

const annotatedPods = (annotations: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: {{ .Release.Name }}}
spec:
  template:
    metadata:
      annotations:
${annotations}
    spec: {serviceAccountName: {{ .Release.Name }}}
`;

testRule(rule, {
  valid: [
    { name: "on the service account", files: { "a.yaml": account("reports", "reports", "reports") } },
    {
      name: "on a custom kind, whose controller may read it",
      files: { "a.yaml": object("pkg.crossplane.io/v1alpha1", "ControllerConfig", "spec: {}\n") },
    },
    { name: "an empty value", files: { "a.yaml": object("apps/v1", "Deployment", template, '""') } },
    {
      name: "another annotation of the webhook, which it reads on pods",
      files: { "a.yaml": object("v1", "Pod", pod).replace("role-arn", "token-expiration") },
    },
  ],
  unknown: [
    {
      name: "pods whose annotations only the release knows",
      files: {
        ...chart({ "a.yaml": annotatedPods("{{ toYaml .Values.podAnnotations | indent 8 }}") }),
        "a.yaml": unreadApplication("a"),
      },
    },
    {
      name: "a Deployment whose annotations a template patches",
      files: {
        "a.yaml": `${bare}---\n${object("apps/v1", "Deployment", template)}`,
        "kustomization.yaml":
          "resources: [a.yaml]\npatches:\n  - target: {kind: Deployment}\n    path: p.yaml\n",
        "p.yaml": "kind: Deployment\n{{ if .x }}\nmetadata: {}\n{{ end }}\n",
      },
    },
  ],
  invalid: [
    {
      name: "in a template of a chart, once for its releases",
      files: {
        ...chart({ "a.yaml": annotatedPods(`        eks.amazonaws.com/role-arn: ${role}`) }),
        "a.yaml": chartApplication("a"),
        "b.yaml": chartApplication("b"),
      },
      findings: [
        {
          messageId: "misplaced",
          at: "chart/templates/a.yaml:8",
          covers,
          severity: "error",
          says: "(and 1 more instance of this)",
        },
      ],
    },
    {
      name: "in values that a chart prints on its pods",
      files: {
        ...chart(
          { "a.yaml": annotatedPods("{{ toYaml .Values.podAnnotations | indent 8 }}") },
          `podAnnotations:\n  eks.amazonaws.com/role-arn: ${role}\n`,
        ),
        "a.yaml": chartApplication("a"),
        "b.yaml": chartApplication("b"),
      },
      findings: [
        { messageId: "misplaced", at: "chart/values.yaml:2", covers, says: "(and 1 more instance of this)" },
      ],
    },
    {
      name: "in a base that several overlays build, once",
      files: overlays(object("apps/v1", "Deployment", template).replace("  namespace: reports\n", ""), [
        "a",
        "b",
        "c",
      ]),
      findings: [{ messageId: "misplaced", at: "base/a.yaml:6", covers, severity: "error" }],
    },
    {
      name: "on a Deployment",
      files: { "a.yaml": `${object("apps/v1", "Deployment", template)}---\n${bare}` },
      findings: [{ messageId: "misplaced", at: "a.yaml:7", covers, severity: "error", related: ["reports"] }],
    },
    {
      name: "on a pod",
      files: { "a.yaml": object("v1", "Pod", pod) },
      findings: [{ messageId: "misplaced", at: "a.yaml:7", covers }],
    },
    {
      name: "on the pod template of a CronJob, of whatever value",
      files: {
        "a.yaml": `apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly, namespace: reports}
spec:
  jobTemplate:
    spec:
      template:
        metadata:
          annotations:
            eks.amazonaws.com/role-arn: "arn:aws:iam::\${ACCOUNT}:role/reports"
        spec: {serviceAccountName: reports}
`,
      },
      findings: [{ messageId: "misplaced", at: "a.yaml:10", covers, says: 'CronJob "nightly"' }],
    },
    {
      name: "on a namespace",
      files: {
        "a.yaml": `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: reports\n  ${annotated(role)}`,
      },
      findings: [{ messageId: "misplaced", at: "a.yaml:6", covers, says: 'Namespace "reports"' }],
    },
    {
      name: "on a Deployment beside the account that has it",
      files: {
        "a.yaml": object("apps/v1", "Deployment", template),
        "b.yaml": account("reports", "reports", "reports"),
      },
      findings: [{ messageId: "repeated", at: "a.yaml:7", covers, severity: "info", related: [role] }],
    },
    {
      name: "on a Deployment beside an account with another role",
      files: {
        "a.yaml": object("apps/v1", "Deployment", template),
        "b.yaml": account("reports", "reports", "others"),
      },
      findings: [{ messageId: "misplaced", at: "a.yaml:7", covers, severity: "error" }],
    },
  ],
});

import rule from "../../../rules/workload/overrides-webhook.ts";
import { chart, chartApplication } from "../../support/charts-and-overlays.ts";
import { testRule } from "../../support/rule-tester.ts";
import { account } from "../../support/trust-repositories.ts";

const arn = "arn:aws:iam::111122223333:role/reports";
const file = "/var/run/secrets/eks.amazonaws.com/serviceaccount/token";

interface Pod {
  readonly env: readonly string[];
  readonly more?: string;
  readonly from?: string;
  readonly annotations?: string;
}

const repository = ({
  env,
  more = "",
  from = "",
  annotations = "",
}: Pod): Readonly<Record<string, string>> => ({
  "sa.yaml": account("reports", "reports", "reports"),
  "pod.yaml": `apiVersion: v1
kind: Pod
metadata: {name: nightly, namespace: reports${annotations}}
spec:
  serviceAccountName: reports
${more}  containers:
    - name: main
${from}      env:
${env.map((entry) => `        - ${entry}\n`).join("")}`,
});

const role = `{name: AWS_ROLE_ARN, value: "${arn}"}`;
const token = `{name: AWS_WEB_IDENTITY_TOKEN_FILE, value: ${file}}`;
const volume = `  volumes:
    - name: own
      projected: {sources: [{serviceAccountToken: {path: token, audience: sts.amazonaws.com}}]}
`;
const other = role.replace("role/reports", "role/others");

testRule(rule, {
  valid: [
    { name: "other variables", files: repository({ env: ["{name: AWS_REGION, value: eu-west-2}"] }) },
    { name: "both as the webhook sets them", files: repository({ env: [role, token] }) },
    { name: "a projected token of its own", files: repository({ env: [other, token], more: volume }) },
    {
      name: "containers that the webhook is to skip",
      files: repository({
        env: [role],
        annotations: ', annotations: {eks.amazonaws.com/skip-containers: "main"}',
      }),
    },
    {
      name: "an account without a role",
      files: {
        ...repository({ env: [role] }),
        "sa.yaml": account("reports", "reports", "x").replace(/arn:\S+/, '""'),
      },
    },
    {
      name: "an account that is not here",
      files: { "pod.yaml": repository({ env: [role] })["pod.yaml"] ?? "" },
    },
    {
      name: "the other half imported whole",
      files: repository({ env: [role], from: "      envFrom: [{configMapRef: {name: aws}}]\n" }),
    },
    {
      name: "an empty role, which leaves the container without one on purpose",
      files: repository({ env: ["{name: AWS_ROLE_ARN, value: ''}"] }),
    },
    {
      name: "the token of a Windows pod",
      files: repository({ env: [role, "{name: AWS_WEB_IDENTITY_TOKEN_FILE, value: 'C:\\var\\token'}"] }),
    },
  ],
  unknown: [
    {
      name: "a role that a variable completes",
      files: repository({ env: [role.replace("role/reports", "role/${NAME}"), token] }),
    },
    {
      name: "an account of a namespace that is not known",
      files: {
        "sa.yaml": account("x", "reports", "reports").replace("  namespace: x\n", ""),
        "pod.yaml": repository({ env: [role] })["pod.yaml"] ?? "",
      },
    },
  ],
  invalid: [
    {
      name: "a chart that sets half of it from its values, once for its releases",
      files: {
        ...chart(
          {
            "a.yaml": `apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .Release.Name }}
  annotations: {eks.amazonaws.com/role-arn: "${arn}"}
---
apiVersion: v1
kind: Pod
metadata: {name: nightly}
spec:
  serviceAccountName: {{ .Release.Name }}
  containers:
    - name: main
      env:
{{ toYaml .Values.env | indent 8 }}
`,
          },
          `env:\n  - ${role}\n`,
        ),
        "a.yaml": chartApplication("a"),
        "b.yaml": chartApplication("b"),
      },
      findings: [{ messageId: "half", at: "chart/values.yaml:2", covers: "AWS_ROLE_ARN", severity: "error" }],
    },
    {
      name: "the role without the token's file",
      files: repository({ env: [role] }),
      findings: [
        {
          messageId: "half",
          at: "pod.yaml:9",
          covers: "AWS_ROLE_ARN",
          severity: "error",
          says: "adds neither it nor AWS_WEB_IDENTITY_TOKEN_FILE",
          related: [arn],
        },
      ],
    },
    {
      name: "the token's file without the role",
      files: repository({ env: [token] }),
      findings: [{ messageId: "half", at: "pod.yaml:9", covers: "AWS_WEB_IDENTITY_TOKEN_FILE" }],
    },
    {
      name: "another role",
      files: repository({ env: [other, token] }),
      findings: [
        {
          messageId: "otherRole",
          at: "pod.yaml:9",
          covers: arn.replace("role/reports", "role/others"),
        },
      ],
    },
    {
      name: "a token's file that nothing mounts",
      files: repository({ env: [role, token.replace("/var/run", "/run")] }),
      findings: [{ messageId: "otherFile", at: "pod.yaml:10", covers: file.replace("/var/run", "/run") }],
    },
  ],
});

import rule from "../../../rules/workload/token-secret.ts";
import { chart, chartApplication, overlays } from "../../support/charts-and-overlays.ts";
import { testRule } from "../../support/rule-tester.ts";

const secret = (type: string, namespace = "\n  namespace: ci"): string => `apiVersion: v1
kind: Secret
metadata:
  name: ci${namespace}
  annotations: {kubernetes.io/service-account.name: ci}
type: ${type}
`;
const TOKEN = "kubernetes.io/service-account-token";

testRule(rule, {
  valid: [
    { name: "a Secret of another type", files: { "a.yaml": secret("Opaque") } },
    { name: "a Secret without a type", files: { "a.yaml": secret('""') } },
  ],
  unknown: [{ name: "a type that a variable gives", files: { "a.yaml": secret('"${TYPE}"') } }],
  invalid: [
    {
      name: "a base that ten overlays build, once",
      files: overlays(
        secret(TOKEN, ""),
        Array.from({ length: 10 }, (_, index) => `team-${String(index)}`),
      ),
      findings: [
        { messageId: "token", at: "base/a.yaml:6", covers: TOKEN, says: "(and 9 more instances of this)" },
      ],
    },
    {
      name: "a chart's template that two releases fill in, once",
      files: {
        ...chart({ "token.yaml": secret(TOKEN, "") }),
        "a.yaml": chartApplication("a"),
        "b.yaml": chartApplication("b"),
      },
      findings: [
        { messageId: "token", at: "chart/templates/token.yaml:6", covers: TOKEN, says: "(and 1 more" },
      ],
    },
    {
      name: "a Secret with a token",
      files: { "a.yaml": secret(TOKEN) },
      findings: [
        { messageId: "token", at: "a.yaml:7", covers: TOKEN, severity: "info", says: 'Secret "ci/ci"' },
      ],
    },
    {
      name: "a Secret with a token that a pod reads, in whatever namespace",
      files: {
        "a.yaml": `${secret(TOKEN, "")}---
apiVersion: v1
kind: Pod
metadata: {name: ci}
spec:
  containers:
    - name: ci
      env:
        - {name: TOKEN, valueFrom: {secretKeyRef: {name: ci, key: token}}}
`,
      },
      findings: [
        {
          messageId: "token",
          at: "a.yaml:6",
          covers: TOKEN,
          says: 'Secret "ci" holds',
          related: ["{name: TOKEN, valueFrom: {secretKeyRef: {name: ci, key: token}}}"],
        },
      ],
    },
  ],
});

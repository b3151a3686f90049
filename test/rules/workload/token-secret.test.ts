import rule from "../../../rules/workload/token-secret.ts";
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

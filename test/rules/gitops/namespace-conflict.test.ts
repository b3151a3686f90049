import rule from "../../../rules/gitops/namespace-conflict.ts";
import {
  bareAccount,
  exactly,
  exampleAccount,
  exampleIssuer,
  exampleRole,
  type ExampleTrust,
} from "../../../src/rule-api/examples.ts";
import { chartSource, exampleApplication, gitSource } from "../../support/applications.ts";
import { testRule } from "../../support/rule-tester.ts";

const ARN = "arn:aws:iam::111122223333:role/prod-reports";

const role = (conditions: ExampleTrust["conditions"]): Record<string, string> => ({
  "iam.tf": exampleRole("reports", { conditions }),
});
const reports = role(exactly("reports", "reports"));
const like = (subject: string): Record<string, string> =>
  role({
    StringLike: { [`${exampleIssuer}:sub`]: subject },
    StringEquals: { [`${exampleIssuer}:aud`]: "sts.amazonaws.com" },
  });

const account = (namespace: string): Record<string, string> => ({
  "manifests/reports/account.yaml": exampleAccount(namespace, "reports", ARN),
});
const deployed = (namespace: string, more = ""): Record<string, string> => ({
  "app.yaml": exampleApplication({ namespace, source: gitSource("manifests/reports", more) }),
});
const overlay = (namespace: string): Record<string, string> => ({
  "manifests/reports/kustomization.yaml": `namespace: ${namespace}\nresources:\n  - account.yaml\n`,
});
const dns = (helm: string): Record<string, string> => ({
  "app.yaml": exampleApplication({
    name: "external-dns",
    namespace: "external-dns",
    source: chartSource(`${helm}valuesObject:\n  serviceAccount:\n    annotations:
      eks.amazonaws.com/role-arn: ${ARN}\n`),
  }),
});
const pod = `apiVersion: v1
kind: Pod
metadata: { name: reports, namespace: default }
spec:
  serviceAccountName: reports
  containers: [{ name: reports, image: reports }]
`;

testRule(rule, {
  valid: [
    { name: "one namespace for all", files: { ...deployed("reports"), ...account("reports"), ...reports } },
    {
      name: "a role that takes the manifest's namespace",
      files: { ...deployed("shop"), ...account("reports"), ...reports },
    },
    {
      name: "a manifest without a namespace",
      files: {
        ...deployed("shop"),
        "manifests/reports/account.yaml":
          account("x")["manifests/reports/account.yaml"]?.replace("  namespace: x\n", "") ?? "",
        ...reports,
      },
    },
    {
      name: "a role for another namespace than both",
      files: { ...deployed("default"), ...account("default"), ...reports },
    },
    {
      name: "a role for another account of the manifest's namespace",
      files: { ...deployed("shop"), ...account("reports"), ...role(exactly("reports", "daily")) },
    },
    {
      name: "a pattern that takes the manifest's namespace, but not the name",
      files: { ...deployed("shop"), ...account("reports"), ...like("system:serviceaccount:rep*:daily") },
    },
    { name: "an account that no Application deploys", files: { ...account("default"), ...reports } },
    {
      name: "an account without a role",
      files: {
        ...deployed("reports"),
        "manifests/reports/account.yaml": bareAccount("default", "reports"),
        ...reports,
      },
    },
    {
      name: "an overlay that moves the account to the destination",
      files: { ...deployed("reports"), ...overlay("reports"), ...account("default"), ...reports },
    },
    {
      name: "a role that refuses the audience only",
      files: {
        ...deployed("shop"),
        ...account("reports"),
        ...role({
          StringEquals: {
            [`${exampleIssuer}:sub`]: "system:serviceaccount:reports:reports",
            [`${exampleIssuer}:aud`]: "vault.example.com",
          },
        }),
      },
    },
  ],
  unknown: [
    {
      name: "a destination that a placeholder stands for",
      files: { ...deployed('"${NAMESPACE}"'), ...account("default"), ...reports },
    },
    {
      name: "no destination namespace",
      files: { ...deployed('""'), ...account("default"), ...reports },
    },
    {
      name: "a namespace that a placeholder stands for",
      files: { ...deployed("reports"), ...account('"${NAMESPACE}"'), ...reports },
    },
    {
      name: "a role that is not here",
      files: { ...deployed("reports"), ...account("default") },
    },
    {
      name: "a subject with a variable",
      files: {
        ...deployed("reports"),
        ...account("default"),
        "variables.tf": 'variable "namespace" {\n  type = string\n}\n',
        ...role(exactly("${var.namespace}", "reports")),
      },
    },
  ],
  invalid: [
    {
      name: "a manifest that names another namespace than the destination",
      files: { ...deployed("reports"), ...account("default"), ...reports },
      findings: [
        {
          messageId: "conflict",
          at: "manifests/reports/account.yaml:5",
          covers: "default",
          severity: "info",
          says: 'destination "reports" does not count; the trust policy of role "prod-reports" wants namespace "reports"',
          related: ["reports", "system:serviceaccount:reports:reports"],
          suggests: [/^unsafe: Write "reports"$/],
          repaired: account("reports"),
        },
      ],
    },
    {
      name: "three namespaces",
      files: { ...deployed("shop"), ...account("default"), ...reports },
      findings: [
        {
          messageId: "conflict",
          at: "manifests/reports/account.yaml:5",
          covers: "default",
          says: 'wants namespace "reports"',
          related: ["shop"],
          suggests: [],
        },
      ],
    },
    {
      name: "an overlay that names another namespace than the destination",
      files: { ...deployed("reports"), ...overlay("default"), ...account("reports"), ...reports },
      findings: [
        {
          messageId: "conflict",
          at: "manifests/reports/kustomization.yaml:1",
          covers: "default",
          suggests: [/^unsafe: Write "reports"$/],
          repaired: overlay("reports"),
        },
      ],
    },
    {
      name: "a release in a namespace of its own",
      files: { ...dns("namespace: kube-system\n"), ...role(exactly("external-dns", "external-dns")) },
      findings: [{ messageId: "conflict", at: "app.yaml:15", covers: "kube-system" }],
    },
    {
      name: "a pattern of namespaces, among which the destination is",
      files: { ...deployed("reports"), ...account("default"), ...like("system:serviceaccount:rep*:reports") },
      findings: [
        {
          messageId: "conflict",
          at: "manifests/reports/account.yaml:5",
          covers: "default",
          says: 'wants namespace "rep*"',
          suggests: [/^unsafe: Write "reports"$/],
        },
      ],
    },
    {
      name: "an account that a pod would be left behind of",
      files: {
        ...deployed("reports"),
        ...account("default"),
        "manifests/reports/pod.yaml": pod,
        ...reports,
      },
      findings: [
        { messageId: "conflict", at: "manifests/reports/account.yaml:5", covers: "default", suggests: [] },
      ],
    },
    {
      name: "an account where the destination has one of the name",
      files: {
        ...deployed("reports"),
        ...account("default"),
        "other.yaml": bareAccount("reports", "reports"),
        ...reports,
      },
      findings: [
        { messageId: "conflict", at: "manifests/reports/account.yaml:5", covers: "default", suggests: [] },
      ],
    },
  ],
});

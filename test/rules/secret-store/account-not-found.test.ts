import rule from "../../../rules/secret-store/account-not-found.ts";
import { testRule } from "../../support/rule-tester.ts";

interface Store {
  readonly kind?: "SecretStore" | "ClusterSecretStore";
  readonly name?: string;
  readonly namespace?: string;
}

const store = ({ kind = "ClusterSecretStore", name = "reader", namespace = "shop" }: Store = {}): string =>
  `apiVersion: external-secrets.io/v1
kind: ${kind}
metadata:
  name: aws${kind === "SecretStore" ? "\n  namespace: shop" : ""}
spec:
  provider:
    aws:
      service: SecretsManager
      region: eu-west-2
      auth:
        jwt:
          serviceAccountRef:
            name: ${name}${namespace === "" ? "" : `\n            namespace: ${namespace}`}
`;

const serviceAccount = (namespace: string, name: string): string => `apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${name}
  namespace: ${namespace}
`;

const unlistedChart = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: shop
  namespace: argocd
spec:
  destination:
    namespace: shop
  source:
    repoURL: https://charts.example.com
    chart: shop
    targetRevision: 1.0.0
`;

const web = serviceAccount("shop", "web");

testRule(rule, {
  valid: [
    {
      name: "the account is here",
      files: { "store.yaml": store(), "sa.yaml": serviceAccount("shop", "reader") },
    },
    { name: "nothing of the namespace is here", files: { "store.yaml": store() } },
    {
      name: "no namespace on a ClusterSecretStore's reference",
      files: { "store.yaml": store({ namespace: "" }), "sa.yaml": web },
    },
    { name: "the account default", files: { "store.yaml": store({ name: "default" }), "sa.yaml": web } },
    {
      name: "an account of another namespace, which secret-store/cross-namespace-account tells",
      files: {
        "store.yaml": store({ kind: "SecretStore", namespace: "platform" }),
        "sa.yaml": web,
        "other.yaml": serviceAccount("platform", "web"),
      },
    },
    {
      name: "a SecretStore whose account lives elsewhere, which that rule tells, too",
      files: {
        "store.yaml": store({ kind: "SecretStore", namespace: "" }),
        "sa.yaml": web,
        "other.yaml": serviceAccount("platform", "reader"),
      },
    },
    {
      name: "another provider",
      files: { "store.yaml": store().replace("    aws:", "    vault:"), "sa.yaml": web },
    },
  ],
  unknown: [
    {
      name: "a chart in nobody's catalogue that may make the account",
      files: { "store.yaml": store(), "sa.yaml": web, "app.yaml": unlistedChart },
    },
    {
      name: "an account whose name a template fills in",
      files: { "store.yaml": store(), "sa.yaml": serviceAccount("shop", '"${NAME}"') },
    },
    {
      name: "a reference that a template fills in",
      files: { "store.yaml": store({ name: '"${NAME}"' }), "sa.yaml": web },
    },
  ],
  invalid: [
    {
      name: "a misspelt name",
      files: { "store.yaml": store({ name: "raeder" }), "sa.yaml": serviceAccount("shop", "reader") },
      findings: [
        {
          messageId: "missing",
          at: "store.yaml:13",
          covers: "raeder",
          severity: "error",
          says: 'did you mean "shop/reader"?',
          related: ["reader"],
          repaired: { "store.yaml": store() },
        },
      ],
    },
    {
      name: "a misspelt name in a SecretStore",
      files: {
        "store.yaml": store({ kind: "SecretStore", name: "readers", namespace: "" }),
        "sa.yaml": serviceAccount("shop", "reader"),
      },
      findings: [{ messageId: "missing", at: "store.yaml:14", covers: "readers", severity: "error" }],
    },
    {
      name: "another namespace than the account's",
      files: { "store.yaml": store(), "sa.yaml": web, "other.yaml": serviceAccount("platform", "reader") },
      findings: [
        {
          messageId: "missing",
          at: "store.yaml:14",
          covers: "shop",
          severity: "error",
          says: 'did you mean "platform/reader"?',
          repaired: { "store.yaml": store({ namespace: "platform" }) },
        },
      ],
    },
    {
      name: "an account that nothing here resembles",
      files: { "store.yaml": store(), "sa.yaml": web },
      findings: [
        { messageId: "missing", at: "store.yaml:13", covers: "reader", severity: "info", suggests: [] },
      ],
    },
  ],
});

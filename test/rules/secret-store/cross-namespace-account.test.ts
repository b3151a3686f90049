import rule from "../../../rules/secret-store/cross-namespace-account.ts";
import { testRule } from "../../support/rule-tester.ts";

interface Store {
  readonly kind?: "SecretStore" | "ClusterSecretStore";
  readonly namespace?: string | undefined;
  readonly reference?: string;
  readonly provider?: string;
}

const store = ({
  kind = "SecretStore",
  namespace = "shop",
  reference = "platform",
  provider,
}: Store = {}): string =>
  `apiVersion: external-secrets.io/v1
kind: ${kind}
metadata:
  name: aws
  namespace: ${namespace}
spec:
  provider:
    ${
      provider ??
      `aws:
      service: SecretsManager
      region: eu-west-2
      auth:
        jwt:
          serviceAccountRef:
            name: reader${reference === "" ? "" : `\n            namespace: ${reference}`}`
    }
`;

const secret = (namespace: string, kind: string): string => `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: database
  namespace: ${namespace}
spec:
  secretStoreRef:
    name: aws${kind === "" ? "" : `\n    kind: ${kind}`}
  data:
    - secretKey: password
      remoteRef:
        key: database
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

const elsewhere = {
  messageId: "otherNamespace",
  at: "store.yaml:15",
  covers: "platform",
  severity: "error",
  says: '"platform/reader"',
} as const;

testRule(rule, {
  valid: [
    { name: "the store's own namespace", files: { "store.yaml": store({ reference: "shop" }) } },
    {
      name: "no namespace on the reference, and the account beside the store",
      files: {
        "store.yaml": store({ reference: "" }),
        "sa.yaml": serviceAccount("shop", "reader"),
        "other.yaml": serviceAccount("platform", "reader"),
      },
    },
    { name: "a ClusterSecretStore", files: { "store.yaml": store({ kind: "ClusterSecretStore" }) } },
    {
      name: "another provider",
      files: {
        "store.yaml": store({
          provider: `vault:
      server: https://vault.example.com
      auth:
        kubernetes:
          serviceAccountRef:
            name: reader
            namespace: platform`,
        }),
      },
    },
    { name: "no account of the name anywhere", files: { "store.yaml": store({ reference: "" }) } },
  ],
  unknown: [
    {
      name: "a store without a namespace",
      files: { "store.yaml": store().replace("  namespace: shop\n", "") },
    },
    {
      name: "a namespace that a template fills in",
      files: { "store.yaml": store({ namespace: '"${NAMESPACE}"' }) },
    },
    {
      name: "a chart in nobody's catalogue that may make the account",
      files: {
        "store.yaml": store({ reference: "" }),
        "app.yaml": unlistedChart,
        "sa.yaml": serviceAccount("platform", "reader"),
        "shop.yaml": serviceAccount("shop", "web"),
      },
    },
    {
      name: "a namespace of which nothing else is here",
      files: {
        "store.yaml": store({ reference: "" }),
        "sa.yaml": serviceAccount("platform", "reader").replace("name: reader", 'name: "${READER}"'),
      },
    },
  ],
  invalid: [
    {
      name: "another namespace on the reference, and users in two files",
      files: {
        "store.yaml": store(),
        "a/secret.yaml": secret("shop", "SecretStore"),
        "b/secret.yaml": secret("shop", ""),
        "sa.yaml": serviceAccount("platform", "reader"),
      },
      findings: [
        {
          ...elsewhere,
          related: ["shop", "reader"],
          suggests: [/^safe: Make "aws" a ClusterSecretStore/],
          repaired: {
            "store.yaml": store({ kind: "ClusterSecretStore" }).replace("  namespace: shop\n", ""),
            "a/secret.yaml": secret("shop", "ClusterSecretStore"),
            "b/secret.yaml": secret("shop", "ClusterSecretStore"),
          },
        },
      ],
    },
    {
      name: "users elsewhere that keep a store of their own name",
      files: {
        "store.yaml": store(),
        "c/secret.yaml": secret("other", "SecretStore"),
        "d/secret.yaml": secret("shop", "ClusterSecretStore"),
      },
      findings: [
        {
          ...elsewhere,
          repaired: {
            "store.yaml": store({ kind: "ClusterSecretStore" }).replace("  namespace: shop\n", ""),
          },
        },
      ],
    },
    {
      name: "a ClusterSecretStore of the same name: nothing can be suggested",
      files: {
        "store.yaml": store(),
        "cluster.yaml": store({ kind: "ClusterSecretStore" }).replace("  namespace: shop\n", ""),
      },
      findings: [{ ...elsewhere, suggests: [] }],
    },
    {
      name: "another store of the same name",
      files: { "store.yaml": store(), "other.yaml": store({ namespace: "other", reference: "other" }) },
      findings: [{ ...elsewhere, suggests: [/^unsafe: Make "aws" a ClusterSecretStore/] }],
    },
    {
      name: "no namespace on the reference, and the account in another one",
      files: {
        "store.yaml": store({ reference: "" }),
        "sa.yaml": serviceAccount("platform", "reader"),
        "shop.yaml": serviceAccount("shop", "web"),
      },
      findings: [
        {
          messageId: "livesElsewhere",
          at: "store.yaml:14",
          covers: "reader",
          says: 'lives in "platform"',
          related: ["reader", "shop"],
          repaired: {
            "store.yaml": store({ kind: "ClusterSecretStore" }).replace("  namespace: shop\n", ""),
          },
        },
      ],
    },
  ],
});

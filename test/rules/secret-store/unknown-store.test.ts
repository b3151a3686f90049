import rule from "../../../rules/secret-store/unknown-store.ts";
import { chart, unreadApplication } from "../../support/charts-and-overlays.ts";
import { testRule } from "../../support/rule-tester.ts";

interface Store {
  readonly kind?: "SecretStore" | "ClusterSecretStore";
  readonly name?: string;
  readonly namespace?: string;
}

const store = ({ kind = "SecretStore", name = "aws", namespace = "shop" }: Store = {}): string =>
  `apiVersion: external-secrets.io/v1
kind: ${kind}
metadata:
  name: ${name}${kind === "SecretStore" ? `\n  namespace: ${namespace}` : ""}
spec:
  provider:
    aws:
      service: SecretsManager
      region: eu-west-2
`;

const secret = (kind = "", name = "aws"): string => `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: database
  namespace: shop
spec:
  secretStoreRef:
    name: ${name}${kind === "" ? "" : `\n    kind: ${kind}`}
  data:
    - secretKey: password
      remoteRef:
        key: database
`;
const cluster = store({ kind: "ClusterSecretStore" });

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

testRule(rule, {
  valid: [
    { name: "a SecretStore beside it", files: { "store.yaml": store(), "secret.yaml": secret() } },
    {
      name: "a ClusterSecretStore",
      files: { "store.yaml": cluster, "secret.yaml": secret("ClusterSecretStore") },
    },
    {
      name: "both kinds of one name",
      files: { "store.yaml": store(), "cluster.yaml": cluster, "secret.yaml": secret() },
    },
    {
      name: "a SecretStore that should be a ClusterSecretStore, which another rule tells",
      files: {
        "store.yaml": `${store()}      auth:
        jwt:
          serviceAccountRef:
            name: reader
            namespace: platform
`,
        "secret.yaml": secret("ClusterSecretStore"),
      },
    },
    { name: "no stores at all", files: { "secret.yaml": secret() } },
    {
      name: "a generator",
      files: {
        "store.yaml": store({ name: "other" }),
        "secret.yaml": secret()
          .replace("  secretStoreRef:\n    name: aws\n", "")
          .replace(
            / {2}data:[^]*/,
            "  dataFrom:\n    - sourceRef:\n        generatorRef:\n          kind: Password\n          name: aws\n",
          ),
      },
    },
    {
      name: "what a patch deletes",
      files: { "store.yaml": cluster, "secret.yaml": `$patch: delete\n${secret()}` },
    },
    {
      name: "an object for many namespaces, each with a SecretStore of its own",
      files: {
        "store.yaml": cluster,
        "secret.yaml": `apiVersion: external-secrets.io/v1
kind: ClusterExternalSecret
metadata:
  name: database
spec:
  namespaces: [shop]
  externalSecretSpec:
    secretStoreRef:
      name: aws
`,
      },
    },
  ],
  unknown: [
    {
      name: "a release of a chart with a store for all whose values nobody reads",
      files: {
        "store.yaml": store(),
        "secret.yaml": secret("ClusterSecretStore"),
        ...chart({ "store.yaml": `{{ if .Values.store }}\n${cluster}{{ end }}\n` }),
        "app.yaml": unreadApplication("elsewhere"),
      },
    },
    {
      name: "a namespace that a template fills in",
      files: { "store.yaml": cluster, "secret.yaml": secret().replace("shop", '"${NAMESPACE}"') },
    },
    {
      name: "a store's name that a template fills in",
      files: { "store.yaml": store({ name: '"${NAME}"' }), "cluster.yaml": cluster, "secret.yaml": secret() },
    },
    {
      name: "a chart in nobody's catalogue that may make the store",
      files: { "store.yaml": cluster, "secret.yaml": secret(), "app.yaml": unlistedChart },
    },
  ],
  invalid: [
    {
      name: "the other kind, beside a release of a chart without stores whose values nobody reads",
      files: {
        "store.yaml": store(),
        "secret.yaml": secret("ClusterSecretStore"),
        ...chart({
          "config.yaml": "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: {{ .Values.a }}}\n",
        }),
        "app.yaml": unreadApplication("elsewhere"),
      },
      findings: [{ messageId: "otherKind", at: "secret.yaml:9", covers: "ClusterSecretStore" }],
    },
    {
      name: "no kind, and a ClusterSecretStore of the name",
      files: { "store.yaml": cluster, "secret.yaml": secret() },
      findings: [
        {
          messageId: "otherKind",
          at: "secret.yaml:8",
          covers: "aws",
          severity: "error",
          says: '"aws" is a ClusterSecretStore',
          related: ["ClusterSecretStore"],
          suggests: [/^safe: Refer to it as a ClusterSecretStore/],
          repaired: { "secret.yaml": secret("ClusterSecretStore") },
        },
      ],
    },
    {
      name: "a ClusterSecretStore that is a SecretStore of the namespace",
      files: { "store.yaml": store(), "secret.yaml": secret("ClusterSecretStore") },
      findings: [
        {
          messageId: "otherKind",
          at: "secret.yaml:9",
          covers: "ClusterSecretStore",
          repaired: { "secret.yaml": secret("SecretStore") },
        },
      ],
    },
    {
      name: "a misspelt name",
      files: { "store.yaml": store({ name: "aws-secrets" }), "secret.yaml": secret("", "aws-secret") },
      findings: [
        {
          messageId: "missing",
          at: "secret.yaml:8",
          covers: "aws-secret",
          severity: "error",
          says: 'did you mean "aws-secrets"?',
          related: ["aws-secrets"],
          repaired: { "secret.yaml": secret("", "aws-secrets") },
        },
      ],
    },
    {
      name: "another store of the namespace, with quite another name",
      files: { "store.yaml": store({ name: "parameters" }), "secret.yaml": secret() },
      findings: [
        { messageId: "missing", at: "secret.yaml:8", covers: "aws", severity: "info", suggests: [] },
      ],
    },
  ],
});

import rule from "../../../rules/workload/static-aws-credentials.ts";
import { overlays } from "../../support/charts-and-overlays.ts";
import { testRule } from "../../support/rule-tester.ts";
import { account } from "../../support/trust-repositories.ts";

const pod = (...lines: readonly string[]): string => `apiVersion: v1
kind: Pod
metadata: {name: nightly, namespace: reports}
spec:
  serviceAccountName: reports
  containers:
    - name: main
${lines.map((line) => `      ${line}\n`).join("")}`;

const reference = (kind: string, name: string, more = ""): string =>
  `{name: AWS_ACCESS_KEY_ID, valueFrom: {${kind}KeyRef: {name: ${name}, key: id${more}}}}`;
const value = (text: string): string => `{name: AWS_ACCESS_KEY_ID, value: ${text}}`;
const KEY = "AKIAIOSFODNN7EXAMPLE";

const source = (kind: string, data: string): string => `apiVersion: v1
kind: ${kind}
metadata: {name: aws, namespace: reports}
data: {${data}}
`;
const secret = source("Secret", "AWS_ACCESS_KEY_ID: QUtJQQ==, AWS_SECRET_ACCESS_KEY: eA==");
const covers = "AWS_ACCESS_KEY_ID";

testRule(rule, {
  valid: [
    { name: "no keys at all", files: { "a.yaml": pod("env: [{name: AWS_REGION, value: eu-west-2}]") } },
    {
      name: "an optional reference",
      files: { "a.yaml": pod(`env: [${reference("secret", "aws", ", optional: true")}]`) },
    },
    { name: "a value that can be no key", files: { "a.yaml": pod(`env: [${value("test")}]`) } },
    {
      name: "an S3-compatible store by its endpoint",
      files: {
        "a.yaml": pod(
          `env: [${reference("secret", "aws")}, {name: S3_ENDPOINT, value: "https://objects.example.com"}]`,
        ),
      },
    },
    {
      name: "an endpoint in an argument",
      files: {
        "a.yaml": pod(
          "args: [--endpoint-url=https://objects.example.com]",
          `env: [${reference("secret", "aws")}]`,
        ),
      },
    },
    {
      name: "a Secret of another store, by its name",
      files: { "a.yaml": pod(`env: [${reference("secret", "minio-root")}]`) },
    },
    {
      name: "an image of another store",
      files: { "a.yaml": pod("image: quay.io/minio/mc:1", `env: [${reference("secret", "aws")}]`) },
    },
    {
      name: "an endpoint in an imported ConfigMap",
      files: {
        "a.yaml": pod("envFrom: [{configMapRef: {name: aws}}]", `env: [${reference("secret", "keys")}]`),
        "b.yaml": source("ConfigMap", "AWS_ENDPOINT_URL: 'https://objects.example.com'"),
      },
    },
    {
      name: "a field of the pod",
      files: {
        "a.yaml": pod("env: [{name: AWS_ACCESS_KEY_ID, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]"),
      },
    },
    {
      name: "an import that is not here",
      files: {
        "a.yaml": pod("envFrom: [{configMapRef: {name: elsewhere}}]", `env: [${reference("secret", "aws")}]`),
      },
    },
    {
      name: "an imported Secret without keys of AWS",
      files: {
        "a.yaml": pod("envFrom: [{secretRef: {name: aws}}]"),
        "b.yaml": source("Secret", "AWS_REGION: eA=="),
      },
    },
  ],
  unknown: [
    {
      name: "a key of which a part is known, which is none",
      files: { "a.yaml": pod(`env: [${value('"test-${USER}"')}]`) },
    },
    {
      name: "an import that a template patches",
      files: {
        "a.yaml": pod("envFrom: [{secretRef: {name: aws}}]"),
        "b.yaml": secret,
        "kustomization.yaml": "resources: [b.yaml]\npatches: [{target: {kind: Secret}, path: p.yaml}]\n",
        "p.yaml": "kind: Secret\n{{ if .x }}\ndata: {}\n{{ end }}\n",
      },
    },
  ],
  invalid: [
    {
      name: "keys in a base that several overlays build, once",
      files: overlays(pod(`env: [${value(KEY)}]`), ["a", "b", "c"]),
      findings: [{ messageId: "keys", at: "base/a.yaml:8", covers, severity: "warning" }],
    },
    {
      name: "keys from a Secret",
      files: { "a.yaml": pod(`env: [${reference("secret", "aws")}]`) },
      findings: [
        { messageId: "keys", at: "a.yaml:8", covers, severity: "warning", says: 'from Secret "aws"' },
      ],
    },
    {
      name: "keys from a ConfigMap",
      files: { "a.yaml": pod(`env: [${reference("configMap", "aws")}]`) },
      findings: [{ messageId: "keys", at: "a.yaml:8", covers, says: 'from ConfigMap "aws"' }],
    },
    {
      name: "a key in the manifest",
      files: { "a.yaml": pod(`env: [${value(KEY)}]`) },
      findings: [
        { messageId: "keys", at: "a.yaml:8", covers, says: "written in the manifest", related: [KEY] },
      ],
    },
    {
      name: "a key that a pipeline fills in",
      files: { "a.yaml": pod(`env: [${value('"${KEY}"')}]`) },
      findings: [{ messageId: "keys", at: "a.yaml:8", covers }],
    },
    {
      name: "keys beside an endpoint of AWS itself",
      files: {
        "a.yaml": pod(
          `env: [${reference("secret", "aws")}, {name: AWS_STS_REGIONAL_ENDPOINTS, value: regional}, {name: S3_ENDPOINT, value: s3.eu-west-2.amazonaws.com}]`,
        ),
      },
      findings: [{ messageId: "keys", at: "a.yaml:8", covers }],
    },
    {
      name: "keys beside a role, both told once",
      files: {
        "a.yaml": pod(
          `env: [${reference("secret", "aws")}, {name: AWS_SECRET_ACCESS_KEY, valueFrom: {secretKeyRef: {name: aws, key: s}}}]`,
        ),
        "sa.yaml": account("reports", "reports", "reports"),
      },
      findings: [
        {
          messageId: "besideRole",
          at: "a.yaml:8",
          covers,
          severity: "error",
          says: 'before the role of service account "reports/reports"',
          related: ["arn:aws:iam::111122223333:role/reports"],
        },
      ],
    },
    {
      name: "keys in an imported Secret",
      files: { "a.yaml": pod("envFrom: [{secretRef: {name: aws}}]"), "b.yaml": secret },
      findings: [
        {
          messageId: "keys",
          at: "a.yaml:8",
          covers: "{secretRef: {name: aws}}",
          says: 'imported from Secret "aws"',
          related: ["AWS_ACCESS_KEY_ID"],
        },
      ],
    },
  ],
});

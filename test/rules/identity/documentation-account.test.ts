import rule from "../../../rules/identity/documentation-account.ts";
import { testRule } from "../../support/rule-tester.ts";
import { account } from "../../support/trust-repositories.ts";

const sa = account("reports", "reports", "reports").replace("111122223333", "123456789012");
const arn = "arn:aws:iam::123456789012:role/reports";
const store = `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: {name: aws, namespace: reports}
spec: {provider: {aws: {service: SecretsManager, region: eu-west-2, role: "${arn}"}}}
`;
const terraform = (value: string): string => `variable "role" {
  default = "${arn}"
}
resource "aws_eks_pod_identity_association" "x" {
  cluster_name    = "main"
  namespace       = "reports"
  service_account = "reports"
  role_arn        = ${value}
}
`;
const trusting = `resource "aws_iam_role" "x" {
  name = "x"
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "${arn}" }
    }]
  })
}
`;

testRule(rule, {
  valid: [
    { name: "another account", files: { "sa.yaml": account("reports", "reports", "reports") } },
    { name: "an example", files: { "examples/sa.yaml": sa } },
    { name: "a sample by its file's name", files: { "sa-sample.yaml": sa } },
    { name: "a test", files: { "chart/tests/sa.yaml": sa } },
    { name: "a variable's default", files: { "main.tf": terraform("var.role") } },
    {
      name: "a cluster that is said to be in that account",
      files: { "sa.yaml": sa },
      settings: { clusters: [{ name: "main", account: "123456789012", paths: ["**"] }] },
    },
  ],
  unknown: [
    {
      name: "an account that a variable gives",
      files: { "sa.yaml": sa.replace("123456789012", "${ACCOUNT}") },
    },
  ],
  invalid: [
    {
      name: "a service account's role",
      files: { "sa.yaml": sa },
      findings: [{ messageId: "documentation", at: "sa.yaml:7", covers: arn, severity: "warning" }],
    },
    {
      name: "a store's role",
      files: { "store.yaml": store },
      findings: [{ messageId: "documentation", at: "store.yaml:4", covers: arn, says: 'SecretStore "aws"' }],
    },
    {
      name: "an association's role",
      files: { "main.tf": terraform(`"${arn}"`) },
      findings: [{ messageId: "documentation", at: "main.tf:8", covers: arn }],
    },
    {
      name: "a principal that a role trusts",
      files: { "main.tf": trusting },
      findings: [{ messageId: "documentation", at: "main.tf:7", covers: arn, says: 'role "x"' }],
    },
  ],
});

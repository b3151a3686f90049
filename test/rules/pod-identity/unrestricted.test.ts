import rule from "../../../rules/pod-identity/unrestricted.ts";
import { examplePodRole, exampleRole, exactly } from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import { documentRole } from "../../support/trust-repositories.ts";

const asking = (...keys: readonly string[]): string =>
  examplePodRole("reports", {
    conditions: { StringEquals: Object.fromEntries(keys.map((key) => [key, "x"])) },
  });
const namespace = "aws:RequestTag/kubernetes-namespace";
const document = documentRole("PLACE")
  .replace('"sts:AssumeRoleWithWebIdentity"', '"sts:AssumeRole", "sts:TagSession"')
  .replace('"Federated"', '"Service"')
  .replace(/identifiers = .*/, 'identifiers = ["pods.eks.amazonaws.com"]');

testRule(rule, {
  valid: [
    { name: "a condition on the namespace", files: { "iam.tf": asking(namespace) } },
    { name: "a condition on the cluster", files: { "iam.tf": asking("aws:SourceArn") } },
    { name: "keys in another case", files: { "iam.tf": asking("AWS:requesttag/EKS-cluster-name") } },
    {
      name: "all that the configuration requires",
      files: { "iam.tf": asking(namespace, "aws:RequestTag/eks-cluster-arn") },
      options: { require: ["cluster", "namespace"] },
    },
    {
      name: "a role for IRSA",
      files: { "iam.tf": exampleRole("reports", { conditions: exactly("a", "b") }) },
    },
    { name: "a Deny", files: { "iam.tf": examplePodRole("reports").replace('"Allow"', '"Deny"') } },
  ],
  unknown: [
    {
      name: "conditions that a variable adds",
      files: {
        "iam.tf": `variable "conditions" {}\n${document.replace(
          "PLACE",
          `    dynamic "condition" {
      for_each = var.conditions
      content {
        test     = condition.value.test
        variable = condition.value.variable
        values   = condition.value.values
      }
    }
`,
        )}`,
      },
    },
    {
      name: "a key that a variable holds",
      files: { "iam.tf": `variable "key" {}\n${asking("${var.key}").replace('"${var.key}"', "(var.key)")}` },
    },
  ],
  invalid: [
    {
      name: "no condition",
      files: { "iam.tf": examplePodRole("reports") },
      findings: [
        {
          messageId: "unrestricted",
          at: "iam.tf:10",
          covers: "pods.eks.amazonaws.com",
          says: "cluster, namespace or service account",
        },
      ],
    },
    {
      name: "a condition on the account, which is the cluster's anyway",
      files: { "iam.tf": asking("aws:SourceAccount") },
      findings: [{ messageId: "unrestricted", at: "iam.tf:10", covers: "pods.eks.amazonaws.com" }],
    },
    {
      name: "less than the configuration requires",
      files: { "iam.tf": asking(namespace) },
      options: { require: ["namespace", "service-account"] },
      findings: [
        {
          messageId: "unrestricted",
          at: "iam.tf:10",
          covers: "pods.eks.amazonaws.com",
          says: "the service account",
        },
      ],
    },
  ],
});

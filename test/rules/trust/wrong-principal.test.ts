import rule from "../../../rules/trust/wrong-principal.ts";
import { exampleIssuer, exampleProvider } from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import {
  account,
  documentRole,
  githubRole,
  heredocRole,
  provider,
  rightAudience,
  rightSubject,
} from "../../support/trust-repositories.ts";

const role = provider + documentRole(rightSubject + rightAudience);
const typed = (type: string): string => role.replace('"Federated"', `"${type}"`);
const valued = (value: string): string => role.replace(exampleProvider, value);
const sa = account("reports", "reports", "reports");

const serving = (service: string, more = ""): string =>
  provider +
  heredocRole(
    `{ "Effect": "Allow", "Action": ["sts:AssumeRole", "sts:TagSession"],
       "Principal": { "Service": "${service}" } }${more}`,
  );
const fitting = `,
  { "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
    "Principal": { "Federated": "${exampleProvider}" },
    "Condition": { "StringEquals": { "${exampleIssuer}:sub": "system:serviceaccount:other:other" } } }`;

const association = (name: string): string => `resource "aws_eks_pod_identity_association" "reports" {
  cluster_name    = "prod"
  namespace       = "reports"
  service_account = "${name}"
  role_arn        = aws_iam_role.reports.arn
}
`;

testRule(rule, {
  valid: [
    { name: "the provider's ARN as Federated", files: { "iam.tf": role, "sa.yaml": sa } },
    {
      name: "another statement that trusts the provider as it should",
      files: {
        "iam.tf":
          provider +
          heredocRole(
            `{ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "AWS": "${exampleProvider}" } }${fitting}`,
          ),
      },
    },
    { name: "a node's role without service accounts", files: { "iam.tf": serving("ec2.amazonaws.com") } },
    {
      name: "a node's role that trusts a provider, too",
      files: { "iam.tf": serving("ec2.amazonaws.com", fitting), "sa.yaml": sa },
    },
    {
      name: "an association of the account",
      files: { "iam.tf": serving("pods.eks.amazonaws.com") + association("reports"), "sa.yaml": sa },
    },
    {
      name: "a service whose role nobody takes for a pod's",
      files: { "iam.tf": serving("lambda.amazonaws.com"), "sa.yaml": sa },
    },
    { name: "GitHub's provider", files: { "iam.tf": githubRole.replace("Federated", "AWS") } },
  ],
  unknown: [
    {
      name: "a principal that a variable holds",
      files: { "iam.tf": `variable "principal" {}\n${valued("${var.principal}")}`, "sa.yaml": sa },
    },
    {
      name: "an association whose account is not known",
      files: {
        "iam.tf": `variable "name" {}\n${serving("pods.eks.amazonaws.com")}${association("${var.name}")}`,
        "sa.yaml": sa,
      },
    },
    {
      name: "statements that a variable holds",
      files: {
        "iam.tf": `variable "more" {}\n${provider}resource "aws_iam_role" "reports" {
  name = "reports"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }], var.more)
  })
}
`,
        "sa.yaml": sa,
      },
    },
  ],
  invalid: [
    {
      name: "the provider under AWS",
      files: { "iam.tf": typed("AWS"), "sa.yaml": sa },
      findings: [
        {
          messageId: "type",
          at: "iam.tf:9",
          covers: "AWS",
          severity: "error",
          says: 'stands under "AWS"',
          related: [exampleProvider, "reports"],
          suggests: [/^unsafe: Write "Federated"/],
        },
      ],
    },
    {
      name: "the provider under Service",
      files: { "iam.tf": typed("Service") },
      findings: [{ messageId: "type", at: "iam.tf:9", covers: "Service" }],
    },
    {
      name: "the provider's URL",
      files: { "iam.tf": valued(`https://${exampleIssuer}`) },
      findings: [
        {
          messageId: "url",
          at: "iam.tf:10",
          covers: `https://${exampleIssuer}`,
          says: exampleProvider,
          suggests: [/^unsafe: Write "arn:aws:iam::111122223333:oidc-provider/],
        },
      ],
    },
    {
      name: "the bare issuer",
      files: { "iam.tf": valued(exampleIssuer) },
      findings: [{ messageId: "url", at: "iam.tf:10", covers: exampleIssuer }],
    },
    {
      name: "EC2, on a role that an account is annotated with",
      files: { "iam.tf": serving("ec2.amazonaws.com"), "sa.yaml": sa },
      findings: [
        {
          messageId: "service",
          at: "iam.tf:11",
          covers: "ec2.amazonaws.com",
          says: 'service account "reports/reports"',
          related: ["arn:aws:iam::111122223333:role/reports"],
        },
      ],
    },
    {
      name: "EKS Pod Identity, with an association of another account",
      files: { "iam.tf": serving("pods.eks.amazonaws.com") + association("other"), "sa.yaml": sa },
      findings: [{ messageId: "service", at: "iam.tf:11", covers: "pods.eks.amazonaws.com" }],
    },
  ],
});

import rule from "../../../rules/permission/wildcard-action.ts";
import policies from "../../../src/catalogue/controller-policies/policies.json" with { type: "json" };
import { exampleRole, exampleIssuer } from "../../../src/rule-api/examples.ts";
import {
  allow,
  assumableRole,
  holding,
  instanceRole,
  policyFile,
} from "../../support/permission-repositories.ts";
import { testRule } from "../../support/rule-tester.ts";
import { account, provider } from "../../support/trust-repositories.ts";

const bucket = "arn:aws:s3:::reports/*";
const gateway = policies.find(({ controller }) => controller === "aws-gateway-api-controller");
const podIdentityRole = exampleRole("reports", {
  action: ["sts:AssumeRole", "sts:TagSession"],
  principal: ["Service", "pods.eks.amazonaws.com"],
  conditions: {},
});

testRule(rule, {
  valid: [
    { name: "actions by name", files: holding(allow(["s3:GetObject", "s3:PutObject"], bucket)) },
    {
      name: "patterns that only read",
      files: holding(allow(["s3:Get*", "s3:List*", "ec2:Describe*", "ecr:BatchGet*"])),
    },
    { name: "a pattern that only tags", files: holding(allow("ec2:*Tags")) },
    { name: "a pattern that takes in nothing", files: holding(allow("s3:Fetch*")) },
    { name: "a service that AWS does not have", files: holding(allow("s4:*")) },
    { name: "a Deny of everything", files: holding({ Effect: "Deny", Action: "*", Resource: "*" }) },
    {
      name: "NotAction, another rule's",
      files: holding({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
    },
    {
      name: "the role of an instance",
      files: { "role.tf": instanceRole, "policy.tf": policyFile(allow("s3:*")) },
    },
    {
      name: "a pattern that the configuration accepts",
      files: holding(allow("S3:*", bucket)),
      options: { ignoreActions: ["s3:*"] },
    },
  ],
  unknown: [
    {
      name: "a service that a variable holds",
      files: { ...holding(allow("${var.service}:*")), "v.tf": 'variable "service" {}\n' },
    },
    {
      name: "actions that a variable holds",
      files: {
        "role.tf": assumableRole,
        "policy.tf": `variable "actions" {}

resource "aws_iam_role_policy" "reports" {
  role   = aws_iam_role.reports.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = var.actions, Resource = "*" }] })
}
`,
      },
    },
    {
      name: "a trust whose issuer is not known",
      files: {
        "role.tf": `variable "provider_arn" {}\n${exampleRole("reports", {
          principal: ["Federated", "${var.provider_arn}"],
          conditions: {},
        })}`,
        "policy.tf": policyFile(allow("*")),
      },
    },
  ],
  invalid: [
    {
      name: "an administrator",
      files: {
        ...holding(allow("*")),
        "p.tf": provider,
        "sa.yaml": account("reports", "reports", "prod-reports"),
      },
      findings: [
        {
          messageId: "everything",
          at: "policy.tf:6",
          covers: "*",
          severity: "error",
          says: '"*" allows role "prod-reports" every action of every service',
          related: ["prod-reports", "reports"],
        },
      ],
    },
    {
      name: "an administrator under a permissions boundary",
      files: {
        "role.tf": assumableRole.replace(
          'name = "prod-reports"\n',
          'name = "prod-reports"\n  permissions_boundary = "arn:aws:iam::111122223333:policy/limit"\n',
        ),
        "policy.tf": policyFile(allow("*:*")),
      },
      findings: [{ messageId: "everything", at: "policy.tf:6", covers: "*:*", severity: "warning" }],
    },
    {
      name: "a whole service on one bucket",
      files: holding(allow(["s3:GetObject", "s3:*"], bucket)),
      findings: [
        {
          messageId: "wildcard",
          at: "policy.tf:6",
          covers: "s3:*",
          severity: "warning",
          says: "write and",
        },
      ],
    },
    {
      name: "a whole service that only reads",
      files: holding(allow("pricing:*")),
      findings: [{ messageId: "wildcard", at: "policy.tf:6", covers: "pricing:*", says: "none writes" }],
    },
    {
      name: "a pattern that takes in the ACL",
      files: holding(allow("s3:PutObject*", bucket)),
      findings: [
        { messageId: "wildcard", at: "policy.tf:6", covers: "s3:PutObject*", says: "manage permissions" },
      ],
    },
    {
      name: "several in one statement: the widest is told, the others beside it",
      files: holding(allow(["sqs:Delete*", "sns:*", "s3:Get*"])),
      findings: [{ messageId: "wildcard", at: "policy.tf:6", covers: "sns:*", related: ["sqs:Delete*"] }],
    },
    {
      name: "a role of EKS Pod Identity",
      files: { "role.tf": podIdentityRole, "policy.tf": policyFile(allow("dynamodb:*")) },
      findings: [{ messageId: "wildcard", at: "policy.tf:6", covers: "dynamodb:*" }],
    },
    {
      name: "a policy that AWS publishes",
      files: holding(allow(gateway?.actions ?? [])),
      findings: [
        {
          messageId: "published",
          at: "policy.tf:6",
          covers: "vpc-lattice:*",
          severity: "info",
          says: "gateway",
        },
      ],
    },
    {
      name: "the role of an instance, asked for",
      files: { "role.tf": instanceRole, "policy.tf": policyFile(allow("s3:*")) },
      options: { roles: "all" },
      findings: [{ messageId: "wildcard", at: "policy.tf:6", covers: "s3:*" }],
    },
    {
      name: "a trust whose issuer is not known, with a subject of a cluster",
      files: {
        "role.tf": `variable "provider_arn" {}\n${exampleRole("reports", {
          principal: ["Federated", "${var.provider_arn}"],
          conditions: { StringEquals: { [`${exampleIssuer}:sub`]: "system:serviceaccount:reports:reports" } },
        })}`,
        "policy.tf": policyFile(allow("kms:*")),
      },
      findings: [{ messageId: "wildcard", at: "policy.tf:6", covers: "kms:*" }],
    },
  ],
});

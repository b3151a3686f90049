import rule from "../../../rules/permission/wildcard-resource.ts";
import policies from "../../../src/catalogue/controller-policies/policies.json" with { type: "json" };
import {
  allow,
  allowIf,
  assumableRole,
  holding,
  instanceRole,
  policyFile,
} from "../../support/permission-repositories.ts";
import { exampleIssuer } from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import { account } from "../../support/trust-repositories.ts";

const getSecret = "secretsmanager:GetSecretValue";
const nodeTermination = policies.find(({ controller }) => controller === "aws-node-termination-handler");

testRule(rule, {
  valid: [
    {
      name: "a secret by its name",
      files: holding(allow(getSecret, "arn:aws:secretsmanager:eu-west-2:111122223333:secret:reports-??????")),
    },
    {
      name: "secrets of a prefix",
      files: holding(allow(getSecret, "arn:aws:secretsmanager:*:*:secret:reports/*")),
    },
    {
      name: "actions that only take a star",
      files: holding(allow(["ec2:DescribeInstances", "secretsmanager:ListSecrets", "s3:ListAllMyBuckets"])),
    },
    {
      name: "a pattern of which most actions only take a star",
      files: holding(allow(["ec2:Describe*", "autoscaling:Describe*"])),
    },
    {
      name: "metrics of a namespace, which have no ARN",
      files: holding(allow(["cloudwatch:PutMetricData", "cloudwatch:GetMetricData"])),
    },
    {
      name: "changes of a hosted zone, which have no name beforehand",
      files: holding(allow("route53:GetChange", "arn:aws:route53:::change/*")),
    },
    { name: "an action that AWS does not have", files: holding(allow("s3:FetchObject")) },
    {
      name: "a condition on the resource's tags",
      files: holding(allowIf("StringEquals", "aws:ResourceTag/team", "reports", getSecret)),
    },
    {
      name: "a condition that the resource has a tag at all",
      files: holding(
        allowIf("Null", "aws:ResourceTag/elbv2.k8s.aws/cluster", "false", "ec2:DeleteSecurityGroup"),
      ),
    },
    {
      name: "a condition on the service's own tag key",
      files: holding(
        allowIf("StringLike", "ec2:ResourceTag/ebs.csi.aws.com/cluster", "true", "ec2:DeleteVolume"),
      ),
    },
    {
      name: "a condition on the secret",
      files: holding(allowIf("StringLike", "secretsmanager:SecretId", "reports*", getSecret)),
    },
    {
      name: "a condition on the service to which a role is passed",
      files: holding(allowIf("StringEquals", "iam:PassedToService", "ec2.amazonaws.com", "iam:PassRole")),
    },
    {
      name: "a key that only Secrets Manager may use for the role",
      files: holding(
        allowIf("StringEquals", "kms:ViaService", "secretsmanager.eu-west-2.amazonaws.com", "kms:Decrypt"),
      ),
    },
    {
      name: "a tag that whatever is made must get",
      files: holding(allowIf("StringEquals", "aws:RequestTag/cluster", "prod", "ec2:CreateVolume")),
    },
    {
      name: "every file system, for an action that makes one",
      files: holding(
        allow("elasticfilesystem:CreateFileSystem", "arn:aws:elasticfilesystem:*:*:file-system/*"),
      ),
    },
    {
      name: "every volume, but one instance to attach it to",
      files: holding(
        allow("ec2:AttachVolume", ["arn:aws:ec2:*:*:volume/*", "arn:aws:ec2:*:*:instance/i-0a1b2c3d"]),
      ),
    },
    {
      name: "a Deny that leaves only some secrets",
      files: holding(allow(getSecret), {
        Effect: "Deny",
        Action: "secretsmanager:*",
        NotResource: "arn:aws:secretsmanager:*:*:secret:reports/*",
      }),
    },
    { name: "a Deny on everything", files: holding({ Effect: "Deny", Action: getSecret, Resource: "*" }) },
    {
      name: "NotAction, another rule's",
      files: holding({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
    },
    {
      name: "NotResource, another rule's",
      files: holding({
        Effect: "Allow",
        Action: getSecret,
        NotResource: "arn:aws:secretsmanager:*:*:secret:x",
      }),
    },
    { name: "every action, which the other rule tells", files: holding(allow("*")) },
    {
      name: "the role of an instance",
      files: { "role.tf": instanceRole, "policy.tf": policyFile(allow(getSecret)) },
    },
    {
      name: "a policy that no role holds",
      files: {
        "policy.tf": `resource "aws_iam_policy" "loose" {
  name   = "loose"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }] })
}
`,
      },
    },
    {
      name: "an action that the configuration accepts",
      files: holding(allow([getSecret, "s3:ListBucket"])),
      options: { ignoreActions: ["secretsmanager:*", "S3:ListBucket"] },
    },
    {
      name: "every one of a type, switched off",
      files: holding(allow("s3:GetObject", "arn:aws:s3:::*")),
      options: { allOfType: "off" },
    },
  ],
  unknown: [
    {
      name: "a resource that a variable holds",
      files: { ...holding(allow(getSecret, "${var.secret}")), "v.tf": 'variable "secret" {}\n' },
    },
    {
      name: "a bucket that a variable holds",
      files: {
        ...holding(allow("s3:GetObject", "arn:aws:s3:::${var.bucket}*")),
        "v.tf": 'variable "bucket" {}\n',
      },
    },
    {
      name: "an action that a variable holds",
      files: { ...holding(allow("s3:${var.action}")), "v.tf": 'variable "action" {}\n' },
    },
    {
      name: "a condition key that a variable holds",
      files: {
        ...holding(allowIf("StringEquals", "${var.key}", "x", getSecret)),
        "v.tf": 'variable "key" {}\n',
      },
    },
    {
      name: "an effect that a variable holds",
      files: {
        ...holding({ ...allow(getSecret), Effect: "${var.effect}" }),
        "v.tf": 'variable "effect" {}\n',
      },
    },
    {
      name: "a managed policy that is only named",
      files: {
        "role.tf": assumableRole,
        "policy.tf": `resource "aws_iam_role_policy_attachment" "reports" {
  role       = aws_iam_role.reports.name
  policy_arn = "arn:aws:iam::aws:policy/SecretsManagerReadWrite"
}
`,
      },
    },
  ],
  invalid: [
    {
      name: "all secrets",
      files: {
        ...holding(allow([getSecret, "secretsmanager:ListSecrets"])),
        "provider.tf":
          'provider "aws" {\n  region              = "eu-west-2"\n  allowed_account_ids = ["111122223333"]\n}\n',
        "sa.yaml": account("reports", "reports", "prod-reports"),
      },
      findings: [
        {
          messageId: "everyResource",
          at: "policy.tf:6",
          covers: "*",
          severity: "warning",
          confidence: "high",
          says: 'role "prod-reports" may use secretsmanager:GetSecretValue on every resource; a policy can name which, as "arn:aws:secretsmanager:eu-west-2:111122223333:secret:<SecretId>"',
          related: ["prod-reports", "reports"],
        },
      ],
    },
    {
      name: "more actions than a message holds, and the star beside a name",
      files: holding(
        allow(
          ["s3:GetObject", "s3:PutObject", "s3:ListBucket", "SQS:sendmessage"],
          ["arn:aws:s3:::reports/*", "*"],
        ),
      ),
      findings: [
        {
          messageId: "everyResource",
          at: "policy.tf:6",
          covers: "*",
          says: 's3:GetObject, s3:PutObject, s3:ListBucket and 1 more on every resource; a policy can name which, as "arn:aws:s3:::<BucketName>/<ObjectName>" or "arn:aws:s3:::<BucketName>"',
        },
      ],
    },
    {
      name: "a pattern of which most actions take a resource",
      files: holding(allow("s3:Get*")),
      findings: [{ messageId: "everyResource", at: "policy.tf:6", covers: "*", says: "may use s3:Get* on" }],
    },
    {
      name: "two statements, two findings",
      files: holding(allow("sqs:SendMessage"), allow("sns:Publish")),
      findings: [
        { messageId: "everyResource", at: "policy.tf:6", covers: "*", says: "sqs:SendMessage" },
        { messageId: "everyResource", at: "policy.tf:7", covers: "*", says: "sns:Publish" },
      ],
    },
    {
      name: "conditions that say where, not which",
      files: holding(
        allow(getSecret, "*", {
          Condition: {
            StringEquals: { "aws:RequestedRegion": "eu-west-2", "aws:ResourceAccount": "111122223333" },
            Bool: { "aws:SecureTransport": "true" },
          },
        }),
      ),
      findings: [{ messageId: "everyResource", at: "policy.tf:6", covers: "*" }],
    },
    {
      name: "the request's tags on an action that puts tags",
      files: holding(
        allowIf("StringEquals", "aws:RequestTag/cluster", "prod", "elasticfilesystem:TagResource"),
      ),
      findings: [{ messageId: "everyResource", at: "policy.tf:6", covers: "*" }],
    },
    {
      name: "a Deny of one secret, which leaves the others",
      files: holding(allow(getSecret), {
        Effect: "Deny",
        Action: getSecret,
        Resource: "arn:aws:secretsmanager:*:*:secret:root-??????",
      }),
      findings: [{ messageId: "everyResource", at: "policy.tf:6", covers: "*" }],
    },
    {
      name: "a volume to be made, whose identifier nobody knows yet",
      files: holding(allow("ec2:CreateVolume")),
      findings: [
        {
          messageId: "everyResource",
          at: "policy.tf:6",
          covers: "*",
          says: '"arn:aws:ec2:eu-west-2:111122223333:volume/*"',
        },
      ],
    },
    {
      name: "every secret of an account",
      files: {
        ...holding(allow(getSecret, "arn:aws:secretsmanager:eu-west-1:${var.account}:secret:*")),
        "v.tf": 'variable "account" {}\n',
      },
      findings: [
        {
          messageId: "everyOfType",
          at: "policy.tf:6",
          covers: "arn:aws:secretsmanager:eu-west-1:${var.account}:secret:*",
          severity: "info",
          says: 'on every Secret; a policy can name which, as "arn:aws:secretsmanager:eu-west-1:111122223333:secret:<SecretId>"',
        },
      ],
    },
    {
      name: "every bucket",
      files: holding(allow(["s3:ListBucket", "s3:GetObject"], "arn:aws:s3:::*")),
      findings: [
        {
          messageId: "everyOfType",
          at: "policy.tf:6",
          covers: "arn:aws:s3:::*",
          says: "s3:ListBucket, s3:GetObject on every bucket",
        },
      ],
    },
    {
      name: "a policy that AWS publishes",
      files: holding(allow(nodeTermination?.actions ?? [])),
      findings: [
        {
          messageId: "published",
          at: "policy.tf:6",
          covers: "*",
          severity: "info",
          says: "aws-node-termination-handler",
        },
      ],
    },
    {
      name: "a policy that AWS publishes, and more",
      files: holding(allow([...(nodeTermination?.actions ?? []), getSecret])),
      findings: [{ messageId: "everyResource", at: "policy.tf:6", covers: "*", severity: "warning" }],
    },
    {
      name: "what a module of the catalogue grants by itself, and what its caller passes in",
      files: {
        "main.tf": `module "autoscaler" {
  source                           = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks"
  version                          = "5.60.0"
  role_name                        = "autoscaler"
  attach_cluster_autoscaler_policy = true
  oidc_providers = {
    main = {
      provider_arn               = "arn:aws:iam::111122223333:oidc-provider/${exampleIssuer}"
      namespace_service_accounts = ["kube-system:autoscaler"]
    }
  }
}
module "reports" {
  source    = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks"
  version   = "5.60.0"
  role_name = "reports"
  role_policy_arns = { own = aws_iam_policy.own.arn }
  oidc_providers = {
    main = {
      provider_arn               = "arn:aws:iam::111122223333:oidc-provider/${exampleIssuer}"
      namespace_service_accounts = ["reports:reports"]
    }
  }
}
resource "aws_iam_policy" "own" {
  name   = "own"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }] })
}
`,
      },
      findings: [
        { messageId: "everyResource", at: "main.tf:1", covers: 'module "autoscaler"', severity: "info" },
        { messageId: "everyResource", at: "main.tf:27", covers: "*", severity: "warning" },
      ],
    },
    {
      name: "one policy of two roles",
      files: {
        "role.tf":
          assumableRole +
          assumableRole.replaceAll("prod-reports", "prod-mail").replace('"reports"', '"mail"'),
        "policy.tf": `resource "aws_iam_policy" "shared" {
  name   = "shared"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }] })
}

resource "aws_iam_role_policy_attachment" "shared" {
  for_each   = { reports = aws_iam_role.reports.name, mail = aws_iam_role.mail.name }
  role       = each.value
  policy_arn = aws_iam_policy.shared.arn
}
`,
      },
      findings: [
        {
          messageId: "everyResource",
          at: "policy.tf:3",
          covers: "*",
          says: "and one other role",
          related: ["prod-mail", "prod-reports"],
        },
      ],
    },
    {
      name: "the role of an instance, asked for",
      files: { "role.tf": instanceRole, "policy.tf": policyFile(allow("s3:GetObject")) },
      options: { roles: "all" },
      findings: [{ messageId: "everyResource", at: "policy.tf:6", covers: "*" }],
    },
    {
      name: "a role that an account is annotated with, whatever its trust says",
      files: {
        "role.tf": instanceRole,
        "policy.tf": policyFile(allow("s3:GetObject")),
        "provider.tf": 'provider "aws" {\n  allowed_account_ids = ["111122223333"]\n}\n',
        "sa.yaml": account("reports", "reports", "prod-reports"),
      },
      findings: [{ messageId: "everyResource", at: "policy.tf:6", covers: "*" }],
    },
  ],
});

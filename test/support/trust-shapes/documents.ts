import { oneReader, role, single, type TrustShape } from "./shape.ts";

const JSON_OF = "data.aws_iam_policy_document.trust.json";

const condition = (values: string, test = "StringEquals", claim = "sub"): string =>
  `    condition {\n      test     = "${test}"\n      variable = "\${local.oidc}:${claim}"\n      values   = ${values}\n    }\n`;

const principals = `    principals {\n      type        = "Federated"\n      identifiers = [aws_iam_openid_connect_provider.eks.arn]\n    }\n`;

const statement = (body: string, sid = ""): string =>
  `  statement {\n${sid === "" ? "" : `    sid     = "${sid}"\n`}    actions = ["sts:AssumeRoleWithWebIdentity"]\n${principals}${body}  }\n`;

const document = (body: string, name = "trust", meta = ""): string =>
  `data "aws_iam_policy_document" "${name}" {\n${meta}${body}}\n`;

const locals =
  'locals {\n  oidc = trimprefix(aws_eks_cluster.this.identity[0].oidc[0].issuer, "https://")\n}\n';

const READER = '["system:serviceaccount:apps:reader"]';
const STS = '["sts.amazonaws.com"]';
const exact = statement(condition(READER) + condition(STS, "StringEquals", "aud"));

const shape = (name: string, main: string, more: Partial<TrustShape> = {}): TrustShape =>
  single(name, locals + main, more);

const module = `variable "oidc_provider" {
  type = object({ arn = string, url = string })
}
variable "subject" {}
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [var.oidc_provider.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "\${replace(var.oidc_provider.url, "https://", "")}:sub"
      values   = [var.subject]
    }
  }
}
resource "aws_iam_role" "this" {
  name               = "reader"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
output "arn" {
  value = aws_iam_role.this.arn
}
`;

export const documentShapes: readonly TrustShape[] = [
  shape("a document with both conditions", document(exact) + role(JSON_OF)),
  shape(
    "a document as minified_json",
    document(exact) + role("data.aws_iam_policy_document.trust.minified_json"),
  ),
  shape(
    "a document for a list of accounts",
    `variable "accounts" {\n  default = ["apps:reader", "jobs:reader"]\n}\n${document(statement(condition('formatlist("system:serviceaccount:%s", var.accounts)')))}${role(JSON_OF)}`,
    {
      subjects: ["system:serviceaccount:apps:reader", "system:serviceaccount:jobs:reader"],
      audiences: [],
      right: "jobs/reader",
      wrong: "jobs/writer",
    },
  ),
  shape(
    "two conditions with one operator and key",
    document(statement(condition(READER) + condition('["system:serviceaccount:apps:writer"]'))) +
      role(JSON_OF),
    {
      subjects: ["system:serviceaccount:apps:reader", "system:serviceaccount:apps:writer"],
      audiences: [],
      right: "apps/writer",
      wrong: "apps/watcher",
    },
  ),
  shape(
    "a dynamic condition",
    `variable "wildcard" {\n  default = true\n}\n${document(statement(`    dynamic "condition" {\n      for_each = var.wildcard ? [1] : []\n      content {\n        test     = "StringLike"\n        variable = "\${local.oidc}:sub"\n        values   = ["system:serviceaccount:*:reader"]\n      }\n    }\n`))}${role(JSON_OF)}`,
    { subjects: ["system:serviceaccount:*:reader"], audiences: [], wrong: "apps/writer" },
  ),
  shape(
    "a dynamic statement for each cluster",
    `variable "clusters" {\n  default = { a = "111122223333", b = "444455556666" }\n}\n${document(`  dynamic "statement" {\n    for_each = { own = aws_iam_openid_connect_provider.eks }\n    iterator = provider\n    content {\n      sid     = provider.key\n      actions = ["sts:AssumeRoleWithWebIdentity"]\n      principals {\n        type        = "Federated"\n        identifiers = [provider.value.arn]\n      }\n      condition {\n        test     = "StringEquals"\n        variable = "\${replace(provider.value.url, "https://", "")}:sub"\n        values   = ${READER}\n      }\n    }\n  }\n`)}${role(JSON_OF)}`,
    { audiences: [] },
  ),
  shape(
    "a document for each account, by for_each",
    `locals {\n  accounts = { reader = "apps", writer = "jobs" }\n}\n${document(statement(condition('["system:serviceaccount:${each.value}:${each.key}"]')), "trust", "  for_each = local.accounts\n")}resource "aws_iam_role" "this" {\n  for_each           = local.accounts\n  name               = each.key\n  assume_role_policy = data.aws_iam_policy_document.trust[each.key].json\n}\n`,
    {
      arn: 'aws_iam_role.this["writer"].arn',
      role: "writer",
      subjects: ["system:serviceaccount:jobs:writer"],
      audiences: [],
      right: "jobs/writer",
      wrong: "apps/reader",
    },
  ),
  shape(
    "a document under count",
    `variable "enabled" {\n  default = true\n}\n${document(exact, "trust", "  count = var.enabled ? 1 : 0\n")}resource "aws_iam_role" "this" {\n  count              = var.enabled ? 1 : 0\n  name               = "reader"\n  assume_role_policy = data.aws_iam_policy_document.trust[0].json\n}\n`,
    { arn: "aws_iam_role.this[0].arn" },
  ),
  shape(
    "source documents beside an own statement",
    document(exact, "irsa") +
      document(
        `  source_policy_documents = [data.aws_iam_policy_document.irsa.json]\n  statement {\n    actions = ["sts:AssumeRole"]\n    principals {\n      type        = "Service"\n      identifiers = ["ec2.amazonaws.com"]\n    }\n  }\n`,
      ) +
      role(JSON_OF),
  ),
  shape(
    "a source document whose Sid is overridden",
    document(statement(condition('["system:serviceaccount:apps:old"]'), "Irsa"), "irsa") +
      document(
        `  source_policy_documents   = [data.aws_iam_policy_document.irsa.json]\n  override_policy_documents = [data.aws_iam_policy_document.new.json]\n`,
      ) +
      document(statement(condition(READER), "Irsa"), "new") +
      role(JSON_OF),
    { audiences: [], wrong: "apps/old" },
  ),
  shape(
    "documents of a list that is compacted",
    document(exact, "irsa") +
      document('  source_policy_documents = compact([data.aws_iam_policy_document.irsa.json, ""])\n') +
      role(JSON_OF),
  ),
  shape(
    "a Deny beside the Allow",
    document(
      exact +
        `  statement {\n    effect  = "Deny"\n    actions = ["sts:AssumeRoleWithWebIdentity"]\n${principals}${condition('["system:serviceaccount:apps:banned"]')}  }\n`,
    ) + role(JSON_OF),
    {
      subjects: ["system:serviceaccount:apps:reader", "system:serviceaccount:apps:banned"],
      wrong: "apps/banned",
    },
  ),
  shape(
    "a principal that flatten() lists",
    document(
      `  statement {\n    actions = ["sts:AssumeRoleWithWebIdentity"]\n    principals {\n      type        = "Federated"\n      identifiers = flatten([[aws_iam_openid_connect_provider.eks.arn], []])\n    }\n${condition(READER)}  }\n`,
    ) + role(JSON_OF),
    { audiences: [] },
  ),
  shape(
    "a name prefix",
    document(exact) +
      `resource "aws_iam_role" "this" {\n  name_prefix        = "reader-"\n  assume_role_policy = ${JSON_OF}\n}\n`,
    { role: "reader-${suffix of aws_iam_role.this}" },
  ),
  {
    ...oneReader,
    name: "a module that is handed the provider as an object",
    files: {
      "main.tf":
        'module "reader" {\n  source        = "./irsa"\n  oidc_provider = aws_iam_openid_connect_provider.eks\n  subject       = "system:serviceaccount:apps:reader"\n}\n',
      "irsa/main.tf": module,
    },
    arn: "module.reader.arn",
    audiences: [],
  },
  {
    ...oneReader,
    name: "a module for each account, with what another module gives",
    files: {
      "main.tf":
        'module "cluster" {\n  source = "./cluster"\n  arn    = aws_iam_openid_connect_provider.eks.arn\n  url    = aws_iam_openid_connect_provider.eks.url\n}\nmodule "irsa" {\n  source        = "./irsa"\n  for_each      = toset(["apps:reader"])\n  oidc_provider = module.cluster.oidc\n  subject       = join(":", ["system", "serviceaccount", each.key])\n}\n',
      "cluster/main.tf":
        'variable "arn" {}\nvariable "url" {}\noutput "oidc" {\n  value = { arn = var.arn, url = "https://${var.url}" }\n}\n',
      "irsa/main.tf": module,
    },
    arn: 'module.irsa["apps:reader"].arn',
    audiences: [],
  },
  {
    ...oneReader,
    name: "JSON syntax (.tf.json)",
    files: {
      "main.tf.json": JSON.stringify({
        data: {
          aws_iam_policy_document: {
            trust: {
              statement: [
                {
                  actions: ["sts:AssumeRoleWithWebIdentity"],
                  principals: [
                    { type: "Federated", identifiers: ["${aws_iam_openid_connect_provider.eks.arn}"] },
                  ],
                  condition: [
                    {
                      test: "StringEquals",
                      variable: '${replace(aws_iam_openid_connect_provider.eks.url, "https://", "")}:sub',
                      values: ["system:serviceaccount:apps:reader"],
                    },
                  ],
                },
              ],
            },
          },
        },
        resource: {
          aws_iam_role: {
            this: { name: "reader", assume_role_policy: "${data.aws_iam_policy_document.trust.json}" },
          },
        },
      }),
    },
    audiences: [],
  },
  {
    ...oneReader,
    name: "OpenTofu's file names, with an override",
    files: {
      "main.tofu": locals + document(exact) + role(JSON_OF, '"writer"'),
      "main_override.tofu": 'resource "aws_iam_role" "this" {\n  name = "reader"\n}\n',
    },
  },
];

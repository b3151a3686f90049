import { ISSUER, oneReader, PROVIDER, role, single, trust, type TrustShape } from "./shape.ts";

const withHost = (expression: string, name: string): TrustShape =>
  single(
    name,
    `locals {\n  host = ${expression}\n}\n${role(trust({ sub: '"${local.host}:sub"', aud: '"${local.host}:aud"' }))}`,
  );

/** The ways to get from a URL or an ARN to the host and path that condition keys begin with. */
const hosts: readonly TrustShape[] = [
  withHost(
    'replace(aws_eks_cluster.this.identity[0].oidc[0].issuer, "https://", "")',
    "replace() of the issuer",
  ),
  withHost(
    'replace(aws_iam_openid_connect_provider.eks.url, "https://", "")',
    "replace() of the provider's URL",
  ),
  withHost(
    'replace(aws_iam_openid_connect_provider.eks.url, "/^https:\\\\/\\\\//", "")',
    "replace() with an expression",
  ),
  withHost('trimprefix(aws_eks_cluster.this.identity[0].oidc[0].issuer, "https://")', "trimprefix()"),
  withHost('split("//", aws_eks_cluster.this.identity[0].oidc[0].issuer)[1]', "split() at the slashes"),
  withHost(
    'element(split("oidc-provider/", aws_iam_openid_connect_provider.eks.arn), 1)',
    "split() of the provider's ARN",
  ),
  withHost(
    'element(split("/", aws_iam_openid_connect_provider.eks.arn), 1) == "" ? "" : replace(aws_iam_openid_connect_provider.eks.arn, "/^(.*provider/)/", "")',
    "a conditional around the ARN",
  ),
  withHost(
    'replace(aws_iam_openid_connect_provider.eks.arn, "/^.*oidc-provider\\\\//", "")',
    "an expression over the ARN",
  ),
  withHost(
    'join("/", slice(split("/", aws_iam_openid_connect_provider.eks.arn), 1, length(split("/", aws_iam_openid_connect_provider.eks.arn))))',
    "slice() of the ARN's pieces",
  ),
  withHost('regex("oidc-provider/(.*)$", aws_iam_openid_connect_provider.eks.arn)[0]', "regex() on the ARN"),
  withHost("substr(aws_eks_cluster.this.identity[0].oidc[0].issuer, 8, -1)", "substr() of the issuer"),
  withHost("aws_iam_openid_connect_provider.eks.url", "the provider's URL as IAM gives it back"),
  withHost('try(replace(aws_eks_cluster.this.identity[0].oidc[0].issuer, "https://", ""), "")', "try()"),
  withHost(
    'replace(flatten(aws_eks_cluster.this[*].identity[*].oidc.0.issuer)[0], "https://", "")',
    "splats over the cluster",
  ),
];

const heredoc = (marker: string): string => `<<${marker}EOF
  {
    "Version": "2012-10-17",
    "Statement": [
      {
        "Effect": "Allow",
        "Principal": { "Federated": "\${aws_iam_openid_connect_provider.eks.arn}" },
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
          "StringEquals": {
            "\${replace(aws_iam_openid_connect_provider.eks.url, "https://", "")}:sub": "system:serviceaccount:\${var.namespace}:\${var.account}",
            "\${replace(aws_iam_openid_connect_provider.eks.url, "https://", "")}:aud": "sts.amazonaws.com"
          }
        }
      }
    ]
  }
  EOF`;

const names =
  'variable "namespace" {\n  default = "apps"\n}\nvariable "account" {\n  default = "reader"\n}\n';

const template = (provider: string, host: string): string => `{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Action": ["sts:AssumeRoleWithWebIdentity"],
    "Principal": { "Federated": ["${provider}"] },
    "Condition": {
      "StringEquals": { "${host}:sub": "system:serviceaccount:apps:reader", "${host}:aud": "sts.amazonaws.com" }
    }
  }]
}
`;

/** JSON in a text: a heredoc, a file, a template. */
const texts: readonly TrustShape[] = [
  single("a heredoc with interpolated keys", names + role(heredoc("").replace(/\n {2}EOF$/, "\nEOF"))),
  single("an indented heredoc", names + role(heredoc("-"))),
  single(
    "a heredoc in jsondecode() and jsonencode()",
    `${names}locals {\n  policy = ${heredoc("-")}\n}\n${role("jsonencode(jsondecode(local.policy))")}`,
  ),
  {
    ...oneReader,
    name: "templatefile() of a .json.tpl",
    files: {
      "main.tf": role(
        'templatefile("${path.module}/trust.json.tpl", { OIDC_ARN = aws_iam_openid_connect_provider.eks.arn, OIDC_URL = replace(aws_iam_openid_connect_provider.eks.url, "https://", "") })',
      ),
      "trust.json.tpl": template("${OIDC_ARN}", "${OIDC_URL}"),
    },
  },
  {
    ...oneReader,
    name: "the deprecated data source template_file",
    files: {
      "main.tf": `data "template_file" "trust" {
        template = file("\${path.module}/trust.json.tpl")
        vars = {
          OIDC_ARN = aws_iam_openid_connect_provider.eks.arn
          OIDC_URL = replace(aws_iam_openid_connect_provider.eks.url, "https://", "")
        }
      }
      ${role("data.template_file.trust.rendered")}`,
      "trust.json.tpl": template("${OIDC_ARN}", "${OIDC_URL}"),
    },
  },
  {
    ...oneReader,
    name: "file() with placeholders that replace() fills",
    files: {
      "main.tf": role(
        'replace(replace(file("${path.module}/trust.json"), "OIDC_ARN", aws_iam_openid_connect_provider.eks.arn), "OIDC_URL", replace(aws_iam_openid_connect_provider.eks.url, "https://", ""))',
      ),
      "trust.json": template("OIDC_ARN", "OIDC_URL"),
    },
  },
  {
    ...oneReader,
    name: "file() of a policy that is all literal",
    files: { "main.tf": role('file("trust.json")'), "trust.json": template(PROVIDER, ISSUER) },
  },
  {
    ...oneReader,
    name: "a loop over accounts in a template",
    files: {
      "main.tf": role(
        'templatefile("trust.json", { accounts = ["apps:reader", "apps:writer"], arn = aws_iam_openid_connect_provider.eks.arn, host = aws_iam_openid_connect_provider.eks.url })',
      ),
      "trust.json": `{
  "Version": "2012-10-17",
  "Statement": [
    %{~ for index, account in accounts ~}
    {
      "Effect": "Allow",
      "Principal": { "Federated": "\${arn}" },
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": { "StringEquals": { "\${host}:sub": "system:serviceaccount:\${account}" } }
    }%{ if index < length(accounts) - 1 },%{ endif }
    %{~ endfor ~}
  ]
}
`,
    },
    subjects: ["system:serviceaccount:apps:reader", "system:serviceaccount:apps:writer"],
    audiences: [],
  },
];

const key = '"${aws_iam_openid_connect_provider.eks.url}:sub"';
const aud = '"${aws_iam_openid_connect_provider.eks.url}:aud"';

/** Objects in HCL, whole or put together. */
const objects: readonly TrustShape[] = [
  single(
    "keys in parentheses",
    role(trust({ sub: '(format("%s:sub", aws_iam_openid_connect_provider.eks.url))' })),
    { audiences: [] },
  ),
  single(
    "a key from join()",
    role(trust({ sub: '(join(":", [aws_iam_openid_connect_provider.eks.url, "sub"]))', aud })),
    {},
  ),
  single(
    "colons instead of equals signs",
    role(
      `jsonencode({ "Version" : "2012-10-17", "Statement" : [{ "Effect" : "Allow", "Action" : "sts:AssumeRoleWithWebIdentity", "Principal" : { "Federated" : aws_iam_openid_connect_provider.eks.arn }, "Condition" : { "StringEquals" : { ${key} : "system:serviceaccount:apps:reader", ${aud} : "sts.amazonaws.com" } } }] })`,
    ),
  ),
  single(
    "one statement that is no list",
    role(
      `jsonencode({ Version = "2012-10-17", Statement = { Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = aws_iam_openid_connect_provider.eks.arn }, Condition = { StringEquals = { ${key} = "system:serviceaccount:apps:reader" } } } })`,
    ),
    { audiences: [] },
  ),
  single(
    "a provider's ARN put together from account and issuer",
    role(
      trust({
        federated:
          '"arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:oidc-provider/${replace(aws_eks_cluster.this.identity[0].oidc[0].issuer, "https://", "")}"',
        sub: '"${replace(aws_eks_cluster.this.identity[0].oidc[0].issuer, "https://", "")}:sub"',
      }),
    ),
    { audiences: [] },
  ),
  single(
    "StringLike over a namespace",
    role(trust({ sub: key, operator: "StringLike", subject: '"system:serviceaccount:apps:*"' })),
    { subjects: ["system:serviceaccount:apps:*"], audiences: [], wrong: "apps2/reader" },
  ),
  single(
    "a list of subjects under ForAnyValue:StringEquals",
    role(
      trust({
        sub: key,
        operator: '"ForAnyValue:StringEquals"',
        subject: '[for name in ["reader", "writer"] : "system:serviceaccount:apps:${name}"]',
      }),
    ),
    {
      subjects: ["system:serviceaccount:apps:reader", "system:serviceaccount:apps:writer"],
      audiences: [],
      wrong: "apps/watcher",
    },
  ),
  single(
    "subjects from setproduct()",
    role(
      trust({
        sub: key,
        subject:
          '[for pair in setproduct(["apps", "jobs"], ["reader"]) : format("system:serviceaccount:%s:%s", pair...)]',
      }),
    ),
    {
      subjects: ["system:serviceaccount:apps:reader", "system:serviceaccount:jobs:reader"],
      audiences: [],
      right: "jobs/reader",
      wrong: "jobs/writer",
    },
  ),
  single(
    "subjects from formatlist()",
    role(trust({ sub: key, subject: 'formatlist("system:serviceaccount:apps:%s", ["reader", "writer"])' })),
    { subjects: ["system:serviceaccount:apps:reader", "system:serviceaccount:apps:writer"], audiences: [] },
  ),
  single(
    "conditions merged from two maps",
    role(
      `jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = aws_iam_openid_connect_provider.eks.arn }, Condition = merge({ StringEquals = { ${aud} = "sts.amazonaws.com" } }, { StringLike = { ${key} = "system:serviceaccount:apps:read*" } }) }] })`,
    ),
    { subjects: ["system:serviceaccount:apps:read*"], wrong: "apps/writer" },
  ),
  single(
    "statements joined by concat()",
    role(
      `jsonencode({ Version = "2012-10-17", Statement = concat([{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }], [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = aws_iam_openid_connect_provider.eks.arn }, Condition = { StringEquals = { ${key} = "system:serviceaccount:apps:reader", ${aud} = "sts.amazonaws.com" } } }]) })`,
    ),
  ),
  single(
    "a policy that a local keeps",
    `locals {\n  trust = {\n    Version = "2012-10-17"\n    Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = aws_iam_openid_connect_provider.eks.arn }, Condition = { StringEquals = { ${key} = "system:serviceaccount:apps:reader", ${aud} = "sts.amazonaws.com" } } }]\n  }\n}\n${role("jsonencode(local.trust)")}`,
  ),
  single(
    "a role for each element of a map of objects",
    `variable "accounts" {\n  type = map(object({ namespace = string, name = optional(string) }))\n  default = {\n    reader = { namespace = "apps" }\n    writer = { namespace = "jobs", name = "queue-writer" }\n  }\n}\nresource "aws_iam_role" "this" {\n  for_each           = var.accounts\n  name               = "irsa-\${each.key}"\n  assume_role_policy = ${trust({ sub: key, aud, subject: '"system:serviceaccount:${each.value.namespace}:${coalesce(each.value.name, each.key)}"' })}\n}\n`,
    {
      arn: 'aws_iam_role.this["writer"].arn',
      role: "irsa-writer",
      subjects: ["system:serviceaccount:jobs:queue-writer"],
      right: "jobs/queue-writer",
      wrong: "apps/reader",
    },
  ),
  single(
    "a role for each element of count",
    `variable "accounts" {\n  default = ["reader", "writer"]\n}\nresource "aws_iam_role" "this" {\n  count              = length(var.accounts)\n  name               = var.accounts[count.index]\n  assume_role_policy = ${trust({ sub: key, subject: '"system:serviceaccount:apps:${var.accounts[count.index]}"' })}\n}\n`,
    {
      arn: "aws_iam_role.this[1].arn",
      role: "writer",
      subjects: ["system:serviceaccount:apps:writer"],
      audiences: [],
      right: "apps/writer",
      wrong: "apps/reader",
    },
  ),
  single(
    "a name from a conditional",
    `variable "environment" {\n  default = "prod"\n}\nvariable "name" {\n  default = null\n}\n${role(trust({ sub: key, aud }), 'var.name != null ? var.name : "${var.environment}-reader"')}`,
    { role: "prod-reader" },
  ),
  single(
    "a role under a switch",
    `variable "enabled" {\n  default = true\n}\nresource "aws_iam_role" "this" {\n  count              = var.enabled ? 1 : 0\n  name               = "reader"\n  assume_role_policy = ${trust({ sub: key, aud })}\n}\n`,
    { arn: "one(aws_iam_role.this[*].arn)" },
  ),
];

export const expressionShapes: readonly TrustShape[] = [...hosts, ...texts, ...objects];

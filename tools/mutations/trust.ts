import { terraform, type Mutation } from "./mutation.ts";

/** Mistakes in trust policies and OIDC providers. */
export const trustMutations: readonly Mutation[] = [
  {
    name: "the role wants another audience",
    rule: "trust/wrong-audience",
    file: `${terraform}/cluster-autoscaler.tf`,
    find: '"sts.amazonaws.com"',
    write: '"sts.eu-west-2.amazonaws.com"',
    covers: "sts.eu-west-2.amazonaws.com",
  },
  {
    name: "China's host among a provider's client ids",
    rule: "oidc/client-id-missing",
    file: `${terraform}/main.tf`,
    find: "sts.amazonaws.com",
    write: "sts.amazonaws.com.cn",
    covers: "sts.amazonaws.com.cn",
  },
  {
    name: "the subject under the audience's key",
    rule: "trust/swapped-keys",
    file: `${terraform}/cluster-autoscaler.tf`,
    find: '"${local.oidc_issuer}:sub"',
    write: '"${local.oidc_issuer}:aud"',
    covers: "${local.oidc_issuer}:aud",
  },
  {
    name: "the provider under AWS",
    rule: "trust/wrong-principal",
    file: `${terraform}/cluster-autoscaler.tf`,
    find: '"Federated"',
    write: '"AWS"',
    covers: "AWS",
  },
  {
    name: "a node's role for a pod",
    rule: "trust/wrong-principal",
    file: `${terraform}/reports.tf`,
    find: `"Action": "sts:AssumeRoleWithWebIdentity",
          "Principal": { "Federated": "\${aws_iam_openid_connect_provider.eks.arn}" },
          "Condition": {
            "StringEquals": {
              "\${local.oidc_issuer}:sub": "system:serviceaccount:reports:reports",
              "\${local.oidc_issuer}:aud": "sts.amazonaws.com"
            }
          }`,
    write: '"Action": "sts:AssumeRole", "Principal": { "Service": "ec2.amazonaws.com" }',
    covers: "ec2.amazonaws.com",
  },
  {
    name: "ForAllValues on the subject",
    rule: "trust/fails-open",
    file: `${terraform}/cluster-autoscaler.tf`,
    find: '"StringEquals"',
    write: '"ForAllValues:StringEquals"',
    covers: "ForAllValues:StringEquals",
  },
  {
    name: "a second StringEquals in a heredoc",
    rule: "trust/duplicate-key",
    file: `${terraform}/reports.tf`,
    find: '"system:serviceaccount:reports:reports",',
    write: '"system:serviceaccount:reports:reports" }, "StringEquals": {',
    covers: "StringEquals",
  },
  {
    name: "the provider of another account",
    rule: "trust/cross-account-provider",
    file: `${terraform}/cluster-autoscaler.tf`,
    find: "aws_iam_openid_connect_provider.eks.arn",
    write: '"arn:aws:iam::444455556666:oidc-provider/${local.oidc_issuer}"',
    covers: "arn:aws:iam::444455556666:oidc-provider/${local.oidc_issuer}",
  },
  {
    name: "a trust policy's operator is misspelt",
    rule: "trust/invalid-policy",
    file: `${terraform}/cluster-autoscaler.tf`,
    find: "StringEquals",
    write: "StringEqual",
    covers: "StringEqual",
  },
  {
    name: "more subjects than fit",
    rule: "trust/too-long",
    file: `${terraform}/cluster-autoscaler.tf`,
    find: '["system:serviceaccount:kube-system:cluster-autoscaler"]',
    write: JSON.stringify([
      "system:serviceaccount:kube-system:cluster-autoscaler",
      ...Array.from({ length: 40 }, (_, at) => `system:serviceaccount:kube-system:autoscaler-${String(at)}`),
    ]),
    covers: 'data "aws_iam_policy_document" "cluster_autoscaler_trust"',
  },
  {
    name: "every service account of a namespace",
    rule: "trust/broad-subject",
    file: `${terraform}/reports.tf`,
    find: "uploads:uploads-*",
    write: "uploads:*",
    covers: "system:serviceaccount:uploads:*",
  },
  {
    name: "every namespace",
    rule: "trust/broad-subject",
    file: `${terraform}/reports.tf`,
    find: "uploads:uploads-*",
    write: "*:uploads-*",
    covers: "system:serviceaccount:*:uploads-*",
  },
  {
    name: "a wildcard under StringEquals",
    rule: "trust/wildcard-without-like",
    file: `${terraform}/cluster-autoscaler.tf`,
    find: "kube-system:cluster-autoscaler",
    write: "kube-system:*",
    covers: "system:serviceaccount:kube-system:*",
  },
  {
    name: "a slash for a colon in a heredoc",
    rule: "trust/malformed-subject",
    file: `${terraform}/reports.tf`,
    find: "system:serviceaccount:reports:reports",
    write: "system:serviceaccount:reports/reports",
    covers: "system:serviceaccount:reports/reports",
  },
  {
    name: "https:// before the issuer in a heredoc",
    rule: "trust/malformed-condition-key",
    file: `${terraform}/reports.tf`,
    find: '"${local.oidc_issuer}:sub": "system:serviceaccount:reports:reports"',
    write: '"https://${local.oidc_issuer}:sub": "system:serviceaccount:reports:reports"',
    covers: "https://${local.oidc_issuer}:sub",
  },
  {
    name: "the provider's ARN for a condition key",
    rule: "trust/malformed-condition-key",
    file: `${terraform}/cluster-autoscaler.tf`,
    find: '"${local.oidc_issuer}:sub"',
    write: '"${aws_iam_openid_connect_provider.eks.arn}:sub"',
    covers: "${aws_iam_openid_connect_provider.eks.arn}:sub",
  },
  {
    name: "a condition key of another region's cluster",
    rule: "trust/provider-mismatch",
    file: `${terraform}/cluster-autoscaler.tf`,
    find: '"${local.oidc_issuer}:sub"',
    write: '"oidc.eks.us-east-1.amazonaws.com/id/${var.cluster_oidc_id}:sub"',
    covers: "oidc.eks.us-east-1.amazonaws.com/id/${var.cluster_oidc_id}:sub",
  },
  {
    name: "sts:AssumeRole for a Federated principal",
    rule: "trust/wrong-action",
    file: `${terraform}/cluster-autoscaler.tf`,
    find: "sts:AssumeRoleWithWebIdentity",
    write: "sts:AssumeRole",
    covers: "sts:AssumeRole",
  },
  {
    name: "no condition on the audience",
    rule: "trust/missing-audience",
    file: `${terraform}/reports.tf`,
    find: `,
              "\${local.oidc_issuer}:aud": "sts.amazonaws.com"
            }`,
    write: "\n            }",
    covers: "Condition",
  },
  {
    name: "no condition on the subject",
    rule: "trust/missing-subject",
    file: `${terraform}/cluster-autoscaler.tf`,
    find: `    condition {
      test     = "StringEquals"
      variable = "\${local.oidc_issuer}:sub"
      values   = ["system:serviceaccount:kube-system:cluster-autoscaler"]
    }

`,
    write: "",
    covers: "condition",
  },
];

import { describe, expect, it } from "vitest";
import { rules } from "../../rules/index.ts";
import { editsOf } from "../../src/engine/edits.ts";
import { applyEdits } from "../../src/fix/apply-edits.ts";
import type { Suggestion } from "../../src/model/finding.ts";
import {
  exactly,
  exampleAccount,
  exampleApplication,
  exampleIssuer,
  exampleRole,
} from "../../src/rule-api/examples.ts";
import type { ExampleFiles } from "../../src/rule-api/rule.ts";
import { lintFiles } from "../../tools/generate/lint-files.ts";

const arn = "arn:aws:iam::111122223333:role/prod-reports";
const account = exampleAccount("reports", "reports", arn);
const subject = "system:serviceaccount:reports:reports";
const trusting = (namespace: string, name: string): string =>
  exampleRole("reports", { conditions: exactly(namespace, name) });
const withoutAudience = exampleRole("reports", {
  conditions: { StringEquals: { [`${exampleIssuer}:sub`]: subject } },
});

const deployment = (name: string): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: reports
  namespace: reports
spec:
  template:
    spec:
      serviceAccountName: ${name}
`;

const store = (name: string): string => `apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata:
  name: aws
spec:
  provider:
    aws:
      service: SecretsManager
      region: eu-west-2
      auth:
        jwt:
          serviceAccountRef:
            name: ${name}
            namespace: reports
`;

/** A role whose trust policy is a data document, a condition block for each line. */
const documentRole = (name: string, document: string): string => `
resource "aws_iam_role" "${name}" {
  name               = "prod-${name}"
  assume_role_policy = data.aws_iam_policy_document.${document}.json
}
`;
const document = (conditions: string): string => `data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::111122223333:oidc-provider/${exampleIssuer}"]
    }

${conditions}
  }
}
`;
const condition = (test: string, claim: string, value: string): string => `    condition {
      test     = "${test}"
      variable = "${exampleIssuer}:${claim}"
      values   = ["${value}"]
    }`;

/** A role whose trust policy is JSON in a heredoc, with these keys for the subject and the audience. */
const heredocRole = (subjectKey: string, audienceKey = "${var.issuer}:aud"): string => `variable "issuer" {}

resource "aws_iam_role" "reports" {
  name = "prod-reports"

  assume_role_policy = <<-EOT
    {
      "Statement": {
        "Effect": "Allow",
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/\${var.issuer}" },
        "Condition": {
          "StringEquals": {
            "${subjectKey}": "${subject}",
            "${audienceKey}": "sts.amazonaws.com"
          }
        }
      }
    }
  EOT
}
`;

interface Case {
  readonly name: string;
  readonly files: ExampleFiles;
  /** The rule whose first finding is looked at. */
  readonly rule: string;
  /** Its suggestions in order, and the files that each of them changes. */
  readonly repairs: readonly (readonly [says: string, changed: ExampleFiles])[];
}

const cases: readonly Case[] = [
  {
    name: "a misspelt account is renamed with all that names it, before the trust policy is changed",
    rule: "identity/subject-mismatch",
    files: {
      "sa.yaml": exampleAccount("reports", "report", arn),
      "api.yaml": deployment("report"),
      "store.yaml": store("report"),
      "iam.tf": trusting("reports", "reports"),
    },
    repairs: [
      [
        'unsafe: Name the service account "reports"',
        { "sa.yaml": account, "api.yaml": deployment("reports"), "store.yaml": store("reports") },
      ],
      [
        'unsafe: Trust "system:serviceaccount:reports:report" instead',
        { "iam.tf": trusting("reports", "report") },
      ],
      [
        'unsafe: Trust "system:serviceaccount:reports:report", too',
        {
          "iam.tf": trusting("reports", "reports").replace(
            `"${subject}"`,
            `["${subject}", "system:serviceaccount:reports:report"]`,
          ),
        },
      ],
    ],
  },
  {
    name: "a subject that another account needs is not taken away",
    rule: "identity/subject-mismatch",
    files: {
      "sa.yaml": account,
      "other.yaml": exampleAccount("reports", "nightly", arn),
      "iam.tf": trusting("reports", "reports"),
    },
    repairs: [
      [
        'unsafe: Trust "system:serviceaccount:reports:nightly", too',
        {
          "iam.tf": trusting("reports", "reports").replace(
            `"${subject}"`,
            `["${subject}", "system:serviceaccount:reports:nightly"]`,
          ),
        },
      ],
    ],
  },
  {
    name: "a pattern only gets company",
    rule: "identity/subject-mismatch",
    files: {
      "sa.yaml": account,
      "iam.tf":
        document(
          `${condition("StringLike", "sub", "system:serviceaccount:reports:x-*")}\n\n${condition("StringEquals", "aud", "sts.amazonaws.com")}`,
        ) + documentRole("reports", "trust"),
    },
    repairs: [
      [
        `unsafe: Trust "${subject}", too`,
        {
          "iam.tf":
            document(
              `${condition("StringLike", "sub", "system:serviceaccount:reports:x-*").replace(
                /\]/,
                `, "${subject}"]`,
              )}\n\n${condition("StringEquals", "aud", "sts.amazonaws.com")}`,
            ) + documentRole("reports", "trust"),
        },
      ],
    ],
  },
  {
    name: "a chart's value names the account",
    rule: "identity/subject-mismatch",
    files: {
      "app.yaml": exampleApplication(`      valuesObject:
        serviceAccount:
          name: external-dn
          annotations:
            eks.amazonaws.com/role-arn: ${arn}
`),
      "iam.tf": trusting("external-dns", "external-dns"),
    },
    repairs: [
      [
        'unsafe: Name the service account "external-dns"',
        {
          "app.yaml": exampleApplication(`      valuesObject:
        serviceAccount:
          name: external-dns
          annotations:
            eks.amazonaws.com/role-arn: ${arn}
`),
        },
      ],
      [
        'unsafe: Trust "system:serviceaccount:external-dns:external-dn" instead',
        { "iam.tf": trusting("external-dns", "external-dn") },
      ],
      [
        'unsafe: Trust "system:serviceaccount:external-dns:external-dn", too',
        {
          "iam.tf": trusting("external-dns", "external-dns").replace(
            '"system:serviceaccount:external-dns:external-dns"',
            '["system:serviceaccount:external-dns:external-dns", "system:serviceaccount:external-dns:external-dn"]',
          ),
        },
      ],
    ],
  },
  {
    name: "a part of the subject stands in a variable",
    rule: "identity/subject-mismatch",
    files: {
      "sa.yaml": account,
      "iam.tf": `variable "namespace" {
  default = "batch"
}

${trusting("${var.namespace}", "reports")}`,
    },
    repairs: [
      [
        `unsafe: Trust "${subject}" instead`,
        {
          "iam.tf": `variable "namespace" {
  default = "reports"
}

${trusting("${var.namespace}", "reports")}`,
        },
      ],
      [
        'unsafe: Move the service account to namespace "batch"',
        { "sa.yaml": account.replace("namespace: reports", "namespace: batch") },
      ],
      [
        `unsafe: Trust "${subject}", too`,
        {
          "iam.tf": `variable "namespace" {
  default = "batch"
}

${trusting("${var.namespace}", "reports").replace(
  '"system:serviceaccount:${var.namespace}:reports"',
  (old) => `[${old}, "${subject}"]`,
)}`,
        },
      ],
    ],
  },
  {
    name: "the audience is safe to ask for where every account has it",
    rule: "trust/missing-audience",
    files: { "sa.yaml": account, "iam.tf": withoutAudience },
    repairs: [
      [
        'safe: Add a condition on ":aud" with "sts.amazonaws.com"',
        { "iam.tf": trusting("reports", "reports") },
      ],
    ],
  },
  {
    name: "the audience is not safe to ask for in a role that is made several times",
    rule: "trust/missing-audience",
    files: {
      "sa.yaml": account,
      "iam.tf": withoutAudience
        .replace('" {\n', '" {\n  for_each = { reports = 1, other = 2 }\n')
        .replace("prod-reports", "prod-${each.key}"),
    },
    repairs: [
      [
        'unsafe: Add a condition on ":aud" with "sts.amazonaws.com"',
        {
          "iam.tf": trusting("reports", "reports")
            .replace('" {\n', '" {\n  for_each = { reports = 1, other = 2 }\n')
            .replace("prod-reports", "prod-${each.key}"),
        },
      ],
    ],
  },
  {
    name: "the audience is asked for in a block of its own, for both roles that share the document",
    rule: "trust/missing-audience",
    files: {
      "sa.yaml": account,
      "iam.tf":
        document(condition("StringEquals", "sub", subject)) +
        documentRole("reports", "trust") +
        documentRole("other", "trust"),
    },
    repairs: [
      [
        'unsafe: Add a condition on ":aud" with "sts.amazonaws.com"',
        {
          "iam.tf":
            document(
              `${condition("StringEquals", "sub", subject)}\n\n${condition("StringEquals", "aud", "sts.amazonaws.com")}`,
            ) +
            documentRole("reports", "trust") +
            documentRole("other", "trust"),
        },
      ],
    ],
  },
  {
    name: "the one account that uses a role is asked for",
    rule: "trust/missing-subject",
    files: {
      "sa.yaml": account,
      "iam.tf": exampleRole("reports", {
        conditions: { StringEquals: { [`${exampleIssuer}:aud`]: "sts.amazonaws.com" } },
      }),
    },
    repairs: [
      [
        `unsafe: Add a condition on ":sub" with "${subject}"`,
        {
          "iam.tf": exampleRole("reports", {
            conditions: {
              StringEquals: {
                [`${exampleIssuer}:aud`]: "sts.amazonaws.com",
                [`${exampleIssuer}:sub`]: subject,
              },
            },
          }),
        },
      ],
    ],
  },
  {
    name: "the exact subject comes before the pattern that works; only the pattern's own operator is renamed",
    rule: "trust/wildcard-without-like",
    files: {
      "sa.yaml": account,
      "iam.tf":
        document(
          `${condition("StringEquals", "aud", "sts.amazonaws.com")}\n\n${condition("StringEquals", "sub", "system:serviceaccount:reports:rep*")}`,
        ) + documentRole("reports", "trust"),
    },
    repairs: [
      [
        `unsafe: Write "${subject}"`,
        {
          "iam.tf":
            document(
              `${condition("StringEquals", "aud", "sts.amazonaws.com")}\n\n${condition("StringEquals", "sub", subject)}`,
            ) + documentRole("reports", "trust"),
        },
      ],
      [
        'unsafe: Write "StringLike"',
        {
          "iam.tf":
            document(
              `${condition("StringEquals", "aud", "sts.amazonaws.com")}\n\n${condition("StringLike", "sub", "system:serviceaccount:reports:rep*")}`,
            ) + documentRole("reports", "trust"),
        },
      ],
    ],
  },
  {
    name: "blanks around an ARN are safe to take away",
    rule: "identity/malformed-role-arn",
    files: {
      "sa.yaml": exampleAccount("reports", "reports", `" ${arn}"`),
      "iam.tf": trusting("reports", "reports"),
    },
    repairs: [[`safe: Write "${arn}"`, { "sa.yaml": exampleAccount("reports", "reports", `"${arn}"`) }]],
  },
  {
    name: "a scheme before an interpolation",
    rule: "trust/malformed-condition-key",
    files: { "iam.tf": heredocRole("https://${var.issuer}:sub") },
    repairs: [['unsafe: Write "${var.issuer}:sub"', { "iam.tf": heredocRole("${var.issuer}:sub") }]],
  },
  {
    name: "swapped keys keep what is interpolated into them",
    rule: "trust/swapped-keys",
    files: { "iam.tf": heredocRole("${var.issuer}:aud", "${var.issuer}:sub") },
    repairs: [
      [
        "unsafe: Write the other claim in each key",
        { "iam.tf": heredocRole("${var.issuer}:sub", "${var.issuer}:aud") },
      ],
    ],
  },
  {
    name: "another id beside those for something else",
    rule: "oidc/client-id-missing",
    files: {
      "iam.tf": `resource "aws_iam_openid_connect_provider" "eks" {
  url            = "https://${exampleIssuer}"
  client_id_list = ["vault"]
}

${trusting("reports", "reports").replace(/"arn:aws[^"]*"/, "aws_iam_openid_connect_provider.eks.arn")}`,
    },
    repairs: [
      [
        'unsafe: Add "sts.amazonaws.com" to the client ids',
        {
          "iam.tf": `resource "aws_iam_openid_connect_provider" "eks" {
  url            = "https://${exampleIssuer}"
  client_id_list = ["vault", "sts.amazonaws.com"]
}

${trusting("reports", "reports").replace(/"arn:aws[^"]*"/, "aws_iam_openid_connect_provider.eks.arn")}`,
        },
      ],
    ],
  },
];

function changedBy(files: ExampleFiles, suggestion: Suggestion): ExampleFiles {
  const edits = editsOf(suggestion);
  return Object.fromEntries(
    Object.entries(files).flatMap(([path, text]) => {
      const own = edits.filter(({ at }) => at.file.path === path);
      if (own.length === 0) return [];
      return [
        [
          path,
          applyEdits(
            text,
            own.map((edit) => ({ ...edit.at.span, text: edit.text })),
          ),
        ],
      ];
    }),
  );
}

describe("repairs of both sides", () => {
  it.each(cases)("$name", ({ files, rule, repairs }) => {
    const finding = lintFiles(files, rules).findings.find((each) => each.rule === rule);
    const made = (finding?.suggestions ?? []).map((suggestion) => [
      `${suggestion.safety}: ${suggestion.description}`,
      changedBy(files, suggestion),
    ]);
    expect(finding).toBeDefined();
    expect(made).toEqual(repairs);
    for (const suggestion of finding?.suggestions ?? []) {
      const { findings } = lintFiles({ ...files, ...changedBy(files, suggestion) }, rules);
      expect(findings.filter((each) => each.rule === rule && each.message === finding?.message)).toEqual([]);
    }
  });
});

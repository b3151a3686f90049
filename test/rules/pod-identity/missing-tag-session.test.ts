import rule from "../../../rules/pod-identity/missing-tag-session.ts";
import { exampleAssociation, examplePodRole, exampleRole, exactly } from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import { documentRole, githubRole } from "../../support/trust-repositories.ts";

const association = exampleAssociation("reports", "reports");
const untagged = exampleAssociation("reports", "reports", "reports", "  disable_session_tags = true\n");
const only = (...action: readonly string[]): string =>
  examplePodRole("reports", { action: action.length === 1 ? (action[0] ?? "") : action });

/** A second statement in the trust policy of `exampleRole`. */
const withStatement = (role: string, statement: string): string =>
  role.replace("\n    ]\n", `,\n      ${statement}\n    ]\n`).replace("}\n,", "},");

const pods = 'Principal = { Service = "pods.eks.amazonaws.com" }';

testRule(rule, {
  valid: [
    { name: "both actions", files: { "iam.tf": examplePodRole("reports") + association } },
    {
      name: "both by patterns",
      files: { "iam.tf": only("sts:AssumeRole*", "STS:tagsession") + association },
    },
    { name: "every action of STS", files: { "iam.tf": only("sts:*") + association } },
    {
      name: "the second action in a statement of its own",
      files: {
        "iam.tf": withStatement(
          only("sts:AssumeRole"),
          `{ Effect = "Allow", Action = "sts:TagSession", ${pods} }`,
        ),
      },
    },
    {
      name: "an association that switches session tags off",
      files: { "iam.tf": only("sts:AssumeRole") + untagged },
    },
    {
      name: "a token's action, of which trust/wrong-action tells",
      files: { "iam.tf": only("sts:AssumeRoleWithWebIdentity") + association },
    },
    {
      name: "a Deny for EKS Pod Identity and nothing else",
      files: { "iam.tf": only("sts:AssumeRole").replace('"Allow"', '"Deny"') },
    },
    {
      name: "a role for IRSA",
      files: { "iam.tf": exampleRole("reports", { conditions: exactly("a", "b") }) },
    },
    { name: "a role for GitHub", files: { "iam.tf": githubRole } },
    {
      name: "a role for nodes",
      files: {
        "iam.tf": exampleRole("node", {
          principal: ["Service", "ec2.amazonaws.com"],
          action: "sts:AssumeRole",
          conditions: {},
        }),
      },
    },
  ],
  unknown: [
    {
      name: "an action that a variable holds",
      files: { "iam.tf": `variable "action" {}\n${only("sts:AssumeRole", "${var.action}")}${association}` },
    },
    {
      name: "session tags that a variable switches",
      files: {
        "iam.tf": `variable "off" {}\n${only("sts:AssumeRole")}${untagged.replace("true", "var.off")}`,
      },
    },
    {
      name: "statements from a policy that is not here",
      files: {
        "iam.tf": `variable "more" {}\n${documentRole("")
          .replace('"sts:AssumeRoleWithWebIdentity"', '"sts:AssumeRole"')
          .replace('"Federated"', '"Service"')
          .replace(/identifiers = .*/, 'identifiers = ["pods.eks.amazonaws.com"]')
          .replace("  statement {", "  source_policy_documents = [var.more]\n  statement {")}`,
      },
    },
  ],
  invalid: [
    {
      name: "the first action alone",
      files: { "iam.tf": only("sts:AssumeRole") + association },
      findings: [
        {
          messageId: "missing",
          at: "iam.tf:9",
          covers: "sts:AssumeRole",
          severity: "error",
          says: '"pods.eks.amazonaws.com" "sts:TagSession"',
          related: ["reports"],
        },
      ],
    },
    {
      name: "the second action alone, for a role without an association",
      files: { "iam.tf": only("sts:TagSession") },
      findings: [
        { messageId: "missing", at: "iam.tf:9", covers: "sts:TagSession", says: '"sts:AssumeRole", which' },
      ],
    },
    {
      name: "other actions in a policy document",
      files: {
        "iam.tf": documentRole("")
          .replace('["sts:AssumeRoleWithWebIdentity"]', '["sts:SetSourceIdentity", "sts:SetContext"]')
          .replace('"Federated"', '"Service"')
          .replace(/identifiers = .*/, 'identifiers = ["pods.eks.amazonaws.com"]'),
      },
      findings: [
        {
          messageId: "missing",
          at: "iam.tf:3",
          covers: "actions",
          says: '"sts:AssumeRole" and "sts:TagSession"',
        },
      ],
    },
    {
      name: "one association without session tags and one with",
      files: {
        "iam.tf": only("sts:AssumeRole") + untagged + exampleAssociation("reports", "other", "reports"),
      },
      findings: [{ messageId: "missing", at: "iam.tf:9", covers: "sts:AssumeRole" }],
    },
  ],
});

import rule from "../../../rules/identity/two-mechanisms.ts";
import { bareAccount, exampleAssociation, examplePodRole } from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import { account, provider } from "../../support/trust-repositories.ts";

const role = provider + examplePodRole("reports");
const associated = role + exampleAssociation("reports", "reports");
const cluster = (name: string): string =>
  `  - {name: ${name}, account: "111122223333", paths: [${name}/**]}\n`;
const two = `clusters:\n${cluster("prod")}${cluster("staging")}`;

testRule(rule, {
  valid: [
    {
      name: "an association alone",
      files: { "iam.tf": associated, "sa.yaml": bareAccount("reports", "reports") },
    },
    { name: "an annotation alone", files: { "iam.tf": role, "sa.yaml": account("reports", "reports", "x") } },
    {
      name: "an association for another account",
      files: { "iam.tf": associated, "sa.yaml": account("reports", "worker", "x") },
    },
    {
      name: "an empty annotation",
      files: { "iam.tf": associated, "sa.yaml": account("reports", "reports", "x").replace(/arn:\S+/, '""') },
    },
    {
      name: "an association in another cluster",
      files: {
        ".irsa-lint.yaml": two,
        "iam.tf": associated,
        "staging/sa.yaml": account("reports", "reports", "x"),
      },
    },
  ],
  unknown: [
    {
      name: "an association whose namespace a variable holds",
      files: {
        "iam.tf": `variable "x" {}\n${role}${exampleAssociation("${var.x}", "reports")}`,
        "sa.yaml": account("reports", "reports", "x"),
      },
    },
  ],
  invalid: [
    {
      name: "two roles",
      files: { "iam.tf": associated, "sa.yaml": account("reports", "reports", "x") },
      findings: [
        {
          messageId: "shadowed",
          at: "sa.yaml:7",
          covers: "arn:aws:iam::111122223333:role/x",
          severity: "warning",
          says: "the association wins, and nothing reads the annotation",
          related: ["reports"],
          suggests: [/^unsafe: Remove the annotation$/],
        },
      ],
    },
    {
      name: "one role in the middle of a migration",
      files: {
        "iam.tf": associated.replace(
          "aws_iam_role.reports.arn",
          '"arn:aws:iam::111122223333:role/prod-reports"',
        ),
        "sa.yaml": account("reports", "reports", "prod-reports"),
      },
      findings: [
        {
          messageId: "sameRole",
          at: "sa.yaml:7",
          covers: "arn:aws:iam::111122223333:role/prod-reports",
          severity: "info",
        },
      ],
    },
    {
      name: "the same cluster by the configuration",
      files: {
        ".irsa-lint.yaml": two,
        "iam.tf": associated,
        "prod/sa.yaml": account("reports", "reports", "x"),
      },
      findings: [{ messageId: "shadowed", at: "prod/sa.yaml:7", covers: "arn:aws:iam::111122223333:role/x" }],
    },
    {
      name: "an add-on that is given both",
      files: {
        "iam.tf": `${role}
resource "aws_eks_addon" "ebs" {
  cluster_name             = "prod"
  addon_name               = "aws-ebs-csi-driver"
  service_account_role_arn = "arn:aws:iam::111122223333:role/irsa"
  pod_identity_association {
    service_account = "ebs-csi-controller-sa"
    role_arn        = aws_iam_role.reports.arn
  }
}
`,
      },
      findings: [{ messageId: "shadowed", at: "iam.tf:23", covers: "arn:aws:iam::111122223333:role/irsa" }],
    },
  ],
});

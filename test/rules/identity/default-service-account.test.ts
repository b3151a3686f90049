import rule from "../../../rules/identity/default-service-account.ts";
import { testRule } from "../../support/rule-tester.ts";
import { account } from "../../support/trust-repositories.ts";

const arn = "arn:aws:iam::111122223333:role/reports";
const association = (name: string): string => `variable "name" {}
resource "aws_eks_pod_identity_association" "x" {
  cluster_name    = "main"
  namespace       = "reports"
  service_account = ${name}
  role_arn        = "${arn}"
}
`;

testRule(rule, {
  valid: [
    { name: "an account of its own", files: { "a.yaml": account("reports", "reports", "reports") } },
    {
      name: "an empty annotation",
      files: { "a.yaml": account("reports", "default", "x").replace(/arn:\S+/, '""') },
    },
    {
      name: "the default account without a role",
      files: { "a.yaml": "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: default, namespace: a}\n" },
    },
    { name: "an association of another account", files: { "a.tf": association('"reports"') } },
  ],
  unknown: [
    { name: "an association of an account that is not known", files: { "a.tf": association("var.name") } },
  ],
  invalid: [
    {
      name: "an annotation of the default account",
      files: { "a.yaml": account("reports", "default", "reports") },
      findings: [
        {
          messageId: "annotation",
          at: "a.yaml:4",
          covers: "default",
          severity: "warning",
          says: 'of namespace "reports"',
          related: [arn],
        },
      ],
    },
    {
      name: "an annotation of the default account, in whatever namespace",
      files: { "a.yaml": account("x", "default", "reports").replace("  namespace: x\n", "") },
      findings: [
        { messageId: "annotation", at: "a.yaml:4", covers: "default", says: "every pod of the namespace" },
      ],
    },
    {
      name: "an association of the default account",
      files: { "a.tf": association('"default"') },
      findings: [{ messageId: "association", at: "a.tf:5", covers: "default" }],
    },
  ],
});

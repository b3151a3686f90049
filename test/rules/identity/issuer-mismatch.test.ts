import rule from "../../../rules/identity/issuer-mismatch.ts";
import { exactly, exampleIssuer, exampleProvider, exampleRole } from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import { account, provider } from "../../support/trust-repositories.ts";

const otherIssuer = exampleIssuer.replace("7C1F", "1A2B");
const clusters = (issuer: string): string => `clusters:
  - name: prod
    issuer: https://${issuer}
    paths: ["**"]
`;
const role = provider + exampleRole("reports", { conditions: exactly("reports", "reports") });
const sa = account("reports", "reports", "prod-reports");
const association = `resource "aws_eks_pod_identity_association" "x" {
  cluster_name    = "prod"
  namespace       = "reports"
  service_account = "reports"
  role_arn        = "arn:aws:iam::111122223333:role/others"
}
`;

testRule(rule, {
  valid: [
    { name: "no cluster configured", files: { "iam.tf": role, "sa.yaml": sa } },
    {
      name: "the account's own cluster",
      files: { ".irsa-lint.yaml": clusters(exampleIssuer), "iam.tf": role, "sa.yaml": sa },
    },
    {
      name: "a condition's key of another cluster, which trust/provider-mismatch tells",
      files: {
        ".irsa-lint.yaml": clusters(exampleIssuer),
        "iam.tf": role.replaceAll(`${exampleIssuer}:`, `${otherIssuer}:`),
        "sa.yaml": sa,
      },
    },
  ],
  unknown: [
    {
      name: "a provider that a variable gives",
      files: {
        ".irsa-lint.yaml": clusters(otherIssuer),
        "iam.tf": `variable "provider" {}\n${role.replace(`"${exampleProvider}"`, "var.provider").replaceAll(exampleIssuer, "${var.provider}")}`,
        "sa.yaml": sa,
      },
    },
    {
      name: "an association that shadows the annotation",
      files: { ".irsa-lint.yaml": clusters(otherIssuer), "iam.tf": role, "a.tf": association, "sa.yaml": sa },
    },
  ],
  invalid: [
    {
      name: "a role that trusts only another cluster",
      files: { ".irsa-lint.yaml": clusters(otherIssuer), "iam.tf": role, "sa.yaml": sa },
      findings: [
        {
          messageId: "mismatch",
          at: "sa.yaml:7",
          covers: "arn:aws:iam::111122223333:role/prod-reports",
          severity: "error",
          says: 'role "prod-reports" trusts only',
          related: [exampleProvider],
        },
      ],
    },
  ],
});

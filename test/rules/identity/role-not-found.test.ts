import rule from "../../../rules/identity/role-not-found.ts";
import { exactly, exampleRole } from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import { account, provider } from "../../support/trust-repositories.ts";

const role = exampleRole("reports", { conditions: exactly("reports", "reports") });
const sa = account("reports", "reports", "prod-report");

const remoteModule = (account: string): string => `${provider}
module "roles" {
  source  = "example-org/pod-roles/aws"
  version = "5.0.0"
  name    = "${account}"
}
`;

testRule(rule, {
  valid: [
    {
      name: "a role that is defined",
      files: { "iam.tf": provider + role, "sa.yaml": account("reports", "reports", "prod-reports") },
    },
    {
      name: "a malformed ARN, another rule's",
      files: { "iam.tf": provider + role, "sa.yaml": sa.replace("111122223333", "11112222333") },
    },
  ],
  unknown: [
    { name: "no Terraform here at all", files: { "sa.yaml": sa } },
    {
      name: "roles of another account only",
      files: { "iam.tf": provider + role, "sa.yaml": sa.replace("111122223333", "444455556666") },
    },
    {
      name: "a module that is not here",
      files: { "iam.tf": provider + role, "more/main.tf": remoteModule("x"), "sa.yaml": sa },
    },
    {
      name: "a role whose name may be the one",
      files: {
        "iam.tf": `variable "env" {}\n${provider}${role.replace('"prod-reports"', '"${var.env}-report"')}`,
        "sa.yaml": sa,
      },
    },
    {
      name: "a role that is looked up: somebody else makes it",
      files: {
        "iam.tf": `${provider}${role}data "aws_iam_role" "x" {\n  name = "prod-report"\n}\n`,
        "sa.yaml": sa,
      },
    },
    {
      name: "a role with a name prefix",
      files: {
        "iam.tf": provider + role.replace(/name = "prod-reports"/, 'name_prefix = "prod-rep"'),
        "sa.yaml": sa,
      },
    },
    {
      name: "an annotation that a variable completes",
      files: {
        "iam.tf": provider + role,
        "sa.yaml": sa.replace(
          "arn:aws:iam::111122223333:role/prod-report",
          '"arn:aws:iam::111122223333:role/${NAME}"',
        ),
      },
    },
  ],
  invalid: [
    {
      name: "a name that is one letter off",
      files: {
        "iam.tf": provider + role,
        "other.tf": 'data "aws_iam_role" "other" {\n  name = "another"\n}\n',
        "sa.yaml": sa,
      },
      findings: [
        {
          messageId: "notFound",
          at: "sa.yaml:7",
          covers: "arn:aws:iam::111122223333:role/prod-report",
          severity: "warning",
          says: 'did you mean "arn:aws:iam::111122223333:role/prod-reports"?',
          related: ["prod-reports"],
          suggests: [/^unsafe: Write "arn:aws:iam::111122223333:role\/prod-reports"$/],
        },
      ],
    },
    {
      name: "a name like no other",
      files: {
        "iam.tf": provider + role,
        "sa.yaml": account("reports", "reports", "something-else-entirely"),
      },
      findings: [
        {
          messageId: "notFound",
          at: "sa.yaml:7",
          covers: "arn:aws:iam::111122223333:role/something-else-entirely",
          severity: "info",
        },
      ],
    },
    {
      name: "a path that Terraform does not give",
      files: { "iam.tf": provider + role, "sa.yaml": account("reports", "reports", "ci/prod-reports") },
      findings: [
        {
          messageId: "wrongPath",
          at: "sa.yaml:7",
          covers: "arn:aws:iam::111122223333:role/ci/prod-reports",
          severity: "error",
          related: ["prod-reports"],
          says: 'mean "arn:aws:iam::111122223333:role/prod-reports"',
        },
      ],
    },
    {
      name: "one digit of the account",
      files: {
        "iam.tf": provider + role,
        "sa.yaml": account("reports", "reports", "prod-reports").replace("111122223333", "111122223334"),
      },
      findings: [
        {
          messageId: "wrongAccount",
          at: "sa.yaml:7",
          covers: "arn:aws:iam::111122223334:role/prod-reports",
          severity: "warning",
          says: 'did you mean "arn:aws:iam::111122223333:role/prod-reports"?',
          related: ["prod-reports"],
          suggests: [/^unsafe: Write "arn:aws:iam::111122223333:role\/prod-reports"$/],
        },
      ],
    },
    {
      name: "two roles as near, of which one is in use",
      files: {
        "iam.tf":
          provider +
          role.replace('"prod-reports"', '"prod-reporta"') +
          role.replace('"prod-reports"', '"prod-reportb"').replace('role" "reports"', 'role" "second"'),
        "sa.yaml": sa,
        "used.yaml": account("reports", "other", "prod-reporta"),
      },
      findings: [
        {
          messageId: "notFound",
          at: "sa.yaml:7",
          covers: "arn:aws:iam::111122223333:role/prod-report",
          says: 'did you mean "arn:aws:iam::111122223333:role/prod-reportb"?',
        },
      ],
    },
    {
      name: "a role of the account's own environment before one that is nearer",
      files: {
        "dev/variables.tf": 'variable "end" { type = string }\n',
        "dev/dev.tfvars": 'end = "er"\n',
        "dev/iam.tf": `${provider}${role.replace('"prod-reports"', '"prod-report$END"').replace("$END", "${var.end}")}
resource "kubernetes_service_account" "reports" {
  metadata {
    name        = "reports"
    namespace   = "reports"
    annotations = { "eks.amazonaws.com/role-arn" = "arn:aws:iam::111122223333:role/prod-report" }
  }
}
`,
        "other/iam.tf": provider + role,
      },
      findings: [
        {
          messageId: "notFound",
          at: "dev/iam.tf:30",
          covers: "arn:aws:iam::111122223333:role/prod-report",
          says: 'did you mean "arn:aws:iam::111122223333:role/prod-reporter"?',
        },
      ],
    },
  ],
});

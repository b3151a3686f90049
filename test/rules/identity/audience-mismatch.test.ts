import rule from "../../../rules/identity/audience-mismatch.ts";
import { exampleIssuer } from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import {
  account,
  condition,
  documentRole,
  provider,
  rightAudience,
  rightSubject,
} from "../../support/trust-repositories.ts";

const audience = (...values: readonly string[]): string =>
  provider + documentRole(rightSubject + condition("StringEquals", `${exampleIssuer}:aud`, ...values));

const sa = account("reports", "reports", "reports");
const asking = (value: string): string =>
  account("reports", "reports", "reports", `    eks.amazonaws.com/audience: ${value}\n`);

testRule(rule, {
  valid: [
    { name: "AWS's audience", files: { "iam.tf": audience("sts.amazonaws.com"), "sa.yaml": sa } },
    {
      name: "AWS's audience among others",
      files: { "iam.tf": audience("vault.example.com", "sts.amazonaws.com"), "sa.yaml": sa },
    },
    {
      name: "the audience that the account asks for",
      files: { "iam.tf": audience("vault.example.com"), "sa.yaml": asking("vault.example.com") },
    },
    {
      name: "no condition on the audience",
      files: { "iam.tf": provider + documentRole(rightSubject), "sa.yaml": sa },
    },
    {
      name: "a pattern that takes the audience in",
      files: {
        "iam.tf": audience("sts.*").replace(/StringEquals("\n.*:aud)/, "StringLike$1"),
        "sa.yaml": sa,
      },
    },
    {
      name: "a wildcard that does not work, which another rule tells",
      files: { "iam.tf": audience("sts.*"), "sa.yaml": sa },
    },
    {
      name: "an audience that nobody asks for, which trust/wrong-audience tells",
      files: { "iam.tf": audience("sts.eu-west-2.amazonaws.com"), "sa.yaml": sa },
    },
    {
      name: "two roles of one name, one of which takes the audience",
      files: {
        "dev/iam.tf": audience("sts.eu-west-2.amazonaws.com").replace(provider, ""),
        "prod/iam.tf": audience("sts.amazonaws.com").replace(provider, ""),
        "sa.yaml": sa,
      },
    },
  ],
  unknown: [
    {
      name: "an audience that a variable holds",
      files: { "iam.tf": `variable "audience" {}\n${audience("${var.audience}")}`, "sa.yaml": sa },
    },
    {
      name: "an audience annotation that a template fills in",
      files: { "iam.tf": audience("vault.example.com"), "sa.yaml": asking('"{{ .Values.audience }}"') },
    },
  ],
  invalid: [
    {
      name: "an audience annotation that the role does not know",
      files: {
        "iam.tf": provider + documentRole(rightSubject + rightAudience),
        "sa.yaml": asking("vault.example.com"),
      },
      findings: [
        {
          messageId: "mismatch",
          at: "sa.yaml:8",
          covers: "vault.example.com",
          says: 'wants "sts.amazonaws.com"',
          related: ["sts.amazonaws.com", "arn:aws:iam::111122223333:role/reports"],
        },
      ],
    },
    {
      name: "an account that does not ask for the audience that another account of the role asks for",
      files: {
        "iam.tf": audience("vault.example.com"),
        "a.yaml": sa,
        "b.yaml": asking("vault.example.com"),
      },
      findings: [
        {
          messageId: "mismatch",
          at: "a.yaml:7",
          covers: "arn:aws:iam::111122223333:role/reports",
          severity: "error",
          says: 'will be for "sts.amazonaws.com"',
          related: ["vault.example.com"],
        },
      ],
    },
  ],
});

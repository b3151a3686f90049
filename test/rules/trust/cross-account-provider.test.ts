import rule from "../../../rules/trust/cross-account-provider.ts";
import { exampleIssuer, exampleProvider } from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import {
  documentRole,
  githubRole,
  provider,
  rightAudience,
  rightSubject,
} from "../../support/trust-repositories.ts";

const role = documentRole(rightSubject + rightAudience);
const trusting = (account: string): string =>
  provider + role.replace(exampleProvider, `arn:aws:iam::${account}:oidc-provider/${exampleIssuer}`);

testRule(rule, {
  valid: [
    { name: "a provider of the role's account", files: { "iam.tf": trusting("111122223333") } },
    {
      name: "GitHub's provider, which is no cluster's",
      files: { "iam.tf": provider + githubRole.replace("111122223333", "444455556666") },
    },
    {
      name: "a role whose account nothing tells but the provider that it trusts",
      files: { "iam.tf": trusting("444455556666").replace(provider, "") },
    },
    { name: "an account id that is none", files: { "iam.tf": trusting("44445555666") } },
  ],
  unknown: [
    {
      name: "an account that a variable holds",
      files: { "iam.tf": `variable "account" {}\n${trusting("${var.account}")}` },
    },
  ],
  invalid: [
    {
      name: "the provider of the cluster's account",
      files: { "iam.tf": trusting("444455556666") },
      findings: [
        {
          messageId: "otherAccount",
          at: "iam.tf:10",
          covers: `arn:aws:iam::444455556666:oidc-provider/${exampleIssuer}`,
          severity: "error",
          says: "is in account 111122223333, but trusts an OIDC provider of account 444455556666",
          related: ["111122223333"],
          suggests: [/^unsafe: Write "arn:aws:iam::111122223333:oidc-provider/],
        },
      ],
    },
  ],
});

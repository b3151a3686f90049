import { parseProviderArn } from "../../src/iam/arn.ts";
import { federatedPrincipals } from "../../src/iam/issuer.ts";
import { isAccountSlip } from "../../src/iam/issuer-near-miss.ts";
import type { Role } from "../../src/model/entities.ts";
import type { Principal } from "../../src/model/policy.ts";
import { known, print, type Text } from "../../src/model/text.ts";
import { exactly, exampleIssuer, exampleRole } from "../../src/rule-api/examples.ts";
import { rewrite } from "../../src/rule-api/repairs.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { kubernetesStatements } from "../../src/rule-api/trust-statements.ts";
import { meant, nameOfRole } from "../../src/rule-api/wording.ts";

const ACCOUNT = /^\d{12}$/;

const accountId = (text: Text | undefined): string | undefined => {
  const value = text === undefined ? undefined : known(text);
  return value !== undefined && ACCOUNT.test(value) ? value : undefined;
};

interface Accounts {
  readonly provider: string;
  readonly role: string;
}

/** The two accounts, when both are known and differ. */
function accountsOf({ value }: Principal, role: Role): Accounts | undefined {
  const theirs = accountId(parseProviderArn(value)?.account);
  const own = accountId(role.account);
  if (theirs === undefined || own === undefined || theirs === own) return undefined;
  return { provider: theirs, role: own };
}

const provider = `provider "aws" {
  region              = "eu-west-2"
  allowed_account_ids = ["111122223333"]
}

`;

const role = (account: string): string =>
  provider +
  exampleRole("reports", {
    principal: ["Federated", `arn:aws:iam::${account}:oidc-provider/${exampleIssuer}`],
    conditions: exactly("reports", "reports"),
  });

export default defineRule({
  id: "trust/cross-account-provider",
  meta: {
    summary: "A role can only trust an OIDC provider of its own account",
    severity: "error",
    since: "0.1.0",
    messages: {
      otherAccount: (d: { role: string; own: string; provider: string; hint: string }) =>
        `${d.role} is in account ${d.own}, but trusts an OIDC provider of account ${d.provider}: STS looks for the cluster's provider in the role's own account${d.hint}`,
    },
    docs: {
      why: "For a cluster of another account, the role's account needs an OIDC provider of its own with the cluster's issuer; the provider of the cluster's account is of no use there.",
      fix: "Create an `aws_iam_openid_connect_provider` with the cluster's issuer in the role's account and trust that one. Or let a role of the cluster's account assume this one with `sts:AssumeRole`.",
      quiet: ["The role's account or the provider's is not known."],
      references: ["https://docs.aws.amazon.com/eks/latest/userguide/cross-account-access.html"],
      bad: { "iam.tf": role("444455556666") },
      good: { "iam.tf": role("111122223333") },
    },
  },
  check({ model, report }) {
    for (const { role, statement, effect } of kubernetesStatements(model)) {
      if (effect !== "Allow") continue;
      for (const principal of federatedPrincipals(statement)) {
        const accounts = accountsOf(principal, role);
        if (accounts === undefined) continue;
        const { value } = principal;
        const own = print(value).replace(`::${accounts.provider}:`, `::${accounts.role}:`);
        report({
          messageId: "otherAccount",
          data: {
            role: nameOfRole(role),
            own: accounts.role,
            provider: accounts.provider,
            // A digit that differs is no other account.
            hint: meant(isAccountSlip(accounts.provider, accounts.role) ? own : undefined),
          },
          at: value.at,
          related: [{ at: role.account.at, message: `the role's account is ${accounts.role}` }],
          suggestions: rewrite(value, own, "unsafe"),
        });
      }
    }
  },
});

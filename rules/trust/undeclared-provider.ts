import { parseProviderArn, type ProviderArn } from "../../src/iam/arn.ts";
import { federatedPrincipals, isKubernetesIssuer, providerKey } from "../../src/iam/issuer.ts";
import { providerUrlFault } from "../../src/iam/provider-url.ts";
import { issuerSlip } from "../../src/iam/issuer-near-miss.ts";
import { couldExist } from "../../src/model/absence.ts";
import { equals } from "../../src/model/compare.ts";
import type { OidcProvider } from "../../src/model/entities.ts";
import type { Model } from "../../src/model/model.ts";
import type { Statement } from "../../src/model/policy.ts";
import { known, literal, print, type Text } from "../../src/model/text.ts";
import { exactly, exampleIssuer, exampleRole } from "../../src/rule-api/examples.ts";
import { otherIssuer } from "../../src/rule-api/issuer-repairs.ts";
import { together } from "../../src/rule-api/repairs.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { kubernetesStatements } from "../../src/rule-api/trust-statements.ts";
import { meant, nameOfRole } from "../../src/rule-api/wording.ts";

/** The providers that the input declares for an account, when it knows every issuer among them; else nothing. */
function declared(account: Text, model: Model): readonly OidcProvider[] {
  const here = model.oidcProviders.filter((provider) => equals(provider.account, account) !== "no");
  const sure = here.filter(
    (provider) =>
      equals(provider.account, account) === "yes" && isKubernetesIssuer(provider.issuer) === "yes",
  );
  const isKnown = here.every(
    ({ issuer, url }) => known(issuer) !== undefined && providerUrlFault(url) === undefined,
  );
  return isKnown ? sure : [];
}

/** Whether the configuration speaks of a cluster with this issuer: then it exists, wherever its provider is made. */
function isConfigured(issuer: Text, { clusters }: Model): boolean {
  return clusters.some((cluster) => {
    return cluster.issuer !== undefined && equals(issuer, literal(cluster.issuer, issuer.at)) === "yes";
  });
}

/** Whether the statement's own keys speak of another issuer: trust/provider-mismatch tells of that. */
function hasOtherKeys({ conditions }: Statement, issuer: Text): boolean {
  return conditions.some(({ key }) => {
    const cut = providerKey(key);
    const isClaim = cut !== undefined && ["sub", "aud"].includes(cut.claim.toLowerCase());
    return isClaim && equals(cut.issuer, issuer, { ignoreCase: true }) === "no";
  });
}

/** A provider of which every part is written out, not the default of something that is to be set. */
function writtenOut(value: Text): ProviderArn | undefined {
  const isDefault = value.assumed?.some((name) => name.startsWith("default:")) === true;
  return known(value) === undefined || isDefault ? undefined : parseProviderArn(value);
}

interface Near {
  readonly provider: OidcProvider;
  readonly slip: string;
  readonly arn: string;
  /** Its issuer. */
  readonly issuer: string;
}

function nearProvider(
  value: Text,
  { issuer }: ProviderArn,
  providers: readonly OidcProvider[],
): Near | undefined {
  const [whole, written] = [known(value), known(issuer)];
  if (whole === undefined || written === undefined) return undefined;
  for (const provider of providers) {
    const right = known(provider.issuer);
    const slip = right === undefined ? undefined : issuerSlip(written, right);
    if (right === undefined || slip === undefined) continue;
    return { provider, slip, arn: whole.replace(written, () => right), issuer: right };
  }
  return undefined;
}

const provider = (issuer: string): string => `provider "aws" {
  region              = "eu-west-2"
  allowed_account_ids = ["111122223333"]
}

resource "aws_iam_openid_connect_provider" "eks" {
  url            = "https://${issuer}"
  client_id_list = ["sts.amazonaws.com"]
}

`;

const role = exampleRole("reports", { conditions: exactly("reports", "reports") });

export default defineRule({
  id: "trust/undeclared-provider",
  meta: {
    summary: "A role should trust an OIDC provider that its account has",
    severity: "info",
    since: "0.1.0",
    messages: {
      undeclared: (d: { role: string; provider: string; account: string; count: number }) =>
        `${d.role} trusts "${d.provider}", which is not ${d.count === 1 ? "the OIDC provider" : `one of the ${String(d.count)} OIDC providers`} that account ${d.account} is given here`,
      near: (d: { role: string; provider: string; slip: string; hint: string }) =>
        `${d.role} trusts "${d.provider}", an OIDC provider that its account does not have: ${d.slip}${d.hint}`,
    },
    docs: {
      why: "STS looks for the token's issuer among the OIDC providers of the role's account: `InvalidIdentityToken: No OpenIDConnect provider found in your account`. A provider of a cluster that is gone, or an id with a wrong digit, fails only there.",
      fix: "Refer to the provider's `arn` in place of writing it out, or declare the provider.",
      quiet: [
        "The principal, or the issuer of a provider of the account, is not wholly known: a data source, a variable, a default.",
        "A module, or a file that is not read, may make providers of the account.",
        "The input declares no provider of a cluster for the account.",
        "The configuration knows a cluster with this issuer (`clusters`).",
        "The keys of the statement name another issuer: trust/provider-mismatch tells.",
        "The URL of a declared provider is malformed: oidc/malformed-url tells.",
        "It is an error only where the cluster's id is that of a declared provider, or nearly so; else info.",
      ],
      references: [
        "https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html",
        "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html",
      ],
      bad: { "iam.tf": provider(exampleIssuer.replace("7C1F", "7C1E")) + role },
      good: { "iam.tf": provider(exampleIssuer) + role },
    },
  },
  check({ model, report }) {
    for (const { role, statement, effect } of kubernetesStatements(model)) {
      if (effect !== "Allow") continue;
      for (const { value } of federatedPrincipals(statement)) {
        const arn = writtenOut(value);
        if (arn === undefined || isKubernetesIssuer(value) === "no") continue;
        if (equals(arn.account, role.account) === "no" || hasOtherKeys(statement, arn.issuer)) continue;
        const providers = declared(arn.account, model);
        if (providers.length === 0 || isConfigured(arn.issuer, model)) continue;
        if (couldExist(model, { kind: "oidc-provider", arn: value }) !== "no") continue;
        const near = nearProvider(value, arn, providers);
        const names = { role: nameOfRole(role), provider: print(value) };
        if (near === undefined) {
          report({
            messageId: "undeclared",
            data: { ...names, account: print(arn.account), count: providers.length },
            at: value.at,
            related: providers
              .slice(0, 3)
              .map(({ url }) => ({ at: url.at, message: "a provider of the account" })),
          });
          continue;
        }
        report({
          messageId: "near",
          data: { ...names, slip: near.slip, hint: meant(near.arn) },
          at: value.at,
          related: [{ at: near.provider.url.at, message: "the provider that the account has" }],
          suggestions: together(
            `Write "${near.arn}", and the same issuer in the keys`,
            "unsafe",
            otherIssuer(statement, value, near.issuer),
          ),
          severity: "error",
        });
      }
    }
  },
});

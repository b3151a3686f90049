import { providerArn } from "../iam/arn.ts";
import { isKubernetesIssuer } from "../iam/issuer.ts";
import { couldExist } from "../model/absence.ts";
import { equals } from "../model/compare.ts";
import type { OidcProvider, Role } from "../model/entities.ts";
import type { Reason, TrustDecision } from "../model/link.ts";
import type { Model } from "../model/model.ts";
import { known, print, type Text } from "../model/text.ts";

/** The providers that a decision rests on: the principals of the Allow statements that let the token in. */
function usedPrincipals({ statements }: TrustDecision): readonly Text[] {
  return statements
    .filter(({ effect, answer }) => effect !== "Deny" && answer !== "no")
    .flatMap(({ clauses }) => clauses)
    .flatMap(({ part, principal }) =>
      part === "principal" && principal !== undefined ? [principal.value] : [],
    );
}

/**
 * Why no token of an EKS cluster can be of this provider: an issuer is `https://`, has no port, no query and no
 * slash at its end, and STS compares it with the provider's URL as it is (IAM API, CreateOpenIDConnectProvider).
 */
function wrongUrl(provider: OidcProvider): string | undefined {
  const url = known(provider.url);
  if (url === undefined || isKubernetesIssuer(provider.url) !== "yes") return undefined;
  if (/^http:\/\//i.test(url)) return "begins with http://";
  const rest = url.replace(/^https:\/\//i, "");
  if (rest.endsWith("/")) return "ends with a slash";
  if (rest.includes("?")) return "has a query";
  return /^[^/]*:/.test(rest) ? "has a port" : undefined;
}

function faultOf(provider: OidcProvider, audience: Text): Reason | undefined {
  const wrong = wrongUrl(provider);
  if (wrong !== undefined) {
    const message = `the URL of the OIDC provider, "${print(provider.url)}", ${wrong}: no token has such an issuer`;
    return { code: "provider-not-found", message, at: provider.url.at };
  }
  const { clientIds } = provider;
  if (clientIds.state !== "known" || clientIds.value.some((id) => equals(id, audience) !== "no"))
    return undefined;
  const ids = clientIds.value.map((id) => `"${print(id)}"`).join(", ");
  const message =
    `the token has the audience "${print(audience)}", the client ids of the OIDC provider are ` +
    (ids === "" ? "none" : ids);
  return { code: "client-id-missing", message, at: clientIds.at };
}

/**
 * What STS checks before it reads the trust policy, for the providers that are here: an URL that can be an issuer,
 * and a client id for the audience. A provider that is not in the input proves nothing, since eksctl and modules
 * make providers out of sight; a reason is given only when every provider that could serve has a fault.
 */
export function providerFault(
  decision: TrustDecision,
  audience: Text,
  providers: readonly OidcProvider[],
): Reason | undefined {
  const faults = usedPrincipals(decision).map((principal) => {
    const here = providers.filter(({ arn }) => equals(arn, principal) === "yes");
    const each = here.map((provider) => faultOf(provider, audience));
    return each.length > 0 && each.every((fault) => fault !== undefined) ? each[0] : undefined;
  });
  return faults.every((fault) => fault !== undefined) ? faults[0] : undefined;
}

/** What is taken as the same issuer by people: without scheme, port and slash at the end, in one case. */
export function bareIssuer(issuer: string): string {
  return issuer
    .replace(/^https?:\/\//i, "")
    .replace(/^([^/]*):\d+/, "$1")
    .replace(/\/+$/, "")
    .toLowerCase();
}

/** The module instance in which a resource is declared: root, path of module calls, environment. */
function moduleOf({ id, address, origin }: Pick<Role, "id" | "address" | "origin">): string | undefined {
  const at = address === undefined ? -1 : id.indexOf(address);
  const path = /^(?:module[.][^.[]+(?:\[[^\]]*\])?[.])*/.exec(address ?? "")?.[0];
  if (at === -1 || path === undefined) return undefined;
  return [id.slice(0, at), path, origin.environment ?? ""].join("\u0000");
}

/** What is needed to say that a provider is nowhere. */
export interface ProviderInventory {
  readonly role: Role;
  readonly model: Omit<Model, "links">;
  /** Accounts of which every provider is known: from an import. */
  readonly completeAccounts: readonly string[];
}

/**
 * Whether all providers of the role's account are known: an import says so, or the role's own module makes the
 * account's provider of a cluster, and nothing that is not read could make another one for this issuer. eksctl and
 * other modules make providers out of sight.
 */
function isComplete(
  issuer: Text,
  account: Text,
  { role, model, completeAccounts }: ProviderInventory,
): boolean {
  const name = known(account);
  if (name === undefined) return false;
  if (completeAccounts.includes(name)) return true;
  const home = moduleOf(role);
  const own = model.oidcProviders.filter(
    (provider) =>
      home !== undefined &&
      moduleOf(provider) === home &&
      known(provider.issuer) !== undefined &&
      isKubernetesIssuer(provider.issuer) === "yes" &&
      equals(provider.account, account) === "yes",
  );
  const arn = providerArn(role.partition, account, issuer);
  return own.length > 0 && couldExist(model, { kind: "oidc-provider", arn }) === "no";
}

/**
 * Whether the account of a role has no provider for a known issuer: when all of the account's providers are known
 * and none is of that issuer, or when the one that is meant spells it otherwise.
 */
export function missingProvider(
  issuer: Text,
  accounts: readonly Text[],
  inventory: ProviderInventory,
): Reason | undefined {
  const wanted = known(issuer);
  if (wanted === undefined) return undefined;
  const here = inventory.model.oidcProviders.filter(({ account }) =>
    accounts.every((each) => equals(each, account) !== "no"),
  );
  if (here.some((provider) => equals(provider.issuer, issuer) !== "no")) return undefined;
  const meant = here.find((provider) => bareIssuer(known(provider.url) ?? "") === bareIssuer(wanted));
  if (meant !== undefined) {
    const message = `the token comes from "https://${wanted}", the OIDC provider is for "${print(meant.url)}"`;
    return { code: "provider-not-found", message, at: meant.url.at };
  }
  const account = accounts.find((each) => known(each) !== undefined);
  if (account === undefined || !isComplete(issuer, account, inventory)) return undefined;
  const message = `account ${print(account)} has no OIDC provider for "https://${wanted}"`;
  return { code: "provider-not-found", message, at: issuer.at };
}

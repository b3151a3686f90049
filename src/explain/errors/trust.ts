import { bareIssuer } from "../../linker/providers.ts";
import { equals } from "../../model/compare.ts";
import type { Role, ServiceAccount } from "../../model/entities.ts";
import type { Link } from "../../model/link.ts";
import type { Model } from "../../model/model.ts";
import { known, literal, print, type Text } from "../../model/text.ts";
import { explainLink, type ExplainedLink } from "../explain.ts";
import { accountName } from "../named.ts";
import type { Cause, Findings } from "./causes.ts";
import type { ReportedError } from "./read-errors.ts";

/** How many decisions are shown for an error that names nobody. */
const SHOWN = 3;

function isAccount({ namespace, name }: ServiceAccount, wanted: ReportedError["account"]): boolean {
  if (wanted === undefined) return true;
  const same = (text: Text, value: string): boolean => equals(text, literal(value, text.at)) !== "no";
  return same(name, wanted.name) && (wanted.namespace === undefined || same(namespace, wanted.namespace));
}

function isRole(arn: Text, wanted: string | undefined): boolean {
  return wanted === undefined || equals(arn, literal(wanted, arn.at)) !== "no";
}

/** The links that an error may be about. */
function linksOf(error: ReportedError, model: Model, mechanism: Link["mechanism"]): readonly Link[] {
  return model.links.filter(
    (link) =>
      link.mechanism === mechanism &&
      isAccount(link.serviceAccount, error.account) &&
      isRole(link.role?.arn ?? link.roleArn, error.roleArn),
  );
}

function deniedCause({ serviceAccount, roleArn, reasons, association }: Link): Cause {
  const [first] = reasons;
  return {
    state: "responsible",
    words: `service account "${accountName(serviceAccount)}": ${first?.message ?? "the role does not let it in"}`,
    places: [
      ...reasons.map(({ code, at }) => ({ at, message: code })),
      { at: association?.at ?? roleArn.at, message: "what asks for the role" },
    ],
  };
}

function openCause({ serviceAccount, roleArn, reasons }: Link): Cause {
  return {
    state: "likely",
    words: `service account "${accountName(serviceAccount)}" could not be decided: ${reasons[0]?.message ?? "unknown"}`,
    places: [{ at: roleArn.at, message: "what asks for the role" }],
  };
}

function decided(links: readonly Link[], error: ReportedError, model: Model): Findings {
  const denied = links.filter(({ verdict }) => verdict === "denied");
  const open = links.filter(({ verdict }) => verdict === "unknown");
  const allowed = links.filter(({ verdict }) => verdict === "allowed");
  const names = error.account !== undefined || error.roleArn !== undefined;
  const agreeing: readonly Cause[] =
    names && denied.length + open.length === 0
      ? allowed.map(({ serviceAccount, roleArn }) => ({
          state: "likely",
          words: `by these files the role lets "${accountName(serviceAccount)}" in: they were not applied yet, or the pod runs as another account`,
          places: [{ at: roleArn.at, message: "what asks for the role" }],
        }))
      : [];
  const shown = denied.length > 0 ? denied : names ? [...open, ...allowed] : open;
  return {
    causes: [...denied.map(deniedCause), ...open.map(openCause), ...agreeing],
    links: shown.slice(0, SHOWN).map((link): ExplainedLink => explainLink(link, model)),
  };
}

/** AccessDenied of AssumeRoleWithWebIdentity: the links that are denied, or those that are open. */
export function investigateDenied(error: ReportedError, model: Model): Findings {
  return decided(linksOf(error, model, "irsa"), error, model);
}

export function investigatePodIdentity(error: ReportedError, model: Model): Findings {
  return decided(linksOf(error, model, "pod-identity"), error, model);
}

function trusting(
  issuer: string,
  roles: readonly Role[],
): readonly { readonly role: Role; readonly at: Text }[] {
  return roles.flatMap((role) => {
    if (role.trust.state !== "known") return [];
    const principals = role.trust.value.statements.flatMap(({ principals = [] }) => principals);
    const [first] = principals.filter(({ value }) =>
      (known(value) ?? "").endsWith(`oidc-provider/${issuer}`),
    );
    return first === undefined ? [] : [{ role, at: first.value }];
  });
}

/** No provider for an issuer: one here that is for nearly the same, or lies in another account; and who trusts it. */
export function investigateProvider({ issuer, roleArn }: ReportedError, model: Model): Findings {
  if (issuer === undefined) return { causes: [] };
  const account = /^arn:[^:]*:iam::(\d{12}):/.exec(roleArn ?? "")?.[1];
  const causes = model.oidcProviders.flatMap((provider): readonly Cause[] => {
    const url = known(provider.url);
    const here = [{ at: provider.url.at, message: "the provider" }];
    if (url === undefined) return [];
    if (equals(provider.issuer, literal(issuer, provider.at)) === "yes") {
      const own = known(provider.account);
      if (account === undefined || own === account || own === undefined) return [notApplied(here)];
      const words = `the OIDC provider is made in account ${own}, the role is in ${account}: the role's account needs one of its own`;
      return [{ state: "responsible", words, places: here }];
    }
    if (bareIssuer(url) !== bareIssuer(issuer)) return [];
    return [
      {
        state: "responsible",
        words: `the provider here is for "${url}", the token comes from "https://${issuer}"`,
        places: here,
      },
    ];
  });
  const users = trusting(issuer, model.roles).map(({ role, at }): Cause => ({
    state: "likely",
    words: `role "${print(role.name)}" trusts that issuer, and nothing here makes its provider`,
    places: [{ at: at.at, message: "the principal" }],
  }));
  return { causes: causes.length > 0 ? causes : users };
}

function notApplied(places: Cause["places"]): Cause {
  return {
    state: "likely",
    words: "a provider for that issuer is written here: it was not applied yet",
    places,
  };
}

/** Client ids that lack an audience: the providers here that lack it, and accounts that ask for another one. */
export function investigateAudience(error: ReportedError, model: Model): Findings {
  const providers = model.oidcProviders.flatMap(({ clientIds, issuer }): readonly Cause[] => {
    if (clientIds.state !== "known") return [];
    if (clientIds.value.some((id) => equals(id, literal("sts.amazonaws.com", id.at)) !== "no")) return [];
    const ids = clientIds.value.map((id) => `"${print(id)}"`).join(", ");
    const words = `the OIDC provider of "${print(issuer)}" takes ${ids === "" ? "no audience" : `only ${ids}`}, the webhook asks for "sts.amazonaws.com"`;
    return [{ state: "responsible", words, places: [{ at: clientIds.at, message: "its client ids" }] }];
  });
  const accounts = model.serviceAccounts.flatMap((account): readonly Cause[] => {
    const { audience } = account;
    if (audience.kind !== "text" || !isAccount(account, error.account)) return [];
    if (equals(audience, literal("sts.amazonaws.com", audience.at)) !== "no") return [];
    const words = `service account "${accountName(account)}" asks for the audience "${print(audience)}": the provider must list it`;
    return [{ state: "likely", words, places: [{ at: audience.at, message: "the annotation" }] }];
  });
  return { causes: [...providers, ...accounts] };
}

import { equals } from "../../model/compare.ts";
import type { PolicyDocument, Statement } from "../../model/policy.ts";
import { holesOf, known, print, unknownText, type Text } from "../../model/text.ts";
import { parseProviderArn, providerArn } from "../arn.ts";
import { federatedPrincipals, isKubernetesIssuer, providerKey } from "../issuer.ts";
import { podIdentityContext, roleSessionContext, webIdentityContext, type Context } from "./context.ts";
import type { PodIdentityRequest, RoleSessionRequest, WebIdentityRequest } from "./request.ts";

/** A caller as a trust policy sees it: what it asks for, who it is, and what conditions can ask of it. */
export type Caller =
  | {
      readonly kind: "web-identity";
      readonly action: "sts:AssumeRoleWithWebIdentity";
      readonly request: WebIdentityRequest;
      readonly issuer: Text;
      /** The ARN of the issuer's provider in the role's account. */
      readonly provider: Text;
      /** Set when the issuer is one that the role itself names: the provider is then exactly that principal. */
      readonly own: boolean;
      readonly context: Context;
    }
  | {
      readonly kind: "pod-identity";
      readonly action: "sts:AssumeRole" | "sts:TagSession";
      readonly request: PodIdentityRequest;
      readonly context: Context;
    }
  | {
      readonly kind: "role-session";
      readonly action: "sts:AssumeRole" | "sts:TagSession";
      readonly request: RoleSessionRequest;
      readonly context: Context;
    };

export type WebIdentityCaller = Extract<Caller, { readonly kind: "web-identity" }>;

/** An issuer that a role's trust names, with the principal that stands for its provider. */
interface OwnIssuer {
  readonly issuer: Text;
  readonly provider: Text;
}

/** The issuers that a statement's condition keys on `sub` and `aud` begin with, each once. */
export function issuersInKeys(statement: Statement): readonly Text[] {
  const found: Text[] = [];
  for (const { key } of statement.conditions) {
    const cut = providerKey(key);
    if (cut === undefined || !/^(sub|aud)$/i.test(cut.claim)) continue;
    if (!found.some((each) => equals(each, cut.issuer, { ignoreCase: true }) === "yes")) {
      found.push(cut.issuer);
    }
  }
  return found;
}

/**
 * The issuers for which one principal can stand. An ARN spells its issuer; of a principal that is not known, the
 * statement's condition keys tell it, since a trust that names another issuer there works for nobody.
 */
function issuersOf(provider: Text, statement: Statement): readonly Text[] {
  const issuer = parseProviderArn(provider)?.issuer;
  if (issuer !== undefined) {
    const keys = holesOf(issuer).length === 0 ? [] : issuersInKeys(statement);
    const same = keys.some((key) => equals(key, issuer) === "yes");
    const possible = same ? [] : keys.filter((key) => equals(key, issuer) !== "no");
    return possible.length === 0 ? [issuer] : possible;
  }
  if (known(provider) !== undefined) return [];
  const inKeys = issuersInKeys(statement).filter((key) => isKubernetesIssuer(key) !== "no");
  if (inKeys.length > 0) return inKeys;
  const name = `issuer of ${print(provider)}`;
  return [unknownText({ id: name, name, shape: "issuer" }, provider.at)];
}

/** A role for more clusters than this has more issuers than it is worth to try. */
const MOST_ISSUERS = 50;

/** Every issuer that an Allow of the policy may let in, except those that are known to be no cluster's. */
function ownIssuers(policy: PolicyDocument): readonly OwnIssuer[] {
  const found: OwnIssuer[] = [];
  const add = (own: OwnIssuer): void => {
    const seen = found.some(
      ({ issuer, provider }) =>
        equals(issuer, own.issuer) === "yes" && equals(provider, own.provider) === "yes",
    );
    if (!seen) found.push(own);
  };
  for (const statement of policy.statements) {
    if (statement.effect.kind === "text" && known(statement.effect) === "Deny") continue;
    for (const { value } of federatedPrincipals(statement)) {
      if (isKubernetesIssuer(value) === "no" || found.length > MOST_ISSUERS) continue;
      for (const issuer of issuersOf(value, statement)) add({ issuer, provider: value });
    }
  }
  return found;
}

function callerOf(request: WebIdentityRequest, { issuer, provider }: OwnIssuer, own: boolean): Caller {
  const audiences = [request.audience, ...(request.otherAudiences ?? [])];
  return {
    kind: "web-identity",
    action: "sts:AssumeRoleWithWebIdentity",
    request,
    issuer,
    provider,
    own,
    context: webIdentityContext(issuer, request.subject, audiences),
  };
}

function providerOf(request: WebIdentityRequest, issuer: Text): Text {
  const unknownPart = (name: string): Text => unknownText({ id: name, name }, issuer.at);
  const account = request.accounts[0] ?? unknownPart("the account of the role");
  const partition = request.partitions[0] ?? unknownPart("the partition of the role");
  return providerArn(partition, account, issuer);
}

/** The web-identity callers to try, at least one; not all of them when `complete` is false. */
export interface Callers {
  readonly callers: readonly Caller[];
  readonly complete: boolean;
}

/** The caller whose issuer is known, else one for each issuer that the role names. */
export function webIdentityCallers(policy: PolicyDocument, request: WebIdentityRequest): Callers {
  const { issuer } = request;
  const of = (wanted: Text): Callers => ({
    callers: [callerOf(request, { issuer: wanted, provider: providerOf(request, wanted) }, false)],
    complete: true,
  });
  if (issuer !== undefined) return of(issuer);
  const own = ownIssuers(policy);
  if (own.length === 0) {
    const name = "the issuer of the cluster";
    return of(unknownText({ id: name, name, shape: "issuer" }, request.subject.at));
  }
  const tried = own.slice(0, MOST_ISSUERS).map((each) => callerOf(request, each, true));
  return { callers: tried, complete: own.length <= MOST_ISSUERS };
}

/**
 * EKS asks for both actions when the session has tags, of the role of an association and of a target role, which the
 * transitive tags reach (EKS User Guide, "Pod Identity role"; STS API, "Chaining roles with session tags").
 */
export function sessionCaller(
  request: PodIdentityRequest | RoleSessionRequest,
  action: "sts:AssumeRole" | "sts:TagSession",
  withTags: boolean,
): Caller {
  return request.kind === "pod-identity"
    ? { kind: "pod-identity", action, request, context: podIdentityContext(request, withTags) }
    : { kind: "role-session", action, request, context: roleSessionContext(request, withTags) };
}

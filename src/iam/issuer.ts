import { anyOf } from "../model/compare.ts";
import type { Condition, Principal, Statement } from "../model/policy.ts";
import { known, split, stripSuffix, type Answer, type Text } from "../model/text.ts";

/**
 * Issuers of other identity providers that IAM roles often trust, as hosts: their tokens never come from a cluster.
 * Sources: IAM user guide, "Available keys for AWS OIDC federation"; the providers' own guides for AWS.
 */
const otherHosts: ReadonlySet<string> = new Set([
  "accounts.google.com",
  "agent.buildkite.com",
  "api.bitbucket.org",
  "app.terraform.io",
  "cognito-identity.amazonaws.com",
  "gitlab.com",
  "graph.facebook.com",
  "oidc.circleci.com",
  "token.actions.githubusercontent.com",
  "www.amazon.com",
]);

/** `oidc.eks.<region>.amazonaws.com[.cn]`, the dual-stack `oidc-eks.<region>.api.aws`, and region and eks transposed. */
const EKS_HOST = /(?:^|\/)oidc(?:[.-]eks\.|\.[a-z0-9-]+\.eks\.amazonaws\.com)/i;

/** A hole inside a literal pattern: a character that no host contains. */
const HOLE = "\ue000";

function flat(text: Text): string {
  return text.parts.map((part) => (part.kind === "literal" ? part.value : HOLE)).join("");
}

/**
 * Whether tokens of this issuer come from a Kubernetes cluster. `text` is an issuer, its URL, its provider's ARN, or
 * a condition key that begins with one. "yes" for EKS's own hosts, "no" for well-known other providers, else "maybe":
 * a self-managed cluster may publish its keys on any host.
 */
export function isKubernetesIssuer(text: Text): Answer {
  if (text.parts.some((part) => part.kind === "hole" && part.shape === "eks-issuer")) return "yes";
  const value = flat(text);
  if (EKS_HOST.test(value)) return "yes";
  const host = withoutScheme(value).split("/")[0] ?? "";
  if (host.includes(HOLE)) return "maybe";
  return otherHosts.has((host.split(":")[0] ?? "").toLowerCase()) ? "no" : "maybe";
}

/** What follows `https://` or `...:oidc-provider/`, where one of them is there. */
function withoutScheme(value: string): string {
  return value.replace(/^https?:\/\//i, "").replace(/^[^/]*:oidc-provider\//i, "");
}

/** A provider's condition key, cut at its last colon: `ISSUER` and `sub`. */
export interface ProviderKey {
  readonly issuer: Text;
  readonly claim: string;
}

/**
 * Cuts a condition key at its last colon. Undefined when there is none, or when what follows is not wholly known.
 * The form `ISSUER:claim` is from the IAM user guide, "Available keys for AWS OIDC federation".
 */
export function providerKey(key: Text): ProviderKey | undefined {
  const pieces = split(key, ":");
  const last = pieces.at(-1);
  const claim = last && pieces.length > 1 ? known(last) : undefined;
  const issuer = claim === undefined ? undefined : stripSuffix(key, `:${claim}`);
  return claim === undefined || issuer === undefined ? undefined : { issuer, claim };
}

/** The claim that a condition key asks for, in lower case (IAM compares keys so); undefined when it is not known. */
export function claimOf(key: Text): string | undefined {
  return providerKey(key)?.claim.toLowerCase();
}

/** Whether some value that the condition accepts is a Kubernetes subject, by its first words. */
function namesServiceAccounts(condition: Condition): boolean {
  return condition.values.some((value) => /^["'\s]*system:serviceaccount/i.test(flat(value)));
}

/** The provider ARNs (or whatever stands in their place) of a statement's principals. */
export function federatedPrincipals(statement: Statement): readonly Principal[] {
  return (statement.principals ?? []).filter(({ type }) => known(type)?.toLowerCase() === "federated");
}

/** EKS Pod Identity's own service principal (EKS user guide, "EKS Pod Identity role"). */
function servesPods(statement: Statement): boolean {
  return (statement.principals ?? []).some(({ value }) => known(value) === "pods.eks.amazonaws.com");
}

/**
 * Whether a trust statement is about service accounts of a Kubernetes cluster: by its provider, its condition keys,
 * or the subjects it names. Statements for GitHub, Google, Cognito and the like answer "no", unknown issuers "maybe".
 */
export function isForKubernetes(statement: Statement): Answer {
  if (statement.conditions.some(namesServiceAccounts) || servesPods(statement)) return "yes";
  const issuers = federatedPrincipals(statement).map(({ value }) => value);
  const keys = statement.conditions.flatMap(({ key }) => providerKey(key)?.issuer ?? []);
  return anyOf([...issuers, ...keys.filter(couldBeProvider)].map(isKubernetesIssuer));
}

/** Condition keys of AWS itself (`aws:SourceArn`, `sts:RoleSessionName`) have no dot before their colon. */
function couldBeProvider(issuer: Text): boolean {
  const value = known(issuer);
  return value === undefined || value.includes(".");
}

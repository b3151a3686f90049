import type { Location } from "../../model/location.ts";
import type { Principal, Statement } from "../../model/policy.ts";
import { isAbsent, known, print } from "../../model/text.ts";
import { didYouMean } from "../near-miss.ts";
import { invalid, misspelt, type Refusal } from "./refusal.ts";

/** A host name, which is how IAM's built-in providers are named (IAM User Guide, "Principal", web identity). */
const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i;
const PROVIDER = /^arn:aws[a-z-]*:iam::\d{12}:(oidc-provider|saml-provider)\/[^*?]+$/;

/** What IAM answers of a Federated principal that is neither. */
const ONLY_PROVIDERS = '"Federated principals must be valid domain names or SAML metadata ARNs"';

function wrongProvider({ value }: Principal): Refusal | undefined {
  const name = known(value);
  if (name === undefined || name === "*" || DOMAIN.test(name) || PROVIDER.test(name)) return undefined;
  const refused = (what: string): Refusal => invalid(`IAM refuses ${what}`, value.at, "principal");
  if (name === "") return refused(`an empty Federated principal: ${ONLY_PROVIDERS}`);
  if (/^https?:\/\//i.test(name)) {
    return refused(`"${name}": a Federated principal is the ARN of the provider, not its URL`);
  }
  if (/[*?]/.test(name)) return refused(`"${name}": the ARN of a principal has no wildcards`);
  return refused(`"${name}": it is not the ARN of an OIDC provider`);
}

/** The principals of a type that IAM compares whole: a wildcard stands alone or not at all. */
function withWildcard({ type, value }: Principal): Refusal | undefined {
  const name = known(value);
  if (name === undefined || name === "*" || !/[*?]/.test(name)) return undefined;
  const quoted = `"Invalid principal in policy: "${print(type).toUpperCase()}":"${name}""`;
  return invalid(`IAM refuses a wildcard in a principal: ${quoted}`, value.at, "principal");
}

const TYPES: readonly string[] = ["AWS", "Service", "Federated", "CanonicalUser", "*"];

function wrongType({ type, value }: Principal): Refusal | undefined {
  const name = known(type);
  if (name === undefined || TYPES.some((each) => each.toLowerCase() === name.toLowerCase())) return undefined;
  if (name === "") {
    return invalid(
      `IAM refuses the principal "${print(value)}": it has no type such as Federated`,
      value.at,
      "principal",
    );
  }
  const near = didYouMean(name, TYPES);
  return misspelt(`IAM knows no principals of the type "${name}"`, type.at, near, "principal");
}

function refusedPrincipal(principal: Principal): Refusal | undefined {
  const type = known(principal.type);
  if (type === "Federated") return wrongProvider(principal);
  return type === "AWS" || type === "Service" ? withWildcard(principal) : wrongType(principal);
}

function isDeny(effect: Statement["effect"]): boolean {
  return !isAbsent(effect) && known(effect) === "Deny";
}

/** Why IAM refuses the principals of a trust policy's statement (IAM User Guide, "Principal" and "NotPrincipal"). */
export function refusedPrincipals(
  statement: Statement,
  elementAt: (name: string) => Location,
): readonly Refusal[] {
  if (statement.notPrincipals !== undefined) {
    const words = isDeny(statement.effect)
      ? "AssumeRole policy must not contain NotPrincipal field"
      : "Allow with NotPrincipal is not allowed";
    const message = `IAM refuses NotPrincipal in a trust policy: "${words}"`;
    return [invalid(message, elementAt("NotPrincipal"), "principal")];
  }
  const { principals } = statement;
  if (principals === undefined) {
    const message = 'IAM refuses a statement without a Principal: "Missing required field Principal"';
    return [invalid(message, statement.at, "principal")];
  }
  return principals.flatMap((principal) => refusedPrincipal(principal) ?? []);
}

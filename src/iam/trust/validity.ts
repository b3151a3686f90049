import type { Location } from "../../model/location.ts";
import type { Reason } from "../../model/link.ts";
import type { PolicyDocument, Statement } from "../../model/policy.ts";
import { isAbsent, known, print, type Text } from "../../model/text.ts";

const invalid = (message: string, at: Location): Reason => ({ code: "policy-invalid", message, at });

const VERSIONS = ["2012-10-17", "2008-10-17"];

/** A host name, which is how IAM's built-in providers are named (IAM User Guide, "Principal", web identity). */
const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i;
const PROVIDER = /^arn:aws[a-z-]*:iam::\d{12}:(oidc-provider|saml-provider)\/.+$/;

function elementAt(statement: Statement, name: string): Location {
  const entry = [...statement.elements].find(([key]) => key.toLowerCase() === name.toLowerCase());
  return entry?.[1] ?? statement.at;
}

/** IAM: "AssumeRole policy may only specify STS AssumeRole actions". A pattern that reaches past STS counts too. */
function foreignAction(statement: Statement): Reason | undefined {
  const action = (statement.actions ?? []).find((text) => {
    const value = known(text);
    return value !== undefined && !/^sts:/i.test(value);
  });
  if (action === undefined) return undefined;
  return invalid(
    `IAM refuses "${print(action)}" in a trust policy: only STS actions are allowed there`,
    action.at,
  );
}

/** What IAM says of a principal that is no provider: "Federated principals must be valid domain names or ... ARNs". */
function wrongProvider(type: Text, value: Text): Reason | undefined {
  const name = known(value);
  if (known(type) !== "Federated" || name === undefined || name === "*") return undefined;
  if (DOMAIN.test(name) || PROVIDER.test(name)) return undefined;
  if (name === "") return invalid("IAM refuses an empty Federated principal", value.at);
  if (/^https?:\/\//i.test(name)) {
    return invalid(
      `IAM refuses "${name}": a Federated principal is the ARN of the provider, not its URL`,
      value.at,
    );
  }
  return invalid(`IAM refuses "${name}": it is not the ARN of an OIDC provider`, value.at);
}

function wrongPrincipal(statement: Statement): Reason | undefined {
  if (statement.notPrincipals !== undefined) {
    return invalid("IAM refuses NotPrincipal in a trust policy", elementAt(statement, "NotPrincipal"));
  }
  const { principals } = statement;
  if (principals === undefined)
    return invalid("IAM refuses a trust policy statement without a Principal", statement.at);
  const untyped = principals.find(({ type }) => known(type) === "");
  if (untyped !== undefined) {
    return invalid(
      `IAM refuses the principal "${print(untyped.value)}": it has no type such as Federated`,
      untyped.value.at,
    );
  }
  for (const { type, value } of principals) {
    const reason = wrongProvider(type, value);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function wrongEffect(statement: Statement): Reason | undefined {
  if (isAbsent(statement.effect)) return invalid("IAM refuses a statement without an Effect", statement.at);
  const effect = known(statement.effect);
  if (effect === undefined || effect === "Allow" || effect === "Deny") return undefined;
  return invalid(`IAM refuses the effect "${effect}": it is Allow or Deny`, statement.effect.at);
}

/**
 * Why IAM refuses a statement of a trust policy when the role is made or changed, or undefined when nothing certain
 * speaks against it (IAM User Guide, "Grammar of the IAM JSON policy language"; the errors that IAM returns).
 */
export function refusedStatement(statement: Statement): Reason | undefined {
  const effect = wrongEffect(statement);
  if (effect !== undefined) return effect;
  for (const name of ["Resource", "NotResource"] as const) {
    if (statement[name === "Resource" ? "resources" : "notResources"] !== undefined) {
      return invalid(`IAM refuses ${name} in a trust policy`, elementAt(statement, name));
    }
  }
  if (statement.actions === undefined && statement.notActions === undefined) {
    return invalid("IAM refuses a statement without an Action", statement.at);
  }
  return wrongPrincipal(statement) ?? foreignAction(statement);
}

/** Why IAM refuses a trust policy as a whole, apart from its statements. */
export function refusedDocument(policy: PolicyDocument): Reason | undefined {
  if (policy.statements.length === 0 && policy.moreStatements === undefined) {
    return invalid("IAM refuses a trust policy without a statement", policy.at);
  }
  if (isAbsent(policy.version)) return undefined;
  const version = known(policy.version);
  if (version === undefined || VERSIONS.includes(version)) return undefined;
  return invalid(
    `IAM refuses the policy version "${version}": it is ${VERSIONS.join(" or ")}`,
    policy.version.at,
  );
}

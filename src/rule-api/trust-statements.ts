import { meansAudience, meansSubject } from "../iam/claim-values.ts";
import { conditionKeyProblem } from "../iam/condition-key.ts";
import { claimOf, isForKubernetes } from "../iam/issuer.ts";
import { stringLike } from "../iam/wildcard.ts";
import { anyOf } from "../model/compare.ts";
import type { Role } from "../model/entities.ts";
import type { Location } from "../model/location.ts";
import type { Model } from "../model/model.ts";
import type { Condition, PolicyDocument, Statement } from "../model/policy.ts";
import { isAbsent, known, literal, type Answer, type Text } from "../model/text.ts";

/** A statement of a role's trust policy that is certainly about service accounts. */
export interface TrustStatement {
  readonly role: Role;
  readonly policy: PolicyDocument;
  readonly statement: Statement;
  readonly effect: "Allow" | "Deny";
}

/**
 * Every statement that is certainly about service accounts of a cluster, with an effect that is known, of every trust
 * policy that is known. Statements for GitHub, Google and others are left out, and so is whatever may be for them.
 */
export function kubernetesStatements(model: Model): readonly TrustStatement[] {
  return model.roles.flatMap((role): readonly TrustStatement[] => {
    const { trust } = role;
    if (trust.state !== "known") return [];
    return trust.value.statements.flatMap((statement): readonly TrustStatement[] => {
      const effect = isAbsent(statement.effect) ? undefined : known(statement.effect);
      if (effect !== "Allow" && effect !== "Deny") return [];
      if (isForKubernetes(statement) !== "yes") return [];
      return [{ role, policy: trust.value, statement, effect }];
    });
  });
}

/** An operator taken apart: `ForAnyValue:StringLikeIfExists` is `stringlike`, in lower case. */
export interface Operator {
  readonly base: string;
  readonly set: "forallvalues" | "foranyvalue" | undefined;
  readonly ifExists: boolean;
}

/** The operator of a condition, or undefined when it is not wholly known (IAM user guide, "Condition operators"). */
export function operatorOf(condition: Condition): Operator | undefined {
  const written = known(condition.operator)?.toLowerCase();
  if (written === undefined) return undefined;
  const [first = "", second] = written.split(":");
  const name = second ?? first;
  const set = first === "forallvalues" || first === "foranyvalue" ? first : undefined;
  const ifExists = name.endsWith("ifexists");
  return { base: ifExists ? name.slice(0, -"ifexists".length) : name, set, ifExists };
}

/** The conditions of a statement on a claim of the token (`sub`, `aud`), whichever issuer they name. */
export function conditionsOn(statement: Statement, claim: string): readonly Condition[] {
  return statement.conditions.filter(({ key }) => claimOf(key) === claim);
}

/**
 * Whether a statement certainly has no condition on a claim: none with that claim, none whose key is unknown or
 * misspelt (that is another rule's), none that may stand beside those that are listed. `Null` only asks whether the
 * claim is there, which it always is.
 */
export function lacksConditionOn(statement: Statement, claim: string): boolean {
  if (statement.moreConditions !== undefined) return false;
  return statement.conditions.every((condition) => {
    const found = claimOf(condition.key);
    if (found === claim) return operatorOf(condition)?.base === "null";
    // Under the wrong key it is there all the same: trust/swapped-keys tells.
    if (found === "sub" || found === "aud")
      return !condition.values.some(claim === "sub" ? meansSubject : meansAudience);
    return known(condition.key) !== undefined && conditionKeyProblem(condition.key) === undefined;
  });
}

/** Whether a statement's actions take in `action`; "maybe" for NotAction. */
export function takesIn(statement: Statement, action: string): Answer {
  if (statement.actions === undefined) return "maybe";
  const wanted = literal(action, statement.at);
  return anyOf(statement.actions.map((pattern) => stringLike(pattern, wanted, { ignoreCase: true })));
}

/** The action by which a pod's token becomes a role's session (STS API, AssumeRoleWithWebIdentity). */
export const WEB_IDENTITY = "sts:AssumeRoleWithWebIdentity";

/** Whether a wildcard is certainly written in a value; IAM's own `${*}` is the character itself. */
export function hasLiteralWildcard(value: Text): boolean {
  return value.parts.some(
    (part) => part.kind === "literal" && /[*?]/.test(part.value.replace(/\$\{[^}]*\}/g, "")),
  );
}

/** The place of the first of these elements' keys that the statement has (`Condition`), or of the whole statement. */
export function elementOf(statement: Statement, ...elements: readonly string[]): Location {
  const found = elements.find((element) => statement.elements.has(element));
  return (found === undefined ? undefined : statement.elements.get(found)) ?? statement.at;
}

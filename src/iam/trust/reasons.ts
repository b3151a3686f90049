import type { Clause, Deciding, Reason, StatementDecision } from "../../model/link.ts";
import type { Location } from "../../model/location.ts";
import { known, print, type Text } from "../../model/text.ts";
import { differingPart } from "../near-miss.ts";
import type { Caller } from "./token.ts";
import { hasWildcard, listed, missingNames } from "./words.ts";

/** The reason for "unknown": what is missing, by name. */
export function unresolved(names: readonly string[], at: Location): Reason {
  const what = names.length === 0 ? "a part of it" : missingNames(names);
  return { code: "unresolved", message: `not known from the input: ${what}`, at };
}

function operatorName(clause: Clause): string {
  return clause.condition === undefined ? "" : print(clause.condition.operator);
}

/** Why values that look right do not match: wildcards under an operator without them. */
function wildcardNote(clause: Clause): string {
  const plain = /^(ForAnyValue:|ForAllValues:)?StringEquals/i.test(operatorName(clause));
  return plain && clause.wanted.some(hasWildcard) ? ", which takes * and ? literally" : "";
}

function differenceNote(clause: Clause): string {
  const [wanted] = clause.wanted;
  if (clause.got.kind === "absent" || wanted === undefined || clause.wanted.length > 1) return "";
  const part = differingPart(wanted, clause.got);
  return part === undefined ? "" : `: the ${part} differs`;
}

function subject(clause: Clause, got: Text): string {
  return (
    `the token has the subject "${print(got)}", the trust policy wants ${listed(clause.wanted)} ` +
    `(${operatorName(clause)}${wildcardNote(clause)})${wildcardNote(clause) === "" ? differenceNote(clause) : ""}`
  );
}

function conditionMessage(clause: Clause, caller: Caller): string {
  const key = clause.condition === undefined ? "" : print(clause.condition.key);
  if (clause.got.kind === "absent") {
    if (clause.code === "issuer-mismatch" && caller.kind === "web-identity") {
      return `the condition asks for "${key}", a token of "${print(caller.issuer)}" has no such key`;
    }
    return `the condition ${operatorName(clause)} asks for "${key}", which the request does not have`;
  }
  if (clause.code === "subject-mismatch") return subject(clause, clause.got);
  const what = clause.code === "audience-mismatch" ? "the token has the audience" : `"${key}" is`;
  const note = wildcardNote(clause);
  return `${what} "${print(clause.got)}", the trust policy wants ${listed(clause.wanted)} (${operatorName(clause)}${note})`;
}

function principalMessage(clause: Clause, caller: Caller): string {
  const wanted = listed(clause.wanted);
  if (caller.kind === "pod-identity") {
    return `the trust policy lets ${wanted} in, not the service "pods.eks.amazonaws.com"`;
  }
  if (caller.kind === "role-session") {
    return `the trust policy of the target role lets ${wanted} in, not the role "${print(caller.request.roleArn)}"`;
  }
  const value = clause.principal?.value;
  if (clause.code === "account-mismatch" && value !== undefined) {
    const account = caller.request.accounts.find((text) => known(text) !== undefined);
    const role = account === undefined ? "another account" : `account "${print(account)}"`;
    return `the provider "${print(value)}" is in another account than the role, which is in ${role}`;
  }
  if (clause.code === "partition-mismatch" && value !== undefined) {
    return `the provider "${print(value)}" is in another AWS partition than the role`;
  }
  if (clause.code === "issuer-mismatch") {
    return `the token comes from "${print(caller.issuer)}", the trust policy lets ${wanted} in`;
  }
  return `the trust policy lets ${wanted} in, no OIDC provider`;
}

function actionMessage(clause: Clause, caller: Caller): string {
  const whose = caller.kind === "role-session" ? "the trust policy of the target role" : "the trust policy";
  const missing = `${whose} does not allow ${caller.action}`;
  return clause.wanted.length === 0 ? missing : `${missing}, only ${listed(clause.wanted, "and")}`;
}

/** The reason that a clause which does not match gives. */
export function reasonOf(clause: Clause, caller: Caller): Reason {
  const message =
    clause.part === "condition"
      ? conditionMessage(clause, caller)
      : clause.part === "principal"
        ? principalMessage(clause, caller)
        : actionMessage(clause, caller);
  return { code: clause.code, message, at: clause.at };
}

/** The clauses that fail, the deciding one first: an action that is not asked for says more than its conditions. */
function failing({ clauses }: StatementDecision): readonly Clause[] {
  const order: readonly Clause["part"][] = ["action", "principal", "condition"];
  return order.flatMap((part) => clauses.filter((clause) => clause.part === part && clause.answer === "no"));
}

/** How far a statement is from matching: what is wrong with its action and principal weighs more than conditions. */
function distance(decision: StatementDecision): number {
  return failing(decision).reduce((sum, { part, code }) => {
    if (part === "condition")
      return sum + (code === "issuer-mismatch" || code === "condition-failed" ? 2 : 1);
    if (part === "action") return sum + 1_000;
    return sum + (code.startsWith("no-") ? 10_000 : 100);
  }, 0);
}

/** The statements that might have let somebody in and do not, the nearest first. */
function byDistance(decisions: readonly StatementDecision[]): readonly StatementDecision[] {
  const candidates = decisions.filter(({ effect, answer }) => effect !== "Deny" && answer === "no");
  return [...candidates].sort((a, b) => distance(a) - distance(b));
}

/** The statement that came nearest to an Allow, and the clause for which it did not. */
export function nearestDenial(decisions: readonly StatementDecision[]): Deciding | undefined {
  const [statement] = byDistance(decisions);
  const [clause] = statement === undefined ? [] : failing(statement);
  return statement === undefined || clause === undefined ? undefined : { statement, clause };
}

/** The reasons of a denial for want of an Allow: of the nearest statement first, then of others as near in kind. */
export function denialReasons(decisions: readonly StatementDecision[], caller: Caller): readonly Reason[] {
  const [nearest, ...others] = byDistance(decisions);
  if (nearest === undefined) return [];
  const onlyConditions = others.filter((decision) => distance(decision) < 100 && distance(nearest) < 100);
  const reasons = [nearest, ...onlyConditions].flatMap((decision) =>
    failing(decision).map((clause) => reasonOf(clause, caller)),
  );
  return reasons.filter(
    (reason, at) =>
      reasons.findIndex((each) => each.code === reason.code && each.message === reason.message) === at,
  );
}

/** How near the nearest Allow comes; for choosing among several callers. */
export function nearestDistance(decisions: readonly StatementDecision[]): number {
  return Math.min(...decisions.filter(({ effect }) => effect !== "Deny").map(distance), Infinity);
}

export function denyReason({ statement }: StatementDecision): Reason {
  const { sid } = statement;
  const name = sid.kind === "text" && sid.parts.length > 0 ? ` "${print(sid)}"` : "";
  return {
    code: "explicit-deny",
    message: `the Deny statement${name} of the trust policy matches`,
    at: statement.at,
  };
}

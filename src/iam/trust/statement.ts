import { allOf, anyOf, equals, negate } from "../../model/compare.ts";
import type { Clause, ReasonCode, StatementDecision } from "../../model/link.ts";
import type { Condition, PolicyDocument, Statement } from "../../model/policy.ts";
import {
  absent,
  holesOf,
  isAbsent,
  known,
  literal,
  print,
  type Answer,
  type Text,
} from "../../model/text.ts";
import { claimOf, federatedPrincipals, providerKey } from "../issuer.ts";
import { stringLike } from "../wildcard.ts";
import { judgeCondition, type ConditionResult } from "./condition.ts";
import { judgePrincipals } from "./principal.ts";
import { issuersInKeys, type Caller } from "./token.ts";
import { refusedStatement } from "./validity.ts";

const actionCodes: Readonly<Record<Caller["action"], ReasonCode>> = {
  "sts:AssumeRoleWithWebIdentity": "no-web-identity-statement",
  "sts:AssumeRole": "no-pod-identity-statement",
  "sts:TagSession": "tag-session-missing",
};

function namesIn(texts: readonly Text[]): readonly string[] {
  return [...new Set(texts.flatMap((text) => holesOf(text).map(({ name }) => name)))];
}

/** Actions are patterns without case (IAM User Guide, "Action"). */
function actionClause(statement: Statement, caller: Caller): Clause {
  const listedActions = statement.actions ?? statement.notActions ?? [];
  const got = literal(caller.action, statement.at);
  const matches = anyOf(listedActions.map((action) => stringLike(action, got, { ignoreCase: true })));
  const answer = statement.actions === undefined ? negate(matches) : matches;
  return {
    part: "action",
    answer,
    code: actionCodes[caller.action],
    wanted: listedActions,
    got,
    missing: answer === "maybe" ? namesIn(listedActions) : [],
    at: listedActions[0]?.at ?? statement.at,
  };
}

/** The caller as a principal would name it. */
function nameOf(caller: Caller, { at }: Statement): Text {
  if (caller.kind === "web-identity") return caller.provider;
  return caller.kind === "role-session" ? caller.request.roleArn : literal("pods.eks.amazonaws.com", at);
}

function principalClause(statement: Statement, caller: Caller): Clause {
  const { answer, code, principal, missing } = judgePrincipals(statement, caller);
  return {
    part: "principal",
    answer,
    code,
    ...(principal === undefined ? {} : { principal }),
    wanted: (statement.principals ?? []).map(({ value }) => value),
    got: nameOf(caller, statement),
    missing,
    at: principal?.value.at ?? statement.at,
  };
}

/** Which reason a condition gives when it fails. */
function conditionCode({ key }: Condition, { got }: ConditionResult, caller: Caller): ReasonCode {
  if (caller.kind !== "web-identity") return "condition-failed";
  const claim = claimOf(key);
  if (claim !== "sub" && claim !== "aud") return "condition-failed";
  const issuer = providerKey(key)?.issuer;
  if (
    got !== undefined ||
    (issuer !== undefined && equals(issuer, caller.issuer, { ignoreCase: true }) !== "no")
  ) {
    return claim === "sub" ? "subject-mismatch" : "audience-mismatch";
  }
  const prefix = print(issuer ?? key);
  return /^(https?:|arn:)|\/$/i.test(prefix) ? "condition-failed" : "issuer-mismatch";
}

/**
 * Whether a key with holes that may be the token's is taken to be: only when the statement names one provider, the
 * caller's own, and one issuer in its keys.
 */
function namesOneIssuer(statement: Statement, caller: Caller): boolean {
  if (caller.kind !== "web-identity" || !caller.own) return false;
  const [provider, ...others] = federatedPrincipals(statement);
  if (provider === undefined || others.length > 0) return false;
  return equals(provider.value, caller.provider) === "yes" && issuersInKeys(statement).length === 1;
}

function conditionClauses(statement: Statement, policy: PolicyDocument, caller: Caller): readonly Clause[] {
  const sameIssuer = namesOneIssuer(statement, caller);
  const clauses = statement.conditions.map((condition): Clause => {
    const result = judgeCondition(condition, policy.version, caller.context, sameIssuer);
    return {
      part: "condition",
      answer: result.answer,
      code: conditionCode(condition, result, caller),
      condition,
      wanted: condition.values,
      got: result.got ?? absent(statement.at),
      missing: result.missing,
      at: condition.values.length === 1 ? (condition.values[0]?.at ?? condition.at) : condition.at,
    };
  });
  const more = statement.moreConditions;
  if (more === undefined) return clauses;
  return [
    ...clauses,
    {
      part: "condition",
      answer: "maybe",
      code: "condition-failed",
      wanted: [],
      got: absent(statement.at),
      missing: [more.name],
      at: statement.at,
    },
  ];
}

function effectOf(statement: Statement): StatementDecision["effect"] {
  const effect = isAbsent(statement.effect) ? undefined : known(statement.effect);
  return effect === "Allow" || effect === "Deny" ? effect : "unknown";
}

/** Holds a statement against a caller: it matches when its principal, its action and every condition do. */
export function judgeStatement(
  statement: Statement,
  policy: PolicyDocument,
  caller: Caller,
): StatementDecision {
  const clauses = [
    principalClause(statement, caller),
    actionClause(statement, caller),
    ...conditionClauses(statement, policy, caller),
  ];
  const invalid = refusedStatement(statement);
  const answer: Answer = allOf(clauses.map((clause) => clause.answer));
  return {
    statement,
    effect: effectOf(statement),
    answer,
    clauses,
    ...(invalid.length === 0 ? {} : { invalid }),
  };
}

import { anyOf } from "../../model/compare.ts";
import type { Deciding, Reason, StatementDecision, TrustDecision } from "../../model/link.ts";
import type { PolicyDocument, Statement } from "../../model/policy.ts";
import type { Answer } from "../../model/text.ts";
import { noStatement } from "./principal.ts";
import { denialReasons, denyReason, nearestDenial, nearestDistance, unresolved } from "./reasons.ts";
import { withLastKeys } from "./repeated-keys.ts";
import type { PodIdentityRequest, RoleSessionRequest, TrustRequest, WebIdentityRequest } from "./request.ts";
import { judgeStatement } from "./statement.ts";
import { sessionCaller, webIdentityCallers, type Caller } from "./token.ts";
import { refusedDocument, refusedStatement } from "./validity.ts";

/** The answer of the statements of one effect together; one of unknown effect may be of either. */
function answerOf(decisions: readonly StatementDecision[], effect: "Allow" | "Deny", more: boolean): Answer {
  const answers = decisions.map((decision): Answer => {
    if (decision.effect === effect) return decision.answer;
    return decision.effect === "unknown" && decision.answer !== "no" ? "maybe" : "no";
  });
  return anyOf(more ? [...answers, "maybe"] : answers);
}

/** What keeps a decision open, by name. */
function missingIn(policy: PolicyDocument, decisions: readonly StatementDecision[]): readonly string[] {
  const fromStatements = decisions.flatMap(({ statement, effect, answer, clauses }) => {
    const { effect: written } = statement;
    const open = effect === "unknown" && answer !== "no" && written.kind === "text" ? written.parts : [];
    return [
      ...open.flatMap((part) => (part.kind === "hole" ? [part.name] : [])),
      ...(answer === "maybe" ? clauses.flatMap(({ missing }) => missing) : []),
    ];
  });
  return [...fromStatements, ...(policy.moreStatements === undefined ? [] : [policy.moreStatements.name])];
}

/** The first statement that is open, and its clause; the place to look at when something is not known. */
function openStatement(decisions: readonly StatementDecision[]): Deciding | undefined {
  const statement = decisions.find(({ answer }) => answer === "maybe");
  if (statement === undefined) return undefined;
  const clause = statement.clauses.find(({ answer }) => answer === "maybe");
  return clause === undefined ? { statement } : { statement, clause };
}

type Decided = Omit<TrustDecision, "assumed">;

/** What follows from the statements' answers: a Deny wins, else an Allow is needed. */
function decideFrom(
  policy: PolicyDocument,
  statements: readonly StatementDecision[],
  caller: Caller,
): Decided {
  const denying = statements.find(({ effect, answer }) => effect === "Deny" && answer === "yes");
  if (denying !== undefined) {
    return {
      verdict: "denied",
      reasons: [denyReason(denying)],
      statements,
      decidedBy: { statement: denying },
    };
  }
  const more = policy.moreStatements !== undefined;
  const allow = answerOf(statements, "Allow", more);
  if (allow === "no") {
    const nearest = nearestDenial(statements);
    const reasons = denials(policy, statements, caller);
    return { verdict: "denied", reasons, statements, ...decidedBy(nearest) };
  }
  const deny = answerOf(statements, "Deny", more);
  if (allow === "yes" && deny === "no") {
    const statement = statements.find(({ effect, answer }) => effect === "Allow" && answer === "yes");
    return { verdict: "allowed", reasons: [], statements, ...decidedBy(statement && { statement }) };
  }
  const open = openStatement(statements);
  const at = open?.clause?.at ?? policy.at;
  const reason = unresolved(missingIn(policy, statements), at);
  return { verdict: "unknown", reasons: [reason], statements, ...decidedBy(open) };
}

function decidedBy(deciding: Deciding | undefined): { readonly decidedBy?: Deciding } {
  return deciding === undefined ? {} : { decidedBy: deciding };
}

/** The parts of a statement that can be judged although IAM refuses the policy. */
function isJudgeable(statement: Statement): boolean {
  return refusedStatement(statement).every(({ spoils }) => spoils === "other");
}

/**
 * IAM's evaluation for one caller (IAM User Guide, "Policy evaluation logic"). A policy that IAM refuses lets nobody
 * in; what else would keep the caller out is told behind it, so that one repair does not only uncover the next fault.
 */
export function decide(policy: PolicyDocument, caller: Caller): TrustDecision {
  const statements = policy.statements.map((statement) => judgeStatement(statement, policy, caller));
  const assumed = caller.kind === "web-identity" && caller.own ? ["issuer"] : [];
  const refused = [...refusedDocument(policy), ...statements.flatMap(({ invalid }) => invalid ?? [])];
  if (refused.length === 0) return { ...decideFrom(policy, statements, caller), assumed };
  const rest = statements.filter(({ statement }) => isJudgeable(statement));
  const beside = rest.length === 0 ? undefined : decideFrom(policy, rest, caller);
  const others = beside?.verdict === "denied" ? beside.reasons : [];
  return { verdict: "denied", reasons: [...refused.map(withoutSpoils), ...others], statements, assumed };
}

/** A refusal as a reason: without what only the evaluation asks of it. */
function withoutSpoils({ code, message, at }: Reason): Reason {
  return { code, message, at };
}

function denials(
  policy: PolicyDocument,
  statements: readonly StatementDecision[],
  caller: Caller,
): readonly Reason[] {
  const reasons = denialReasons(statements, caller);
  if (reasons.length > 0) return reasons;
  return [
    { code: noStatement(caller), message: "no statement of the trust policy allows anything", at: policy.at },
  ];
}

const order: readonly TrustDecision["verdict"][] = ["allowed", "unknown", "denied"];

/** Which of two decisions to tell of: the kinder one, and of two denials the one that came nearest to an Allow. */
function better(a: TrustDecision, b: TrustDecision): TrustDecision {
  const verdicts = order.indexOf(a.verdict) - order.indexOf(b.verdict);
  if (verdicts !== 0) return verdicts < 0 ? a : b;
  return nearestDistance(b.statements) < nearestDistance(a.statements) ? b : a;
}

/** With several issuers to choose from, the account is let in if any of their tokens is. */
function decideWebIdentity(policy: PolicyDocument, request: WebIdentityRequest): TrustDecision {
  const { callers, complete } = webIdentityCallers(policy, request);
  const best = callers.map((caller) => decide(policy, caller)).reduce(better);
  if (complete || best.verdict !== "denied" || best.reasons[0]?.code === "policy-invalid") return best;
  return { ...best, verdict: "unknown", reasons: [unresolved(["which of its many issuers"], policy.at)] };
}

type SessionRequest = PodIdentityRequest | RoleSessionRequest;

/** EKS asks for AssumeRole, and for TagSession when there are tags: both must be allowed. */
function decideBoth(policy: PolicyDocument, request: SessionRequest, withTags: boolean): TrustDecision {
  const assume = decide(policy, sessionCaller(request, "sts:AssumeRole", withTags));
  if (!withTags || assume.verdict === "denied") return assume;
  const tag = decide(policy, sessionCaller(request, "sts:TagSession", withTags));
  const statements = [...assume.statements, ...tag.statements];
  if (tag.verdict === "allowed") return { ...assume, statements };
  const reasons = tag.verdict === "denied" ? tag.reasons : [...assume.reasons, ...tag.reasons];
  return { ...tag, reasons, statements };
}

function decideSession(policy: PolicyDocument, request: SessionRequest): TrustDecision {
  if (request.sessionTags !== "maybe") return decideBoth(policy, request, request.sessionTags === "yes");
  const [tagged, untagged] = [decideBoth(policy, request, true), decideBoth(policy, request, false)];
  if (tagged.verdict === untagged.verdict) return tagged;
  const reason = unresolved(["whether session tags are switched off"], policy.at);
  return { verdict: "unknown", reasons: [reason], statements: tagged.statements, assumed: [] };
}

function decideAs(policy: PolicyDocument, request: TrustRequest): TrustDecision {
  return request.kind === "web-identity"
    ? decideWebIdentity(policy, request)
    : decideSession(policy, request);
}

/**
 * The decision of STS for one request and one trust policy: allowed, denied, or unknown when something that decides
 * is not in the input. Its reasons name what was wanted, what the request has, and the places. What is not known is
 * taken to be something that IAM accepts: a hole does not make a policy one that IAM may refuse.
 */
export function evaluateTrust(policy: PolicyDocument, request: TrustRequest): TrustDecision {
  const lastKeys = withLastKeys(policy);
  if (lastKeys === undefined) return decideAs(policy, request);
  const decision = decideAs(lastKeys, request);
  if (decideAs(policy, request).verdict === decision.verdict) return decision;
  const at = policy.duplicateKeys[0]?.first ?? policy.at;
  return {
    ...decision,
    verdict: "unknown",
    reasons: [unresolved(["which of the repeated keys IAM reads"], at)],
  };
}

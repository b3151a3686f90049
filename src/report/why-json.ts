import type { Dependents } from "../explain/dependents.ts";
import type { ErrorAnswer } from "../explain/errors/answer.ts";
import type { Explained, Explanation } from "../explain/explain.ts";
import type { TokenAnswers } from "../explain/judge-token.ts";
import type { Token } from "../explain/token.ts";
import type { Role, ServiceAccount } from "../model/entities.ts";
import type { Clause, StatementDecision, TrustDecision } from "../model/link.ts";
import { lineColumn, type Location } from "../model/location.ts";
import { isAbsent, print, type Absent, type Text } from "../model/text.ts";
import type { FileNames } from "./report.ts";

type Place = (at: Location) => object;

const textOrNull = (text: Text | Absent): string | null => (isAbsent(text) ? null : print(text));

function accountOf({ namespace, name, origin, at }: ServiceAccount, place: Place): object {
  return {
    namespace: print(namespace),
    name: print(name),
    cluster: textOrNull(origin.cluster),
    ...place(at),
  };
}

function roleOf({ name, arn, address, at, policies, morePolicies }: Role, place: Place): object {
  return {
    name: print(name),
    arn: print(arn),
    address: address ?? null,
    ...place(at),
    policies: policies.map((policy) => ({
      name: textOrNull(policy.name),
      kind: policy.kind,
      known: policy.document.state === "known",
      ...place(policy.at),
    })),
    morePolicies: morePolicies?.name ?? null,
  };
}

function clauseOf(clause: Clause, place: Place): object {
  const { part, answer, condition, wanted, got, missing, at } = clause;
  return {
    part,
    answer,
    operator: condition === undefined ? null : print(condition.operator),
    key: condition === undefined ? null : print(condition.key),
    wanted: wanted.map((text) => print(text)),
    got: textOrNull(got),
    missing,
    ...place(at),
  };
}

function statementOf(decision: StatementDecision, { decidedBy }: TrustDecision, place: Place): object {
  const { statement, effect, answer, clauses, invalid = [] } = decision;
  const decides = decidedBy?.statement === decision;
  const clause = decides && decidedBy.clause !== undefined ? clauses.indexOf(decidedBy.clause) : -1;
  return {
    sid: textOrNull(statement.sid),
    effect,
    answer,
    decides,
    /** The clause that decides, counted from 0; null when all of them do, or another statement does. */
    decidingClause: clause === -1 ? null : clause,
    clauses: clauses.map((each) => clauseOf(each, place)),
    refused: invalid.map(({ message, at }) => ({ message, ...place(at) })),
    ...place(statement.at),
  };
}

function statementsOf(decision: TrustDecision | undefined, place: Place): readonly object[] {
  return decision === undefined ? [] : decision.statements.map((each) => statementOf(each, decision, place));
}

function dependentsOf({ workloads, stores }: Dependents, place: Place): object {
  return {
    workloads: workloads.map(({ by, answer }) => ({
      kind: by.workloadKind,
      namespace: print(by.namespace),
      name: print(by.name),
      answer,
      ...place(by.at),
    })),
    stores: stores.map(({ by, answer, secrets }) => ({
      kind: by.storeKind,
      namespace: textOrNull(by.namespace),
      name: print(by.name),
      answer,
      ...place(by.at),
      secrets: secrets.map((use) => ({
        kind: use.by.objectKind,
        namespace: textOrNull(use.by.namespace),
        name: print(use.by.name),
        answer: use.answer,
        ...place(use.by.at),
      })),
    })),
  };
}

function partOf(part: Explained, place: Place): object {
  if (part.kind === "account") {
    const { account, annotation, dependents } = part;
    return {
      kind: "account",
      serviceAccount: accountOf(account, place),
      annotation,
      dependents: dependentsOf(dependents, place),
    };
  }
  if (part.kind === "role") return { kind: "role", role: roleOf(part.role, place) };
  const { link, shadowed, dependents } = part;
  return {
    kind: "link",
    mechanism: link.mechanism,
    shadowed,
    serviceAccount: accountOf(link.serviceAccount, place),
    role: link.role === undefined ? null : roleOf(link.role, place),
    roleArn: print(link.roleArn),
    environment: link.environment,
    token: { subject: print(link.subject), audience: print(link.audience) },
    verdict: link.verdict,
    reasons: link.reasons.map(({ code, message, at }) => ({ code, message, ...place(at) })),
    assumed: link.assumed,
    statements: statementsOf(link.decision, place),
    dependents: dependentsOf(dependents, place),
  };
}

function placer(files: FileNames): Place {
  return (at) => {
    const { line, column } = lineColumn(at.file, at.span.start);
    return { file: files.relative(at.file.path), line, column };
  };
}

const json = (value: object): string => `${JSON.stringify({ version: 1, ...value }, null, 2)}\n`;

/** `why --format json`: everything that the text says, for programs. Places are relative to the working directory. */
export function formatWhyJson({ asked, parts }: Explanation, files: FileNames): string {
  const place = placer(files);
  return json({ asked, answers: parts.map((part) => partOf(part, place)) });
}

/** `why --token --format json`. */
export function formatTokenJson(token: Token, { chosen, answers }: TokenAnswers, files: FileNames): string {
  const place = placer(files);
  return json({
    token: {
      issuer: `https://${print(token.issuer)}`,
      subject: print(token.subject),
      audiences: token.audiences.map((audience) => print(audience)),
      remarks: token.remarks,
    },
    chosen,
    answers: answers.map(({ role, verdict, reasons, decision }) => ({
      role: roleOf(role, place),
      verdict,
      reasons: reasons.map(({ code, message, at }) => ({ code, message, ...place(at) })),
      statements: statementsOf(decision, place),
    })),
  });
}

/** `why --error --format json`. */
export function formatErrorsJson(answers: readonly ErrorAnswer[], files: FileNames): string {
  const place = placer(files);
  return json({
    errors: answers.map(({ error, means, causes, links }) => ({
      ...error,
      means,
      causes: causes.map(({ state, words, places }) => ({
        state,
        message: words,
        places: places.map(({ at, message }) => ({ message, ...place(at) })),
      })),
      answers: links.map((link) => partOf(link, place)),
    })),
  });
}

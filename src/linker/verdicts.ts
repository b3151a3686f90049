import { parseRoleArn } from "../iam/arn.ts";
import type { Role, ServiceAccount } from "../model/entities.ts";
import type { Link, Reason, ReasonCode, TrustDecision, Verdict } from "../model/link.ts";
import type { Location } from "../model/location.ts";
import { holesOf, print, type Text } from "../model/text.ts";
import type { Match } from "./candidates.ts";

/** What a judgement of a link comes to. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
  readonly decision?: TrustDecision;
}

export function denied(code: ReasonCode, message: string, at: Location): Judgement {
  return { verdict: "denied", reasons: [{ code, message, at }] };
}

export function unknown(code: ReasonCode, message: string, at: Location): Judgement {
  return { verdict: "unknown", reasons: [{ code, message, at }] };
}

/** What an ARN with holes waits for, by name. */
export function unresolvedTexts(at: Location, ...texts: readonly Text[]): Judgement {
  const names = new Set(texts.flatMap((text) => holesOf(text).map(({ name }) => name)));
  return unknown("unresolved", `not known from the input: ${[...names].join(", ")}`, at);
}

/**
 * The judgement when it is not certain that the role is the one that is meant, or that it exists: what is decided
 * about it then decides nothing about the account.
 */
export function weakened(judgement: Judgement, role: Role, arn: Text, match: Match): Judgement {
  if (judgement.verdict === "unknown") return judgement;
  const { decision } = judgement;
  const evidence = decision === undefined ? {} : { decision };
  if (match === "name") return { ...unresolvedTexts(arn.at, arn, role.arn), ...evidence };
  // The same holes in the name: what names the role refers to it, and so exists only beside it.
  const name = parseRoleArn(arn)?.name;
  const namedByReference = match === "certain" && name !== undefined && holesOf(name).length > 0;
  if (role.exists === "maybe" && judgement.verdict === "allowed" && !namedByReference) {
    const what = role.address ?? print(role.name);
    return {
      ...unknown("unresolved", `not known from the input: whether ${what} is created`, arn.at),
      ...evidence,
    };
  }
  return judgement;
}

/** What a link takes for granted: the decision's, and the defaults and catalogue rows that its texts rest on. */
export function assumedBy(
  judgement: Judgement,
  account: ServiceAccount,
  texts: readonly Text[],
): Link["assumed"] {
  const clauses = judgement.decision?.statements.flatMap((statement) => statement.clauses) ?? [];
  const compared = clauses.flatMap(({ wanted, got, condition }) => [
    ...wanted,
    ...(got.kind === "text" ? [got] : []),
    ...(condition === undefined ? [] : [condition.key]),
  ]);
  const fromTexts = [...texts, ...compared].flatMap(({ assumed }) => assumed ?? []);
  const { madeBy } = account;
  const isListed = madeBy?.what === "chart" && madeBy.rendered !== true;
  const row = isListed ? [`catalogue:${madeBy.row}`] : [];
  return [...new Set([...(judgement.decision?.assumed ?? []), ...fromTexts, ...row])].sort();
}

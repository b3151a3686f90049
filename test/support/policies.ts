import { policyFromText } from "../../src/loaders/iam-policy/read-policy-document.ts";
import type { PolicyDocument } from "../../src/model/policy.ts";
import { marked } from "./marked-text.ts";

/** A policy from its JSON value, read as the loaders read it; `⟦name⟧` in a string is a hole (see `marked`). */
export function policyOf(value: unknown): PolicyDocument {
  return policyOfText(JSON.stringify(value));
}

/** A policy from its JSON text. */
export function policyOfText(text: string): PolicyDocument {
  const { policy } = policyFromText(marked(text, "trust.json"));
  if (policy.state !== "known") throw new Error(`no policy: ${text}`);
  return policy.value;
}

export const ISSUER = "oidc.eks.eu-west-1.amazonaws.com/id/ABC";
export const OTHER_ISSUER = "oidc.eks.eu-west-1.amazonaws.com/id/DEF";
export const ACCOUNT = "111122223333";
export const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}`;
export const SUBJECT = "system:serviceaccount:a:b";
export const AUDIENCE = "sts.amazonaws.com";

type Json = Readonly<Record<string, unknown>>;

/** A statement that lets the account `b` of namespace `a` in, with parts of it replaced or (undefined) left out. */
export function webIdentity(changes: Json = {}): Json {
  return {
    Effect: "Allow",
    Principal: { Federated: PROVIDER },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals: { [`${ISSUER}:sub`]: SUBJECT, [`${ISSUER}:aud`]: AUDIENCE } },
    ...changes,
  };
}

/** The same with another condition block. */
export function withCondition(condition: Json, changes: Json = {}): Json {
  return webIdentity({ Condition: condition, ...changes });
}

/** A statement for EKS Pod Identity, with parts of it replaced or left out. */
export function podIdentity(changes: Json = {}): Json {
  return {
    Effect: "Allow",
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    ...changes,
  };
}

/** A trust policy of these statements, in the version that knows variables. */
export function trust(...statements: readonly unknown[]): PolicyDocument {
  return policyOf({ Version: "2012-10-17", Statement: statements });
}

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateTrust } from "../../../src/iam/trust/evaluate.ts";
import type { WebIdentityRequest } from "../../../src/iam/trust/request.ts";
import type { Verdict } from "../../../src/model/link.ts";
import type { Condition, PolicyDocument, Principal, Statement } from "../../../src/model/policy.ts";
import { literal, unknownText, type Text } from "../../../src/model/text.ts";
import { marked } from "../../support/marked-text.ts";
import {
  ACCOUNT,
  AUDIENCE,
  ISSUER,
  OTHER_ISSUER,
  policyOf,
  PROVIDER,
  SUBJECT,
} from "../../support/policies.ts";

const request: WebIdentityRequest = {
  kind: "web-identity",
  issuer: marked(ISSUER),
  subject: marked(SUBJECT),
  audience: marked(AUDIENCE),
  accounts: [marked(ACCOUNT)],
  partitions: [marked("aws")],
};

const verdictOf = (policy: PolicyDocument, changes: Partial<WebIdentityRequest> = {}): Verdict =>
  evaluateTrust(policy, { ...request, ...changes }).verdict;

const operators = [
  "StringEquals",
  "StringLike",
  "StringNotEquals",
  "StringNotLike",
  "StringEqualsIfExists",
  "ForAnyValue:StringEquals",
  "ForAllValues:StringLike",
  "Null",
];
const keys = [
  `${ISSUER}:sub`,
  `${ISSUER}:aud`,
  `${OTHER_ISSUER}:sub`,
  `https://${ISSUER}:sub`,
  "aws:SourceIp",
  "aws:PrincipalArn",
];
const values = [
  SUBJECT,
  AUDIENCE,
  "system:serviceaccount:a:*",
  "system:serviceaccount:x:y",
  "true",
  "false",
  "*",
  `\${${ISSUER}:sub}`,
];

const conditions = fc
  .uniqueArray(
    fc.record({
      operator: fc.constantFrom(...operators),
      key: fc.constantFrom(...keys),
      value: fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }),
    }),
    {
      maxLength: 3,
      selector: ({ operator, key }) => `${operator} ${key}`,
    },
  )
  .map((lines) => {
    const block: Record<string, Record<string, readonly string[]>> = {};
    for (const { operator, key, value } of lines) block[operator] = { ...block[operator], [key]: value };
    return block;
  });

const principals = fc.constantFrom<unknown>(
  { Federated: PROVIDER },
  { Federated: [PROVIDER, `arn:aws:iam::${ACCOUNT}:oidc-provider/${OTHER_ISSUER}`] },
  { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${OTHER_ISSUER}` },
  { Federated: `arn:aws:iam::444455556666:oidc-provider/${ISSUER}` },
  { Service: "ec2.amazonaws.com" },
);

const statements = fc.record({
  Effect: fc.constantFrom("Allow", "Deny"),
  Principal: principals,
  Action: fc.constantFrom<unknown>("sts:AssumeRoleWithWebIdentity", "sts:*", [
    "sts:AssumeRole",
    "sts:TagSession",
  ]),
  Condition: conditions,
});

const policies = fc
  .array(statements, { minLength: 1, maxLength: 3 })
  .map((list) => policyOf({ Version: "2012-10-17", Statement: list }));

/** A policy with statements of another one behind its own. */
const withStatements = (a: PolicyDocument, b: PolicyDocument): PolicyDocument => ({
  ...a,
  statements: [...a.statements, ...b.statements],
});

describe("laws of the decision", () => {
  it("a Deny that matches dominates", () => {
    const everyone = policyOf({
      Version: "2012-10-17",
      Statement: {
        Effect: "Deny",
        Principal: { Federated: PROVIDER },
        Action: "sts:AssumeRoleWithWebIdentity",
      },
    });
    fc.assert(
      fc.property(policies, (policy) => {
        expect(verdictOf(withStatements(policy, everyone))).toBe("denied");
      }),
    );
  });

  it("one more Allow never takes an account's way in", () => {
    const allows = statements.map((statement) =>
      policyOf({ Version: "2012-10-17", Statement: { ...statement, Effect: "Allow" } }),
    );
    const order: readonly Verdict[] = ["denied", "unknown", "allowed"];
    fc.assert(
      fc.property(policies, allows, (policy, allow) => {
        const [before, after] = [verdictOf(policy), verdictOf(withStatements(policy, allow))];
        expect(order.indexOf(after)).toBeGreaterThanOrEqual(order.indexOf(before));
      }),
    );
  });

  it("the order of statements does not matter", () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const reversed = { ...policy, statements: [...policy.statements].reverse() };
        expect(verdictOf(reversed)).toBe(verdictOf(policy));
      }),
    );
  });

  it("a denial or an open answer always gives a reason", () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const { verdict, reasons } = evaluateTrust(policy, request);
        expect(reasons.length > 0).toBe(verdict !== "allowed");
        expect(reasons[0]?.code === "unresolved").toBe(verdict === "unknown");
      }),
    );
  });
});

/** Replaces some texts of a policy, or some characters in their middle, by holes; `choose` is asked for each text. */
function withHoles(policy: PolicyDocument, choose: () => "keep" | "whole" | "part"): PolicyDocument {
  let count = 0;
  const hide = (text: Text): Text => {
    const choice = choose();
    if (choice === "keep") return text;
    const hole = unknownText({ id: `h${String(count)}`, name: `h${String(count++)}` }, text.at);
    if (choice === "whole") return hole;
    const value = text.parts.map((part) => (part.kind === "literal" ? part.value : "")).join("");
    const [from, to] = [Math.floor(value.length / 3), Math.floor((2 * value.length) / 3)];
    const [head, tail] = [literal(value.slice(0, from), text.at), literal(value.slice(to), text.at)];
    return { ...text, parts: [...head.parts, ...hole.parts, ...tail.parts] };
  };
  const ofPrincipal = ({ type, value }: Principal): Principal => ({ type: hide(type), value: hide(value) });
  const ofCondition = (condition: Condition): Condition => ({
    ...condition,
    operator: hide(condition.operator),
    key: hide(condition.key),
    values: condition.values.map(hide),
  });
  const ofStatement = (statement: Statement): Statement => ({
    ...statement,
    effect: statement.effect.kind === "text" ? hide(statement.effect) : statement.effect,
    ...(statement.principals === undefined ? {} : { principals: statement.principals.map(ofPrincipal) }),
    ...(statement.actions === undefined ? {} : { actions: statement.actions.map(hide) }),
    conditions: statement.conditions.map(ofCondition),
  });
  return { ...policy, statements: policy.statements.map(ofStatement) };
}

describe("what is not known", () => {
  it("turns a verdict into unknown or leaves it, never into its opposite", () => {
    const choices = fc.array(fc.constantFrom("keep", "keep", "whole", "part"), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(policies, choices, (policy, list) => {
        let at = 0;
        const choose = (): "keep" | "whole" | "part" => {
          const choice = list[at++ % list.length];
          return choice === "whole" || choice === "part" ? choice : "keep";
        };
        const holed = verdictOf(withHoles(policy, choose));
        expect([verdictOf(policy), "unknown"]).toContain(holed);
      }),
      { numRuns: 1_500 },
    );
  });

  it("does so in the token, too", () => {
    const subjects = fc.constantFrom(
      "system:serviceaccount:⟦ns⟧:b",
      "system:serviceaccount:a:⟦name⟧",
      "⟦all⟧",
    );
    const audiences = fc.constantFrom(AUDIENCE, "⟦audience⟧");
    const issuers = fc.constantFrom(ISSUER, "⟦issuer⟧", "oidc.eks.⟦region⟧.amazonaws.com/id/ABC");
    const accounts = fc.constantFrom(ACCOUNT, "⟦account⟧");
    fc.assert(
      fc.property(
        policies,
        subjects,
        audiences,
        issuers,
        accounts,
        (policy, subject, audience, issuer, account) => {
          const holed = verdictOf(policy, {
            subject: marked(subject),
            audience: marked(audience),
            issuer: marked(issuer),
            accounts: [marked(account)],
          });
          expect([verdictOf(policy), "unknown"]).toContain(holed);
        },
      ),
      { numRuns: 1_500 },
    );
  });
});

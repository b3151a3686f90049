import { describe, expect, it } from "vitest";
import { evaluateTrust } from "../../../src/iam/trust/evaluate.ts";
import type { Clause, TrustDecision } from "../../../src/model/link.ts";
import { textAt } from "../../../src/model/location.ts";
import type { PolicyDocument } from "../../../src/model/policy.ts";
import { isAbsent, print } from "../../../src/model/text.ts";
import { marked } from "../../support/marked-text.ts";
import {
  ACCOUNT,
  AUDIENCE,
  ISSUER,
  podIdentity,
  PROVIDER,
  SUBJECT,
  trust,
  webIdentity,
  withCondition,
} from "../../support/policies.ts";

const SUB = `${ISSUER}:sub`;
const WRONG = "system:serviceaccount:x:y";

function decide(policy: PolicyDocument): TrustDecision {
  return evaluateTrust(policy, {
    kind: "web-identity",
    issuer: marked(ISSUER),
    subject: marked(SUBJECT),
    audience: marked(AUDIENCE),
    accounts: [marked(ACCOUNT)],
    partitions: [marked("aws")],
  });
}

const got = (clause: Clause): string => (isAbsent(clause.got) ? "(not there)" : print(clause.got));
const told = ({ statements }: TrustDecision): readonly unknown[] =>
  statements.map(({ clauses }) =>
    clauses.map((clause) => [clause.part, clause.answer, clause.wanted.map(print), got(clause)]),
  );

/** Statement, clause and place of what decided: `0 condition "text"`. */
function decided({ decidedBy, statements }: TrustDecision): string {
  if (decidedBy === undefined) return "nothing";
  const { statement, clause } = decidedBy;
  const at = String(statements.indexOf(statement));
  if (clause === undefined) return at;
  expect(statement.clauses).toContain(clause);
  return `${at} ${clause.part} ${textAt(clause.at)}`;
}

describe("the clauses of a decision", () => {
  it("say of every part what is wanted and what the token has, of those that pass, too", () => {
    expect(told(decide(trust(webIdentity())))).toEqual([
      [
        ["principal", "yes", [PROVIDER], PROVIDER],
        ["action", "yes", ["sts:AssumeRoleWithWebIdentity"], "sts:AssumeRoleWithWebIdentity"],
        ["condition", "yes", [SUBJECT], SUBJECT],
        ["condition", "yes", [AUDIENCE], AUDIENCE],
      ],
    ]);
  });

  it("say of a key that is not in the request that it is not there", () => {
    const policy = trust(
      withCondition({ StringEquals: { "aws:PrincipalArn": "x" }, Null: { [SUB]: "false" } }),
    );
    expect(told(decide(policy))).toEqual([
      [
        ["principal", "yes", [PROVIDER], PROVIDER],
        ["action", "yes", ["sts:AssumeRoleWithWebIdentity"], "sts:AssumeRoleWithWebIdentity"],
        ["condition", "no", ["x"], "(not there)"],
        ["condition", "yes", ["false"], SUBJECT],
      ],
    ]);
  });

  it("come once for each action that EKS Pod Identity asks for", () => {
    const decision = evaluateTrust(trust(podIdentity()), {
      kind: "pod-identity",
      clusterArn: marked("arn"),
      clusterName: marked("prod"),
      clusterAccount: marked(ACCOUNT),
      namespace: marked("a"),
      serviceAccount: marked("b"),
      sessionTags: "yes",
    });
    const actions = decision.statements.flatMap(({ clauses }) =>
      clauses.filter(({ part }) => part === "action"),
    );
    expect(actions.map(got)).toEqual(["sts:AssumeRole", "sts:TagSession"]);
  });
});

describe("what decided", () => {
  const wrong = withCondition({ StringEquals: { [SUB]: WRONG } });
  const deny = webIdentity({ Effect: "Deny" });
  it.each<[situation: string, policy: PolicyDocument, decided: string]>([
    ["the Allow that matches", trust(wrong, webIdentity()), "1"],
    ["the Deny that matches", trust(webIdentity(), wrong, deny), "2"],
    [
      "the clause of the nearest Allow",
      trust(webIdentity({ Action: "sts:AssumeRole" }), wrong),
      `1 condition ${WRONG}`,
    ],
    [
      "an action before its conditions",
      trust({ ...wrong, Action: "sts:AssumeRole" }),
      "0 action sts:AssumeRole",
    ],
    [
      "the first of several that fail",
      trust(withCondition({ StringEquals: { [SUB]: WRONG, [`${ISSUER}:aud`]: "x" } })),
      `0 condition ${WRONG}`,
    ],
    [
      "a clause that is open",
      trust(wrong, withCondition({ StringEquals: { [SUB]: "system:serviceaccount:⟦x⟧:b" } })),
      "1 condition system:serviceaccount:⟦x⟧:b",
    ],
    ["nothing, where IAM refuses the policy", trust(webIdentity({ Resource: "*" })), "nothing"],
    ["nothing, where nobody is let in", trust({ ...deny, Action: "sts:AssumeRole" }), "nothing"],
  ])("%s", (_, policy, expected) => {
    expect(decided(decide(policy))).toBe(expected);
  });
});

import { describe, expect, it } from "vitest";
import { evaluateTrust } from "../../../src/iam/trust/evaluate.ts";
import { refusals } from "../../../src/iam/trust/validity.ts";
import { textAt } from "../../../src/model/location.ts";
import type { PolicyDocument } from "../../../src/model/policy.ts";
import { marked } from "../../support/marked-text.ts";
import {
  ACCOUNT,
  AUDIENCE,
  ISSUER,
  podIdentity,
  policyOf,
  policyOfText,
  PROVIDER,
  SUBJECT,
  trust,
  webIdentity,
  withCondition,
} from "../../support/policies.ts";

const statement = (changes: Readonly<Record<string, unknown>>): PolicyDocument => trust(webIdentity(changes));
const principal = (value: unknown): PolicyDocument => statement({ Principal: value });
const SUB = `${ISSUER}:sub`;
const WRONG = "system:serviceaccount:x:y";

describe("what IAM refuses", () => {
  it.each<[situation: string, policy: PolicyDocument, words: string, covers: string]>([
    ["a Resource", statement({ Resource: "*" }), "Has prohibited field Resource", "Resource"],
    ["a NotResource", statement({ NotResource: "x" }), "refuses NotResource", "NotResource"],
    [
      "an Allow with NotPrincipal",
      statement({ Principal: undefined, NotPrincipal: { AWS: "*" } }),
      "Allow with NotPrincipal is not allowed",
      "NotPrincipal",
    ],
    [
      "a Deny with NotPrincipal",
      trust(webIdentity(), webIdentity({ Effect: "Deny", Principal: undefined, NotPrincipal: { AWS: "*" } })),
      "must not contain NotPrincipal",
      "NotPrincipal",
    ],
    ["an effect in another case", statement({ Effect: "ALLOW" }), 'refuses the effect "ALLOW"', "ALLOW"],
    [
      "an action of another service",
      statement({ Action: ["sts:AssumeRoleWithWebIdentity", "s3:GetObject"] }),
      "AssumeRole policy may only specify STS AssumeRole actions",
      "s3:GetObject",
    ],
    [
      "Action beside NotAction",
      statement({ NotAction: "sts:AssumeRole" }),
      "Action and NotAction in one statement",
      "NotAction",
    ],
    [
      "an element that no statement has",
      statement({ Conditions: {} }),
      'no element "Conditions" in a statement; did you mean "Condition"?',
      "Conditions",
    ],
    [
      "a type of principals that there is not",
      principal({ Federation: PROVIDER }),
      'no principals of the type "Federation"; did you mean "Federated"?',
      "Federation",
    ],
    ["a principal without a type", principal(PROVIDER), "it has no type", PROVIDER],
    ["principals in a list", principal([{ Federated: PROVIDER }]), '"Principal" must be an object', "["],
    [
      "a wildcard in a provider's ARN",
      principal({ Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/*` }),
      "has no wildcards",
      `arn:aws:iam::${ACCOUNT}:oidc-provider/*`,
    ],
    [
      "a wildcard in a role's ARN",
      principal({ AWS: `arn:aws:iam::${ACCOUNT}:role/*` }),
      `Invalid principal in policy: "AWS":"arn:aws:iam::${ACCOUNT}:role/*"`,
      `arn:aws:iam::${ACCOUNT}:role/*`,
    ],
    [
      "a wildcard in a service",
      principal({ Service: "*.amazonaws.com" }),
      'Invalid principal in policy: "SERVICE"',
      "*.amazonaws.com",
    ],
    [
      "an operator that IAM does not have",
      trust(withCondition({ StringEqual: { [SUB]: SUBJECT } })),
      'no condition operator "StringEqual"; did you mean "StringEquals"?',
      "StringEqual",
    ],
    [
      "a prefix that IAM does not have",
      trust(withCondition({ "ForSomeValues:StringEquals": { [SUB]: SUBJECT } })),
      'no condition operator "ForSomeValues:StringEquals"',
      "ForSomeValues:StringEquals",
    ],
    [
      "two statements of one Sid",
      trust(webIdentity({ Sid: "a" }), webIdentity({ Sid: "a" })),
      'two statements have the Sid "a"',
      "a",
    ],
    [
      "a version that is none",
      policyOf({ Version: "2012-10-18", Statement: webIdentity() }),
      'the policy version "2012-10-18"',
      "2012-10-18",
    ],
    [
      "a condition that is a string",
      statement({ Condition: "StringEquals" }),
      '"Condition" must be an object',
      "StringEquals",
    ],
    [
      "an operator without keys",
      trust(withCondition({ StringEquals: [SUB] })),
      '"StringEquals" must be an object',
      "[",
    ],
    [
      "conditions that are nested deeper",
      trust(withCondition({ StringEquals: { [SUB]: { or: SUBJECT } } })),
      `"${SUB}" must be a string or a list of strings`,
      "{",
    ],
    ["a statement that is a string", trust("x"), '"Statement" must be an object', "x"],
    ["an action that is an object", statement({ Action: { sts: "*" } }), '"Action" must be', "{"],
  ])("%s", (_, policy, words, covers) => {
    const [reason, ...others] = refusals(policy);
    expect(others).toEqual([]);
    expect(reason?.message).toContain(words);
    expect(reason === undefined ? "" : textAt(reason.at).slice(0, covers.length)).toBe(covers);
  });

  it("says so of every fault, in the order of the file", () => {
    const policy = trust(
      webIdentity({ Resource: "*", Action: "s3:GetObject" }),
      webIdentity({ Effect: "allow" }),
    );
    expect(refusals(policy).map(({ at }) => textAt(at))).toEqual(["Resource", "s3:GetObject", "allow"]);
  });

  it("says one thing of what is no JSON, and of what has no statement", () => {
    expect(refusals(policyOfText("{")).map(({ message }) => message)).toEqual([
      "IAM refuses a policy that is no JSON",
    ]);
    expect(refusals(trust()).map(({ message }) => message)).toEqual([
      "IAM refuses a trust policy without a statement",
    ]);
  });
});

describe("what IAM takes", () => {
  it.each<[situation: string, policy: PolicyDocument]>([
    ["one statement for pods, one for tokens", trust(webIdentity(), podIdentity())],
    ["no version", policyOf({ Statement: webIdentity() })],
    ["the old version", policyOf({ Version: "2008-10-17", Statement: [webIdentity()] })],
    ["no condition", statement({ Condition: undefined })],
    ["an empty condition block", statement({ Condition: {} })],
    ["an operator without a key", statement({ Condition: { StringEquals: {} } })],
    ["a key without a value", statement({ Condition: { StringEquals: { [SUB]: [] } } })],
    [
      "a Boolean and a number as values",
      statement({ Condition: { Bool: { a: true }, NumericLessThan: { b: 3 } } }),
    ],
    ["null, which nobody has documented", statement({ Condition: null })],
    ["everybody", principal("*")],
    ["every principal of AWS", principal({ AWS: "*" })],
    ["everybody among others, as Terraform writes it", principal({ "*": "*", Federated: PROVIDER })],
    ["an account by its number", principal({ AWS: ACCOUNT })],
    ["a deleted role's id", principal({ AWS: "AROADBQP57FF2AEXAMPLE" })],
    ["a session", principal({ AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/a/b` })],
    ["a canonical user", principal({ CanonicalUser: "79a59df900b949e5" })],
    ["a provider of IAM's own", principal({ Federated: "cognito-identity.amazonaws.com" })],
    ["a SAML provider", principal({ Federated: `arn:aws:iam::${ACCOUNT}:saml-provider/ADFS` })],
    ["a principal that is not known", principal("⟦var.principal⟧")],
    ["an operator in another case", trust(withCondition({ stringequals: { [SUB]: SUBJECT } }))],
    ["an operator that is not known", trust(withCondition({ "⟦var.operator⟧": { [SUB]: SUBJECT } }))],
    ["NotAction alone", statement({ Action: undefined, NotAction: "sts:AssumeRole" })],
    ["a Sid each, and two that are empty", trust(webIdentity({ Sid: "" }), webIdentity({ Sid: "" }))],
    ["a Sid that is not known, twice", trust(webIdentity({ Sid: "⟦a⟧" }), webIdentity({ Sid: "⟦a⟧" }))],
    [
      "elements in another case",
      policyOf({
        version: "2012-10-17",
        statement: [
          { effect: "Allow", principal: { Federated: PROVIDER }, action: "sts:AssumeRoleWithWebIdentity" },
        ],
      }),
    ],
    ["the statement of a module that is not here", trust("⟦module.trust⟧")],
  ])("%s", (_, policy) => {
    expect(refusals(policy)).toEqual([]);
  });
});

describe("a policy that IAM refuses lets nobody in", () => {
  const request = {
    kind: "web-identity",
    issuer: marked(ISSUER),
    subject: marked(SUBJECT),
    audience: marked(AUDIENCE),
    accounts: [marked(ACCOUNT)],
    partitions: [marked("aws")],
  } as const;
  const codes = (policy: PolicyDocument): readonly string[] => {
    const { verdict, reasons } = evaluateTrust(policy, request);
    return [verdict, ...reasons.map(({ code }) => code)];
  };

  it("and nothing else is wrong", () => {
    expect(codes(statement({ Resource: "*" }))).toEqual(["denied", "policy-invalid"]);
  });

  it("and the rest of it is judged all the same", () => {
    const wrong = { StringEquals: { [SUB]: WRONG } };
    expect(codes(trust(withCondition(wrong, { Resource: "*" })))).toEqual([
      "denied",
      "policy-invalid",
      "subject-mismatch",
    ]);
    expect(codes(trust(withCondition(wrong), webIdentity({ Action: "s3:GetObject" })))).toEqual([
      "denied",
      "policy-invalid",
      "subject-mismatch",
    ]);
  });

  it("but not what can not be judged: a principal that is none, an action that is none", () => {
    expect(codes(principal({ Federated: `https://${ISSUER}` }))).toEqual(["denied", "policy-invalid"]);
    expect(codes(statement({ Action: "*" }))).toEqual(["denied", "policy-invalid"]);
  });
});

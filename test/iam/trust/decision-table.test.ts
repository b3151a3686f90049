import { describe, expect, it } from "vitest";
import { evaluateTrust } from "../../../src/iam/trust/evaluate.ts";
import type { WebIdentityRequest } from "../../../src/iam/trust/request.ts";
import type { ReasonCode, TrustDecision, Verdict } from "../../../src/model/link.ts";
import { textAt } from "../../../src/model/location.ts";
import type { PolicyDocument } from "../../../src/model/policy.ts";
import { marked } from "../../support/marked-text.ts";
import {
  ACCOUNT,
  AUDIENCE,
  ISSUER,
  OTHER_ISSUER,
  policyOf,
  policyOfText,
  PROVIDER,
  SUBJECT,
  trust,
  webIdentity,
  withCondition,
} from "../../support/policies.ts";

const request: WebIdentityRequest = {
  kind: "web-identity",
  issuer: marked(ISSUER),
  subject: marked(SUBJECT),
  audience: marked(AUDIENCE),
  accounts: [marked(ACCOUNT)],
  partitions: [marked("aws")],
};

function decide(policy: PolicyDocument, changes: Partial<WebIdentityRequest> = {}): TrustDecision {
  return evaluateTrust(policy, { ...request, ...changes });
}

type Row = [situation: string, policy: PolicyDocument, verdict: Verdict, code?: ReasonCode];

function check(_: string, policy: PolicyDocument, verdict: Verdict, code?: ReasonCode): void {
  const decision = decide(policy);
  expect([decision.verdict, decision.reasons[0]?.code]).toEqual([verdict, code]);
}

const statement = (changes: Readonly<Record<string, unknown>>): PolicyDocument => trust(webIdentity(changes));
const condition = (value: Readonly<Record<string, unknown>>): PolicyDocument => trust(withCondition(value));
const SUB = `${ISSUER}:sub`;
const AUD = `${ISSUER}:aud`;

describe("what IAM refuses when the role is made", () => {
  it.each<Row>([
    ["row 20: the policy is no JSON", policyOfText("{"), "denied", "policy-invalid"],
    ["row 20: a Resource", statement({ Resource: "*" }), "denied", "policy-invalid"],
    ["row 20: no Principal", statement({ Principal: undefined }), "denied", "policy-invalid"],
    [
      "row 20: a NotPrincipal",
      statement({ Principal: undefined, NotPrincipal: { AWS: "*" } }),
      "denied",
      "policy-invalid",
    ],
    ["a NotResource", statement({ NotResource: "x" }), "denied", "policy-invalid"],
    ["no statement at all", trust(), "denied", "policy-invalid"],
    ["no Effect", statement({ Effect: undefined }), "denied", "policy-invalid"],
    ["an Effect in lower case", statement({ Effect: "allow" }), "denied", "policy-invalid"],
    ["no Action", statement({ Action: undefined }), "denied", "policy-invalid"],
    [
      "a version that is no version",
      policyOf({ Version: "2012-10-17T00:00:00Z", Statement: webIdentity() }),
      "denied",
      "policy-invalid",
    ],
    ["row 25: the action *", statement({ Action: "*" }), "denied", "policy-invalid"],
    [
      "an action of another service beside the right one",
      statement({ Action: ["sts:AssumeRoleWithWebIdentity", "s3:GetObject"] }),
      "denied",
      "policy-invalid",
    ],
    [
      "row 30: the provider as a URL",
      statement({ Principal: { Federated: `https://${ISSUER}` } }),
      "denied",
      "policy-invalid",
    ],
    ["row 30: the bare issuer", statement({ Principal: { Federated: ISSUER } }), "denied", "policy-invalid"],
    [
      "row 30: an ARN without oidc-provider/",
      statement({ Principal: { Federated: `arn:aws:iam::${ACCOUNT}:provider/${ISSUER}` } }),
      "denied",
      "policy-invalid",
    ],
    ["row 30: an empty provider", statement({ Principal: { Federated: "" } }), "denied", "policy-invalid"],
    [
      "an invalid statement beside a good one",
      trust(webIdentity(), webIdentity({ Resource: "*" })),
      "denied",
      "policy-invalid",
    ],
  ])("%s", check);

  it("points at the element that is refused", () => {
    const [reason] = decide(statement({ Resource: "*" })).reasons;
    expect(reason && textAt(reason.at)).toBe("Resource");
  });
});

describe("actions", () => {
  it.each<Row>([
    [
      "row 22: only sts:AssumeRole",
      statement({ Action: "sts:AssumeRole" }),
      "denied",
      "no-web-identity-statement",
    ],
    ["row 23: another case", statement({ Action: "STS:assumerolewithwebidentity" }), "allowed"],
    ["row 23: a wildcard", statement({ Action: "sts:AssumeRoleWith*" }), "allowed"],
    [
      "row 23: sts:AssumeRole* in a list",
      statement({ Action: ["sts:TagSession", "sts:AssumeRole*"] }),
      "allowed",
    ],
    ["row 24: sts:*", statement({ Action: "sts:*" }), "allowed"],
    [
      "the SAML action",
      statement({ Action: "sts:AssumeRoleWithSAML" }),
      "denied",
      "no-web-identity-statement",
    ],
    [
      "NotAction that leaves another action out",
      statement({ Action: undefined, NotAction: "sts:AssumeRole" }),
      "allowed",
    ],
    [
      "NotAction that leaves this action out",
      statement({ Action: undefined, NotAction: "sts:AssumeRoleWith*" }),
      "denied",
      "no-web-identity-statement",
    ],
    ["an action that is not known", statement({ Action: "⟦var.action⟧" }), "unknown", "unresolved"],
    [
      "half an action that can not be the one",
      statement({ Action: "sts:Tag⟦x⟧" }),
      "denied",
      "no-web-identity-statement",
    ],
  ])("%s", check);

  it("row 22: names the actions that are there", () => {
    const [reason] = decide(statement({ Action: "sts:AssumeRole" })).reasons;
    expect(reason?.message).toBe(
      'the trust policy does not allow sts:AssumeRoleWithWebIdentity, only "sts:AssumeRole"',
    );
    expect(reason && textAt(reason.at)).toContain("sts:AssumeRole");
  });
});

const federated = (value: unknown): PolicyDocument => statement({ Principal: { Federated: value } });

describe("principals", () => {
  it.each<Row>([
    ["row 26: the provider of the cluster", federated(PROVIDER), "allowed"],
    ["row 26: one of several providers", federated([`${PROVIDER}X`, PROVIDER]), "allowed"],
    [
      "row 27: another provider of the same account",
      federated(`arn:aws:iam::${ACCOUNT}:oidc-provider/${OTHER_ISSUER}`),
      "denied",
      "issuer-mismatch",
    ],
    [
      "row 28: the provider of another account",
      federated(`arn:aws:iam::444455556666:oidc-provider/${ISSUER}`),
      "denied",
      "account-mismatch",
    ],
    [
      "row 29: the provider of another partition",
      federated(`arn:aws-cn:iam::${ACCOUNT}:oidc-provider/${ISSUER}`),
      "denied",
      "partition-mismatch",
    ],
    ["row 31: the principal *", federated("*"), "unknown", "unresolved"],
    [
      "row 31: a wildcard in the ARN",
      federated(`arn:aws:iam::${ACCOUNT}:oidc-provider/*`),
      "denied",
      "policy-invalid",
    ],
    [
      "row 32: only a service",
      statement({ Principal: { Service: "ec2.amazonaws.com" } }),
      "denied",
      "no-web-identity-statement",
    ],
    [
      "row 32: only an AWS account",
      statement({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }),
      "denied",
      "no-web-identity-statement",
    ],
    [
      "row 79: only EKS Pod Identity",
      trust({
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
      }),
      "denied",
      "no-web-identity-statement",
    ],
    ['row 33: the principal "*"', statement({ Principal: "*" }), "unknown", "unresolved"],
    ['row 33: the principal {"AWS": "*"}', statement({ Principal: { AWS: "*" } }), "unknown", "unresolved"],
    ["row 34: a provider that is not known", federated("⟦var.provider⟧"), "unknown", "unresolved"],
    [
      "a provider of which only the account is not known",
      federated(`arn:aws:iam::⟦var.account!account-id⟧:oidc-provider/${ISSUER}`),
      "unknown",
      "unresolved",
    ],
    [
      "another issuer in an account that is not known",
      federated(`arn:aws:iam::⟦var.account⟧:oidc-provider/${OTHER_ISSUER}`),
      "denied",
      "issuer-mismatch",
    ],
    ["a built-in provider", federated("cognito-identity.amazonaws.com"), "denied", "issuer-mismatch"],
    ["a SAML provider", federated(`arn:aws:iam::${ACCOUNT}:saml-provider/okta`), "denied", "issuer-mismatch"],
    [
      "mixed types of which one fits",
      statement({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root`, Federated: PROVIDER } }),
      "allowed",
    ],
  ])("%s", check);

  it("names what is missing", () => {
    expect(decide(federated("⟦var.provider⟧")).reasons[0]?.message).toContain("var.provider");
  });

  it("takes the account of the role under any of its names", () => {
    const names = [marked(ACCOUNT), marked("⟦data.aws_caller_identity.current.account_id!account-id⟧")];
    const provider = `arn:aws:iam::⟦data.aws_caller_identity.current.account_id!account-id⟧:oidc-provider/${ISSUER}`;
    expect(decide(federated(provider), { accounts: names }).verdict).toBe("allowed");
  });
});

describe("conditions on the subject", () => {
  it.each<Row>([
    ["row 35: the exact subject", condition({ StringEquals: { [SUB]: SUBJECT } }), "allowed"],
    [
      "row 36: a wildcard under StringEquals",
      condition({ StringEquals: { [SUB]: "system:serviceaccount:a:*" } }),
      "denied",
      "subject-mismatch",
    ],
    [
      "row 37: a pattern that fits",
      condition({ StringLike: { [SUB]: "system:serviceaccount:a:*" } }),
      "allowed",
    ],
    [
      "row 38: a pattern of another namespace",
      condition({ StringLike: { [SUB]: "system:serviceaccount:c:*" } }),
      "denied",
      "subject-mismatch",
    ],
    [
      "row 39: one of several subjects",
      condition({ StringEquals: { [SUB]: ["system:serviceaccount:x:y", SUBJECT] } }),
      "allowed",
    ],
    [
      "row 40: another name in the same namespace",
      condition({ StringEquals: { [SUB]: "system:serviceaccount:a:release-b" } }),
      "denied",
      "subject-mismatch",
    ],
    [
      "row 41: upper case",
      condition({ StringEquals: { [SUB]: "System:ServiceAccount:a:b" } }),
      "denied",
      "subject-mismatch",
    ],
    [
      "row 41: a slash",
      condition({ StringEquals: { [SUB]: "system:serviceaccount:a/b" } }),
      "denied",
      "subject-mismatch",
    ],
    [
      "row 41: the group of all accounts",
      condition({ StringLike: { [SUB]: "system:serviceaccounts:a:*" } }),
      "denied",
      "subject-mismatch",
    ],
    [
      "row 41: no system:",
      condition({ StringEquals: { [SUB]: "serviceaccount:a:b" } }),
      "denied",
      "subject-mismatch",
    ],
    ["row 49: no condition on the subject", condition({ StringEquals: { [AUD]: AUDIENCE } }), "allowed"],
    ["row 49: every account", condition({ StringLike: { [SUB]: "system:serviceaccount:*" } }), "allowed"],
    [
      "row 50: the name in every namespace",
      condition({ StringLike: { [SUB]: "system:serviceaccount:*:b" } }),
      "allowed",
    ],
    [
      "row 52: two operators of which one fails",
      condition({
        StringEquals: { [SUB]: SUBJECT },
        StringLike: { [SUB]: "system:serviceaccount:kube-*" },
      }),
      "denied",
      "subject-mismatch",
    ],
    ["row 53: ForAnyValue", condition({ "ForAnyValue:StringEquals": { [SUB]: SUBJECT } }), "allowed"],
    ["row 54: ForAllValues", condition({ "ForAllValues:StringEquals": { [SUB]: SUBJECT } }), "allowed"],
    [
      "row 54: ForAllValues of another subject",
      condition({ "ForAllValues:StringEquals": { [SUB]: "system:serviceaccount:a:c" } }),
      "denied",
      "subject-mismatch",
    ],
    ["row 55: Null says missing", condition({ Null: { [SUB]: "true" } }), "denied", "subject-mismatch"],
    ["row 55: Null says there", condition({ Null: { [SUB]: "false" } }), "allowed"],
    [
      "row 59: a variable without a version",
      policyOf({ Statement: [withCondition({ StringLike: { [SUB]: `\${${SUB}}` } })] }),
      "denied",
      "subject-mismatch",
    ],
    [
      "row 59: a variable in the old version",
      policyOf({
        Version: "2008-10-17",
        Statement: [withCondition({ StringLike: { [SUB]: `\${${SUB}}` } })],
      }),
      "denied",
      "subject-mismatch",
    ],
    [
      "row 60: a variable that the token has",
      condition({ StringEquals: { [SUB]: `\${${SUB}}` } }),
      "allowed",
    ],
    [
      "row 60: a variable that no request without a session has",
      condition({ StringEquals: { [SUB]: "system:serviceaccount:a:${aws:username}" } }),
      "denied",
      "subject-mismatch",
    ],
    [
      "row 60: a variable that nobody can tell",
      condition({ StringEquals: { [SUB]: "system:serviceaccount:a:${aws:UserAgent}" } }),
      "unknown",
      "unresolved",
    ],
    [
      "a variable with a default",
      condition({ StringEquals: { [SUB]: "system:serviceaccount:a:${aws:username, 'b'}" } }),
      "allowed",
    ],
    [
      "an escaped star",
      condition({ StringLike: { [SUB]: "system:serviceaccount:a:${*}" } }),
      "denied",
      "subject-mismatch",
    ],
    [
      "row 61: the value is not known",
      condition({ StringEquals: { [SUB]: "system:serviceaccount:a:⟦var.name⟧" } }),
      "unknown",
      "unresolved",
    ],
    [
      "row 61: a value is not known, another fits",
      condition({ StringEquals: { [SUB]: ["⟦var.subject⟧", SUBJECT] } }),
      "allowed",
    ],
    [
      "a value that can not fit whatever is filled in",
      condition({ StringEquals: { [SUB]: "system:serviceaccount:prod-⟦var.ns⟧:b" } }),
      "denied",
      "subject-mismatch",
    ],
    [
      "row 62: one unknown and one false",
      condition({ StringEquals: { [SUB]: "⟦var.subject⟧", [AUD]: "other" } }),
      "denied",
      "audience-mismatch",
    ],
  ])("%s", check);

  it("row 36: says that StringEquals takes the star literally", () => {
    const policy = condition({ StringEquals: { [SUB]: "system:serviceaccount:a:*" } });
    const [reason] = decide(policy).reasons;
    expect(reason?.message).toBe(
      'the token has the subject "system:serviceaccount:a:b", the trust policy wants ' +
        '"system:serviceaccount:a:*" (StringEquals, which takes * and ? literally)',
    );
    expect(reason && textAt(reason.at)).toBe("system:serviceaccount:a:*");
  });

  it.each([
    ["row 38", "system:serviceaccount:c:b", "the namespace differs"],
    ["row 40", "system:serviceaccount:a:release-b", "the name differs"],
  ])("%s: names the segment of %s that differs", (_, wanted, words) => {
    expect(decide(condition({ StringEquals: { [SUB]: wanted } })).reasons[0]?.message).toContain(words);
  });
});

describe("conditions on the audience", () => {
  it.each<Row>([
    ["row 46: the audience of the token", condition({ StringEquals: { [AUD]: AUDIENCE } }), "allowed"],
    ...["sts.amazonaws.com.cn", "sts.eu-west-1.amazonaws.com", "https://sts.amazonaws.com"].map(
      (audience): Row => [
        `row 47: ${audience}`,
        condition({ StringEquals: { [AUD]: audience } }),
        "denied",
        "audience-mismatch",
      ],
    ),
    ["row 48: no audience", condition({ StringEquals: { [SUB]: SUBJECT } }), "allowed"],
    [
      "row 51: the audience is wrong, the subject right",
      condition({ StringEquals: { [SUB]: SUBJECT, [AUD]: "sts.amazonaws.com.cn" } }),
      "denied",
      "audience-mismatch",
    ],
  ])("%s", check);

  it("row 38 of the token: several audiences leave a condition on aud open", () => {
    const several = { otherAudiences: [marked("vault")] };
    expect(decide(trust(webIdentity()), several).verdict).toBe("unknown");
    expect(decide(condition({ StringEquals: { [SUB]: SUBJECT } }), several).verdict).toBe("allowed");
  });
});

describe("condition keys", () => {
  const prefixes = {
    "a scheme": `https://${ISSUER}`,
    "the ARN": PROVIDER,
    "a trailing slash": `${ISSUER}/`,
    "another issuer": OTHER_ISSUER,
  };
  it.each(Object.entries(prefixes))("row 42: %s before :sub", (_, prefix) => {
    const decision = decide(condition({ StringEquals: { [`${prefix}:sub`]: SUBJECT } }));
    expect(decision.verdict).toBe("denied");
    expect(decision.reasons[0]?.code).toBe(prefix === OTHER_ISSUER ? "issuer-mismatch" : "condition-failed");
  });

  const KEY = `https://${ISSUER}:sub`;
  it.each(["StringNotEquals", "StringNotLike", "StringEqualsIfExists", "ForAllValues:StringEquals"])(
    "row 43: %s on a key that is not there holds in an Allow",
    (operator) => {
      expect(decide(condition({ [operator]: { [KEY]: "x" } })).verdict).toBe("allowed");
    },
  );
  it.each(["StringNotEquals", "StringNotLike", "StringEqualsIfExists", "ForAllValues:StringEquals"])(
    "row 44: %s on a key that is not there holds in a Deny",
    (operator) => {
      const policy = trust(webIdentity(), withCondition({ [operator]: { [KEY]: "x" } }, { Effect: "Deny" }));
      expect([decide(policy).verdict, decide(policy).reasons[0]?.code]).toEqual(["denied", "explicit-deny"]);
    },
  );

  it.each<Row>([
    [
      "row 45: another case",
      condition({ StringEquals: { [`${ISSUER.toUpperCase()}:SUB`]: SUBJECT } }),
      "allowed",
    ],
    ...[`${ISSUER}:azp`, `${ISSUER}:oaud`, `${ISSUER}:amr`, `${ISSUER}:kubernetes.io/namespace`].map(
      (key): Row => [
        `row 56: ${key}`,
        condition({ StringEquals: { [key]: "x" } }),
        "denied",
        "condition-failed",
      ],
    ),
    ...["aws:PrincipalTag/team", "aws:PrincipalArn", "aws:PrincipalOrgID"].map((key): Row => [
      `row 57: ${key}`,
      condition({ StringEquals: { [key]: "x" } }),
      "denied",
      "condition-failed",
    ]),
    [
      "row 58: the caller's address",
      condition({ IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }),
      "unknown",
      "unresolved",
    ],
    ["row 58: the VPC", condition({ StringEquals: { "aws:SourceVpc": "vpc-1" } }), "unknown", "unresolved"],
    [
      "row 58: the region",
      condition({ StringEquals: { "aws:RequestedRegion": "eu-west-1" } }),
      "unknown",
      "unresolved",
    ],
    [
      "row 58: a date",
      condition({ DateGreaterThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" } }),
      "unknown",
      "unresolved",
    ],
    [
      "an AWS key that came later",
      condition({ StringEquals: { "aws:SomethingNew": "x" } }),
      "unknown",
      "unresolved",
    ],
    [
      "a baseline that denies plain HTTP",
      trust(
        webIdentity(),
        withCondition({ Bool: { "aws:SecureTransport": "false" } }, { Effect: "Deny", Principal: "*" }),
      ),
      "allowed",
    ],
    [
      "a key with a hole that may be the token's subject",
      condition({ StringEquals: { "⟦var.issuer⟧:sub": SUBJECT } }),
      "unknown",
      "unresolved",
    ],
    [
      "a key with a hole and a value that fits nowhere",
      condition({ StringEquals: { "⟦var.issuer⟧:sub": "system:serviceaccount:x:y" } }),
      "denied",
      "subject-mismatch",
    ],
    [
      "a negated operator under a key with a hole",
      condition({ StringNotEquals: { "⟦var.issuer⟧:sub": "system:serviceaccount:x:y" } }),
      "allowed",
    ],
    [
      "row 81: an operator that IAM may or may not have",
      condition({ "ForAnyValue:Null": { [SUB]: "false" } }),
      "unknown",
      "unresolved",
    ],
    [
      "row 81: beside a condition that fails",
      condition({ "ForAnyValue:Null": { [SUB]: "false" }, StringEquals: { [SUB]: "x" } }),
      "denied",
      "subject-mismatch",
    ],
  ])("%s", check);

  it("row 81: names the operator", () => {
    const policy = condition({ "ForAnyValue:Null": { [SUB]: "false" } });
    expect(decide(policy).reasons[0]?.message).toContain('the operator "ForAnyValue:Null"');
  });

  it("names the key of AWS that is not known", () => {
    const policy = condition({ IpAddress: { "aws:SourceIp": "10.0.0.0/8" } });
    expect(decide(policy).reasons[0]?.message).toContain("aws:SourceIp");
  });
});

describe("several statements", () => {
  const other = withCondition({ StringEquals: { [SUB]: "system:serviceaccount:x:y" } });
  it.each<Row>([
    ["row 63: the second one fits", trust(other, webIdentity()), "allowed"],
    [
      "row 64: an Allow and a Deny fit",
      trust(webIdentity(), webIdentity({ Effect: "Deny" })),
      "denied",
      "explicit-deny",
    ],
    ["a Deny for somebody else", trust(webIdentity(), { ...other, Effect: "Deny" }), "allowed"],
    [
      "row 65: a Deny that may fit",
      trust(
        webIdentity(),
        withCondition({ NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } }, { Effect: "Deny" }),
      ),
      "unknown",
      "unresolved",
    ],
    [
      "a Deny that may fit, and no Allow",
      trust(other, withCondition({ StringEquals: { [SUB]: "⟦x⟧" } }, { Effect: "Deny" })),
      "denied",
      "subject-mismatch",
    ],
    [
      "a Deny alone",
      trust(webIdentity({ Effect: "Deny", Action: "sts:AssumeRole" })),
      "denied",
      "no-web-identity-statement",
    ],
    ["an effect that is not known", statement({ Effect: "⟦var.effect⟧" }), "unknown", "unresolved"],
    ["a statement that is not known", trust(webIdentity(), "⟦var.statement⟧"), "unknown", "unresolved"],
    [
      "a condition block that is not known",
      policyOfText(
        `{"Statement":{"Effect":"Allow","Principal":{"Federated":"${PROVIDER}"},` +
          `"Action":"sts:AssumeRoleWithWebIdentity","Condition":⟦var.condition⟧}}`,
      ),
      "unknown",
      "unresolved",
    ],
    [
      "a Deny for everybody but this account",
      trust(
        webIdentity(),
        withCondition({ StringNotEquals: { [SUB]: SUBJECT } }, { Effect: "Deny", Principal: "*" }),
      ),
      "allowed",
    ],
    [
      "a Deny for everybody",
      trust(webIdentity(), { Effect: "Deny", Principal: "*", Action: "sts:AssumeRoleWithWebIdentity" }),
      "denied",
      "explicit-deny",
    ],
  ])("%s", check);

  it("tells of the statement that comes nearest first", () => {
    const policy = trust(
      { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
      webIdentity({ Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${OTHER_ISSUER}` } }),
      other,
    );
    expect(decide(policy).reasons.map(({ code }) => code)).toEqual(["subject-mismatch"]);
  });
});

describe("a key that an object repeats", () => {
  const block = (condition: string): PolicyDocument =>
    policyOfText(
      `{"Statement":{"Effect":"Allow","Principal":{"Federated":"${PROVIDER}"},` +
        `"Action":"sts:AssumeRoleWithWebIdentity","Condition":{${condition}}}}`,
    );
  const sub = (value: string): string => `"StringEquals":{"${SUB}":"${value}"}`;
  const WRONG = "system:serviceaccount:x:y";
  it.each<[string, string, Verdict]>([
    ["both fit", `${sub(SUBJECT)},"StringEquals":{"${AUD}":"${AUDIENCE}"}`, "allowed"],
    ["neither fits", `${sub(WRONG)},${sub("other")}`, "denied"],
    ["only the last fits", `${sub(WRONG)},"StringEquals":{"${AUD}":"${AUDIENCE}"}`, "unknown"],
    ["only the last of three fits", `${sub(WRONG)},${sub("other")},${sub(SUBJECT)}`, "unknown"],
    ["only the first fits", `${sub(SUBJECT)},${sub(WRONG)}`, "denied"],
    [
      "the subject twice under one operator",
      `"StringEquals":{"${SUB}":"${WRONG}","${SUB}":"${SUBJECT}"}`,
      "unknown",
    ],
  ])("%s", (_, condition, verdict) => {
    expect(decide(block(condition)).verdict).toBe(verdict);
  });
});

describe("the minimal test vectors", () => {
  const vector = (operator: string, key: string, value: unknown): Verdict =>
    decide(condition({ [operator]: { [key]: value } })).verdict;

  it.each<[string, string, string, unknown, Verdict]>([
    ["T1", "StringEquals", SUB, SUBJECT, "allowed"],
    ["T2", "StringEquals", SUB, "system:serviceaccount:a:*", "denied"],
    ["T3", "StringLike", SUB, "system:serviceaccount:a:*", "allowed"],
    ["T4", "StringLike", SUB, "system:serviceaccount:a:?", "allowed"],
    ["T4", "StringLike", SUB, "system:serviceaccount:a:??", "denied"],
    ["T5", "StringNotEquals", SUB, "system:serviceaccount:a:c", "allowed"],
    ["T6", "StringNotEquals", SUB, [SUBJECT, "system:serviceaccount:a:c"], "denied"],
    ["T7", "StringEquals", `https://${SUB}`, "x", "denied"],
    ["T7", "StringNotEquals", `https://${SUB}`, "x", "allowed"],
    ["T7", "StringEqualsIfExists", `https://${SUB}`, "x", "allowed"],
    ["T7", "ForAllValues:StringEquals", `https://${SUB}`, "x", "allowed"],
    ["T7", "ForAnyValue:StringEquals", `https://${SUB}`, "x", "denied"],
    ["T8", "StringEquals", `${ISSUER.toUpperCase()}:SUB`, SUBJECT, "allowed"],
    ["T9", "StringEqualsIgnoreCase", SUB, "System:ServiceAccount:A:B", "allowed"],
    ["T10", "Null", SUB, "false", "allowed"],
    ["T11", "StringLike", SUB, "*", "allowed"],
    ["T13", "Bool", SUB, "true", "denied"],
  ])("%s: %s on %s with %j", (_, operator, key, value, verdict) => {
    expect(vector(operator, key, value)).toBe(verdict);
  });

  it("T12: the subject is right, the audience wrong", () => {
    const policy = condition({ StringEquals: { [SUB]: SUBJECT, [AUD]: "wrong" } });
    expect(decide(policy).verdict).toBe("denied");
  });
});

describe("the cluster is not known: the issuers of the role are tried", () => {
  const own = { issuer: undefined };
  const keyed = (key: string, value: string): Readonly<Record<string, unknown>> => ({
    StringEquals: { [`${key}:sub`]: value, [`${key}:aud`]: AUDIENCE },
  });
  const statementOf = (provider: string, key: string, subject: string): unknown =>
    webIdentity({ Principal: { Federated: provider }, Condition: keyed(key, subject) });

  it.each<[string, unknown[], Verdict, ReasonCode | undefined, readonly string[]]>([
    ["a known issuer", [statementOf(PROVIDER, ISSUER, SUBJECT)], "allowed", undefined, ["issuer"]],
    [
      "another subject",
      [statementOf(PROVIDER, ISSUER, "system:serviceaccount:a:c")],
      "denied",
      "subject-mismatch",
      ["issuer"],
    ],
    [
      "a provider and an issuer that are two variables",
      [statementOf("⟦var.provider_arn⟧", "⟦var.oidc_url⟧", SUBJECT)],
      "allowed",
      undefined,
      ["issuer"],
    ],
    [
      "two variables and another subject",
      [statementOf("⟦var.provider_arn⟧", "⟦var.oidc_url⟧", "system:serviceaccount:a:c")],
      "denied",
      "subject-mismatch",
      ["issuer"],
    ],
    [
      "an ARN with a hole for the issuer, and another one in the keys",
      [statementOf("arn:aws:iam::⟦a⟧:oidc-provider/⟦module.eks.oidc⟧", "⟦local.issuer⟧", SUBJECT)],
      "allowed",
      undefined,
      ["issuer"],
    ],
    [
      "a literal ARN and a key with a hole",
      [statementOf(PROVIDER, "⟦local.issuer⟧", SUBJECT)],
      "allowed",
      undefined,
      ["issuer"],
    ],
    [
      "a variable without any condition on the issuer",
      [webIdentity({ Principal: { Federated: "⟦var.provider_arn⟧" }, Condition: undefined })],
      "allowed",
      undefined,
      ["issuer"],
    ],
    [
      "keys of another issuer than the provider's",
      [statementOf(PROVIDER, OTHER_ISSUER, SUBJECT)],
      "denied",
      "issuer-mismatch",
      ["issuer"],
    ],
    [
      "two clusters, the second lets it in",
      [
        statementOf(PROVIDER, ISSUER, "system:serviceaccount:x:y"),
        statementOf(`arn:aws:iam::${ACCOUNT}:oidc-provider/${OTHER_ISSUER}`, OTHER_ISSUER, SUBJECT),
      ],
      "allowed",
      undefined,
      ["issuer"],
    ],
    [
      "two clusters that are variables, the second lets it in",
      [
        statementOf("⟦var.dev_arn⟧", "⟦var.dev_url⟧", "system:serviceaccount:x:y"),
        statementOf("⟦var.prod_arn⟧", "⟦var.prod_url⟧", SUBJECT),
      ],
      "allowed",
      undefined,
      ["issuer"],
    ],
    [
      "two clusters that are variables, neither lets it in",
      [
        statementOf("⟦var.dev_arn⟧", "⟦var.dev_url⟧", "system:serviceaccount:x:y"),
        statementOf("⟦var.prod_arn⟧", "⟦var.prod_url⟧", "system:serviceaccount:x:z"),
      ],
      "denied",
      "subject-mismatch",
      ["issuer"],
    ],
    [
      "two issuers in one block of conditions, which no token has",
      [
        webIdentity({
          Principal: { Federated: [PROVIDER, `arn:aws:iam::${ACCOUNT}:oidc-provider/${OTHER_ISSUER}`] },
          Condition: { StringEquals: { [SUB]: SUBJECT, [`${OTHER_ISSUER}:sub`]: SUBJECT } },
        }),
      ],
      "denied",
      "issuer-mismatch",
      ["issuer"],
    ],
    [
      "two providers and the variable of an issuer, which may be either's",
      [
        webIdentity({
          Principal: { Federated: [PROVIDER, `arn:aws:iam::${ACCOUNT}:oidc-provider/${OTHER_ISSUER}`] },
          Condition: keyed("⟦local.issuer⟧", SUBJECT),
        }),
      ],
      "unknown",
      "unresolved",
      ["issuer"],
    ],
    [
      "two variables of issuers beside one provider",
      [
        webIdentity({
          Condition: { StringEquals: { "⟦local.a⟧:sub": SUBJECT, "⟦local.b⟧:aud": AUDIENCE } },
        }),
      ],
      "unknown",
      "unresolved",
      ["issuer"],
    ],
    [
      "only GitHub",
      [
        webIdentity({
          Principal: {
            Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
          },
          Condition: undefined,
        }),
      ],
      "denied",
      "issuer-mismatch",
      [],
    ],
    [
      "GitHub and the cluster",
      [
        webIdentity({
          Principal: {
            Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
          },
          Condition: {
            StringLike: { "token.actions.githubusercontent.com:sub": "repo:o/r:*" },
          },
        }),
        statementOf(PROVIDER, ISSUER, SUBJECT),
      ],
      "allowed",
      undefined,
      ["issuer"],
    ],
    [
      "row 28: the provider of another account",
      [statementOf(`arn:aws:iam::444455556666:oidc-provider/${ISSUER}`, ISSUER, SUBJECT)],
      "denied",
      "account-mismatch",
      ["issuer"],
    ],
  ])("%s", (_, statements, verdict, code, assumed) => {
    const decision = decide(trust(...statements), own);
    expect([decision.verdict, decision.reasons[0]?.code, decision.assumed]).toEqual([verdict, code, assumed]);
  });

  it("does not deny what it could not try", () => {
    const many = Array.from({ length: 60 }, (_, at) =>
      statementOf(
        `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}${String(at)}`,
        `${ISSUER}${String(at)}`,
        "system:serviceaccount:x:y",
      ),
    );
    expect(decide(trust(...many), own).verdict).toBe("unknown");
  });

  it("names the hole in the account's namespace", () => {
    const decision = decide(trust(webIdentity()), {
      subject: marked("system:serviceaccount:⟦the namespace that deploys it!dns⟧:b"),
    });
    expect(decision.verdict).toBe("unknown");
    expect(decision.reasons[0]?.message).toContain("the namespace that deploys it");
  });
});

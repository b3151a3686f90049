import { describe, expect, it } from "vitest";
import { judgeTokenFor } from "../../src/explain/judge-token.ts";
import { findNamed } from "../../src/explain/named.ts";
import { readToken, type Token } from "../../src/explain/token.ts";
import { print } from "../../src/model/text.ts";
import { exactly, exampleAccount, exampleIssuer, exampleRole } from "../../src/rule-api/examples.ts";
import { modelOf } from "../support/rule-tester.ts";

const NOW = 1_750_000_000;

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

const claims = {
  iss: `https://${exampleIssuer}`,
  sub: "system:serviceaccount:reports:reports",
  aud: ["sts.amazonaws.com"],
  exp: NOW + 3600,
};

const jwt = (changes: object = {}): string =>
  `${part({ alg: "RS256" })}.${part({ ...claims, ...changes })}.c2ln`;

function tokenOf(changes: object = {}): Token {
  const reading = readToken(jwt(changes), NOW);
  if ("problem" in reading) throw new Error(reading.problem);
  return reading.token;
}

describe("a token", () => {
  it("is read with the white space and the word around it", () => {
    const reading = readToken(`  Bearer ${jwt()}\n`, NOW);
    expect("token" in reading && print(reading.token.subject)).toBe(claims.sub);
    expect("token" in reading && print(reading.token.issuer)).toBe(exampleIssuer);
  });

  it.each<[string, string, RegExp]>([
    ["a word", "hello", /three parts/],
    ["an AWS key", "AKIAIOSFODNN7EXAMPLE", /three parts/],
    ["three words", "a.b.c", /not JSON in base64url/],
    ["other characters", "ä.ö.ü", /not JSON in base64url/],
    ["a list", `${part([])}.${part([])}.x`, /not JSON in base64url/],
    ["a JWT without claims", `${part({})}.${part({ hello: 1 })}.x`, /without the claims iss and sub/],
  ])("is not %s", (_, text, problem) => {
    const reading = readToken(text, NOW);
    expect("problem" in reading ? reading.problem : "").toMatch(problem);
  });

  it.each<[string, object, RegExp]>([
    ["expired", { exp: NOW - 301 }, /has expired: 2025-06-15T/],
    ["not valid yet", { nbf: NOW + 4000 }, /not valid before/],
    [
      "of GitHub Actions",
      { iss: "https://token.actions.githubusercontent.com", sub: "repo:a/b:ref:x" },
      /GitHub Actions/,
    ],
    ["the old kind", { iss: "kubernetes/serviceaccount", aud: undefined }, /from a Secret/],
    ["for EKS Pod Identity", { aud: "pods.eks.amazonaws.com" }, /AssumeRoleForPodIdentity/],
    ["for the API server", { aud: ["https://kubernetes.default.svc"] }, /API server/],
    ["a person's", { sub: "user-1" }, /no service account/],
    ["without an audience", { aud: [] }, /no audience/],
  ])("that is %s is said to be so", (_, changes, remark) => {
    expect(tokenOf(changes).remarks.join("\n")).toMatch(remark);
  });

  it("that is good for five minutes more is not called expired", () => {
    expect(tokenOf({ exp: NOW - 299 }).remarks).toEqual([]);
  });
});

const arn = "arn:aws:iam::111122223333:role/prod-reports";
const model = modelOf({
  files: {
    "sa.yaml": exampleAccount("reports", "reports", arn),
    "iam.tf": exampleRole("reports", { conditions: exactly("reports", "reports") }),
    "other.tf": exampleRole("other", { conditions: exactly("other", "other") }),
  },
});

function answers(changes: object, name?: string): readonly string[] {
  const named = name === undefined ? undefined : findNamed(name, model);
  const { chosen, answers: found } = judgeTokenFor(tokenOf(changes), named, model);
  return [
    chosen,
    ...found.map(({ role, verdict, reasons }) =>
      [print(role.name), verdict, ...new Set(reasons.map(({ code }) => code))].join(" "),
    ),
  ];
}

describe("a token is judged", () => {
  it.each<[string, object, string | undefined, readonly string[]]>([
    ["against the role that its account asks for", {}, undefined, ["annotation", "prod-reports allowed"]],
    ["against a role that is named", {}, "prod-other", ["named", "prod-other denied subject-mismatch"]],
    [
      "against the role of an account that is named",
      { sub: "system:serviceaccount:a:b" },
      "reports/reports",
      ["named", "prod-reports denied subject-mismatch"],
    ],
    [
      "against all roles when nobody asks with this subject",
      { sub: "system:serviceaccount:other:other" },
      undefined,
      ["all", "prod-other allowed"],
    ],
    [
      "with its own audience",
      { aud: ["vault"] },
      undefined,
      ["annotation", "prod-reports denied audience-mismatch"],
    ],
    [
      "with its own issuer",
      { iss: "https://oidc.eks.eu-west-2.amazonaws.com/id/FFFFFFFF" },
      undefined,
      ["annotation", "prod-reports denied issuer-mismatch"],
    ],
    [
      "as unknown where AWS does not say which audience counts",
      { aud: ["sts.amazonaws.com", "vault"] },
      undefined,
      ["annotation", "prod-reports unknown unresolved"],
    ],
  ])("%s", (_, changes, name, expected) => {
    expect(answers(changes, name)).toEqual(expected);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { policyFromText, readPolicyDocument } from "../../../src/loaders/iam-policy/read-policy-document.ts";
import { parseJson } from "../../../src/loaders/json/parse-json.ts";
import { textAt, wholeFile, type SourceFile } from "../../../src/model/location.ts";
import type { PolicyDocument } from "../../../src/model/policy.ts";
import { fileSource } from "../../../src/model/source.ts";
import { concat, isAbsent, literal, print, unknownText, type Text } from "../../../src/model/text.ts";

function document(text: string): PolicyDocument {
  const { node } = parseJson(fileSource({ path: "trust.json", text }));
  return readPolicyDocument(node ?? { kind: "null", at: wholeFile({ path: "trust.json", text }) });
}

const printAll = (texts: readonly Text[] | undefined): readonly string[] | undefined => texts?.map(print);

const trust = `{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/oidc.example/id/A" },
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Condition": { "StringEquals": {
      "oidc.example/id/A:sub": ["system:serviceaccount:eso:eso", "system:serviceaccount:eso:other"],
      "oidc.example/id/A:aud": "sts.amazonaws.com"
    } }
  }]
}`;

describe("a policy document", () => {
  it("has its statement's parts, each with its place", () => {
    const policy = document(trust);
    const [statement] = policy.statements;
    expect(print(policy.version)).toBe("2012-10-17");
    expect(statement && print(statement.effect)).toBe("Allow");
    expect(printAll(statement?.actions)).toEqual(["sts:AssumeRoleWithWebIdentity"]);
    expect(statement?.principals?.map(({ type }) => print(type))).toEqual(["Federated"]);
    const [sub, aud] = statement?.conditions ?? [];
    expect(sub?.values.map(textAt_)).toEqual([
      "system:serviceaccount:eso:eso",
      "system:serviceaccount:eso:other",
    ]);
    expect(aud && textAt(aud.at)).toBe('"oidc.example/id/A:aud": "sts.amazonaws.com"'.slice(1, -1));
    const principal = statement?.elements.get("Principal");
    expect(principal && textAt(principal)).toBe("Principal");
  });

  it("counts the characters of its minified form", () => {
    expect(document(trust).length).toBe(JSON.stringify(JSON.parse(trust)).length);
  });

  it.each([
    ["one statement without a list", '{"Statement": {"Effect": "Deny"}}', 1],
    ["no statement", "{}", 0],
    ["a list where the document should be", "[]", 0],
    ["a statement that is a number", '{"Statement": [1]}', 1],
  ])("reads %s", (_, text, count) => {
    expect(document(text).statements).toHaveLength(count);
  });

  it.each([
    ['{"Principal": "*"}', [["*", "*"]]],
    ['{"Principal": {"AWS": "*"}}', [["AWS", "*"]]],
    ['{"Principal": "arn:aws:iam::111122223333:root"}', [["", "arn:aws:iam::111122223333:root"]]],
    [
      '{"Principal": {"AWS": ["a", "b"], "Service": "c"}}',
      [
        ["AWS", "a"],
        ["AWS", "b"],
        ["Service", "c"],
      ],
    ],
    ['{"Principal": {"AWS": []}}', []],
  ])("reads the principals of %s", (statement, expected) => {
    const [read] = document(`{"Statement": ${statement}}`).statements;
    expect(read?.principals?.map(({ type, value }) => [print(type), print(value)])).toEqual(expected);
  });

  it("tells an element that is missing from one that is empty", () => {
    const [statement] = document('{"Statement": {"Action": []}}').statements;
    expect(statement?.actions).toEqual([]);
    expect(statement && "resources" in statement).toBe(false);
    expect(statement && isAbsent(statement.effect)).toBe(true);
  });

  it("reads elements in another case, and remembers how they are written", () => {
    const [statement] = document('{"statement": {"effect": "Allow", "ACTION": "s3:Get*"}}').statements;
    expect(printAll(statement?.actions)).toEqual(["s3:Get*"]);
    expect([...(statement?.elements.keys() ?? [])]).toEqual(["effect", "ACTION"]);
  });

  it("reads NotPrincipal, NotAction, NotResource, numbers and Booleans as values", () => {
    const [statement] = document(
      '{"Statement": {"NotPrincipal": {"AWS": "a"}, "NotAction": "b", "NotResource": ["c"], "Condition": {"Bool": {"k": true}, "NumericEquals": {"n": [1, 2]}}}}',
    ).statements;
    expect(statement?.notPrincipals).toHaveLength(1);
    expect(printAll(statement?.notActions)).toEqual(["b"]);
    expect(printAll(statement?.notResources)).toEqual(["c"]);
    expect(statement?.conditions.map(({ values }) => printAll(values))).toEqual([["true"], ["1", "2"]]);
  });

  it("lists repeated keys", () => {
    const policy = document('{"Statement": {"Condition": {"StringEquals": {"a:sub": "x", "a:sub": "y"}}}}');
    expect(policy.duplicateKeys.map(({ key }) => print(key))).toEqual(["a:sub"]);
  });

  it("never throws, whatever the JSON", () => {
    const word = fc.constantFrom("Statement", "Principal", "Action", "Condition", "StringEquals", "*", "AWS");
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        word,
        fc.constant(null),
        fc.integer(),
        fc.array(tie("value")),
        fc.dictionary(word, tie("value")),
      ),
    }));
    fc.assert(fc.property(value, (json) => document(JSON.stringify(json)).statements.length >= 0));
  });
});

const textAt_ = (text: Text): string => textAt(text.at);

describe("a policy in a text", () => {
  const file: SourceFile = { path: "main.tf", text: trust };
  const at = wholeFile(file);
  const hole = unknownText({ id: "test|module.eks.oidc_provider", name: "module.eks.oidc_provider" }, at);

  it("is parsed when the text is JSON", () => {
    const { policy, problems } = policyFromText(literal(trust, at));
    expect(problems).toEqual([]);
    expect(policy).toMatchObject({ state: "known" });
  });

  it("keeps the holes of a key and a value", () => {
    const text = concat(
      at,
      '{"Statement": {"Condition": {"StringEquals": {"',
      hole,
      ':sub": "system:serviceaccount:a:b"}}}}',
    );
    const { policy } = policyFromText(text);
    const [statement] = policy.state === "known" ? policy.value.statements : [];
    expect(statement?.conditions.map(({ key }) => print(key))).toEqual(["${module.eks.oidc_provider}:sub"]);
  });

  it("is unknown when the text is one hole", () => {
    expect(policyFromText(hole).policy).toMatchObject({
      state: "unknown",
      hole: { name: "module.eks.oidc_provider" },
    });
  });

  it.each([
    ["the list of statements", '{"Statement": ', "}"],
    ["one of the statements", '{"Statement": [{"Effect": "Allow"}, ', "]}"],
  ])("says that there may be more statements when %s is unknown", (_, before, after) => {
    const { policy } = policyFromText(concat(at, before, hole, after));
    expect(policy.state === "known" && policy.value.moreStatements?.name).toBe("module.eks.oidc_provider");
  });

  it.each([
    ["block", '{"Statement": {"Condition": ', "}}"],
    ["operator's map", '{"Statement": {"Condition": {"StringEquals": ', "}}}"],
  ])("says that there may be more conditions when the condition %s is unknown", (_, before, after) => {
    const { policy } = policyFromText(concat(at, before, hole, after));
    const [statement] = policy.state === "known" ? policy.value.statements : [];
    expect(statement?.moreConditions?.name).toBe("module.eks.oidc_provider");
  });

  it("is a list with one hole when an element's value is unknown", () => {
    const { policy } = policyFromText(concat(at, '{"Statement": {"Action": ', hole, "}}"));
    const [statement] = policy.state === "known" ? policy.value.statements : [];
    expect(printAll(statement?.actions)).toEqual(["${module.eks.oidc_provider}"]);
  });

  it("is a problem at the place where the JSON breaks", () => {
    const broken: SourceFile = { path: "trust.json", text: '{"Statement": [}' };
    const { policy, problems } = policyFromText(literal(broken.text, wholeFile(broken)));
    expect(problems.map(({ code, at: place }) => [code, textAt(place)])).toEqual([
      ["input/unparseable", "}"],
    ]);
    expect(policy).toMatchObject({ state: "known", value: { statements: [] } });
  });
});

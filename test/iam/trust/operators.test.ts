import { describe, expect, it } from "vitest";
import { judgeCondition } from "../../../src/iam/trust/condition.ts";
import type { Context } from "../../../src/iam/trust/context.ts";
import { inRange } from "../../../src/iam/trust/ip-range.ts";
import { parseOperator } from "../../../src/iam/trust/operators.ts";
import { absent, type Answer } from "../../../src/model/text.ts";
import { marked } from "../../support/marked-text.ts";
import { trust, withCondition } from "../../support/policies.ts";

/** A condition on a key that holds `got` (undefined: that is not in the request). */
function judge(operator: string, wanted: unknown, got: string | readonly string[] | undefined): Answer {
  const [statement] = trust(withCondition({ [operator]: { "x:key": wanted } })).statements;
  const [condition] = statement?.conditions ?? [];
  if (condition === undefined) throw new Error("no condition");
  const values = got === undefined ? [] : typeof got === "string" ? [got] : got;
  const entry = {
    key: marked("x:key"),
    values: values.map((value) => marked(value)),
    list: Array.isArray(got),
  };
  const context: Context = { keys: got === undefined ? [] : [entry], never: [], open: [] };
  return judgeCondition(condition, absent(condition.at), context, false).answer;
}

describe("comparing a value that the request has", () => {
  it.each<[string, unknown, string, Answer]>([
    ["StringEquals", "a", "a", "yes"],
    ["StringEquals", "a", "A", "no"],
    ["StringNotEquals", "a", "A", "yes"],
    ["StringEqualsIgnoreCase", "a", "A", "yes"],
    ["StringNotEqualsIgnoreCase", "a", "A", "no"],
    ["StringLike", "a*", "abc", "yes"],
    ["StringNotLike", "a*", "abc", "no"],
    ["StringNotLike", ["a*", "x*"], "abc", "no"], // none may match
    ["NumericEquals", "3600", "3600.0", "yes"],
    ["NumericNotEquals", "3600", "3600.0", "no"],
    ["NumericLessThan", "3600", "900", "yes"],
    ["NumericLessThan", "3600", "3600", "no"],
    ["NumericLessThanEquals", "3600", "3600", "yes"],
    ["NumericGreaterThan", "3600", "7200", "yes"],
    ["NumericGreaterThanEquals", "3600", "900", "no"],
    ["NumericLessThan", "3600", "soon", "no"], // not a number
    ["NumericNotEquals", "3600", "soon", "maybe"], // what IAM makes of that is not documented
    ["NumericLessThan", "3600", "⟦x⟧", "maybe"],
    ["DateEquals", "2024-01-01T00:00:00Z", "1704067200", "yes"], // seconds since 1970
    ["DateNotEquals", "2024-01-01", "2024-01-01T00:00:00Z", "no"],
    ["DateLessThan", "2024-01-02T00:00:00Z", "2024-01-01T23:00:00Z", "yes"],
    ["DateLessThanEquals", "2024-01-01", "2024-01-01T00:00:00Z", "yes"],
    ["DateGreaterThan", "2024-01-02T00:00:00+02:00", "2024-01-01T23:00:00Z", "yes"],
    ["DateGreaterThanEquals", "2025", "2024-12-31T23:59:59Z", "no"],
    ["DateLessThan", "tomorrow", "2024-01-01", "no"],
    ["Bool", "true", "True", "yes"],
    ["Bool", "true", "false", "no"],
    ["BinaryEquals", "QUJD", "QUJD", "yes"],
    ["BinaryEquals", "QUJD", "qujd", "no"],
    ["IpAddress", "10.0.0.0/8", "10.1.2.3", "yes"],
    ["NotIpAddress", "10.0.0.0/8", "10.1.2.3", "no"],
    ["IpAddress", "10.0.0.0/8", "⟦x⟧", "maybe"],
    ["IpAddress", "not an address", "10.1.2.3", "no"],
    ["ArnEquals", "arn:aws:eks:*:1:cluster/*", "arn:aws:eks:eu-west-1:1:cluster/prod", "yes"],
    ["ArnLike", "arn:aws:eks:*:1:cluster/x", "arn:aws:eks:eu-west-1:1:cluster/prod", "no"],
    ["ArnLike", "arn:aws:*:cluster/prod", "arn:aws:eks:eu-west-1:1:cluster/prod", "maybe"], // fewer than six parts
    ["ArnLike", "*", "arn:aws:eks:eu-west-1:1:cluster/prod", "maybe"],
    ["ArnNotLike", "arn:aws:eks:*:1:*", "arn:aws:eks:eu-west-1:2:cluster/prod", "yes"],
    ["ArnNotEquals", "arn:aws:eks:*:2:*", "arn:aws:eks:eu-west-1:2:cluster/prod", "no"],
    ["ArnLike", "arn:aws:eks:*:1:*", "system:serviceaccount:a:b", "no"], // not an ARN: row of ArnLike on :sub
    ["ArnNotLike", "arn:aws:eks:*:1:*", "system:serviceaccount:a:b", "maybe"],
    ["ArnLike", "arn:aws:eks:*:1:*", "arn:aws:eks:eu-west-1:⟦account⟧:cluster/prod", "maybe"],
    ["Null", "false", "a", "yes"],
    ["Null", "true", "a", "no"],
    ["Null", "⟦x⟧", "a", "maybe"],
    ["StringEqualsIfExists", "a", "b", "no"],
    ["stringequals", "a", "b", "no"],
    ["stringequals", "a", "a", "maybe"], // whether IAM reads that case is not documented
    ["NullIfExists", "true", "a", "maybe"], // no such operator
    ["StringEqual", "a", "a", "maybe"],
    ["⟦operator⟧", "a", "a", "maybe"],
  ])("%s %j, the request has %s: %s", (operator, wanted, got, answer) => {
    expect(judge(operator, wanted, got)).toBe(answer);
  });

  it.each<[string, Answer]>([
    ["StringEquals", "no"],
    ["StringLike", "no"],
    ["ArnLike", "no"],
    ["Bool", "no"],
    ["IpAddress", "no"],
    ["NumericEquals", "no"],
    ["DateLessThan", "no"],
    ["StringNotEquals", "yes"],
    ["StringNotLike", "yes"],
    ["ArnNotEquals", "yes"],
    ["NotIpAddress", "yes"],
    ["BoolIfExists", "yes"],
    ["StringLikeIfExists", "yes"],
    ["ForAllValues:StringLike", "yes"],
    ["ForAnyValue:StringLike", "no"],
    ["ForAnyValue:StringNotEquals", "no"],
    ["ForAnyValue:StringEqualsIfExists", "yes"],
  ])("%s on a key that the request does not have: %s", (operator, answer) => {
    expect(judge(operator, "x", undefined)).toBe(answer);
  });

  it.each<[string, unknown, readonly string[], Answer]>([
    ["ForAllValues:StringEquals", ["a", "b"], ["a", "b"], "yes"],
    ["ForAllValues:StringEquals", ["a"], ["a", "b"], "no"],
    ["ForAnyValue:StringEquals", ["a"], ["a", "b"], "yes"],
    ["ForAnyValue:StringEquals", ["c"], ["a", "b"], "no"],
    ["ForAnyValue:StringNotEquals", ["a"], ["a", "b"], "yes"], // b is none of them
    ["ForAllValues:StringNotEquals", ["a"], ["a", "b"], "no"],
    ["StringEquals", ["a"], ["a"], "maybe"], // a list without ForAny or ForAll
  ])("%s %j, the request has %j: %s", (operator, wanted, got, answer) => {
    expect(judge(operator, wanted, got)).toBe(answer);
  });
});

describe("reading an operator's name", () => {
  it.each([
    "",
    "Null:",
    "ForAnyValue:",
    "ForSomeValue:StringEquals",
    "StringEqualsIfExistsIfExists",
    "ForAnyValue:Null",
  ])("%j is none", (name) => {
    expect(parseOperator(name)).toBeUndefined();
  });
});

describe("address ranges", () => {
  it.each([
    ["10.1.2.3", "10.1.2.3", true],
    ["10.1.2.3", "10.1.2.0/24", true],
    ["10.1.3.3", "10.1.2.0/24", false],
    ["1.2.3.4", "0.0.0.0/0", true],
    ["2001:db8::1", "2001:db8::/32", true],
    ["2001:db9::1", "2001:db8::/32", false],
    ["::1", "0:0:0:0:0:0:0:1", true],
    ["10.0.0.1", "::/0", false], // another family
    ["256.0.0.1", "0.0.0.0/0", undefined],
    ["10.0.0.1", "10.0.0.0/33", undefined],
    ["10.0.0.1", "10.0.0.0/8/8", undefined],
    ["1:2:3:4:5:6:7", "::/0", undefined],
    ["1::2::3", "::/0", undefined],
    ["1:2:3:4:5:6:7:8::", "::/0", undefined],
  ])("%s in %s: %s", (address, range, inside) => {
    expect(inRange(address, range)).toBe(inside);
  });
});

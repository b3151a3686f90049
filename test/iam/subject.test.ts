import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  couldBeSubject,
  isNamespaceName,
  isServiceAccountName,
  parseSubject,
  subjectOf,
} from "../../src/iam/subject.ts";
import { textAt } from "../../src/model/location.ts";
import { print, type Answer } from "../../src/model/text.ts";
import { marked } from "../support/marked-text.ts";

describe("the subject of a service account", () => {
  it("is read back into the parts that it was made of", () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/);
    fc.assert(
      fc.property(name, name, (namespace, account) => {
        const subject = parseSubject(subjectOf(marked(namespace), marked(account)));
        expect(subject && [print(subject.namespace), print(subject.name)]).toEqual([namespace, account]);
      }),
    );
  });

  it("has parts at their own places", () => {
    const subject = parseSubject(marked("system:serviceaccount:team-a:reader"));
    expect(subject && textAt(subject.namespace.at)).toBe("team-a");
    expect(subject && textAt(subject.name.at)).toBe("reader");
  });

  it.each([
    "system:serviceaccount:a",
    "system:serviceaccount:a:b:c",
    "system:serviceaccounts:a:b",
    "⟦x⟧",
    "system:serviceaccount:⟦both⟧",
  ])("can not be cut out of %s", (value) => {
    expect(parseSubject(marked(value))).toBeUndefined();
  });

  it.each<[string, Answer]>([
    ["system:serviceaccount:a:b", "yes"],
    ["system:serviceaccount:a:b.c", "yes"],
    ["system:serviceaccount:a.b:c", "no"], // a namespace has no dot
    ["system:serviceaccount:A:b", "no"],
    ["system:serviceaccount:a/b", "no"],
    ["system:serviceaccounts:a:b", "no"],
    ["system:serviceaccount:a:*", "no"],
    ["system:serviceaccount::b", "no"],
    ["system:serviceaccount:⟦ns⟧:b", "maybe"],
    ["system:serviceaccount:⟦both⟧", "maybe"],
    ["serviceaccount:⟦ns⟧:b", "no"],
    ["system:serviceaccount:⟦ns⟧:B", "no"],
  ])("%s can be one: %s", (value, answer) => {
    expect(couldBeSubject(marked(value))).toBe(answer);
  });
});

describe("names that Kubernetes takes", () => {
  it.each([
    ["a", true],
    ["a-b9", true],
    ["-a", false],
    ["a-", false],
    ["a.b", false],
    ["A", false],
    ["", false],
    ["a".repeat(63), true],
    ["a".repeat(64), false],
  ])("namespace %s: %s", (name, valid) => {
    expect(isNamespaceName(name)).toBe(valid);
  });
  it.each([
    ["a.b-c", true],
    ["a..b", false],
    ["a_b", false],
    ["a".repeat(254), false],
  ])("account %s: %s", (name, valid) => {
    expect(isServiceAccountName(name)).toBe(valid);
  });
});

import { describe, expect, it } from "vitest";
import { arnKind, didYouMean, differingPart, isTypo } from "../../src/iam/near-miss.ts";
import { marked } from "../support/marked-text.ts";

describe("what was probably meant", () => {
  it.each([
    ["external-secrets", ["external-secret", "external-dns"], "external-secret"],
    ["reader", ["reader"], undefined], // the word itself
    ["reader", ["writer-of-logs"], undefined],
    ["cat", ["bat", "rat"], "bat"], // of equals the first in the alphabet
    ["ab", ["xy"], undefined], // every letter differs
    ["eso", [], undefined],
    ["x".repeat(600), ["x".repeat(599)], undefined], // too long to be worth it
  ])("%s among %j: %s", (word, candidates, meant) => {
    expect(didYouMean(word, candidates)).toBe(meant);
  });
});

describe("the part in which two values differ", () => {
  it.each([
    ["system:serviceaccount:a:b", "system:serviceaccount:a:c", "name"],
    ["system:serviceaccount:a:b", "system:serviceaccount:x:b", "namespace"],
    ["system:serviceaccount:a:b", "system:serviceaccount:x:y", undefined],
    ["system:serviceaccount:a:b", "system:serviceaccount:a:b", undefined],
    ["arn:aws:iam::1:role/a", "arn:aws:iam::2:role/a", "account"],
    ["arn:aws:iam::1:role/x/a", "arn:aws:iam::1:role/a", "path"],
    ["arn:aws:iam::1:role/a", "arn:aws-cn:iam::1:role/a", "partition"],
    ["something", "else", undefined],
  ])("%s and %s: %s", (a, b, part) => {
    expect(differingPart(marked(a), marked(b))).toBe(part);
  });
});

describe("the kind of thing that an ARN names", () => {
  it.each([
    ["arn:aws:iam::1:policy/x", "policy"],
    ["arn:aws:iam::1:instance-profile/x", "instance-profile"],
    ["arn:aws:secretsmanager:r:1:secret:x", "secret"],
    ["reader", undefined],
  ])("%s: %s", (arn, kind) => {
    expect(arnKind(marked(arn))).toBe(kind);
  });
});

describe("a slip of the pen", () => {
  it.each([
    ["reprots", "reports", true],
    ["report", "reports", true],
    ["external-secerts", "external-secrets", true],
    ["certmanager", "cert-manager", true],
    ["cert_manager", "cert-manager", true],
    ["reports", "reports", false],
    ["team-a", "team-b", false],
    ["worker-1", "worker-2", false],
    ["reports1", "reports2", false],
    ["dev", "dev2", false],
    ["test", "tests", false],
    ["orders-api", "orders-web", false],
    ["invoices-worker", "orders-worker", false],
    ["reports", "reports-worker", false],
    ["reports", "exports", false],
  ])("%s for %s: %s", (written, meant, answer) => {
    expect(isTypo(written, meant)).toBe(answer);
    expect(isTypo(meant, written)).toBe(answer);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inOrder } from "../../src/engine/order.ts";
import { findingAt, placeOf } from "../support/findings.ts";

const a = { path: "a.tf", text: "first second" };
const b = { path: "b.tf", text: "first" };

describe("findings in order", () => {
  const findings = [
    findingAt(placeOf(a, "first"), { rule: "trust/a" }),
    findingAt(placeOf(a, "first"), { rule: "trust/b" }),
    findingAt(placeOf(a, "second"), { rule: "trust/a" }),
    findingAt(placeOf(b, "first"), { rule: "trust/a" }),
  ];

  it("are the same however they came", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(findings, { minLength: findings.length }), (shuffled) => {
        expect(inOrder(shuffled)).toEqual(findings);
      }),
    );
  });

  it("say once what several environments say alike, with all their places", () => {
    const place = placeOf(a, "first");
    const dev = { at: placeOf(a, "second"), message: "the account in dev" };
    const prod = { at: placeOf(b, "first"), message: "the account in prod" };
    const merged = inOrder([
      findingAt(place, { related: [dev], severity: "warning", confidence: "medium" }),
      findingAt(place, { related: [dev, prod], severity: "error", confidence: "high" }),
    ]);
    expect(merged).toMatchObject([{ related: [dev, prod], severity: "error", confidence: "high" }]);
  });

  it("stay apart when their words differ", () => {
    const place = placeOf(a, "first");
    expect(inOrder([findingAt(place, { message: "x" }), findingAt(place, { message: "y" })])).toHaveLength(2);
  });
});

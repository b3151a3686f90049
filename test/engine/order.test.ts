import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gatherInstances, inOrder } from "../../src/engine/order.ts";
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

describe("findings of one rule at one place", () => {
  const place = placeOf(a, "first");
  const roles = ["c", "a", "b"].map((name) => findingAt(place, { message: `role "${name}" is open` }));

  it("are one that counts the others", () => {
    expect(gatherInstances(roles).map(({ message }) => message)).toEqual([
      'role "a" is open (and 2 more instances of this)',
    ]);
  });

  it("speak with the most severe one's words", () => {
    const worse = findingAt(place, { message: 'role "d" is open', severity: "error" });
    const [first] = roles.map((role): typeof role => ({ ...role, severity: "warning" }));
    expect(first && gatherInstances([first, worse])).toMatchObject([
      { severity: "error", message: 'role "d" is open (and 1 more instance of this)' },
    ]);
  });

  it("stay apart at two places, and for two messages", () => {
    const there = findingAt(placeOf(a, "second"), { message: 'role "a" is open' });
    const other = findingAt(place, { messageId: "another", message: 'role "a" is closed' });
    expect(gatherInstances([...roles, there, other])).toHaveLength(3);
  });
});

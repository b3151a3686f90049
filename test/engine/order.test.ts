import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gatherAlike, gatherInstances, inOrder } from "../../src/engine/order.ts";
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

  it("are merged in one go, however many say alike", () => {
    const wide = { path: "wide.tf", text: "x".repeat(20_000) };
    const place = placeOf(a, "first");
    const many = Array.from({ length: 20_000 }, (_, start) =>
      findingAt(place, {
        related: [{ at: { file: wide, route: [], span: { start, end: start + 1 } }, message: "the account" }],
      }),
    );
    const [only, ...others] = inOrder(many);
    expect(others).toEqual([]);
    expect(only?.related).toHaveLength(20_000);
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

describe("what is not understood of one place", () => {
  const place = placeOf(a, "first");
  const told = (...messages: readonly string[]): readonly string[] =>
    gatherAlike(messages.map((message) => findingAt(place, { message }))).map(({ message }) => message);
  const missing = (path: string): string => `there is no "deploy/${path}": what "shop" makes is not known`;

  it("is said once where only names differ, with a few of the others", () => {
    expect(told(missing("b"), missing("a"))).toEqual([`${missing("a")} (and 1 more like it: "deploy/b")`]);
    expect(told(...["a", "b", "c", "d", "e"].map(missing))).toEqual([
      `${missing("a")} (and 4 more like it: "deploy/b", "deploy/c", "deploy/d", …)`,
    ]);
  });

  it("stays apart where the words differ, or what is not in quotes", () => {
    const apart = [
      missing("a"),
      'nothing says where "a" is',
      "module.a is not known",
      "module.b is not known",
    ];
    expect(told(...apart)).toEqual([...apart].sort());
  });

  it("stays apart at two places", () => {
    const places = [placeOf(a, "first"), placeOf(a, "second"), placeOf(b, "first")];
    expect(gatherAlike(places.map((at) => findingAt(at, { message: missing("a") })))).toHaveLength(3);
  });
});

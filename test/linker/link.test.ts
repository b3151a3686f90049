import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fact } from "../../src/model/entities.ts";
import type { Model } from "../../src/model/model.ts";
import { account, association, gap, linked, placeIn, provider, role } from "../support/facts.ts";
import { ACCOUNT, podIdentity, trust } from "../support/policies.ts";

const facts: readonly Fact[] = [
  account(),
  account({ name: "c", environment: "dev" }),
  account({ name: "c", environment: "prod" }),
  account({ namespace: "z", roleArn: "arn:aws:iam::⟦account⟧:role/⟦env⟧-x" }),
  role(),
  role({ environment: "dev", arn: "arn:aws:iam::⟦dev⟧:role/reader", path: "main.tf" }),
  role({ environment: "prod", arn: "arn:aws:iam::⟦prod⟧:role/reader", path: "main.tf" }),
  role({ arn: `arn:aws:iam::${ACCOUNT}:role/dev-x`, trust: trust(podIdentity()) }),
  provider(),
  association({ namespace: "y" }),
  gap(["role"]),
];

/** What a model says, without the texts of files. */
function told(model: Model): string {
  return JSON.stringify(model, (key, value: unknown) => (key === "file" ? undefined : value));
}

describe("the model", () => {
  it("is the same whatever the order of the facts", () => {
    const expected = told(linked(facts));
    fc.assert(
      fc.property(fc.shuffledSubarray([...facts], { minLength: facts.length }), (shuffled) => {
        expect(told(linked(shuffled))).toBe(expected);
      }),
    );
  });

  it("holds what several expansions found alike once", () => {
    expect(told(linked([...facts, ...facts]))).toBe(told(linked(facts)));
  });

  it("gives entities that share an id ids of their own", () => {
    const [first, second] = [account({ name: "x" }), account({ name: "y", path: "other.yaml" })];
    const { serviceAccounts } = linked([first, { ...second, id: first.id }]);
    expect(serviceAccounts.map(({ id }) => id)).toEqual([first.id, `${first.id}#2`]);
  });

  it("is frozen to its leaves", () => {
    const model = linked(facts);
    const open: object[] = [];
    const seen = new Set<object>();
    const visit = (value: unknown): void => {
      if (typeof value !== "object" || value === null || seen.has(value)) return;
      seen.add(value);
      if (!Object.isFrozen(value)) open.push(value);
      if (value instanceof Map) [...value.values()].forEach(visit);
      else Object.values(value).forEach(visit);
    };
    visit(model);
    expect(open).toEqual([]);
  });

  it("sorts problems by place", () => {
    const problem = (path: string): Model["problems"][number] => ({
      code: "input/unparseable",
      message: "no",
      at: placeIn(path),
    });
    const { problems } = linked([], { problems: [problem("b"), problem("a")] });
    expect(problems.map(({ at }) => at.file.path)).toEqual(["a", "b"]);
  });

  it("freezes what is nested deeply without running out of stack", () => {
    let deep: object = {};
    for (let depth = 0; depth < 50_000; depth++) deep = { deep };
    const odd = { ...account(), extra: deep };
    expect(Object.isFrozen(linked([odd]).serviceAccounts[0])).toBe(true);
  });
});

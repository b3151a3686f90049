import { describe, expect, it } from "vitest";
import { rules } from "../../rules/index.ts";
import {
  cleanFiles,
  expectedOf,
  findingsIn,
  mutated,
  mutations,
  summaryOf,
} from "../../tools/mutation-recall.ts";

const clean = cleanFiles();

describe("mistakes planted into the clean quickstart", () => {
  it("finds nothing before one is planted", () => {
    expect(findingsIn(clean).map(summaryOf)).toEqual([]);
  });

  it.each(mutations)("$rule: $name", (mutation) => {
    expect(findingsIn(mutated(clean, mutation)).map(summaryOf)).toEqual([expectedOf(mutation)]);
  });

  it("has a mistake for every rule that judges the input", () => {
    const planted = new Set(mutations.map(({ rule }) => rule));
    // Configuration is no part of the fixture, and a file over the limits is no file of a fixture.
    const judging = rules
      .map(({ id }) => id)
      .filter((id) => !id.startsWith("config/") && id !== "input/too-large");
    expect(judging.filter((id) => !planted.has(id))).toEqual([]);
  });

  it("refuses a mutation whose text is not there", () => {
    const [first] = mutations;
    if (first === undefined) throw new Error("there are no mutations");
    expect(() => mutated(clean, { ...first, find: "nowhere" })).toThrow(/does not stand/);
  });
});

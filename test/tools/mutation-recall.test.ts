import { describe, expect, it } from "vitest";
import { rules } from "../../rules/index.ts";
import {
  allCleanFiles,
  expectedOf,
  findingsIn,
  isExpected,
  mutated,
  mutations,
  repositoryOf,
  summaryOf,
} from "../../tools/mutation-recall.ts";

const clean = allCleanFiles();

describe("mistakes planted into clean repositories", () => {
  it.each(Object.entries(clean))("finds nothing in %s before one is planted", (_, files) => {
    expect(findingsIn(files).map(summaryOf)).toEqual([]);
  });

  it.each(mutations)("$rule: $name", (mutation) => {
    const findings = findingsIn(mutated(clean[repositoryOf(mutation)], mutation));
    const [found, ...others] = [...findings].sort(
      (a, b) => Number(isExpected(b, mutation)) - Number(isExpected(a, mutation)),
    );
    expect(found && summaryOf(found)).toEqual(expectedOf(mutation));
    expect(found?.message).toContain(mutation.says ?? "");
    expect(others.map(({ rule }) => rule).sort()).toEqual([...(mutation.beside ?? [])].sort());
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
    expect(() => mutated(clean.quickstart, { ...first, find: "nowhere" })).toThrow(/does not stand/);
  });
});

import { describe, expect, it } from "vitest";
import rule from "../../../rules/input/too-large.ts";
import { checkPage, saidBy } from "../../support/example-pages.ts";

describe(rule.id, () => {
  checkPage(rule);

  it("takes a few aliases for what they are", () => {
    const text =
      "apiVersion: v1\nkind: ServiceAccount\nmetadata: &m { name: a, namespace: a }\nx: [*m, *m, *m]\n";
    expect(saidBy(rule, { "sa.yaml": text })).toEqual([]);
  });
});

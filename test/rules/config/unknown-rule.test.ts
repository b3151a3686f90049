import { describe, expect, it } from "vitest";
import rule from "../../../rules/config/unknown-rule.ts";
import { checkPage, saidBy } from "../../support/example-pages.ts";

const role = rule.meta.docs.good["iam.tf"] ?? "";

describe(rule.id, () => {
  checkPage(rule);

  it("says nothing of a name that is like no rule's but that it does not exist", () => {
    const found = saidBy(rule, { "iam.tf": `# irsa-lint-disable something/else-entirely\n${role}` });
    expect(found.map(({ message }) => message)).toEqual(['there is no rule "something/else-entirely"']);
  });

  it("takes the comment marks of HCL", () => {
    const comments = "// irsa-lint-disable-line trust/a\n/* irsa-lint-disable-line trust/b */\n";
    expect(saidBy(rule, { "iam.tf": comments + role })).toHaveLength(2);
  });
});

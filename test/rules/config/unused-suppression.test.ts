import { describe, expect, it } from "vitest";
import rule from "../../../rules/config/unused-suppression.ts";
import { checkPage, saidBy } from "../../support/example-pages.ts";

const account = (annotation: string): string => `apiVersion: v1
kind: ServiceAccount
metadata:
  name: reports
  namespace: reports
  annotations:
    eks.amazonaws.com/role-arn: ${annotation}
`;

describe(rule.id, () => {
  checkPage(rule);

  it("is silent on a comment that suppresses something in YAML", () => {
    const files = { "sa.yaml": account("reports # irsa-lint-disable-line identity/malformed-role-arn") };
    expect(saidBy(rule, files)).toEqual([]);
  });

  it("reports the comment once the annotation is repaired", () => {
    const repaired = "arn:aws:iam::111122223333:role/r # irsa-lint-disable-line identity/malformed-role-arn";
    const found = saidBy(rule, { "sa.yaml": account(repaired) });
    expect(found.map(({ message }) => message)).toEqual([
      'nothing to suppress here for "identity/malformed-role-arn"',
    ]);
  });

  it.each([
    ["names no rule", "# irsa-lint-disable-next-line", "names no rule"],
    ["is misspelt", "# irsa-lint-disable-nextline trust/*", "is no directive"],
  ])("reports a comment that %s", (_, comment, words) => {
    const found = saidBy(rule, { "sa.yaml": `${comment}\n${account("reports")}` });
    expect(found.map(({ message }) => message)).toEqual([expect.stringContaining(words)]);
  });
});

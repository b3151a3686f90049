import { expect, it } from "vitest";
import { rules } from "../../rules/index.ts";
import type { Finding } from "../../src/model/finding.ts";
import type { AnyRule, ExampleFiles } from "../../src/rule-api/rule.ts";
import { lintFiles } from "../../tools/generate/lint-files.ts";

/** What a rule that the engine speaks for says of a small repository, its configuration and comments included. */
export function saidBy(rule: AnyRule, files: ExampleFiles): readonly Finding[] {
  return lintFiles(files, rules).findings.filter((finding) => finding.rule === rule.id);
}

/** The bad example of a rule's page is reported, under the rule's own message, and the good one is not. */
export function checkPage(rule: AnyRule): void {
  it("reports the bad example of its page", () => {
    const ids = saidBy(rule, rule.meta.docs.bad).map(({ messageId }) => messageId);
    expect(new Set(ids)).toEqual(new Set(Object.keys(rule.meta.messages)));
  });
  it("is silent on the good example of its page", () => {
    expect(saidBy(rule, rule.meta.docs.good)).toEqual([]);
  });
}

import { describe, expect, it } from "vitest";
import rule from "../../../rules/config/expired-exception.ts";
import { checkPage, saidBy } from "../../support/example-pages.ts";

const files = rule.meta.docs.bad;
const configuration = files[".irsa-lint.yaml"] ?? "";

describe(rule.id, () => {
  checkPage(rule);

  it("does not report an exception without a day", () => {
    const endless = configuration.replace(/ *expires:.*\n/, "");
    expect(saidBy(rule, { ...files, ".irsa-lint.yaml": endless })).toEqual([]);
  });

  it("points at the entry in the configuration", () => {
    const [found] = saidBy(rule, files);
    expect(found?.at.file.path).toBe(".irsa-lint.yaml");
    expect(found?.at.file.text.slice(found.at.span.start)).toMatch(/^rule: trust\/missing-subject/);
  });
});

import { describe, expect, it } from "vitest";
import { rules } from "../../rules/index.ts";
import { editsOf } from "../../src/engine/edits.ts";
import { applyEdits } from "../../src/fix/apply-edits.ts";
import type { Finding, Suggestion } from "../../src/model/finding.ts";
import type { AnyRule, ExampleFiles } from "../../src/rule-api/rule.ts";
import { lintFiles } from "../../tools/generate/lint-files.ts";

/** The files after a suggestion. */
function after(files: ExampleFiles, suggestion: Suggestion): ExampleFiles {
  const edits = editsOf(suggestion);
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => {
      const own = edits.filter(({ at }) => at.file.path === path);
      return [
        path,
        applyEdits(
          text,
          own.map((edit) => ({ ...edit.at.span, text: edit.text })),
        ),
      ];
    }),
  );
}

const sameAs =
  (finding: Finding) =>
  ({ rule, message }: Finding): boolean =>
    rule === finding.rule && message === finding.message;

interface Case {
  readonly name: string;
  readonly finding: Finding;
  readonly suggestion: Suggestion;
  readonly before: readonly Finding[];
  readonly files: ExampleFiles;
}

/** Every suggestion that a rule makes of the bad example of its page, where its language can make edits of it. */
function casesOf(rule: AnyRule): readonly Case[] {
  const files = rule.meta.docs.bad;
  const before = lintFiles(files, rules).findings;
  return before
    .filter((finding) => finding.rule === rule.id)
    .flatMap((finding) =>
      finding.suggestions
        .filter((suggestion) => editsOf(suggestion).length > 0)
        .map((suggestion) => ({
          name: `${rule.id}: ${suggestion.safety}: ${suggestion.description}`,
          finding,
          suggestion,
          before,
          files,
        })),
    );
}

const cases = rules.flatMap(casesOf);

describe("a suggestion, applied to the bad example of its rule's page", () => {
  it.each(cases)("$name", ({ finding, suggestion, before, files }) => {
    const repaired = after(files, suggestion);
    expect(repaired).not.toEqual(files);
    const { findings } = lintFiles(repaired, rules);
    expect(findings.filter(sameAs(finding))).toEqual([]);
    const told = (each: Finding): string => `${each.rule}: ${each.message}`;
    const old = new Set(before.map(({ rule }) => rule));
    expect(findings.filter(({ rule }) => !old.has(rule)).map(told)).toEqual([]);
    expect(findings.length).toBeLessThan(before.length);
  });
});

describe("the suggestions of all rules", () => {
  it("repair the bad examples of these rules, at least", () => {
    const repairable = new Set(cases.map(({ finding }) => finding.rule));
    expect([...repairable]).toEqual(
      expect.arrayContaining([
        "identity/account-mismatch",
        "identity/audience-mismatch",
        "identity/empty-role-arn",
        "identity/issuer-mismatch",
        "identity/misplaced-annotation",
        "identity/orphan-subject",
        "identity/role-not-found",
        "identity/subject-mismatch",
        "identity/unknown-annotation",
        "oidc/client-id-missing",
        "secret-store/account-not-found",
        "secret-store/cross-namespace-account",
        "secret-store/unknown-store",
        "trust/cross-account-provider",
        "trust/malformed-condition-key",
        "trust/malformed-subject",
        "trust/missing-audience",
        "trust/provider-mismatch",
        "trust/swapped-keys",
        "trust/wildcard-without-like",
        "trust/wrong-action",
        "trust/wrong-audience",
        "trust/wrong-principal",
        "workload/overrides-webhook",
      ]),
    );
  });

  it("put what is safe first", () => {
    for (const { suggestions } of cases.map(({ finding }) => finding)) {
      const safeties = suggestions.map(({ safety }) => safety);
      expect(safeties.toSorted()).toEqual(safeties);
    }
  });
});

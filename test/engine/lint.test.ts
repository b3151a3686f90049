import { describe, expect, it } from "vitest";
import { defaultConfiguration, type Exception } from "../../src/engine/configuration.ts";
import { lint, type LintSettings } from "../../src/engine/lint.ts";
import { everywhere, scopeOf } from "../../src/engine/scope.ts";
import type { Comment } from "../../src/loaders/loader.ts";
import { defineRule, type AnyRule } from "../../src/rule-api/rule.ts";
import { emptyModel } from "../support/empty-model.ts";
import { placeOf, probeRule } from "../support/findings.ts";

const account = { path: "gitops/sa.yaml", text: "annotation\n" };
const role = { path: "terraform/main.tf", text: "subject # irsa-lint-disable-line trust/probe -- known\n" };
const config = { path: ".irsa-lint.yaml", text: "exceptions: [one]\n" };

/** Reports on the annotation, with the subject as the other half. */
const twoPlaces = defineRule<{ readonly mismatch: () => string }>({
  id: "identity/probe",
  meta: {
    summary: "A probe with two places",
    severity: "error",
    since: "0.1.0",
    messages: { mismatch: () => "they differ" },
    docs: { why: "To test.", fix: "Nothing to repair.", references: [], bad: {}, good: {} },
  },
  check({ report }) {
    report({
      messageId: "mismatch",
      data: undefined,
      at: placeOf(account, "annotation"),
      related: [{ at: placeOf(role, "subject"), message: "wanted" }],
    });
  },
});

const engineRules: readonly AnyRule[] = ["unused-suppression", "unknown-rule", "expired-exception"].map(
  (name) => {
    const rule = probeRule(`config/${name}`, placeOf(account, "annotation"));
    return { ...rule, meta: { ...rule.meta, from: "engine" } };
  },
);

function commentOf(file: { path: string; text: string }, text: string): Comment {
  const { span } = placeOf(file, "annotation");
  return { file, start: span.start, end: span.start + 1, text };
}

function run(rules: readonly AnyRule[], more: Partial<LintSettings> = {}, comments: readonly Comment[] = []) {
  return lint(emptyModel, comments, rules, {
    configuration: defaultConfiguration,
    commandLine: [],
    strict: false,
    pathInConfiguration: (path) => path,
    scope: everywhere,
    today: "2025-06-15",
    ...more,
  });
}

function withException(exception: Partial<Exception>): Partial<LintSettings> {
  const whole = { rule: "trust/*", reason: "", at: placeOf(config, "one"), ...exception };
  return { configuration: { ...defaultConfiguration, exceptions: [whole] } };
}

describe("what is reported", () => {
  it.each([
    ["the file of the primary place", ["gitops/sa.yaml"], 1],
    ["the directory of the primary place", ["gitops"], 1],
    ["the directory of the related place", ["terraform"], 1],
    ["everything", [""], 1],
    ["another directory", ["gitops-old"], 0],
    ["a directory whose name only begins alike", ["git"], 0],
  ])("when %s is asked about", (_, paths, expected) => {
    expect(run([twoPlaces], { scope: scopeOf(paths) }).findings).toHaveLength(expected);
  });
});

describe("a comment", () => {
  const probe = probeRule("trust/probe", placeOf(role, "subject"));
  const inRole: Comment = {
    file: role,
    start: 8,
    end: role.text.length - 1,
    text: role.text.slice(9).trim(),
  };

  it("keeps its reason with what it suppressed", () => {
    const { findings, suppressed } = run([probe, ...engineRules], {}, [inRole]);
    expect(findings).toEqual([]);
    expect(suppressed).toMatchObject([{ finding: { rule: "trust/probe" }, justification: "known" }]);
  });

  it("that suppresses nothing is a finding", () => {
    const unused = commentOf(account, "irsa-lint-disable-line trust/probe");
    const { findings } = run([probe, ...engineRules], {}, [inRole, unused]);
    expect(findings).toMatchObject([
      { rule: "config/unused-suppression", message: 'nothing to suppress here for "trust/probe"' },
    ]);
  });

  it("for a rule that did not run is none", () => {
    const off = [{ pattern: "trust/probe", severity: "off" as const }];
    expect(run([probe, ...engineRules], { commandLine: off }, [inRole]).findings).toEqual([]);
  });

  it("that names no existing rule says which one was meant", () => {
    const typo = commentOf(account, "irsa-lint-disable-line trust/prob");
    expect(run([...engineRules, probe], {}, [inRole, typo]).findings).toMatchObject([
      { rule: "config/unknown-rule", message: 'there is no rule "trust/prob"; did you mean "trust/probe"?' },
    ]);
  });
});

describe("an exception", () => {
  const probe = probeRule("trust/probe", placeOf(role, "subject"));

  it.each<[string, Partial<Exception>, number, number]>([
    ["of the rule", { rule: "trust/probe" }, 0, 1],
    ["of another rule", { rule: "identity/*" }, 1, 0],
    ["in the file", { files: ["terraform/*.tf"] }, 0, 1],
    ["in another file", { files: ["gitops"] }, 1, 0],
    ["whose words stand in the message", { match: "limit 1" }, 0, 1],
    ["whose words do not", { match: "limit 2" }, 1, 0],
    ["on its last day", { expires: "2025-06-15" }, 0, 1],
    ["on the day after", { expires: "2025-06-14" }, 1, 0],
  ])("%s", (_, exception, kept, suppressed) => {
    const outcome = run([probe], withException(exception));
    expect([outcome.findings.length, outcome.suppressed.length]).toEqual([kept, suppressed]);
  });

  it("that has expired is a finding in the configuration", () => {
    const { findings } = run(
      [probe, ...engineRules],
      withException({ expires: "2025-01-01", reason: "old" }),
    );
    expect(findings.map(({ rule, message, at }) => [rule, message, at.file.path])).toEqual([
      [
        "config/expired-exception",
        'the exception of "trust/*" expired on 2025-01-01 (old)',
        ".irsa-lint.yaml",
      ],
      ["trust/probe", "found limit 1", "terraform/main.tf"],
    ]);
  });

  it("that excepts nothing is a finding, unless only a part was asked about", () => {
    const nothing = withException({ match: "never said" });
    const rules = [probe, ...engineRules];
    expect(run(rules, nothing).findings.map(({ rule }) => rule)).toContain("config/unused-suppression");
    const part = run(rules, { ...nothing, scope: scopeOf(["terraform"]) });
    expect(part.findings.map(({ rule }) => rule)).toEqual(["trust/probe"]);
  });
});

import { describe, expect, it } from "vitest";
import { analyse, type AnalysisSettings } from "../../src/engine/analyse.ts";
import { editsOf } from "../../src/engine/edits.ts";
import { defaultConfiguration } from "../../src/engine/configuration.ts";
import { runRules } from "../../src/engine/run-rules.ts";
import { loadServiceReference } from "../../src/engine/service-reference.ts";
import type { Confidence, Finding, Severity } from "../../src/model/finding.ts";
import { lineColumn, textAt, type Place } from "../../src/model/location.ts";
import type { Model } from "../../src/model/model.ts";
import type { AnyRule, ExampleFiles } from "../../src/rule-api/rule.ts";
import { memoryWorkspace } from "../../src/workspace/memory.ts";
import { inputSettings } from "../../tools/generate/lint-files.ts";

const services = await loadServiceReference();

/** A small repository on which a rule runs. */
export interface RuleCase {
  /** The situation. */
  readonly name: string;
  readonly files: ExampleFiles;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly settings?: Partial<AnalysisSettings>;
  /** A part of the message of each problem that the loaders are to have with the files; none by default. */
  readonly problems?: readonly string[];
}

/** What one finding is to look like; what is left out is not looked at. */
export interface ExpectedFinding {
  readonly messageId: string;
  /** `file:line`. */
  readonly at: string;
  /** The text under the finding's span. */
  readonly covers: string;
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  /** A part of the message. */
  readonly says?: string;
  /** Texts under related places; all of these must be there. */
  readonly related?: readonly string[];
  /** Each suggestion's safety and description: `safe: Make it so`; an empty list when there must be none. */
  readonly suggests?: readonly RegExp[];
  /** The files that its first suggestion changes, as it leaves them; the rule must then be silent. */
  readonly repaired?: ExampleFiles;
}

export interface InvalidCase extends RuleCase {
  readonly findings: readonly [ExpectedFinding, ...(readonly ExpectedFinding[])];
}

/**
 * The three tables of a rule: nothing is wrong; nothing is known to be wrong, though something is unknown; something
 * is wrong.
 */
export interface RuleTables {
  readonly valid: readonly [RuleCase, ...(readonly RuleCase[])];
  readonly unknown: readonly [RuleCase, ...(readonly RuleCase[])];
  readonly invalid: readonly [InvalidCase, ...(readonly InvalidCase[])];
}

/** Freezes a value and all that it holds, so that a rule that changes the model fails at that very line. */
function freeze(value: unknown, seen = new WeakSet<object>()): void {
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  Object.freeze(value);
  for (const part of value instanceof Map ? value.values() : Object.values(value)) freeze(part, seen);
}

/** The model of a case's files, made by the real loaders, worklist and linker. */
export function modelOf({ files, settings }: Pick<RuleCase, "files" | "settings">): Model {
  const model = analyse(memoryWorkspace(files), { ...inputSettings(files), ...settings });
  freeze(model);
  return model;
}

/** What a rule finds in a model, under `recommended` but for its options. */
export function findingsOf(rule: AnyRule, model: Model, options?: RuleCase["options"]): readonly Finding[] {
  const severity = rule.meta.severity === "off" ? "warning" : rule.meta.severity;
  const rules = options === undefined ? [] : [{ pattern: rule.id, severity, options }];
  const { findings, failures } = runRules(model, [rule], {
    configuration: { ...defaultConfiguration, preset: "all", rules },
    commandLine: [],
    strict: false,
    pathInConfiguration: (path) => path,
    services,
  });
  if (failures[0] !== undefined) throw failures[0];
  return findings;
}

function lineOf({ file, span }: Place): string {
  return `${file.path}:${String(lineColumn(file, span.start).line)}`;
}

const describeFinding = ({ messageId, at, message }: Finding): object => ({
  messageId,
  at: lineOf(at),
  covers: textAt(at),
  message,
});

/** The files after a suggestion, the edits applied from the end of each file. */
function repairedBy(finding: Finding, files: ExampleFiles): ExampleFiles {
  const [suggestion] = finding.suggestions;
  if (suggestion === undefined) throw new Error("the finding suggests nothing");
  const texts: Record<string, string> = { ...files };
  const edits = [...editsOf(suggestion)].sort((a, b) => b.at.span.start - a.at.span.start);
  expect(edits, "edits of the suggestion").not.toHaveLength(0);
  for (const { at, text } of edits) {
    const before = texts[at.file.path] ?? "";
    texts[at.file.path] = before.slice(0, at.span.start) + text + before.slice(at.span.end);
  }
  return texts;
}

function checkRepair(
  rule: AnyRule,
  finding: Finding,
  { repaired }: ExpectedFinding,
  example: RuleCase,
): void {
  if (repaired === undefined) return;
  const files = repairedBy(finding, example.files);
  const changed = Object.entries(files).filter(([path, text]) => example.files[path] !== text);
  expect(Object.fromEntries(changed)).toEqual(repaired);
  silent(rule, { ...example, files });
}

function compare(found: Finding, expected: ExpectedFinding): void {
  const { messageId, at, covers } = expected;
  expect({ messageId: found.messageId, at: lineOf(found.at), covers: textAt(found.at) }).toEqual({
    messageId,
    at,
    covers,
  });
  if (expected.severity !== undefined) expect(found.severity).toBe(expected.severity);
  if (expected.confidence !== undefined) expect(found.confidence).toBe(expected.confidence);
  if (expected.says !== undefined) expect(found.message).toContain(expected.says);
  const related = found.related.map((place) => textAt(place.at));
  for (const text of expected.related ?? []) expect(related).toContain(text);
  if (expected.suggests === undefined) return;
  const offers = found.suggestions.map(({ safety, description }) => `${safety}: ${description}`);
  expect(offers).toEqual(expected.suggests.map((pattern): unknown => expect.stringMatching(pattern)));
}

/** Messages go through a formatter that strips backticks and single quotes; nothing may be lost in them. */
function checkWording(finding: Finding): void {
  for (const message of [finding.message, ...finding.related.map((place) => place.message)]) {
    expect(message).not.toMatch(/[`\n]|(?:^|\s)'|'(?:\s|$)|undefined|\[object/);
    expect(message).not.toMatch(/\.$/);
  }
}

function checkProblems(model: Model, { problems = [], name }: RuleCase): void {
  const messages = model.problems.map(({ message }) => message);
  expect(messages, `the loaders' problems in "${name}"`).toHaveLength(problems.length);
  for (const part of problems) expect(messages.some((message) => message.includes(part))).toBe(true);
}

/** Whether something in the model is not known: a hole, a gap, a link without a verdict. */
function hasUnknown(value: unknown, seen = new WeakSet<object>()): boolean {
  if (typeof value !== "object" || value === null || seen.has(value)) return false;
  seen.add(value);
  const { kind, state, verdict } = value as Readonly<Record<string, unknown>>;
  if (kind === "hole" || kind === "gap" || state === "unknown" || verdict === "unknown") return true;
  const parts: Iterable<unknown> = value instanceof Map ? value.values() : Object.values(value);
  return [...parts].some((part) => hasUnknown(part, seen));
}

function silent(rule: AnyRule, example: RuleCase): void {
  const model = modelOf(example);
  checkProblems(model, example);
  expect(findingsOf(rule, model, example.options).map(describeFinding)).toEqual([]);
}

function checkTables(rule: AnyRule, { valid, unknown, invalid }: RuleTables): void {
  const cases = [...valid, ...unknown, ...invalid];
  it("has cases of each kind, each of its own", () => {
    const of = (example: RuleCase): string =>
      JSON.stringify([example.files, example.options, example.settings]);
    expect(valid).not.toHaveLength(0);
    expect(unknown).not.toHaveLength(0);
    expect(invalid).not.toHaveLength(0);
    expect(new Set(cases.map(({ name }) => name)).size, "two cases have one name").toBe(cases.length);
    expect(new Set(cases.map(of)).size, "two cases are equal").toBe(cases.length);
  });
  it("reports every message somewhere in its cases", () => {
    const ids = new Set(invalid.flatMap(({ findings }) => findings.map(({ messageId }) => messageId)));
    expect([...ids].sort()).toEqual(Object.keys(rule.meta.messages).sort());
  });
}

/** The bad example is reported, the good one is not, and the loaders have no quarrel with either. */
function checkExamples(rule: AnyRule): void {
  it("reports the bad example of its page", () => {
    const found = findingsOf(rule, modelOf({ files: rule.meta.docs.bad }));
    expect(found).not.toHaveLength(0);
    found.forEach(checkWording);
  });
  it("is silent on the good example of its page", () => {
    silent(rule, { name: "docs.good", files: rule.meta.docs.good });
  });
}

/** Runs a rule over its three tables; every case's files go through the real loaders, worklist and linker. */
export function testRule(rule: AnyRule, tables: RuleTables): void {
  describe(rule.id, () => {
    checkTables(rule, tables);
    checkExamples(rule);
    it.each(tables.valid)("is silent: $name", (example) => {
      silent(rule, example);
    });
    it.each(tables.unknown)("does not know: $name", (example) => {
      silent(rule, example);
      expect(hasUnknown(modelOf(example)), "nothing is unknown here: the case belongs under valid").toBe(
        true,
      );
    });
    it.each(tables.invalid)("reports: $name", (example) => {
      const model = modelOf(example);
      checkProblems(model, example);
      const found = findingsOf(rule, model, example.options);
      expect(found.map(describeFinding)).toHaveLength(example.findings.length);
      example.findings.forEach((expected, index) => {
        const finding = found[index];
        if (finding === undefined) throw new Error("a finding is missing");
        compare(finding, expected);
        checkRepair(rule, finding, expected, example);
        checkWording(finding);
      });
    });
  });
}

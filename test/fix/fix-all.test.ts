import { describe, expect, it } from "vitest";
import { fixAll, type Fixed, type Run } from "../../src/fix/fix-all.ts";
import type { Finding, Suggestion, TextEdit } from "../../src/model/finding.ts";
import type { SourceFile } from "../../src/model/location.ts";
import { findingAt, placeOf } from "../support/findings.ts";

type Rule = (file: SourceFile) => readonly Finding[];

const edits = new Map<Suggestion, readonly TextEdit[]>();

/** A finding at a word with a repair of one or more words by others. */
function repairing(
  file: SourceFile,
  words: Readonly<Record<string, string>>,
  safety: Suggestion["safety"] = "safe",
): Finding {
  const suggestion: Suggestion = { description: "", safety, intents: [] };
  const made = Object.entries(words).map(([word, text]) => ({ at: placeOf(file, word), text }));
  edits.set(suggestion, made);
  const [first] = made;
  if (first === undefined) throw new Error("no words");
  return findingAt(first.at, { suggestions: [suggestion] });
}

/** A rule that wants some words to be others. */
const wants =
  (words: Readonly<Record<string, string>>, safety?: Suggestion["safety"]): Rule =>
  (file) =>
    Object.keys(words).every((word) => file.text.includes(word)) ? [repairing(file, words, safety)] : [];

interface Case {
  readonly rules: readonly Rule[];
  readonly level?: "safe" | "unsafe";
  readonly mayChange?: (path: string) => boolean;
}

/** What is left of `text` after all repairs, and how many runs it took. */
function fixed(
  text: string,
  { rules, level = "safe", mayChange = () => true }: Case,
): Fixed<Run> & { runs: number } {
  let runs = 0;
  const run = (file: SourceFile): Run => {
    runs++;
    return { findings: rules.flatMap((rule) => rule(file)) };
  };
  const result = fixAll(run({ path: "a", text }), {
    level,
    mayChange,
    editsOf: (suggestion) => edits.get(suggestion) ?? [],
    again: ([file]) => run(file ?? { path: "a", text }),
  });
  return { ...result, runs };
}

describe("repairs", () => {
  it("are made in one pass where they do not touch each other", () => {
    const { files, repaired, runs } = fixed("one two", { rules: [wants({ one: "1" }), wants({ two: "2" })] });
    expect(files).toEqual([{ path: "a", before: "one two", after: "1 2" }]);
    expect([repaired, runs]).toEqual([2, 2]);
  });

  it("wait for the next pass where they overlap, the first by order first", () => {
    const rules = [wants({ "one two": "one too" }), wants({ one: "1" })];
    const { files, repaired, runs } = fixed("one two", { rules });
    expect(files[0]?.after).toBe("1 too");
    expect([repaired, runs]).toEqual([2, 3]);
  });

  it("are made once when two findings ask for the very same", () => {
    const rules = [wants({ one: "1" }), wants({ one: "1" })];
    expect(fixed("one", { rules })).toMatchObject({ files: [{ after: "1" }], repaired: 2 });
  });

  it("stop where two rules want opposite things", () => {
    const { files, runs } = fixed("one", { rules: [wants({ one: "1" }), wants({ "1": "one" })] });
    expect(files).toEqual([{ path: "a", before: "one", after: "1" }]);
    expect(runs).toBe(2);
  });

  it("end, whatever a rule wants", () => {
    const { files, runs } = fixed("a", { rules: [wants({ a: "aa" })] });
    expect(files[0]?.after).toBe("a".repeat(11));
    expect(runs).toBe(11);
  });

  it("are made wholly or not at all", () => {
    const rules = [wants({ one: "1" }), wants({ one: "uno", two: "due" })];
    expect(fixed("one two", { rules }).files[0]?.after).toBe("1 two");
  });

  it("leave unsafe ones to those who ask, and count them", () => {
    const rules = [wants({ one: "1" }), wants({ two: "2" }, "unsafe")];
    expect(fixed("one two", { rules })).toMatchObject({
      files: [{ after: "1 two" }],
      repaired: 1,
      unsafe: 1,
    });
    expect(fixed("one two", { rules, level: "unsafe" })).toMatchObject({
      files: [{ after: "1 2" }],
      repaired: 2,
      unsafe: 0,
    });
  });

  it("change no file that nobody asked about", () => {
    const mayChange = (): boolean => false;
    expect(fixed("one", { rules: [wants({ one: "1" })], mayChange })).toMatchObject({
      files: [],
      repaired: 0,
      unsafe: 0,
    });
  });

  it("change nothing the second time", () => {
    const rules = [wants({ "one two": "one too" }), wants({ one: "1" })];
    const once = fixed("one two", { rules }).files[0]?.after ?? "";
    expect(fixed(once, { rules }).files).toEqual([]);
  });
});

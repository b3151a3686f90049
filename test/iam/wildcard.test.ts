import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringLike } from "../../src/iam/wildcard.ts";
import type { Answer, Part, Text } from "../../src/model/text.ts";
import { likePairs } from "../support/like-pairs.ts";
import { marked } from "../support/marked-text.ts";

interface Recorded {
  readonly stringLike: { readonly pairs: number; readonly disagreements: readonly string[] };
}

const recorded = JSON.parse(
  readFileSync(new URL("../oracle/trust-simulate.json", import.meta.url), "utf8"),
) as Recorded;

/** The obvious way to say what `*` and `?` mean; exponential, so for short strings only. */
function slowlyLike(pattern: string, value: string): boolean {
  const [first, rest] = [pattern[0], pattern.slice(1)];
  if (first === undefined) return value === "";
  if (first === "*") return slowlyLike(rest, value) || (value !== "" && slowlyLike(pattern, value.slice(1)));
  return value !== "" && (first === "?" || first === value[0]) && slowlyLike(rest, value.slice(1));
}

const patterns = fc
  .array(fc.constantFrom("a", "b", ":", "*", "?"), { maxLength: 8 })
  .map((list) => list.join(""));
const values = fc.array(fc.constantFrom("a", "b", ":", "*"), { maxLength: 8 }).map((list) => list.join(""));

describe("matching a pattern of IAM's", () => {
  it.each<[string, string, Answer]>([
    ["a", "a", "yes"],
    ["a", "A", "no"],
    ["*", "", "yes"],
    ["?", "", "no"],
    ["a*", "a", "yes"], // a star may stand for nothing
    ["system:serviceaccount:team-*:app", "system:serviceaccount:team-x:y:app", "yes"], // and for colons
    ["a?c", "abc", "yes"],
    ["a?c", "ac", "no"],
    ["*b*", "aba", "yes"],
    ["a*b*c", "abcbc", "yes"],
    ["a*b*c", "acb", "no"],
    // Holes: certain only when whatever they hold gives the same answer.
    ["system:serviceaccount:*:app", "system:serviceaccount:⟦ns⟧:app", "yes"],
    ["system:serviceaccount:⟦ns⟧:app", "system:serviceaccount:⟦ns⟧:app", "yes"], // the same hole
    ["system:serviceaccount:⟦ns⟧:*", "system:serviceaccount:⟦ns⟧:app", "yes"],
    ["system:serviceaccount:⟦ns⟧:app", "system:serviceaccount:⟦other⟧:app", "maybe"],
    ["system:serviceaccount:⟦ns⟧:app", "system:serviceaccount:a:web", "no"],
    ["⟦pattern⟧", "anything", "maybe"], // the hole may be a star
    ["prod-⟦x⟧", "dev-eso", "no"],
    ["a*", "⟦x⟧", "maybe"],
    ["a?", "a⟦x⟧", "maybe"],
    ["⟦x⟧?", "", "no"], // at least one character
    ["*-⟦env⟧", "eso-⟦env⟧", "yes"],
    ["????????????", "⟦account!account-id⟧", "yes"], // twelve digits are twelve characters
    ["?", "⟦x⟧", "maybe"],
  ])("%s against %s: %s", (pattern, value, answer) => {
    expect(stringLike(marked(pattern), marked(value))).toBe(answer);
  });

  it("folds case when it is asked to", () => {
    expect(stringLike(marked("STS:assume*"), marked("sts:AssumeRole"), { ignoreCase: true })).toBe("yes");
  });

  it("agrees with the slow way on random pairs", () => {
    fc.assert(
      fc.property(patterns, values, (pattern, value) => {
        expect(stringLike(marked(pattern), marked(value))).toBe(slowlyLike(pattern, value) ? "yes" : "no");
      }),
      { numRuns: 3_000 },
    );
  });

  it("with holes, says yes and no only when every filling agrees", () => {
    const fillings = ["", "a", "*", "a:b", "??"];
    const piece = fc.constantFrom("a", "b", "*", "?", "⟦p⟧", "⟦q⟧");
    const text = fc.array(piece, { maxLength: 5 }).map((list) => list.join(""));
    fc.assert(
      fc.property(text, text, (pattern, value) => {
        const answer = stringLike(marked(pattern), marked(value));
        for (const p of fillings) {
          for (const q of fillings) {
            const fill = (template: string): string => template.replaceAll("⟦p⟧", p).replaceAll("⟦q⟧", q);
            const truth = slowlyLike(fill(pattern), fill(value));
            if (answer !== "maybe") expect(truth).toBe(answer === "yes");
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("agrees with a table of all prefixes on random pairs, of a million when the oracle was recorded", () => {
    expect(likePairs(100_000)).toEqual({ pairs: 100_000, matching: 12_976, disagreements: [] });
    expect(recorded.stringLike.pairs).toBe(1_000_000);
    expect(recorded.stringLike.disagreements).toEqual([]);
  });

  it.each<[what: string, pattern: string, value: string, answer: Answer]>([
    ["stars", `${"a*".repeat(200)}b`, "a".repeat(4_000), "no"],
    ["stars that match", `${"a*".repeat(200)}b`, `${"a".repeat(4_000)}b`, "yes"],
    ["question marks between stars", `${"?*a*".repeat(200)}b`, "a".repeat(4_000), "no"],
    ["holes in the pattern", `${"a*⟦x⟧".repeat(200)}b`, "a".repeat(4_000), "no"],
    ["holes in the pattern that may match", `${"a*⟦x⟧".repeat(200)}b`, `${"a".repeat(4_000)}b`, "maybe"],
    ["holes in place of stars", `${"a⟦x⟧".repeat(200)}b`, "a".repeat(4_000), "no"],
    ["holes in place of stars that may match", `${"a⟦x⟧".repeat(200)}b`, `${"a".repeat(4_000)}b`, "maybe"],
  ])("a hostile pattern costs linear time: %s", (_, pattern, value, answer) => {
    const steps = (length: number): number => {
      let count = 0;
      const cut = value.slice(0, length / 2) + value.slice(value.length - length / 2);
      expect(stringLike(marked(pattern), marked(cut), { count: () => count++ })).toBe(answer);
      return count;
    };
    // Each star but the last is done with at its first place: twice the value, twice the steps.
    const [half, whole] = [steps(2_000), steps(4_000)];
    expect(whole).toBeLessThan(4 * (pattern.length + value.length));
    expect(whole).toBeLessThan(2.5 * half);
  });

  it("gives up, not the machine, on two texts of absurd length with holes", () => {
    const parts: Part[] = Array.from({ length: 3_000 }, (_, at) => [
      { kind: "literal", value: "a*" } as const,
      { kind: "hole", id: String(at), name: "x" } as const,
    ]).flat();
    const text: Text = { ...marked(""), parts };
    expect(stringLike(text, text)).toBe("maybe");
  });
});

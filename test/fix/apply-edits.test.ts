import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits, overlap, type Edit } from "../../src/fix/apply-edits.ts";

/** Edits that do not overlap, made of a text's sorted cuts, in any order. */
const cases = fc
  .tuple(
    fc.string({ unit: "grapheme", maxLength: 60 }),
    fc.array(fc.tuple(fc.nat(60), fc.string({ maxLength: 4 }))),
  )
  .chain(([text, cuts]) => {
    const sorted = [...new Set(cuts.map(([at]) => Math.min(at, text.length)))].sort((a, b) => a - b);
    const edits = sorted.flatMap((start, index): readonly Edit[] => {
      const end = sorted[index + 1];
      return index % 2 === 1 || end === undefined ? [] : [{ start, end, text: cuts[index]?.[1] ?? "" }];
    });
    return fc.tuple(fc.constant(text), fc.shuffledSubarray(edits, { minLength: edits.length }));
  });

/** The text, built character by character. */
function naive(text: string, edits: readonly Edit[]): string {
  let result = "";
  for (let at = 0; at <= text.length; at++) {
    for (const edit of edits) if (edit.start === at) result += edit.text;
    const isGone = edits.some(({ start, end }) => at >= start && at < end);
    if (!isGone) result += text.charAt(at);
  }
  return result;
}

describe("edits of a text", () => {
  it("come to the same as splicing character by character, in whatever order", () => {
    fc.assert(
      fc.property(cases, ([text, edits]) => {
        expect(applyEdits(text, edits)).toBe(naive(text, edits));
      }),
      { numRuns: 2000 },
    );
  });

  it("overlap exactly where they change the same characters or begin at the same place", () => {
    const edit = fc
      .tuple(fc.nat(12), fc.nat(4))
      .map(([start, length]): Edit => ({ start, end: start + length, text: "" }));
    fc.assert(
      fc.property(edit, edit, (a, b) => {
        const shared = Array.from({ length: 20 }, (_, at) => at).some(
          (at) => at >= a.start && at < a.end && at >= b.start && at < b.end,
        );
        const inside = (x: Edit, y: Edit): boolean =>
          x.start === x.end && x.start > y.start && x.start < y.end;
        expect(overlap(a, b)).toBe(shared || a.start === b.start || inside(a, b) || inside(b, a));
        expect(overlap(b, a)).toBe(overlap(a, b));
      }),
    );
  });

  it("count in UTF-16 units", () => {
    expect(applyEdits("😀 x 😀", [{ start: 3, end: 4, text: "é" }])).toBe("😀 é 😀");
  });
});

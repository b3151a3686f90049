import { describe, expect, it } from "vitest";
import { markProblems, unmarked } from "../../../src/catalogue/terraform-modules/marked-text.ts";
import type { Version } from "../../../src/catalogue/terraform-modules/versions.ts";

const text = `always
old #@ <2.0.0
new #@ >=2.0.0
middle #@ >=1.5.0 <2.1.0
#@ given attach
attached
  #@ >=2.0.0
  attached and new
  #@
attached still
#@
end`;

const NEWEST: Version = [Infinity, 0, 0];

describe("a text with marks", () => {
  it.each<[string, Version, readonly string[] | undefined, readonly string[]]>([
    ["before all", [1, 0, 1], [], ["always", "old", "end"]],
    ["between", [1, 5, 1], [], ["always", "old", "middle", "end"]],
    ["at a bound", [2, 0, 1], [], ["always", "new", "middle", "end"]],
    ["just below a bound", [2, 0, 0], [], ["always", "old", "middle", "end"]],
    ["the newest", NEWEST, [], ["always", "new", "end"]],
    ["with the input", [1, 0, 1], ["attach"], ["always", "old", "attached", "attached still", "end"]],
    [
      "with the input and new",
      NEWEST,
      ["attach"],
      ["always", "new", "attached", "  attached and new", "attached still", "end"],
    ],
    [
      "with inputs that are not known",
      NEWEST,
      undefined,
      ["always", "new", "attached", "  attached and new", "attached still", "end"],
    ],
  ])("%s", (_, below, inputs, expected) => {
    const lines = unmarked(text, { below, inputs: inputs && new Set(inputs) }).split("\n");
    expect(lines).toHaveLength(text.split("\n").length);
    expect(lines.filter((line) => line !== "")).toEqual(expected);
  });

  it("is in order", () => {
    expect(markProblems(text)).toEqual([]);
  });

  it.each([
    ["a #@ soon", 1, '"soon" is neither a range of versions (>=1.2.0 <2.0.0) nor "given" and an input'],
    ["a #@ >=1.2", 1, '">=1.2" is neither a range of versions (>=1.2.0 <2.0.0) nor "given" and an input'],
    ["a\n#@", 2, '"#@" ends nothing here'],
    ["a #@", 1, '"#@" ends nothing here'],
    ["a\n#@ >=1.0.0\nb", 2, 'no line "#@" ends this'],
  ])("%j is wrong in line %i", (wrong, line, message) => {
    expect(markProblems(wrong)).toEqual([{ line, message }]);
  });
});

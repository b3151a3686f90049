import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTemplate } from "../../../src/loaders/go-template/parse.ts";
import { textAt } from "../../../src/model/location.ts";
import { fileSource, textSource } from "../../../src/model/source.ts";
import { known } from "../../../src/model/text.ts";
import { randomTemplates, templateData } from "../../support/go-template-cases/index.ts";
import { printedWorlds, render, valuesFrom } from "../../support/render-template.ts";

/** Pieces that make templates, good and bad ones. */
const pieces = fc.array(
  fc.constantFrom(
    ..."{{ | }} |{{- | -}}|{{/*|*/}}|if |else |end|range |with |define |template |block |break|continue|nil|true|.a|.|$|$x|:=|=|,|(|)||print |1|0x|'|\"|`|\\|\n| |é|\u{1F600}|-|+|#".split(
      "|",
    ),
    "|",
  ),
  { maxLength: 40 },
);
const texts = fc.oneof(
  pieces.map((all) => all.join("")),
  fc.string({ unit: "binary", maxLength: 60 }),
);

describe("any text", () => {
  it("is parsed, or has a problem inside it", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { problem } = parseTemplate("t", fileSource({ path: "t", text }));
        if (problem === undefined) return;
        expect(problem.message).not.toBe("");
        const { start, end } = problem.at.span;
        expect(0 <= start && start <= end && end <= text.length).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  it("is rendered or refused, and rendered twice alike", () => {
    const dot = valuesFrom("a: {b: 1}\n", ["u"]);
    fc.assert(
      fc.property(texts, (text) => {
        expect(printedWorlds(render(text, dot))).toEqual(printedWorlds(render(text, dot)));
      }),
      { numRuns: 1_500 },
    );
  });

  it("without actions is printed as it is, each character at its place", () => {
    fc.assert(
      fc.property(texts, (raw) => {
        const text = raw.replaceAll("{{", "{ ").replaceAll("{{", "{ ");
        const [output] = render(text).outputs;
        if (output === undefined || "error" in output) throw new Error(text);
        expect(known(output.text)).toBe(text);
        for (const part of output.text.parts) {
          expect(part.kind === "literal" && part.at && textAt(part.at) === part.value).toBe(true);
        }
      }),
      { numRuns: 1_500 },
    );
  });

  it("of which the values are known is rendered in one world, with a place for every part", () => {
    const dot = valuesFrom(JSON.stringify(templateData));
    for (const template of randomTemplates(99, 1_500)) {
      const { outputs, complete } = render(template, dot);
      const [output] = outputs;
      expect([outputs.length, complete]).toEqual([1, true]);
      if (output === undefined || "error" in output) continue;
      for (const part of output.text.parts) expect(part.at).toBeDefined();
      expect(textSource(output.text).text).toBe(known(output.text));
    }
  });
});

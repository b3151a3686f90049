import { describe, expect, it } from "vitest";
import type { Expression, TemplatePart } from "../../../../src/loaders/terraform/syntax/ast.ts";
import { parseTfJson } from "../../../../src/loaders/terraform/syntax/json.ts";
import { parseHcl } from "../../../../src/loaders/terraform/syntax/parser.ts";
import recorded from "../../../oracle/hcl-syntax.json" with { type: "json" };
import { TEMPLATES } from "./corpus.ts";
import { digestOf, recordedJsonMutants, recordedMutants } from "./mutants.ts";
import { expressionIn } from "./show.ts";

describe(`what Terraform ${recorded.terraform} refuses`, () => {
  const mutants = recordedMutants();

  it("was recorded for these very texts (else run tools/oracle/record-hcl-syntax.ts)", () => {
    expect(digestOf(mutants)).toBe(recorded.digest);
    expect(recorded.verdicts).toHaveLength(mutants.length);
  });

  it("is what the parser refuses, in every file of the corpus and every mutant", () => {
    const different = mutants.filter(
      ({ text }, index) => (parseHcl(text).problems.length === 0 ? "1" : "0") !== recorded.verdicts[index],
    );
    expect(different).toEqual([]);
  });

  it("is neither all nor nothing", () => {
    const refused = recorded.verdicts.split("0").length - 1;
    expect(refused).toBeGreaterThan(mutants.length / 5);
    expect(refused).toBeLessThan((mutants.length * 4) / 5);
  });

  it("has a place within the file and words", () => {
    const wrong = mutants.filter(({ text }) =>
      parseHcl(text).problems.some(
        ({ message, span }) =>
          message === "" || span.start < 0 || span.start > span.end || span.end > text.length,
      ),
    );
    expect(wrong).toEqual([]);
  });
});

describe(`what Terraform ${recorded.terraform} refuses of JSON`, () => {
  const mutants = recordedJsonMutants();

  it("was recorded for these very texts (else run tools/oracle/record-hcl-syntax.ts)", () => {
    expect(digestOf(mutants)).toBe(recorded.json.digest);
    expect(recorded.json.verdicts).toHaveLength(mutants.length);
  });

  it("is what the reader refuses, where the syntax decides", () => {
    const different = mutants.filter(({ text }, index) => {
      const verdict = recorded.json.verdicts[index];
      return verdict !== "?" && (parseTfJson(text).problems.length === 0 ? "1" : "0") !== verdict;
    });
    expect(different).toEqual([]);
  });

  it("is neither all nor nothing, and mostly decided", () => {
    const count = (verdict: string): number => recorded.json.verdicts.split(verdict).length - 1;
    expect(count("0")).toBeGreaterThan(mutants.length / 5);
    expect(count("1")).toBeGreaterThan(mutants.length / 8);
    expect(count("?")).toBeLessThan(mutants.length / 3);
  });
});

type Names = ReadonlyMap<string, unknown>;

/** The value of a template of constants. */
function evaluate(expression: Expression, names: Names): unknown {
  switch (expression.kind) {
    case "template":
      return join(expression.parts, names);
    case "tuple":
      return expression.items.map((item) => evaluate(item, names));
    case "variable":
      return names.get(expression.name);
    case "boolean":
      return expression.value;
    default:
      throw new Error(expression.kind);
  }
}

function join(parts: readonly TemplatePart[], names: Names): string {
  return parts.map((part) => valueOf(part, names)).join("");
}

function valueOf(part: TemplatePart, names: Names): string {
  switch (part.kind) {
    case "text":
      return part.value;
    case "interpolation":
      return String(evaluate(part.value, names));
    case "if":
      return join(evaluate(part.condition, names) === true ? part.then : part.otherwise, names);
    case "for": {
      const items = evaluate(part.collection, names);
      if (!Array.isArray(items)) throw new Error("not a list");
      return items.map((item) => join(part.body, new Map([...names, [part.valueName, item]]))).join("");
    }
  }
}

describe(`what Terraform ${recorded.terraform} makes of templates`, () => {
  it("was recorded for all of them", () => {
    expect(Object.keys(recorded.templates).sort()).toEqual(Object.keys(TEMPLATES).sort());
  });

  it.each(Object.entries(recorded.templates))("%s", (name, expected) => {
    expect(evaluate(expressionIn(`a = ${TEMPLATES[name] ?? ""}\n`), new Map())).toBe(expected);
  });
});

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { differenceFrom, type GoAnswer } from "../../support/go-template-cases/compare.ts";
import { templateCases, type TemplateCase } from "../../support/go-template-cases/index.ts";

interface Recorded {
  readonly program: string;
  readonly cases: readonly (TemplateCase & GoAnswer)[];
}

const file = new URL("../../oracle/go-template-syntax.json", import.meta.url);
const { program, cases } = JSON.parse(readFileSync(file, "utf8")) as Recorded;

describe(program, () => {
  it("was asked every case", () => {
    const asked = new Set(cases.map(({ template, missingKey }) => JSON.stringify([template, missingKey])));
    const missing = templateCases.filter(
      ({ template, missingKey }) => !asked.has(JSON.stringify([template, missingKey])),
    );
    expect(missing).toEqual([]);
    expect(cases.filter(({ output }) => output !== undefined).length).toBeGreaterThan(600);
    expect(cases.filter(({ error }) => error !== undefined).length).toBeGreaterThan(500);
  });

  it("prints or refuses each template as we do", () => {
    const differences = cases.flatMap((one) => {
      const difference = differenceFrom(one, one);
      return difference === undefined ? [] : [`${one.template}\n  ${difference}`];
    });
    expect(differences).toEqual([]);
  });
});

import { createRequire } from "node:module";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { formatJson } from "../../src/report/json.ts";
import { sampleReport } from "../support/reports.ts";

type Formatter = (results: unknown, data: { readonly cwd: string; readonly rulesMeta: object }) => string;

const load = createRequire(import.meta.url);

/** Formatters as they are published; none of them knows of irsa-lint. */
const packages = ["eslint-formatter-unix", "eslint-formatter-table", "eslint-formatter-codeframe"];

describe("any ESLint formatter prints the JSON", () => {
  it.each(packages)("%s", (name) => {
    const format = load(name) as Formatter;
    const results: unknown = JSON.parse(formatJson(sampleReport));
    const text = stripVTControlCharacters(format(results, { cwd: "/repository", rulesMeta: {} }));
    const words = text.replace(/\s+/g, " ");
    expect(words).toContain("gitops/eso.yaml");
    expect(words).toContain("identity/subject-");
    expect(words).toContain("the audience is not checked");
  });
});

import { Ajv } from "ajv";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rules } from "../../rules/index.ts";
import { configSchema } from "../../tools/generate/config-schema.ts";
import { exampleOutput } from "../../tools/generate/example-output.ts";
import { findRules, rulePaths } from "../../tools/generate/find-rules.ts";
import { withRuleTable } from "../../tools/generate/readme-table.ts";
import { rulePage } from "../../tools/generate/rule-page.ts";

const base = readFileSync("schemas/config.base.schema.json", "utf8");

describe("what is generated from the rules", () => {
  it("knows every rule file by its path", async () => {
    const found = await findRules(process.cwd());
    expect(found.map(({ path }) => path)).toEqual(rulePaths(process.cwd()));
    expect(found.map(({ rule }) => rule.id)).toEqual(rules.map(({ id }) => id));
  });

  it.each(rules)("$id has a page with its examples and what is really printed of the bad one", (rule) => {
    const output = exampleOutput(rule, rules);
    const page = rulePage(rule, output);
    expect(output).toContain(`[${rule.id}]`);
    expect(page).toContain(output.trimEnd());
    for (const text of [...Object.values(rule.meta.docs.bad), ...Object.values(rule.meta.docs.good)]) {
      expect(page).toContain(text.trimEnd());
    }
    // The committed page went through prettier, which must not have changed an example under its line numbers.
    const committed = readFileSync(`docs/rules/${rule.id}.md`, "utf8");
    for (const text of Object.values(rule.meta.docs.bad)) expect(committed).toContain(text.trimEnd());
  });

  it("puts the rule table between the README's markers and leaves the rest alone", () => {
    const readme = "# a\n<!-- rules:begin -->\nAN OLD TABLE\n<!-- rules:end -->\nend\n";
    const written = withRuleTable(readme, rules);
    expect(written).toMatch(/^# a\n<!-- rules:begin -->\n\n\| rule/);
    expect(written).toMatch(/<!-- rules:end -->\nend\n$/);
    expect(written).not.toContain("AN OLD TABLE");
    for (const { id } of rules) expect(written).toContain(`[${id}](docs/rules/${id}.md)`);
  });

  it("refuses a README without markers", () => {
    expect(() => withRuleTable("# a\n", rules)).toThrow(/rules:begin/);
  });
});

describe("the schema of the configuration", () => {
  const schema = JSON.parse(configSchema(base, rules)) as object;
  const validate = new Ajv({ strictTuples: false }).compile(schema);
  const accepts = (setting: unknown): boolean => validate({ rules: { "trust/broad-subject": setting } });

  it.each(["off", "error", ["warning"], ["warning", { allowNamespaceWildcard: true }], ["off", {}]])(
    "takes %j for a rule with an option",
    (setting) => {
      expect(accepts(setting)).toBe(true);
    },
  );

  it.each([
    "on",
    2,
    [],
    ["warning", { allowNamespaceWildcards: true }],
    ["warning", { allowNamespaceWildcard: "yes" }],
  ])("refuses %j", (setting) => {
    expect(accepts(setting)).toBe(false);
  });

  it("refuses options of a rule that has none", () => {
    expect(validate({ rules: { "trust/missing-subject": ["warning", { any: 1 }] } })).toBe(false);
    expect(validate({ rules: { "trust/missing-subject": ["warning"], "trust/*": "off" } })).toBe(true);
  });
});

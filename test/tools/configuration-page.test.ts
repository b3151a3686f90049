import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rules } from "../../rules/index.ts";
import { readConfiguration } from "../../src/engine/config/read-configuration.ts";
import { configurationExamples, configurationPage } from "../../tools/generate/configuration-page.ts";

const schema = readFileSync("schemas/config.schema.json", "utf8");

describe("the page of the configuration", () => {
  it("has a section for every key, and a row for every key of an entry", () => {
    const page = configurationPage(schema);
    const { properties } = JSON.parse(schema) as { properties: object };
    for (const key of Object.keys(properties)) expect(page).toContain(`## \`${key}\`\n`);
    for (const key of [
      "clusters[].argocdServer",
      "terraform.workspaces",
      "releases[].values",
      "limits.fileBytes",
    ])
      expect(page).toContain(`| \`${key}\` |`);
    expect(page).not.toMatch(/undefined|\[object/);
  });

  it.each(configurationExamples)("shows an example of %s that is valid and says something", (key, text) => {
    const read = readConfiguration(
      { path: "x.yaml", text },
      rules.map(({ id }) => id),
    );
    expect(read).toMatchObject({ kind: "configuration" });
    expect(text.startsWith(`${key}:`)).toBe(true);
  });

  it("refuses a key that it has no example of", () => {
    const more = JSON.stringify({
      ...(JSON.parse(schema) as object),
      properties: { more: { description: "x" } },
    });
    expect(() => configurationPage(more)).toThrow("no example of more");
  });
});

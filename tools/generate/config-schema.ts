import type { AnyRule } from "../../src/rule-api/rule.ts";

interface BaseSchema {
  readonly definitions: { readonly rules: Readonly<Record<string, unknown>> };
}

function isBaseSchema(value: unknown): value is BaseSchema {
  return (
    typeof value === "object" &&
    value !== null &&
    JSON.stringify(value).includes('"definitions"') &&
    "definitions" in value
  );
}

/** What may be said of one rule: its severity, or a list of its severity and its options. */
function settingOf({ meta }: AnyRule): object {
  const { summary, options, severity } = meta;
  const description = `${summary}. In recommended: ${severity}. Expected: off, info, warning or error`;
  if (options === undefined) {
    const only = { type: "array", minItems: 1, maxItems: 1, items: [{ $ref: "#/definitions/severity" }] };
    return { description, anyOf: [{ $ref: "#/definitions/severity" }, only] };
  }
  const withOptions = {
    type: "array",
    minItems: 1,
    maxItems: 2,
    items: [{ $ref: "#/definitions/severity" }, options.schema],
  };
  return {
    description: `${description}, or a list of one of these and the rule's options`,
    anyOf: [{ $ref: "#/definitions/severity" }, withOptions],
  };
}

/** The definitions of a catalogue's schema under names of their own: `chart.row`. */
function definitionsOf(catalogue: string, name: string): readonly (readonly [string, unknown])[] {
  const schema: unknown = JSON.parse(catalogue.replaceAll('"#/definitions/', `"#/definitions/${name}.`));
  if (typeof schema !== "object" || schema === null || !("definitions" in schema)) {
    throw new Error(`the ${name} catalogue's schema has no definitions`);
  }
  return Object.entries(schema.definitions ?? {}).map(([key, value]) => [`${name}.${key}`, value as unknown]);
}

/**
 * `schemas/config.schema.json`: the hand-written base, a property for every rule with its options, and the rows of the
 * catalogues (their schemas by name), which the configuration may have too.
 */
export function configSchema(
  base: string,
  rules: readonly AnyRule[],
  catalogues: Readonly<Record<string, string>> = {},
): string {
  const schema: unknown = JSON.parse(base);
  if (!isBaseSchema(schema)) throw new Error("schemas/config.base.schema.json has no definitions");
  const properties = Object.fromEntries(rules.map((rule) => [rule.id, settingOf(rule)]));
  const rows = Object.entries(catalogues).flatMap(([name, catalogue]) => definitionsOf(catalogue, name));
  const definitions = {
    ...schema.definitions,
    ...Object.fromEntries(rows),
    rules: { ...schema.definitions.rules, properties },
  };
  return JSON.stringify({ $comment: 'Made by "npm run generate". Do not edit.', ...schema, definitions });
}

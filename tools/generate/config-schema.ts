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

/** `schemas/config.schema.json`: the hand-written base, and a property for every rule with its options. */
export function configSchema(base: string, rules: readonly AnyRule[]): string {
  const schema: unknown = JSON.parse(base);
  if (!isBaseSchema(schema)) throw new Error("schemas/config.base.schema.json has no definitions");
  const properties = Object.fromEntries(rules.map((rule) => [rule.id, settingOf(rule)]));
  const definitions = { ...schema.definitions, rules: { ...schema.definitions.rules, properties } };
  return JSON.stringify({ $comment: 'Made by "npm run generate". Do not edit.', ...schema, definitions });
}

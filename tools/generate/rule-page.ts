import type { AnyRule, ExampleFiles } from "../../src/rule-api/rule.ts";

const languages: Readonly<Record<string, string>> = { tf: "hcl", yaml: "yaml", yml: "yaml", json: "json" };

function examples(files: ExampleFiles): string {
  return Object.entries(files)
    .map(([path, text]) => {
      const language = languages[path.slice(path.lastIndexOf(".") + 1)] ?? "text";
      return `\`${path}\`\n\n\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\n`;
    })
    .join("\n");
}

/** The fields of an option's schema that its row shows. */
interface OptionSchema {
  readonly type?: unknown;
  readonly description?: unknown;
}

function isOptionSchema(value: unknown): value is OptionSchema {
  return typeof value === "object" && value !== null;
}

function optionRows(rule: AnyRule): readonly string[] {
  const { options } = rule.meta;
  if (options === undefined) return [];
  const properties = options.schema["properties"];
  const described = typeof properties === "object" && properties !== null ? Object.entries(properties) : [];
  return described.map(([name, schema]: [string, unknown]) => {
    const { type, description } = isOptionSchema(schema) ? schema : {};
    const value = JSON.stringify(options.defaults[name]);
    return `| \`${name}\` | ${String(type)} | \`${value}\` | ${String(description)} |`;
  });
}

function optionSection(rule: AnyRule): string {
  const rows = optionRows(rule);
  if (rows.length === 0) return "";
  return `## Options

| option | type | default | what it does |
| --- | --- | --- | --- |
${rows.join("\n")}

\`\`\`yaml
# .irsa-lint.yaml
rules:
  ${rule.id}: [${rule.meta.severity}, ${JSON.stringify(rule.meta.options?.defaults).replaceAll('"', "").replaceAll(":", ": ").replace("{", "{ ").replace("}", " }")}]
\`\`\`

`;
}

const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join("\n");

/** A rule's page in docs/rules. `output` is what irsa-lint really prints on the bad example. */
export function rulePage(rule: AnyRule, output: string): string {
  const { summary, severity, since, docs } = rule.meta;
  const quiet = docs.quiet ?? [];
  return `<!-- Made by "npm run generate" from rules/${rule.id}.ts. Do not edit. -->

# ${rule.id}

${summary}.

Severity: ${severity}. Since ${since}.

## Why

${docs.why}

## Bad

${examples(docs.bad)}
\`irsa-lint --format concise\` prints:

\`\`\`text
${output.trimEnd()}
\`\`\`

## Good

${examples(docs.good)}
## How to repair it

${docs.fix}

${optionSection(rule)}${quiet.length === 0 ? "" : `## When it stays quiet\n\n${list(quiet)}\n\n`}## References

${list(docs.references.map((url) => `<${url}>`))}
`;
}

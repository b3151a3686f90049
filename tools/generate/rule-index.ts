import type { RuleFile } from "./find-rules.ts";

/** `trust/missing-audience` as a name in code: `trustMissingAudience`. */
function nameOf(id: string): string {
  return id.replace(/[/-](\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** `rules/index.ts`: every rule, for the command line. */
export function ruleIndex(files: readonly RuleFile[]): string {
  const imports = files.map(
    ({ path, rule }) => `import ${nameOf(rule.id)} from "${path.replace(/^rules\//, "./")}";`,
  );
  return `// Made by "npm run generate". Do not edit.
import type { AnyRule } from "../src/rule-api/rule.ts";
${imports.join("\n")}

/** Every rule, in order of id. */
export const rules: readonly AnyRule[] = [${files.map(({ rule }) => nameOf(rule.id)).join(", ")}];
`;
}

/**
 * Writes a rule and its test with cases that fail until they are filled in.
 *
 *   npm run new-rule -- identity/my-rule
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The text of a new rule: it compiles, and reports nothing. */
export function ruleText(id: string): string {
  return `import { defineRule } from "../../src/rule-api/rule.ts";

export default defineRule({
  id: "${id}",
  meta: {
    summary: "TODO: what must be so, in one sentence without a full stop",
    severity: "error",
    since: "TODO",
    messages: {
      todo: (d: { value: string }) => \`"\${d.value}" TODO\`,
    },
    docs: {
      why: "TODO: what goes wrong, and where people see it.",
      fix: "TODO: how to repair it.",
      quiet: ["TODO: when it is silent."],
      references: ["https://example.com/TODO"],
      bad: { "sa.yaml": "" },
      good: { "sa.yaml": "" },
    },
  },
  check: () => undefined,
});
`;
}

/** The text of its test: every table has a case that fails. */
export function testText(id: string): string {
  return `import rule from "../../../rules/${id}.ts";
import { testRule } from "../../support/rule-tester.ts";

testRule(rule, {
  valid: [{ name: "TODO: nothing is wrong", files: { "TODO.yaml": "valid: [" }, problems: ["TODO"] }],
  unknown: [{ name: "TODO: something is not known", files: { "TODO.yaml": "" } }],
  invalid: [
    {
      name: "TODO: the mistake",
      files: { "sa.yaml": "" },
      findings: [{ messageId: "todo", at: "sa.yaml:1", covers: "TODO" }],
    },
  ],
});
`;
}

/** Writes both files below a directory; what stands in the way, or a bad id, is said in a sentence. */
export async function newRule(id: string, directory: string): Promise<string | undefined> {
  if (!/^[a-z][a-z-]*\/[a-z][a-z-]*$/.test(id)) {
    return `expected <category>/<name> in lower case, like identity/my-rule, not "${id}"`;
  }
  const files: readonly (readonly [string, string])[] = [
    [`rules/${id}.ts`, ruleText(id)],
    [`test/rules/${id}.test.ts`, testText(id)],
  ];
  const taken = files.map(([path]) => path).filter((path) => existsSync(join(directory, path)));
  if (taken.length > 0) return `${taken.join(" and ")}: there already`;
  for (const [path, text] of files) {
    const target = join(directory, path);
    mkdirSync(dirname(target), { recursive: true });
    const options = await resolveConfig(join(root, path));
    writeFileSync(target, await format(text, { ...options, filepath: path }));
  }
  return undefined;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const id = process.argv[2] ?? "";
  const problem = await newRule(id, root);
  if (problem === undefined) {
    console.log(`wrote rules/${id}.ts and test/rules/${id}.test.ts; fill both, then run "npm run generate"`);
  } else {
    console.error(problem);
    process.exitCode = 2;
  }
}

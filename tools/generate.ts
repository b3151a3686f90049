/**
 * Writes what follows from the rules: rules/index.ts, docs/rules/, the table in README.md and two schemas; and the
 * catalogue of Terraform modules from its rows.
 *
 *   npm run generate              writes
 *   npm run generate -- --check   writes nothing; fails and names what is out of date
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { configSchema } from "./generate/config-schema.ts";
import { configurationPage } from "./generate/configuration-page.ts";
import { exampleOutput } from "./generate/example-output.ts";
import { findRules } from "./generate/find-rules.ts";
import { moduleCatalogue } from "./generate/module-catalogue.ts";
import { withRuleTable } from "./generate/readme-table.ts";
import { reportSchema } from "./generate/report-schema.ts";
import { ruleIndex } from "./generate/rule-index.ts";
import { rulePage } from "./generate/rule-page.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const inRoot = (path: string): string => join(root, path);
const textOf = (path: string): string => readFileSync(inRoot(path), "utf8");

/** Every generated file with its text, as prettier would have it. */
async function generated(): Promise<ReadonlyMap<string, string>> {
  const files = await findRules(root);
  const rules = files.map(({ rule }) => rule);
  const catalogues = {
    chart: textOf("schemas/chart-catalogue.schema.json"),
    module: textOf("schemas/module-catalogue.schema.json"),
  };
  const config = configSchema(textOf("schemas/config.base.schema.json"), rules, catalogues);
  const raw: [string, string][] = [
    ["rules/index.ts", ruleIndex(files)],
    ["schemas/config.schema.json", config],
    ["docs/configuration.md", configurationPage(config)],
    ["schemas/report.schema.json", reportSchema(rules)],
    ["src/catalogue/terraform-modules/modules.json", moduleCatalogue(root)],
    ...rules.map((rule): [string, string] => [
      `docs/rules/${rule.id}.md`,
      rulePage(rule, exampleOutput(rule, rules)),
    ]),
  ];
  if (existsSync(inRoot("README.md"))) raw.push(["README.md", withRuleTable(textOf("README.md"), rules)]);
  const written = new Map<string, string>();
  for (const [path, text] of raw) {
    const options = await resolveConfig(inRoot(path));
    written.set(path, await format(text, { ...options, filepath: path }));
  }
  return written;
}

/** Pages of rules that are no more. */
function stalePages(current: ReadonlyMap<string, string>): readonly string[] {
  const directory = inRoot("docs/rules");
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((path) => `docs/rules/${path.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".md") && !current.has(path));
}

function write(path: string, text: string): void {
  mkdirSync(dirname(inRoot(path)), { recursive: true });
  writeFileSync(inRoot(path), text);
}

async function main(check: boolean): Promise<void> {
  const files = await generated();
  const changed = [...files].filter(([path, text]) => !existsSync(inRoot(path)) || textOf(path) !== text);
  const stale = stalePages(files);
  if (!check) {
    for (const [path, text] of changed) write(path, text);
    for (const path of stale) rmSync(inRoot(path));
    console.log(`${String(files.size)} files, ${String(changed.length + stale.length)} changed`);
    return;
  }
  const names = [...changed.map(([path]) => path), ...stale];
  if (names.length === 0) return;
  console.error(`out of date, run "npm run generate": ${names.join(", ")}`);
  process.exitCode = 1;
}

await main(process.argv.includes("--check"));

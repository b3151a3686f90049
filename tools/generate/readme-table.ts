import type { AnyRule } from "../../src/rule-api/rule.ts";

const BEGIN = "<!-- rules:begin -->";
const END = "<!-- rules:end -->";

/** The README with the table of rules between its two markers. Missing markers are an error. */
export function withRuleTable(readme: string, rules: readonly AnyRule[]): string {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin === -1 || end < begin) throw new Error(`README.md needs the lines ${BEGIN} and ${END}`);
  const rows = rules.map(
    ({ id, meta }) => `| [${id}](docs/rules/${id}.md) | ${meta.severity} | ${meta.summary} |`,
  );
  const table = ["| rule | severity | what it asks |", "| --- | --- | --- |", ...rows].join("\n");
  return `${readme.slice(0, begin + BEGIN.length)}\n\n${table}\n\n${readme.slice(end)}`;
}

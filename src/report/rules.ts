import pico from "picocolors";
import stringWidth from "string-width";
import type { AnyRule } from "../rule-api/rule.ts";

/** Where a rule's page lies in the repository. */
function pageOf(rule: AnyRule): string {
  return `docs/rules/${rule.id}.md`;
}

/** `rules`: one line a rule. */
export function formatRulesTable(rules: readonly AnyRule[], color: boolean): string {
  const colors = pico.createColors(color);
  const paint: Readonly<Record<string, (text: string) => string>> = {
    error: colors.red,
    warning: colors.yellow,
    info: colors.blue,
    off: colors.dim,
  };
  const width = Math.max(0, ...rules.map(({ id }) => stringWidth(id)));
  const lines = rules.map(({ id, meta }) => {
    const severity = paint[meta.severity]?.(meta.severity.padEnd("warning".length)) ?? meta.severity;
    return `  ${id.padEnd(width)}  ${severity}  ${meta.summary}\n`;
  });
  return lines.join("");
}

function section(
  title: string,
  lines: readonly string[],
  colors: ReturnType<typeof pico.createColors>,
): string {
  if (lines.length === 0) return "";
  return `\n${colors.bold(title)}\n${lines.map((line) => `  ${line}`.trimEnd()).join("\n")}\n`;
}

function exampleLines(
  files: AnyRule["meta"]["docs"]["bad"],
  dim: (text: string) => string,
): readonly string[] {
  return Object.entries(files).flatMap(([path, text], at) => [
    ...(at === 0 ? [] : [""]),
    dim(path),
    ...text.trimEnd().split("\n"),
  ]);
}

/** `rules ID`: a rule's whole documentation. */
export function formatRule(rule: AnyRule, color: boolean): string {
  const colors = pico.createColors(color);
  const { summary, severity, since, docs, options } = rule.meta;
  const defaults = Object.entries(options?.defaults ?? {});
  return [
    `${colors.bold(rule.id)}  ${severity}, since ${since}\n${summary}\n`,
    section("Why", docs.why.split("\n"), colors),
    section("How to repair it", docs.fix.split("\n"), colors),
    section(
      "Stays quiet",
      (docs.quiet ?? []).map((line) => `- ${line}`),
      colors,
    ),
    section(
      "Options",
      defaults.map(([name, value]) => `${name}: ${JSON.stringify(value)}`),
      colors,
    ),
    section("Bad", exampleLines(docs.bad, colors.dim), colors),
    section("Good", exampleLines(docs.good, colors.dim), colors),
    section("See also", [pageOf(rule), ...docs.references], colors),
  ].join("");
}

function jsonOf(rule: AnyRule): object {
  const { summary, severity, since, docs, options } = rule.meta;
  return {
    id: rule.id,
    summary,
    severity,
    since,
    messages: Object.keys(rule.meta.messages),
    options: options === undefined ? null : { schema: options.schema, defaults: options.defaults },
    docs: { ...docs, quiet: docs.quiet ?? [], page: pageOf(rule) },
  };
}

/** `rules --format json`: what the rules say of themselves; one object when one rule was asked for. */
export function formatRulesJson(rules: readonly AnyRule[] | AnyRule): string {
  const value = "meta" in rules ? jsonOf(rules) : rules.map(jsonOf);
  return `${JSON.stringify(value, null, 2)}\n`;
}

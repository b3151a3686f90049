import { didYouMean } from "../engine/closest.ts";
import { formatRule, formatRulesJson, formatRulesTable } from "../report/rules.ts";
import { rules as allRules } from "../../rules/index.ts";
import { decideColor, type ColorChoice } from "./color.ts";
import { print } from "./output.ts";
import { UsageError } from "./usage-error.ts";

export interface RulesOptions {
  readonly format: "table" | "json";
  readonly color: ColorChoice;
}

/** `irsa-lint rules [ID]`: the table of rules, or all that one rule says of itself. */
export async function rules(
  id: string | undefined,
  { format, color: choice }: RulesOptions,
): Promise<number> {
  const color = decideColor(choice);
  if (id === undefined) {
    await print(format === "json" ? formatRulesJson(allRules) : formatRulesTable(allRules, color));
    return 0;
  }
  const rule = allRules.find((candidate) => candidate.id === id);
  if (rule === undefined) {
    throw new UsageError(
      `there is no rule "${id}"${didYouMean(
        id,
        allRules.map((candidate) => candidate.id),
      )}`,
    );
  }
  await print(format === "json" ? formatRulesJson(rule) : formatRule(rule, color));
  return 0;
}

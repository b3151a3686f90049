import { wholeFile } from "../../model/location.ts";
import type { Loader, Questions, Unit } from "../loader.ts";
import { directoryOf } from "../paths.ts";
import { PLAN_WORDS, planParser } from "./document.ts";
import { planExpander, planUnit } from "./expand-plan.ts";

function isPlan(path: string, ask: Questions): boolean {
  const parsed = ask.parse(path, planParser);
  return !("missing" in parsed) && (parsed.value !== undefined || parsed.problems.length > 0);
}

/** One unit for each plan; plans beside each other are environments, called by their files. */
function seeds(files: readonly string[], ask: Questions): readonly Unit[] {
  const plans = files.filter((path) => isPlan(path, ask));
  return plans.map((path) => {
    const directory = directoryOf(path);
    const isOnly = plans.filter((other) => directoryOf(other) === directory).length === 1;
    const name = path.slice(directory === "" ? 0 : directory.length + 1).replace(/(?:\.tfplan)?\.json$/i, "");
    return planUnit(path, isOnly ? null : name, wholeFile({ path, text: "" }));
  });
}

/**
 * Plans as `terraform show -json` and `tofu show -json` print them. They go before the configuration, which a plan
 * with values for it replaces.
 */
export const terraformPlan: Loader = {
  name: "terraform-plan",
  handles: (path) => /\.json$/i.test(path),
  markers: PLAN_WORDS,
  seeds,
  expanders: [planExpander],
  order: 5,
};

import type { Fact } from "../../model/entities.ts";
import type { Problem } from "../../model/problem.ts";
import { print } from "../../model/text.ts";
import type { HelmRelease } from "../helm-release.ts";
import { inNamespace } from "../manifest-metadata.ts";
import type { RenderedTemplate } from "./render-release.ts";
import type { ActiveChart } from "./take-part.ts";

/** Whether all charts that a release asks for are here: values that they bring may be what a template wants. */
function isWhole({ missing, source, charts }: ActiveChart): boolean {
  return missing.length === 0 && source.unread.length === 0 && charts.every(isWhole);
}

/**
 * Releases that their own chart refuses (`fail`, `required`), whatever is not known of them, at the action and in its
 * words; `told` are the facts that may have said so already. Nothing is said of a chart whose release nobody names.
 */
export function refusalsOf(
  root: ActiveChart,
  templates: readonly RenderedTemplate[],
  { name, namespace, installed }: HelmRelease,
  told: readonly Fact[],
): readonly Problem[] {
  if (installed === "maybe" || !isWhole(root)) return [];
  const isTold = (at: Problem["at"]): boolean =>
    told.some((fact) => fact.kind === "gap" && fact.message !== undefined && fact.at === at);
  return templates.flatMap(({ file, failure }): readonly Problem[] => {
    if (failure?.said === undefined || file.chart.takesPart === "maybe" || isTold(failure.at)) return [];
    const message =
      `Helm stops at template ${file.path} (${failure.said.trim()}): ` +
      `release "${print(name)}"${inNamespace(namespace)} cannot be installed with these values`;
    return [{ code: "input/not-understood", message, at: failure.at }];
  });
}

import type { Problem } from "../../model/problem.ts";
import type { Node } from "../../model/node.ts";
import { print } from "../../model/text.ts";
import type { ValuesLayer } from "../helm-release.ts";
import { MAX_INDEX, mergeValues, setValue, unknownValues } from "./merge-values.ts";
import { readSettings } from "./set-syntax.ts";

/** The values that a release hands to its chart: undefined when nobody sets any. */
export interface EffectiveValues {
  readonly values: Node | undefined;
  readonly problems: readonly Problem[];
}

/** Merges the layers of a release, weakest first. What Helm refuses is said and has no effect. */
export function effectiveValues(layers: readonly ValuesLayer[]): EffectiveValues {
  const problems: Problem[] = [];
  let values: Node | undefined;
  for (const layer of layers) {
    if (layer.kind === "unread") values = unknownValues(layer.hole, layer.at);
    else if (layer.kind === "values") values = mergeValues(values, layer.node);
    else values = setAll(values, layer, problems);
  }
  return { values, problems };
}

function setAll(
  values: Node | undefined,
  layer: Extract<ValuesLayer, { kind: "set" }>,
  problems: Problem[],
): Node | undefined {
  const { settings, problem } = readSettings(layer.name, layer.value, layer);
  const say = (what: string): void => {
    const message = `Helm does not take the parameter "${print(layer.name)}": ${what}; it sets nothing`;
    problems.push({ code: "input/not-understood", message, at: layer.name.at });
  };
  if (problem !== undefined) say(problem);
  return settings.reduce<Node | undefined>((before, { route, value }) => {
    if (route.every((step) => typeof step !== "number" || step <= MAX_INDEX)) {
      return setValue(before, route, value);
    }
    say(`an index over ${String(MAX_INDEX)} is not read`);
    return before;
  }, values);
}

import type { Problem } from "../../model/problem.ts";
import { entriesOf, type Node } from "../../model/node.ts";
import { print } from "../../model/text.ts";
import type { ValuesLayer } from "../helm-release.ts";
import {
  conflictAt,
  MAX_INDEX,
  mergeValues,
  nodeAt,
  setValue,
  unknownValues,
  type SetStep,
} from "../merge-values.ts";
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
  let after = values;
  for (const { route, value } of settings) {
    const conflict = conflictAt(after, route);
    const empty = route.indexOf("");
    if (empty !== -1) {
      // An empty key sets nothing; Helm minds only when that leaves the map around it empty.
      if (!isFilled(after, route.slice(0, empty))) say("a key between its dots is empty");
    } else if (conflict !== undefined) {
      say(`at "${stepName(conflict)}" the values hold something else than a ${mapOrList(conflict)}`);
    } else if (route.some((step) => typeof step === "number" && step > MAX_INDEX)) {
      say(`an index over ${String(MAX_INDEX)} is not read`);
    } else after = setValue(after, route, value, layer.name.at);
  }
  return after;
}

const stepName = (step: SetStep): string => (typeof step === "object" ? step.name : String(step));
const mapOrList = (step: SetStep): string => (typeof step === "number" ? "list" : "map");

function isFilled(values: Node | undefined, route: readonly SetStep[]): boolean {
  const node = nodeAt(values, route);
  return node?.kind === "unknown" || entriesOf(node).length > 0;
}

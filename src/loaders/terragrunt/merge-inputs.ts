import type { Entry, MapNode, Node } from "../../model/node.ts";
import { known } from "../../model/text.ts";
import { derivedId, unknown } from "../terraform/evaluate/identity.ts";
import type { Strategy } from "./reading.ts";

/**
 * Inputs of an included file with those of the file that includes it laid over them (Terragrunt, "merge_strategy"):
 * shallow takes each key from the upper one, deep goes into maps and puts lists one after the other,
 * deep_map_only goes into maps and takes lists from the upper one.
 */
export function mergeInputs(
  lower: Node | undefined,
  upper: Node | undefined,
  strategy: Strategy,
): Node | undefined {
  if (upper === undefined || upper.kind === "null") return lower;
  if (lower === undefined || lower.kind === "null" || strategy === "no_merge") return upper;
  if (upper.kind !== "map") return upper;
  if (lower.kind === "unknown") return { ...upper, more: upper.more ?? lower.hole };
  if (lower.kind !== "map") return upper;
  return mergeMaps(lower, upper, strategy);
}

function mergeMaps(lower: MapNode, upper: MapNode, strategy: Strategy): MapNode {
  const above = new Map(upper.entries.map((entry) => [known(entry.key), entry]));
  // What the upper one may have besides, nobody knows: it could replace any entry of the lower one.
  const isOpen = upper.more !== undefined || above.has(undefined);
  const kept = lower.entries.filter(({ key }) => {
    const name = known(key);
    return name === undefined || !above.has(name);
  });
  const merged = upper.entries.map((entry): Entry => {
    const name = known(entry.key);
    const below = name === undefined ? undefined : lower.entries.findLast(({ key }) => known(key) === name);
    if (below === undefined || strategy === "shallow") return entry;
    return { key: entry.key, value: mergeValues(below.value, entry.value, strategy) };
  });
  const more = upper.more ?? lower.more;
  return {
    kind: "map",
    flavour: "object",
    entries: [...(isOpen ? [] : kept), ...merged],
    at: upper.at,
    ...(more === undefined ? {} : { more }),
  };
}

function mergeValues(lower: Node, upper: Node, strategy: Strategy): Node {
  if (lower.kind === "map" && upper.kind === "map") return mergeMaps(lower, upper, strategy);
  if (lower.kind === "list" && upper.kind === "list" && strategy === "deep") {
    return { kind: "list", flavour: "tuple", items: [...lower.items, ...upper.items], at: upper.at };
  }
  const isPlain = upper.kind !== "map" && upper.kind !== "list" && upper.kind !== "unknown";
  if (isPlain || (lower.kind !== "unknown" && upper.kind !== "unknown")) return upper;
  return unknown(derivedId("deep merge", [lower, upper]), "a deep merge", upper.at);
}

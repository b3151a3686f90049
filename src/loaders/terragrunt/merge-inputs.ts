import { unlisted, type Entry, type MapNode, type Node } from "../../model/node.ts";
import { known } from "../../model/text.ts";
import { derivedId, unknown } from "../terraform/evaluate/identity.ts";
import type { Strategy } from "./reading.ts";

/**
 * Inputs of an included file with those of the file that includes it laid over them (Terragrunt, "merge_strategy"):
 * shallow takes each key from the upper one, deep goes into maps and puts lists one after the other.
 */
export function mergeInputs(
  lower: Node | undefined,
  upper: Node | undefined,
  strategy: Strategy,
): Node | undefined {
  if (upper === undefined || upper.kind === "null") return lower;
  if (lower === undefined || lower.kind === "null" || strategy === "no_merge") return upper;
  if (upper.kind !== "map") return upper;
  if (lower.kind === "map") return mergeMaps(lower, upper, strategy);
  if (lower.kind !== "unknown") return upper;
  return mergeMaps({ kind: "map", entries: [], at: lower.at, more: lower.hole }, upper, strategy);
}

function mergeMaps(lower: MapNode, upper: MapNode, strategy: Strategy): MapNode {
  const isKeyed = upper.entries.every(({ key }) => known(key) !== undefined);
  const above = new Set(upper.entries.map(({ key }) => known(key)));
  // What the upper one may have besides, nobody knows: it could replace any entry of the lower one.
  const open =
    upper.more ??
    (isKeyed ? undefined : unknown(derivedId("merge", [lower, upper]), "a merge", upper.at).hole);
  const kept = open === undefined ? lower.entries.filter(({ key }) => !above.has(known(key))) : [];
  const merged = upper.entries.map((entry): Entry => {
    if (strategy === "shallow") return entry;
    const name = known(entry.key);
    const below = lower.entries.findLast(({ key }) => known(key) === name)?.value;
    const value = mergeValues(below ?? unlisted(lower, name ?? ""), entry.value);
    return { key: entry.key, value };
  });
  const more = open ?? lower.more;
  return {
    kind: "map",
    flavour: "object",
    entries: [...kept, ...merged],
    at: upper.at,
    ...(more === undefined ? {} : { more }),
  };
}

function mergeValues(lower: Node | undefined, upper: Node): Node {
  if (lower === undefined) return upper;
  if (lower.kind === "map" && upper.kind === "map") return mergeMaps(lower, upper, "deep");
  if (lower.kind === "list" && upper.kind === "list") {
    return { kind: "list", flavour: "tuple", items: [...lower.items, ...upper.items], at: upper.at };
  }
  const isPlain = upper.kind !== "map" && upper.kind !== "list" && upper.kind !== "unknown";
  if (isPlain || (lower.kind !== "unknown" && upper.kind !== "unknown")) return upper;
  return unknown(derivedId("deep merge", [lower, upper]), "a deep merge", upper.at);
}

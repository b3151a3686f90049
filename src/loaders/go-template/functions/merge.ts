import { known } from "../../../model/text.ts";
import { unknownResult } from "../convert.ts";
import type { Call } from "../function.ts";
import type { GoMap, Value } from "../value.ts";
import { isTrue } from "./comparison.ts";

const MAX_DEPTH = 200;

/** How one merge goes. */
interface Merging {
  readonly overwrites: boolean;
  readonly call: Call;
}

/**
 * Sprig's `merge` and `mergeOverwrite` (mergo): the first map takes in the others and is returned. Without overwriting
 * it takes what it lacks or has empty; with it, everything but maps, which are merged. Maps of the others become
 * parts of the first by reference.
 */
export function merged(target: GoMap, sources: readonly GoMap[], overwrites: boolean, call: Call): GoMap {
  for (const source of sources) mergeMap(target, source, { overwrites, call }, 0);
  return target;
}

function mergeMap(target: GoMap, source: GoMap, merging: Merging, depth: number): void {
  if (target === source || depth > MAX_DEPTH) return;
  merging.call.host.spend(source.entries.size + 1, merging.call.at);
  const before = { more: target.more, names: [...target.entries.keys()] };
  for (const [name, { key, value }] of source.entries) {
    const own = target.entries.get(name);
    if (own !== undefined) {
      const result = mergeValue(own.value, value, merging, depth);
      target.entries.set(name, { key: result === own.value ? own.key : key, value: result });
    } else if (before.more === undefined) {
      // Nil brings nothing, not even where there is nothing.
      if (value.kind !== "null" || merging.overwrites) target.entries.set(name, { key, value });
    } else {
      target.entries.set(name, { key, value: overUnlisted(target, name, value, merging) });
    }
  }
  if (source.more === undefined) return;
  const { call } = merging;
  const others: Value = { kind: "unknown", hole: source.more, at: source.at };
  for (const name of before.names) {
    const own = target.entries.get(name);
    if (own === undefined || source.entries.has(name)) continue;
    if (!merging.overwrites && own.value.kind !== "go-map" && isSurelySet(own.value)) continue;
    target.entries.set(name, { ...own, value: unknownResult("merge", [own.value, others], call.at) });
  }
  const both: Value[] = before.more === undefined ? [] : [{ ...others, hole: before.more }];
  target.more = unknownResult("merge", [...both, others], call.at).hole;
}

/** A value that no empty one can be. */
function isSurelySet(value: Value): boolean {
  switch (value.kind) {
    case "text":
      return value.parts.some((part) => part.kind === "literal" && part.value !== "");
    case "number":
      return value.value !== 0;
    case "boolean":
      return value.value;
    case "go-list":
      return value.items.some((item) => !(item.kind === "unknown" && item.several === true));
    case "object":
      return true;
    default:
      return false;
  }
}

/** What becomes of a key that the first map may have among those that are not listed. */
function overUnlisted(target: GoMap, name: string, value: Value, { overwrites, call }: Merging): Value {
  const { more } = target;
  if (more === undefined) return value;
  const own: Value = {
    kind: "unknown",
    hole: { kind: "hole", id: `${more.id}.${name}`, name: `${more.name}.${name}` },
    at: target.at,
  };
  return overwrites && value.kind !== "go-map" && value.kind !== "unknown"
    ? value
    : unknownResult("merge", [own, value], call.at);
}

function mergeValue(own: Value, value: Value, merging: Merging, depth: number): Value {
  if (merging.overwrites) return overwritten(own, value, merging, depth);
  const { call } = merging;
  if (value.kind === "null") return own;
  if (own.kind === "go-map" && value.kind === "go-map") {
    if (own.entries.size === 0 && own.more === undefined) return value;
    mergeMap(own, value, merging, depth + 1);
    return own;
  }
  if (own.kind === "unknown" && (value.kind === "go-map" || value.kind === "unknown"))
    return unknownResult("merge", [own, value], call.at);
  if (own.kind === "go-map" && value.kind === "unknown") return unknownResult("merge", [own, value], call.at);
  // An empty string in the place of an empty string changes nothing.
  if (own.kind === "text" && value.kind === "text" && known(value) === "") return own;
  return isTrue(own, call) ? own : value;
}

function overwritten(own: Value, value: Value, merging: Merging, depth: number): Value {
  if (value.kind === "go-map" && own.kind === "go-map") {
    if (own.entries.size === 0 && own.more === undefined) return value;
    mergeMap(own, value, merging, depth + 1);
    return own;
  }
  const mayMerge =
    (value.kind === "unknown" && own.kind === "go-map") ||
    (own.kind === "unknown" && value.kind === "go-map");
  return mayMerge || (value.kind === "unknown" && own.kind === "unknown")
    ? unknownResult("merge", [own, value], merging.call.at)
    : value;
}

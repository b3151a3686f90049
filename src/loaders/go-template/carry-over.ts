import { literal } from "../../model/text.ts";
import type { Hole } from "../../model/text.ts";
import { identityOf } from "./identity.ts";
import type { GoEntry, GoMap, Value } from "./value.ts";
import type { Decision } from "./worlds.ts";

/** What one world of a template made of the values that it was given. */
export interface ChangedValues {
  /** The values that it was given, and its own copies of them. */
  readonly copies: ReadonlyMap<Value, Value>;
  /** The maps that a function changed; true where also those inside one were. */
  readonly changed: ReadonlyMap<Value, boolean>;
  readonly decisions: readonly Decision[];
}

/** What a map holds. */
type Contents = Pick<GoMap, "entries" | "more">;

/**
 * Makes the values that templates share what one of them made of them, as they are for Helm, which gives all templates
 * the same maps. What worlds differ in is unknown then; so is everything that changed when there are worlds that nobody
 * looked at.
 */
export function carryOver(worlds: readonly ChangedValues[], isComplete: boolean): void {
  if (worlds.every(({ changed }) => changed.size === 0)) return;
  const made = worlds.map(contentsIn);
  const touched = new Set(made.flatMap((contents) => [...contents.keys()]));
  const question = questionOf(worlds);
  const results = [...touched].map((map) => {
    const alternatives = made.map((contents): Contents => contents.get(map) ?? map);
    const considered = isComplete ? alternatives : [...alternatives, map];
    return [map, oneOf(considered, map, question)] as const;
  });
  for (const [map, { entries, more }] of results) {
    const all = [...entries];
    map.entries.clear();
    for (const [name, entry] of all) map.entries.set(name, entry);
    map.more = more;
  }
}

/** What the maps that a world was given hold in it, with those maps themselves in the place of its copies. */
function contentsIn({ copies, changed }: ChangedValues): ReadonlyMap<GoMap, Contents> {
  const originals = new Map([...copies].map(([original, copy]) => [copy, original] as const));
  const contents = new Map<GoMap, Contents>();
  const seen = new Map<Value, boolean>();
  const back = (value: Value, within: boolean): Value => {
    if (value.kind !== "go-map" && value.kind !== "go-list") return value;
    const original = originals.get(value);
    const deep = within || changed.get(value) === true;
    const before = seen.get(value);
    const mayDiffer = original === undefined || deep || changed.has(value);
    if (!mayDiffer || before === true || before === deep) return original ?? value;
    seen.set(value, deep);
    if (value.kind === "go-list") {
      const items = value.items.map((item) => back(item, deep));
      // Lists change only by what is inside their maps.
      if (original === undefined) value.items.splice(0, items.length, ...items);
      return original ?? value;
    }
    const entries = new Map<string, GoEntry>();
    for (const [name, { key, value: inner }] of value.entries) {
      entries.set(name, { key, value: back(inner, deep) });
    }
    if (original?.kind === "go-map") contents.set(original, { entries, more: value.more });
    else for (const [name, entry] of entries) value.entries.set(name, entry);
    return original ?? value;
  };
  for (const value of changed.keys()) back(value, false);
  return contents;
}

/** What the worlds differ by, for identities and names. */
function questionOf(worlds: readonly ChangedValues[]): { readonly id: string; readonly name: string } {
  const decisions = new Map(
    worlds.flatMap((world) => world.decisions.map((each) => [each.id, each] as const)),
  );
  const names = new Set(Array.from(decisions.values(), ({ name }) => name));
  return { id: [...decisions.keys()].sort().join("&"), name: [...names].join(", ") || "what templates set" };
}

function oneOf(
  alternatives: readonly Contents[],
  map: GoMap,
  question: { readonly id: string; readonly name: string },
): Contents {
  const [first = map, ...others] = alternatives;
  if (others.length === 0) return first;
  const hole = (values: readonly (Value | undefined)[]): Hole => {
    const items = values.map((value) => value ?? literal("", map.at));
    const id = `${question.id}|${identityOf({ kind: "go-list", items, at: map.at })}`;
    return { kind: "hole", id, name: question.name, at: map.at };
  };
  const entries = new Map<string, GoEntry>();
  let more = alternatives.map((each) => each.more).find((each) => each !== undefined);
  for (const name of new Set(alternatives.flatMap((each) => [...each.entries.keys()]))) {
    const found = alternatives.map((each) => each.entries.get(name));
    const [entry] = found.filter((each) => each !== undefined);
    if (entry === undefined) continue;
    const values = found.map((each) => each?.value);
    if (values.includes(undefined)) more ??= hole([literal(name, map.at), ...values]);
    else if (areAlike(values)) entries.set(name, entry);
    else entries.set(name, { ...entry, value: { kind: "unknown", hole: hole(values), at: entry.value.at } });
  }
  return { entries, more };
}

function areAlike([first, ...others]: readonly (Value | undefined)[]): boolean {
  if (first === undefined) return false;
  let identity: string | undefined;
  return others.every((other) => {
    if (other === undefined || other === first) return other !== undefined;
    identity ??= identityOf(first);
    return identityOf(other) === identity;
  });
}

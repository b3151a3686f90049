import type { Fact } from "../model/entities.ts";
import { comparePlaces } from "../model/location.ts";
import type { Part } from "../model/text.ts";

/** The facts of each kind, in the order in which everything is printed, each with an id of its own. */
export interface FactsByKind {
  readonly ofKind: <Kind extends Fact["kind"]>(kind: Kind) => readonly Extract<Fact, { kind: Kind }>[];
}

/** What tells two facts apart apart from their place: every text and word that they hold at their top. */
function signature(fact: Fact): string {
  const words = Object.entries(fact).map(([key, value]) => `${key}=${flat(value)}`);
  return [fact.origin.environment ?? "", flat(fact.origin.cluster), ...words.sort()].join("\u0000");
}

function flat(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return String(value);
  return "parts" in value && Array.isArray(value.parts) ? value.parts.map(flatPart).join("") : "";
}

function flatPart(part: Part): string {
  return part.kind === "literal" ? part.value : `\${${part.id}}`;
}

interface Signed {
  readonly fact: Fact;
  readonly signature: string;
}

function inOrder(a: Signed, b: Signed): number {
  return (
    comparePlaces(a.fact.at, b.fact.at) ||
    (a.signature < b.signature ? -1 : a.signature > b.signature ? 1 : 0)
  );
}

const isSame = (a: Signed | undefined, b: Signed): boolean => a !== undefined && inOrder(a, b) === 0;

/**
 * Sorts facts by place, drops what several expansions found alike, and gives a fact whose id is taken another one.
 * The order of the input makes no difference.
 */
export function sortFacts(facts: readonly Fact[]): FactsByKind {
  const signed = facts.map((fact): Signed => ({ fact, signature: signature(fact) })).sort(inOrder);
  const taken = new Set<string>();
  const byKind = new Map<Fact["kind"], Fact[]>();
  let last: Signed | undefined;
  for (const each of signed) {
    if (isSame(last, each)) continue;
    last = each;
    const id = freeId(each.fact.id, taken);
    const list = byKind.get(each.fact.kind) ?? [];
    byKind.set(each.fact.kind, list);
    list.push(id === each.fact.id ? each.fact : { ...each.fact, id });
  }
  return {
    ofKind: <Kind extends Fact["kind"]>(kind: Kind) =>
      (byKind.get(kind) ?? []).filter((fact): fact is Extract<Fact, { kind: Kind }> => fact.kind === kind),
  };
}

function freeId(id: string, taken: Set<string>): string {
  let free = id;
  for (let copy = 2; taken.has(free); copy++) free = `${id}#${String(copy)}`;
  taken.add(free);
  return free;
}

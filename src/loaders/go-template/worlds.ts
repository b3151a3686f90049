import type { Location } from "../../model/location.ts";
import { truthOf } from "./convert.ts";
import { holeNamesIn, identityOf } from "./identity.ts";
import type { Value } from "./value.ts";

/** How one world answers a question that the values leave open: is this unknown true, has this list an element? */
export interface Decision {
  /** The identity of the unknown. */
  readonly id: string;
  /** Its name, for people. */
  readonly name: string;
  readonly holds: boolean;
  /** Where it was asked first. */
  readonly at: Location;
}

/** What is known of each unknown's truth, `undecided` ones included, along one way through the templates. */
export class World {
  readonly #decisions = new Map<string, Decision>();
  readonly #forced: ReadonlyMap<string, boolean>;

  constructor(forced: readonly Decision[] = []) {
    this.#forced = new Map(forced.map(({ id, holds }) => [id, holds]));
  }

  /** In the order in which they were asked for. */
  get decisions(): readonly Decision[] {
    return [...this.#decisions.values()];
  }

  /** The same answer for the same `id`, in this world. */
  decide(id: string, name: string, at: Location): boolean {
    const before = this.#decisions.get(id);
    if (before !== undefined) return before.holds;
    const decision: Decision = { id, name, at, holds: this.#forced.get(id) ?? true };
    this.#decisions.set(id, decision);
    return decision.holds;
  }

  /** Go's truth of a value, decided where it is not known. */
  isTrue(value: Value, at: Location): boolean {
    const answer = truthOf(value);
    if (answer !== "maybe") return answer === "yes";
    return this.decide(truthId(value), describe(value), at);
  }
}

/** What identifies the question whether a value is true, so that `if .list` and `range .list` ask the same one. */
export function truthId(value: Value): string {
  if (value.kind === "unknown") return `{${value.hole.id}}`;
  if (value.kind === "go-map" && value.entries.size === 0 && value.more !== undefined) {
    return `{${value.more.id}}`;
  }
  const [first] = value.kind === "go-list" ? value.items : [];
  if (value.kind === "go-list" && value.items.length === 1 && first?.kind === "unknown")
    return truthId(first);
  return identityOf(value);
}

/** The unknowns that a value's truth hangs on, for people. */
export function describe(value: Value): string {
  const items = value.kind === "go-list" ? value.items : [value];
  const names = [...new Set(items.flatMap(holeNamesIn))];
  return names.length === 0 ? "a value" : names.join(", ");
}

/**
 * Goes through the worlds: each run answers open questions as it was told and all others with "yes", and each answer
 * that it was not told is turned in a later run. `complete` is false when there are more worlds than `run` may make.
 */
export function explore<T>(
  run: (world: World) => T,
  mayGoOn: (worlds: number) => boolean,
): { readonly results: readonly T[]; readonly complete: boolean } {
  const waiting: (readonly Decision[])[] = [[]];
  const results: T[] = [];
  for (let forced = waiting.pop(); forced !== undefined; forced = waiting.pop()) {
    if (results.length > 0 && !mayGoOn(results.length)) return { results, complete: false };
    const world = new World(forced);
    results.push(run(world));
    const { decisions } = world;
    for (let at = forced.length; at < decisions.length; at++) {
      const turned = decisions[at];
      if (turned !== undefined) waiting.push([...decisions.slice(0, at), { ...turned, holds: false }]);
    }
  }
  return { results, complete: true };
}

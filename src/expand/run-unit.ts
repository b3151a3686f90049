import type { Expander, Expansion, LoaderSettings, Questions, Unit } from "../loaders/loader.ts";
import type { Manifest } from "../model/manifest.ts";
import type { Files } from "./files.ts";
import { gapInstead } from "./gaps.ts";
import { lookIn, type LookupQuery, type ManifestIndex } from "./manifest-index.ts";
import { sameValue } from "./same-value.ts";

interface Lookup {
  readonly query: LookupQuery;
  readonly answer: readonly Manifest[];
}

/** A unit that was expanded, with what the answer rests on. */
export interface Done {
  readonly id: string;
  readonly unit: Unit;
  readonly expansion: Expansion;
  /** Its own lookups and those of the units it built. */
  readonly lookups: readonly Lookup[];
  /** The units it built, by id, and those that they built. */
  readonly built: readonly string[];
}

const idOf = (unit: Unit): string => `${unit.kind}\0${unit.key}`;

/** Expands units against the manifests of one round; answers that still hold are not computed again. */
export interface Runner {
  run(unit: Unit): Done;
  /** Whether the manifests still give the answers that an expansion rests on. */
  holds(done: Done): boolean;
  /** The manifests that lookups see from now on. */
  see(index: ManifestIndex): void;
}

export function createRunner(
  expanders: ReadonlyMap<string, Expander>,
  files: Files,
  settings: LoaderSettings,
): Runner {
  const memo = new Map<string, Done>();
  let index: ManifestIndex = new Map();
  // Many units ask for the same list: it is compared once in a round.
  const compared = new WeakMap<readonly Manifest[], { now: readonly Manifest[]; same: boolean }>();
  const isSame = (now: readonly Manifest[], answer: readonly Manifest[]): boolean => {
    const before = compared.get(answer);
    if (before?.now === now) return before.same;
    const same = sameValue(now, answer);
    compared.set(answer, { now, same });
    return same;
  };
  const holds = (done: Done): boolean =>
    done.lookups.every(({ query, answer }) => isSame(lookIn(index, query), answer));

  const run = (unit: Unit, within: readonly string[]): Done => {
    const id = idOf(unit);
    const before = memo.get(id);
    const same = before !== undefined && sameValue(before.unit, unit);
    if (same && holds(before)) return before;
    if (within.includes(id)) return stub(id, unit, gapInstead(unit, "builds itself"));
    const expander = expanders.get(unit.kind);
    if (expander === undefined) return stub(id, unit, gapInstead(unit, "is not read"));

    const lookups: Lookup[] = [];
    const built: Done[] = [];
    const ask: Questions = {
      read: (path) => files.read(path),
      parse: (path, parser) => files.parse(path, parser),
      list: (directory) => files.list(directory),
      lookup: (query) => {
        const answer = lookIn(index, query);
        lookups.push({ query, answer });
        return answer;
      },
      build: (other) => {
        const done = run(other, [...within, id]);
        built.push(done);
        return done.expansion;
      },
      settings,
    };
    const expansion = withClaims(expander.expand(unit, ask), built);
    const done: Done = {
      id,
      unit: same ? before.unit : unit,
      expansion: before === undefined ? expansion : keepSame(before.expansion, expansion),
      lookups: [...lookups, ...built.flatMap((other) => other.lookups)],
      built: [...new Set(built.flatMap((other) => [other.id, ...other.built]))],
    };
    memo.set(id, done);
    return done;
  };

  return {
    run: (unit) => run(unit, []),
    holds,
    see: (next) => {
      index = next;
    },
  };
}

/**
 * An equal answer keeps its identity, so that whoever looked it up need not run again; of one that is too large to
 * compare as a whole, the parts do.
 */
function keepSame(before: Expansion, after: Expansion): Expansion {
  const kept = { ...after, manifests: sameOf(before.manifests, after.manifests) };
  return sameValue(before, kept) ? before : kept;
}

function sameOf<T>(before: readonly T[], after: readonly T[]): readonly T[] {
  return after.map((item, index) => {
    const other = before[index];
    return other !== undefined && sameValue(other, item) ? other : item;
  });
}

function stub(id: string, unit: Unit, expansion: Expansion): Done {
  return { id, unit, expansion, lookups: [], built: [] };
}

/** What a unit built, it has read on its own terms: the files are its own. */
function withClaims(expansion: Expansion, built: readonly Done[]): Expansion {
  if (built.length === 0) return expansion;
  const claims = new Set([...expansion.claims, ...built.flatMap((other) => other.expansion.claims)]);
  return { ...expansion, claims: [...claims].sort() };
}

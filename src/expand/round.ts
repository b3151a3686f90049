import type { Expansion, Loader, LoaderSettings, Questions, Unit } from "../loaders/loader.ts";
import type { Fact } from "../model/entities.ts";
import type { Manifest } from "../model/manifest.ts";
import { gapInstead } from "./gaps.ts";
import type { Done, Runner } from "./run-unit.ts";

/** Who claimed a file: the units, by id, and the earliest order of a loader from whose seeds they came. */
interface Claim {
  readonly units: ReadonlySet<string>;
  readonly order: number;
}

/** A unit that takes part, with what is left of its expansion when claimed files are taken out. */
export interface Live {
  readonly done: Done;
  readonly expansion: Expansion;
}

/** One pass over everything, with the claims and built units of the pass before. */
export interface Round {
  readonly live: readonly Live[];
  readonly manifests: readonly Manifest[];
  readonly claims: ReadonlyMap<string, Claim>;
  /** The units that others built, with their builders. */
  readonly built: ReadonlyMap<string, ReadonlySet<string>>;
}

export const emptyRound: Round = { live: [], manifests: [], claims: new Map(), built: new Map() };

/** How deep units may make units (an Application whose chart makes Applications, …) before it counts as endless. */
const MAX_DEPTH = 24;
const MAX_UNITS = 100_000;

interface Queued {
  readonly unit: Unit;
  readonly seed: boolean;
  readonly depth: number;
}

/** What runs a round: the loaders in their order, their files, and how a manifest is answered. */
export interface Machinery {
  readonly loaders: readonly Loader[];
  readonly filesOf: (loader: Loader) => readonly string[];
  readonly seedsOf: (loader: Loader, files: readonly string[]) => readonly Unit[];
  readonly reactionsTo: (manifest: Manifest) => readonly Unit[];
  readonly runner: Runner;
}

/** Goes from every loader's seeds through everything that they make. Depends on `previous` only, not on any order. */
export function runRound(machinery: Machinery, previous: Round): Round {
  const claims = new Map<string, { units: Set<string>; order: number }>();
  const built = new Map<string, Set<string>>();
  const live: Live[] = [];
  const manifests: Manifest[] = [];
  const reached = new Set<string>();

  const visit = (queued: Queued, order: number): readonly Queued[] => {
    const done = runBounded(machinery.runner, queued, live.length);
    if (reached.has(done.id)) return [];
    reached.add(done.id);
    if (queued.seed && isPart(done, previous)) return [];
    for (const id of done.built) built.set(id, (built.get(id) ?? new Set()).add(done.id));
    for (const path of done.expansion.claims) {
      const claim = claims.get(path);
      if (claim === undefined) claims.set(path, { units: new Set([done.id]), order });
      else claim.units.add(done.id);
    }
    const expansion = queued.seed ? withoutClaimed(done, previous.claims) : done.expansion;
    live.push({ done, expansion });
    manifests.push(...expansion.manifests);
    const next = [...expansion.units, ...expansion.manifests.flatMap(machinery.reactionsTo)];
    return next.map((unit) => ({ unit, seed: false, depth: queued.depth + 1 }));
  };

  for (const loader of machinery.loaders) {
    const isFree = (path: string): boolean => {
      const claim = claims.get(path) ?? previous.claims.get(path);
      return claim === undefined || claim.order >= loader.order;
    };
    const seeds = machinery.seedsOf(loader, machinery.filesOf(loader).filter(isFree));
    let queue: readonly Queued[] = seeds.map((unit) => ({ unit, seed: true, depth: 0 }));
    while (queue.length > 0) queue = queue.flatMap((queued) => visit(queued, loader.order));
  }
  return { live, manifests, claims, built };
}

/** What another unit built is part of that unit and not a root of its own; of a cycle each is a root. */
function isPart(done: Done, previous: Round): boolean {
  const builders = previous.built.get(done.id);
  return builders !== undefined && [...builders].some((id) => id !== done.id && !done.built.includes(id));
}

function runBounded(runner: Runner, { unit, depth }: Queued, units: number): Done {
  if (depth <= MAX_DEPTH && units <= MAX_UNITS) return runner.run(unit);
  const expansion = gapInstead(unit, "comes of too long a chain of things that make each other");
  return { id: `endless\0${unit.kind}`, unit, expansion, lookups: [], built: [] };
}

/** What a seed found in a file that another unit read on its own terms does not count. */
function withoutClaimed({ id, expansion }: Done, claims: ReadonlyMap<string, Claim>): Expansion {
  const isClaimed = (path: string): boolean => {
    const units = claims.get(path)?.units;
    return units !== undefined && units.size > 0 && !units.has(id);
  };
  const own = (at: { readonly file: { readonly path: string } }): boolean => !isClaimed(at.file.path);
  const manifests = expansion.manifests.filter((manifest) => own(manifest.object.at));
  const facts = expansion.facts.filter((fact) => own(fact.at));
  const problems = expansion.problems.filter((problem) => own(problem.at));
  const untouched =
    manifests.length === expansion.manifests.length &&
    facts.length === expansion.facts.length &&
    problems.length === expansion.problems.length;
  return untouched ? expansion : { ...expansion, manifests, facts, problems };
}

/** Units by loader, asked again only when its files changed. */
export function rememberSeeds(
  ask: Questions,
  settings: LoaderSettings,
): (loader: Loader, files: readonly string[]) => readonly Unit[] {
  const memo = new Map<Loader, { files: readonly string[]; units: readonly Unit[] }>();
  return (loader, files) => {
    const before = memo.get(loader);
    if (before?.files.length === files.length && before.files.every((path, at) => path === files[at])) {
      return before.units;
    }
    const units = loader.seeds(files, ask, settings);
    memo.set(loader, { files, units });
    return units;
  };
}

/** What the loaders make of a manifest: further units and facts, computed once for each. */
export function rememberManifests(
  loaders: readonly Loader[],
  settings: LoaderSettings,
): { unitsOf: (manifest: Manifest) => readonly Unit[]; factsOf: (manifest: Manifest) => readonly Fact[] } {
  const units = new WeakMap<Manifest, readonly Unit[]>();
  return {
    unitsOf: (manifest) => {
      const before = units.get(manifest);
      if (before !== undefined) return before;
      const made = loaders.flatMap((loader) => loader.react?.(manifest, settings) ?? []);
      units.set(manifest, made);
      return made;
    },
    factsOf: (manifest) => loaders.flatMap((loader) => loader.read?.(manifest, settings) ?? []),
  };
}

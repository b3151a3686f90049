import type { Fact, Gap, Origin } from "../../model/entities.ts";
import { get, type Node } from "../../model/node.ts";
import { absent, known, print } from "../../model/text.ts";
import { emptyExpansion, type Expander, type Expansion, type Questions, type Unit } from "../loader.ts";
import { directoryOf } from "../paths.ts";
import { loadHelmfile, type Loaded } from "./load.ts";
import { listOf } from "./nodes.ts";
import { helmfilesNamed, isRemote } from "./paths.ts";
import { renderRelease } from "./release-spec.ts";
import { releaseUnit } from "./release-unit.ts";
import { HelmfileStop, startOf, type Environment, type NotKnown, type Run } from "./run.ts";
import { selects } from "./selectors.ts";
import { loadEntries } from "./values.ts";

const HELMFILES = "helmfiles";

/** The environment that helmfile takes when it is told none. */
const DEFAULT = "default";

/** How deep helmfiles may bring along helmfiles. */
const MAX_DEPTH = 20;

/** Environments that are read of one helmfile; people have a few dozen. */
const MAX_ENVIRONMENTS = 100;

/** The unit of all helmfiles of the input: which of them stand for themselves shows only when all are read. */
export function helmfilesUnit(files: readonly string[]): Unit {
  const at = { file: { path: files[0] ?? "", text: "" }, route: [], span: { start: 0, end: 0 } };
  return {
    kind: HELMFILES,
    key: "",
    input: files,
    origin: { environment: null, cluster: absent(at), via: [] },
  };
}

/** What came of a helmfile in one environment. */
interface World {
  readonly run: Run;
  readonly units: readonly Unit[];
  readonly stop: HelmfileStop | undefined;
}

interface Visit {
  readonly run: Run;
  readonly origin: Origin;
  /** Selectors that the helmfile which brings this one along has for it. */
  readonly selectors: readonly string[];
  readonly overrides: Node | undefined;
  readonly depth: number;
}

function startRun(path: string, environment: string, ask: Questions, isGiven: boolean): Run {
  const settings = ask.settings ?? { placeholders: [], accountOf: () => undefined, varFiles: [] };
  return {
    ask,
    settings,
    environment,
    id: `${path}|${environment}`,
    given: isGiven
      ? { kind: "hole", id: `state values|${path}|${environment}`, name: "state values" }
      : undefined,
    claims: new Set(),
    nested: new Set(),
    environments: new Set(),
    problems: [],
    gaps: [],
    refusals: [],
  };
}

function emptyEnvironment(name: string): Environment {
  return { name, kubeContext: undefined, defaults: undefined, values: undefined };
}

/** Reads a helmfile and those that it brings along. Throws a HelmfileStop when it is not read itself. */
function visit(path: string, { run, origin, selectors, overrides, depth }: Visit): readonly Unit[] {
  const base = directoryOf(path);
  const loaded = loadHelmfile(path, { base, before: emptyEnvironment(run.environment), overrides }, run);
  const hasOverrides = overrides !== undefined;
  if (!isDefined(loaded, run.environment, hasOverrides)) {
    throw new HelmfileStop(`environment "${run.environment}" is not defined`, loaded.state.at, "environment");
  }
  const step = { label: path, at: startOf(path, run.ask) };
  const own = { ...origin, via: [...origin.via, step] };
  const inner = listOf(get(loaded.state, "helmfiles")).flatMap((entry) =>
    nestedUnits(entry, loaded, { run, origin: own, selectors, overrides, depth: depth + 1 }),
  );
  return [...releasesOf(loaded, base, { run, origin: own, selectors }), ...inner];
}

/** Whether a helmfile can be run in an environment: the default one always, others when they are defined. */
function isDefined({ state }: Loaded, environment: string, hasOverrides: boolean): boolean {
  if (environment === DEFAULT) return true;
  const environments = get(state, "environments");
  if (environments?.kind !== "map" || environments.entries.length === 0) return hasOverrides;
  return environments.more !== undefined || get(environments, environment) !== undefined;
}

function releasesOf(
  loaded: Loaded,
  base: string,
  { run, origin, selectors }: Pick<Visit, "run" | "origin" | "selectors">,
): readonly Unit[] {
  const releases = get(loaded.state, "releases");
  if (releases?.kind === "unknown") {
    run.gaps.push({
      what: "releases",
      message: `the releases of ${loaded.path} are not known`,
      at: releases.at,
    });
  }
  return listOf(releases).flatMap((release, index): readonly Unit[] => {
    if (release.kind !== "map") return [];
    try {
      const rendered = renderRelease(release, loaded, base, run);
      const key = `${run.id}|${loaded.path}|${String(index)}`;
      const selected = selects(selectors, rendered);
      const unit = releaseUnit(rendered, { loaded, base, run }, { origin, key, selected });
      return unit === undefined ? [] : [unit];
    } catch (stop) {
      if (!(stop instanceof HelmfileStop)) throw stop;
      run.refusals.push(stop);
      run.gaps.push(notRead(`a release of ${loaded.path}`, run.environment, stop));
      return [];
    }
  });
}

/** An entry of `helmfiles`: a path, with selectors and values for what lies there. */
function nestedUnits(entry: Node, loaded: Loaded, visiting: Visit): readonly Unit[] {
  const { run, depth } = visiting;
  const base = directoryOf(loaded.path);
  const node = entry.kind === "text" ? entry : get(entry, "path");
  const path = node?.kind === "text" ? known(node) : undefined;
  const files =
    path === undefined || isRemote(path) || depth > MAX_DEPTH ? [] : helmfilesNamed(path, base, run.ask);
  if (files.length === 0) {
    const shown = node?.kind === "text" ? `"${print(node)}"` : "a helmfile";
    const message = `the helmfile ${shown} is not here: which releases it has is not known`;
    run.gaps.push({ what: `helmfile ${shown}`, message, at: entry.at });
    return [];
  }
  const own = listOf(get(entry, "selectors")).flatMap((each) =>
    each.kind === "text" ? (known(each) ?? []) : [],
  );
  const overrides = loadEntries(get(entry, "values"), { data: {}, base, run });
  return files.flatMap((file) => {
    const selectors = get(entry, "selectors") === undefined ? visiting.selectors : own;
    try {
      const units = visit(file, { ...visiting, selectors, overrides });
      run.nested.add(file);
      return units;
    } catch (stop) {
      if (!(stop instanceof HelmfileStop)) throw stop;
      // helmfile passes over a file that does not have the environment; people run it for itself in others.
      if (stop.reason === "environment") return [];
      run.refusals.push(stop);
      run.gaps.push(notRead(file, run.environment, stop));
      return [];
    }
  });
}

function notRead(what: string, environment: string, { message, at }: HelmfileStop): NotKnown {
  const where = environment === DEFAULT ? "" : ` in environment "${environment}"`;
  return { what, message: `${what} is not read${where}: ${message}`, at };
}

/** A helmfile in one of its environments; in no environment in particular when it has none. */
function worldOf(path: string, environment: string | null, ask: Questions, isGiven = false): World {
  const run = startRun(path, environment ?? DEFAULT, ask, isGiven);
  const nowhere = absent(startOf(path, ask));
  const origin: Origin = { environment, cluster: nowhere, via: [] };
  try {
    const units = visit(path, { run, origin, selectors: [], overrides: undefined, depth: 0 });
    return run.refusals.length === 0
      ? { run, units, stop: undefined }
      : orGiven({ run, units, stop: undefined });
  } catch (stop) {
    if (!(stop instanceof HelmfileStop)) throw stop;
    return orGiven({ run, units: [], stop });
  }

  /** What helmfile refuses may be right with values of the command line. */
  function orGiven(closed: World): World {
    if (isGiven || closed.stop?.reason === "environment") return closed;
    const open = worldOf(path, environment, ask, true);
    // What stops it even then is not for want of a value.
    return open;
  }
}

/** Whether helmfile reads it as it stands, without values of the command line. */
function isWhole({ run, stop }: World): boolean {
  return stop === undefined && run.given === undefined;
}

/** The environments that a helmfile defines: it tells of them even where it then stops. */
function worldsOf(path: string, ask: Questions): readonly World[] {
  const first = worldOf(path, null, ask);
  const names = [...first.run.environments].slice(0, MAX_ENVIRONMENTS).sort();
  if (names.length === 0) return [first];
  const worlds = names.map((name) => worldOf(path, name, ask));
  // People who name their environments seldom mean the default one, whatever stands there.
  const others = worlds.filter(({ run }) => run.environment !== DEFAULT);
  const isRead = others.some(({ stop }) => stop === undefined);
  return isRead ? worlds.filter((world) => world.run.environment !== DEFAULT || isWhole(world)) : worlds;
}

function gapOf({ what, message, at, may }: NotKnown, { run }: World): Gap {
  const nothing = absent(at);
  const environment = run.environment === DEFAULT ? null : run.environment;
  return {
    kind: "gap",
    id: `helmfile|${run.id}|${what}|${at.file.path}@${String(at.span.start)}`,
    what,
    may: may ?? ["service-account", "secret-store", "external-secret"],
    namespace: nothing,
    account: nothing,
    message,
    at,
    origin: { environment, cluster: nothing, via: [] },
  };
}

function expansionOf(worlds: readonly World[]): Expansion {
  const facts = worlds.flatMap((world): readonly Fact[] => {
    const stopped =
      world.stop === undefined ? [] : [notRead("this helmfile", world.run.environment, world.stop)];
    return [...world.run.gaps, ...stopped].map((gap) => gapOf(gap, world));
  });
  return {
    ...emptyExpansion,
    facts,
    claims: [...new Set(worlds.flatMap(({ run }) => [...run.claims]))].sort(),
    units: worlds.flatMap(({ units }) => units),
    problems: worlds.flatMap(({ run }) => run.problems),
  };
}

/** Reads every helmfile in each of its environments; what another one brings along is no helmfile of its own. */
export const helmfilesExpander: Expander = {
  kind: HELMFILES,
  expand: ({ input }, ask) => {
    const files = Array.isArray(input) ? input.filter((each) => typeof each === "string") : [];
    const read = files.map((path) => ({ path, worlds: worldsOf(path, ask) }));
    const nested = new Set(
      read.flatMap(({ path, worlds }) =>
        worlds.flatMap(({ run }) => [...run.nested].filter((each) => each !== path)),
      ),
    );
    const roots = read.filter(({ path }) => !nested.has(path));
    return expansionOf((roots.length === 0 ? read : roots).flatMap(({ worlds }) => worlds));
  },
};

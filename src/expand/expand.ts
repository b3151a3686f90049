import type { Comment, Expander, Loader, LoaderSettings, Questions } from "../loaders/loader.ts";
import type { Fact } from "../model/entities.ts";
import type { Coverage } from "../model/model.ts";
import { wholeFile } from "../model/location.ts";
import type { Problem } from "../model/problem.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { orderComments, orderFacts, orderProblems } from "./collect.ts";
import { openFiles, type Files, type ParseCache } from "./files.ts";
import { gapInstead } from "./gaps.ts";
import { indexManifests } from "./manifest-index.ts";
import { emptyRound, rememberManifests, rememberSeeds, runRound, type Live, type Round } from "./round.ts";
import { createRunner, type Runner } from "./run-unit.ts";
import { sameValue } from "./same-value.ts";

/** Everything that the loaders found in a workspace. */
export interface Expanded {
  /** Sorted by place; every id occurs once. */
  readonly facts: readonly Fact[];
  readonly problems: readonly Problem[];
  readonly comments: readonly Comment[];
  /** The files that some unit read on its own terms, sorted. */
  readonly claimed: readonly string[];
  readonly coverage: Coverage;
}

/** Most objects look up what stands in files; three or four passes settle a generator that reads a made Secret. */
const MAX_ROUNDS = 12;

/**
 * Runs the worklist (architecture.md, "Units"): seeds, units and manifests until a pass over everything changes
 * nothing. The result does not depend on the order of loaders with the same number, or of files.
 */
export function expand(
  loaders: readonly Loader[],
  workspace: Workspace,
  settings: LoaderSettings,
  cache?: ParseCache,
): Expanded {
  const ordered = [...loaders].sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1));
  const files = openFiles(workspace, cache);
  const gate = openGate(ordered, workspace);
  const runner = createRunner(expandersOf(ordered), files, settings);
  const made = rememberManifests(ordered, settings);
  const machinery = {
    loaders: ordered,
    filesOf: gate.filesOf,
    seedsOf: rememberSeeds(seedQuestions(files, settings), settings),
    reactionsTo: made.unitsOf,
    runner,
  };
  let round = emptyRound;
  for (let number = 0; number < MAX_ROUNDS; number++) {
    const next = runRound(machinery, round);
    runner.see(indexManifests(next.manifests));
    const settled = isSettled(round, next, runner);
    round = next;
    if (settled) break;
  }
  const live = round.live.map((item) => settle(item, runner));
  const facts = live.flatMap(({ expansion }) => [
    ...expansion.facts,
    ...expansion.manifests.flatMap(made.factsOf),
  ]);
  const problems = orderProblems([...gate.problems, ...live.flatMap(({ expansion }) => expansion.problems)]);
  return {
    facts: orderFacts(facts),
    problems,
    comments: orderComments([
      ...files.comments(),
      ...live.flatMap(({ expansion }) => expansion.comments ?? []),
    ]),
    claimed: [...round.claims.keys()].sort(),
    coverage: coverageOf(workspace, files, problems),
  };
}

function expandersOf(loaders: readonly Loader[]): ReadonlyMap<string, Expander> {
  return new Map(loaders.flatMap(({ expanders }) => expanders.map((expander) => [expander.kind, expander])));
}

/** Seeds come of the files alone: there is nothing yet to look up or to build. */
function seedQuestions(files: Files, settings: LoaderSettings): Questions {
  return {
    read: (path) => files.read(path),
    parse: (path, parser) => files.parse(path, parser),
    list: (directory) => files.list(directory),
    lookup: () => [],
    build: (unit) => gapInstead(unit, "is built before anything is known"),
    settings,
  };
}

/** The files that each loader gets to see: its own by name, with one of its words in them, and not too large. */
function openGate(
  loaders: readonly Loader[],
  workspace: Workspace,
): { filesOf: (loader: Loader) => readonly string[]; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const passes = (loader: Loader, path: string): boolean => {
    if (!loader.handles(path)) return false;
    if (loader.markers.length > 0 && !workspace.holds(path, loader.markers)) return false;
    const file = workspace.read(path);
    if (!("missing" in file)) return true;
    if (file.missing === "too-large") {
      const message = "The file is over the size limit and was not read";
      problems.push({ code: "input/too-large", message, at: wholeFile({ path, text: "" }) });
    }
    return false;
  };
  const byLoader = new Map(
    loaders.map((loader) => [loader, workspace.paths.filter((path) => passes(loader, path))]),
  );
  return { filesOf: (loader) => byLoader.get(loader) ?? [], problems };
}

function isSettled(before: Round, after: Round, runner: Runner): boolean {
  return (
    before !== emptyRound &&
    sameValue(before.manifests, after.manifests) &&
    sameValue(flat(before), flat(after)) &&
    after.live.every(({ done }) => runner.holds(done))
  );
}

/** Claims and built units as sorted lists, for comparing. */
function flat({ claims, built }: Round): unknown {
  const claimed = [...claims].map(([path, { units }]) => [path, ...[...units].sort()].join("\0"));
  const parts = [...built].map(([id, builders]) => [id, ...[...builders].sort()].join("\0"));
  return [claimed.sort(), parts.sort()];
}

/** After the last round, what rests on an answer that no longer holds is not known. */
function settle(item: Live, runner: Runner): Live {
  if (runner.holds(item.done)) return item;
  return { ...item, expansion: gapInstead(item.done.unit, "looks up things that keep changing") };
}

function coverageOf(workspace: Workspace, files: Files, problems: readonly Problem[]): Coverage {
  const unparseable = new Set(
    problems
      .filter(({ code }) => code === "input/unparseable")
      .map(({ at }) => at.file.path)
      .filter((path) => files.asked.has(path)),
  );
  const known = new Set(workspace.paths);
  const parsed = [...files.asked].filter((path) => known.has(path)).length;
  return {
    files: workspace.paths.length,
    parsed,
    skipped: workspace.paths.length - parsed,
    unparseable: unparseable.size,
  };
}

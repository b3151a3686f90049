import type { EnvironmentId, Gap } from "../../model/entities.ts";
import type { Location } from "../../model/location.ts";
import type { Problem } from "../../model/problem.ts";
import { absent } from "../../model/text.ts";
import { emptyExpansion, type Expander, type Expansion, type Questions, type Unit } from "../loader.ts";
import { hclParser } from "../terraform/configuration/hcl-parser.ts";
import { sharedFilesFor } from "../terraform/environments/shared-files.ts";
import { variableFileProblems } from "../terraform/environments/variable-files.ts";
import { takeInventory } from "../terraform/facts/inventory.ts";
import { isWantedType, madeBy } from "../terraform/facts/made.ts";
import { rootModuleInputs, rootModuleUnit } from "../terraform/root-module.ts";
import { layersOf } from "./includes.ts";
import type { Config } from "./reading.ts";
import { openSession, type UnitSession } from "./session.ts";
import { sourcePlace, type UnitModule } from "./unit.ts";
import { indexUnit, UNIT_KIND, unitIndex } from "./unit-index.ts";

const SEED_KIND = "terragrunt-units";

/** Where Terragrunt's units begin: one unit for all of them, which lists them. */
export const seedUnit: Unit = { ...indexUnit, kind: SEED_KIND };

export const seedExpander: Expander = {
  kind: SEED_KIND,
  expand: (_, ask) => {
    const { units, facts, problems } = ask.build(indexUnit);
    return { ...emptyExpansion, units, facts, problems };
  },
};

/** What a unit may make when nobody knows what it runs. */
function unitGap(
  config: Config,
  environment: EnvironmentId,
  what: string,
  message: string,
  at: Location,
): Gap {
  return {
    kind: "gap",
    id: `terragrunt:${config.original}#${what}`,
    what,
    may: ["role", "oidc-provider", "service-account", "association", "policy"],
    namespace: absent(at),
    account: absent(at),
    message,
    at,
    origin: { environment, cluster: absent(at), via: [] },
  };
}

/** What of a unit is not known: its module, or a file that Terragrunt would write. */
function gapsOf(config: Config, environment: EnvironmentId, module: UnitModule): readonly Gap[] {
  if (module.kind === "harmless") return [];
  if (module.kind === "unread") {
    const { source, block } = module;
    if (source.target.kind === "outside") return [];
    const at = block === undefined ? config.place({ start: 0, end: 0 }) : sourcePlace(block);
    const what = `the module of unit ${config.original} (${source.printed})`;
    return [
      unitGap(
        config,
        environment,
        what,
        `${what} is not in this repository: what it makes and returns is not known`,
        at,
      ),
    ];
  }
  return module.generated
    .filter(({ isPartial }) => isPartial)
    .map(({ path }) => {
      const what = `${path} of unit ${config.original}`;
      return unitGap(
        config,
        environment,
        what,
        `${what} is generated from values that are not known`,
        config.place({ start: 0, end: 0 }),
      );
    });
}

/** What leaves the boundary, and includes that are not there. */
function pathProblems(config: Config, module: UnitModule): readonly Problem[] {
  const problems: Problem[] = [];
  for (const { config: layer, include } of layersOf(config)) {
    if (layer !== undefined || include === undefined) continue;
    const at = config.place(include.block.headSpan);
    problems.push(
      include.path === undefined
        ? {
            code: "input/not-understood",
            message: "Which file this includes is not known: what it says is missing",
            at,
          }
        : {
            code: "input/not-understood",
            message: `There is no ${include.path} to include: what it says is missing`,
            at,
          },
    );
  }
  if (module.kind === "unread" && module.source.target.kind === "outside" && module.block !== undefined) {
    const message = `The module of unit ${config.original} lies outside of what is read: what it makes is not known`;
    problems.push({ code: "input/outside-root", message, at: sourcePlace(module.block) });
  }
  return problems;
}

function syntaxProblems(paths: Iterable<string>, session: UnitSession): readonly Problem[] {
  return [...paths].flatMap((path) => {
    const parsed = session.ask.parse(path, hclParser);
    return "missing" in parsed ? [] : parsed.problems;
  });
}

/** A module that a unit runs is no root module of its own: it is part of the unit. */
function takeRoots(directories: readonly string[], session: UnitSession, ask: Questions): void {
  if (ask.settings === undefined) return;
  for (const directory of new Set(directories.map(session.real))) {
    const shared = sharedFilesFor(directory, ask);
    for (const input of rootModuleInputs(directory, shared, ask, ask.settings))
      ask.build(rootModuleUnit(input));
  }
}

function expandUnit(unit: Unit, ask: Questions): Expansion {
  const index = unitIndex(ask);
  const session = openSession(ask, index.inputs, index.mounts);
  const { environment } = unit.origin;
  const opened = session.opened(unit.key);
  if (opened === undefined) return emptyExpansion;
  const { config, module } = opened;
  const gaps = gapsOf(config, environment, module);
  const paths = pathProblems(config, module);
  if (module.kind !== "read") {
    return { ...emptyExpansion, facts: gaps, problems: [...syntaxProblems(session.seen, session), ...paths] };
  }
  takeRoots(module.directories, session, ask);
  const made = madeBy(takeInventory(module.instance, isWantedType), ask.settings);
  const variableFiles = module.extra.given.flatMap((item) => (item.kind === "file" ? [item.path] : []));
  return {
    ...emptyExpansion,
    ...made,
    facts: [...made.facts, ...gaps],
    problems: [
      ...syntaxProblems([...session.seen, ...session.modulesSeen], session),
      ...variableFileProblems(variableFiles, session.ask),
      ...module.generated.flatMap(({ problems }) => problems),
      ...paths,
      ...made.problems,
    ],
  };
}

export const unitExpander: Expander = { kind: UNIT_KIND, expand: expandUnit };

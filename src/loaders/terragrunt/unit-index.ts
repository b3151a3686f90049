import { wholeFile } from "../../model/location.ts";
import { absent } from "../../model/text.ts";
import type { Gap } from "../../model/entities.ts";
import { emptyExpansion, type Expander, type Questions, type Unit } from "../loader.ts";
import { directoryOf } from "../paths.ts";
import { configurationFilesIn } from "../terraform/configuration/config-files.ts";
import { openInclude } from "./includes.ts";
import { sourceBlock, hasUnknownInclude } from "./merged.ts";
import { isGenerated, isStackFile, isUnitFile, STACK_DIRECTORY, UNIT_FILE } from "./names.ts";
import type { Config, Mount, UnitInput } from "./reading.ts";
import { openSession } from "./session.ts";
import { expandStacks, type Stacks } from "./stacks.ts";

export const UNIT_KIND = "terragrunt-unit";
const INDEX_KIND = "terragrunt-index";

const nowhere = wholeFile({ path: "", text: "" });
const origin = { environment: null, cluster: absent(nowhere), via: [] } as const;

export const indexUnit: Unit = { kind: INDEX_KIND, key: "", input: undefined, origin };

/** What `ask.build(indexUnit)` gives: the units, and the directories that stacks make. */
export interface UnitIndex {
  readonly units: readonly Unit[];
  readonly inputs: readonly UnitInput[];
  readonly mounts: readonly Mount[];
}

/** The input of a unit, with the mounts under it: none but a stack's. */
interface IndexedInput extends UnitInput {
  readonly mounts: readonly Mount[];
}

function isIndexedInput(input: unknown): input is IndexedInput {
  return typeof input === "object" && input !== null && "directory" in input && "mounts" in input;
}

/** All units of the input, found once for all of them. */
export function unitIndex(ask: Questions): UnitIndex {
  const { units } = ask.build(indexUnit);
  const inputs = units.flatMap(({ input }) => (isIndexedInput(input) ? [input] : []));
  return { units, inputs, mounts: inputs.flatMap(({ mounts }) => mounts) };
}

/** How a unit is called: its directory, without what Terragrunt puts between a stack and its units. */
function environmentOf(directory: string): string | null {
  const segments = directory.split("/").filter((segment) => segment !== STACK_DIRECTORY);
  return segments.join("/") || null;
}

/**
 * Whether a `terragrunt.hcl` is a unit: it has a module, by a source of its own or an included one, or beside it. One
 * that others include is their common part.
 */
function isUnit(config: Config, ask: Questions): boolean {
  return (
    sourceBlock(config) !== undefined ||
    configurationFilesIn(directoryOf(config.configPath), ask).length > 0 ||
    hasUnknownInclude(config)
  );
}

/** The files that some other file includes. */
function includedPaths(configs: readonly Config[]): ReadonlySet<string> {
  return new Set(
    configs.flatMap((config) =>
      config
        .includes()
        .flatMap((include) => (openInclude(config, include) === undefined ? [] : (include.path ?? []))),
    ),
  );
}

function unreadGap({ config, block, source }: Stacks["unread"][number]): Gap {
  const label = block.labels[0]?.value ?? "";
  const what = `${block.type} "${label}" (${source})`;
  const at = config.place(block.headSpan);
  return {
    kind: "gap",
    id: `terragrunt:${config.path}:${block.type}.${label}#unread`,
    what,
    may: ["role", "oidc-provider", "service-account", "association", "policy"],
    namespace: absent(at),
    account: absent(at),
    message: `${what} is not in this repository: what it makes is not known`,
    at,
    origin,
  };
}

function expandIndex(ask: Questions): ReturnType<Expander["expand"]> {
  const files = ask.list("").filter((path) => !isGenerated(path));
  const stacks = expandStacks(files.filter(isStackFile), ask);
  const session = openSession(ask, [], []);
  const written = files.filter((path) => isUnitFile(path) && path.endsWith(UNIT_FILE));
  const configs = written.flatMap(
    (path) => session.open({ path, configPath: path, original: directoryOf(path) }) ?? [],
  );
  const parts = includedPaths(configs);
  const own = configs
    .filter(({ path }) => !parts.has(path) && !stacks.patterns.has(directoryOf(path)))
    .filter((config) => isUnit(config, ask))
    .map(({ path }): IndexedInput => ({
      directory: directoryOf(path),
      environment: environmentOf(directoryOf(path)),
      mounts: [],
    }));
  const made = stacks.units.map((directory): IndexedInput => ({
    directory,
    environment: environmentOf(directory),
    mounts: stacks.mounts.filter(({ at }) => directory === at || directory.startsWith(`${at}/`)),
  }));
  const inputs = new Map([...own, ...made].map((input) => [input.directory, input]));
  const units = [...inputs.values()].map((input): Unit => ({
    kind: UNIT_KIND,
    key: input.directory,
    input,
    origin: { ...origin, environment: input.environment },
  }));
  const unreadable = files.filter((path) => isUnitFile(path) && !path.endsWith(UNIT_FILE)).map(jsonGap);
  return { ...emptyExpansion, units, facts: [...stacks.unread.map(unreadGap), ...unreadable] };
}

/** `terragrunt.hcl.json` is not read. */
function jsonGap(path: string): Gap {
  const at = wholeFile({ path, text: "" });
  return {
    kind: "gap",
    id: `terragrunt:${path}#json`,
    what: path,
    may: ["role", "oidc-provider", "service-account", "association", "policy"],
    namespace: absent(at),
    account: absent(at),
    message: `${path} is a Terragrunt unit in JSON, which is not read: what it makes is not known`,
    at,
    origin,
  };
}

export const indexExpander: Expander = { kind: INDEX_KIND, expand: (_, ask) => expandIndex(ask) };

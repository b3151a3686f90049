import { wholeFile } from "../../model/location.ts";
import { absent } from "../../model/text.ts";
import type { Node } from "../../model/node.ts";
import type { Problem } from "../../model/problem.ts";
import type { Expander, Expansion, LoaderSettings, Questions, Unit } from "../loader.ts";
import { configurationFilesIn, isVariableFile } from "./configuration/config-files.ts";
import { hclParser } from "./configuration/hcl-parser.ts";
import { overrideProblems, readConfigFiles } from "./configuration/module-config.ts";
import { automaticFiles, environmentsOf } from "./environments/environments.ts";
import { sharedFilesFor } from "./environments/shared-files.ts";
import { declaredIn, givesValues } from "./environments/variable-sets.ts";
import { isTemplate, readVariableFiles, variableFileProblems } from "./environments/variable-files.ts";
import { takeInventory } from "./facts/inventory.ts";
import { isWantedType, madeBy } from "./facts/made.ts";
import type { ModuleInstance } from "./instances/instance.ts";
import { moduleInstance } from "./instances/module-instance.ts";
import { emptyExpansion } from "../loader.ts";
import { directoryOf } from "../paths.ts";
import { writerOf, writingSet } from "./remote-states.ts";
import { openWorld, type WorldInput } from "./world.ts";

export const ROOT_MODULE = "terraform-root-module";

/** A root module with one variable set. */
export interface RootModuleInput extends WorldInput {
  readonly variableFiles: readonly string[];
}

/** The unit of a root module with one variable set. */
export function rootModuleUnit(input: RootModuleInput): Unit {
  const { directory, environment } = input;
  const at = { ...wholeFile({ path: directory, text: "" }), span: { start: 0, end: 0 } };
  const origin = { environment, cluster: absent(at), via: [] };
  return { key: `${directory}@${environment ?? ""}`, kind: ROOT_MODULE, input, origin };
}

/** A root module with each of its variable sets; `further` are variable files that the settings name for it. */
export function rootModuleInputs(
  directory: string,
  further: readonly string[],
  ask: Questions,
  settings: LoaderSettings,
): readonly RootModuleInput[] {
  const [first] = configurationFilesIn(directory, ask);
  if (first === undefined) return [];
  const account = settings.accountOf(first);
  const declared = declaredIn(directory, ask);
  const isAutomatic = (path: string): boolean =>
    directoryOf(path) === directory && automaticFiles([path]).length > 0;
  const mayBeSet = (path: string): boolean =>
    !isVariableFile(path) ||
    (!isTemplate(path, ask) && (isAutomatic(path) || givesValues(path, declared, ask)));
  const below = ask.list(directory).filter(mayBeSet);
  const workspaces = settings.workspaces?.find(({ path }) => path === directory)?.names;
  return environmentsOf(directory, below, further, workspaces).map(({ name, variableFiles, workspace }) => ({
    directory,
    environment: name,
    account,
    variableFiles,
    ...(workspace === undefined ? {} : { workspace }),
  }));
}

function isRootModuleInput(input: unknown): input is RootModuleInput {
  return typeof input === "object" && input !== null && "directory" in input && "variableFiles" in input;
}

/** Root modules that read each other's states further than this are not followed. */
const MAX_STATES = 4;

/** The root module that writes a state, opened for a reader; undefined when nobody can say which that is. */
function openWriter(
  id: string,
  reader: RootModuleInput,
  ask: Questions,
  readers: readonly string[],
): ModuleInstance | undefined {
  const directory = writerOf(id, ask);
  if (directory === undefined || ask.settings === undefined) return undefined;
  const sets = rootModuleInputs(directory, sharedFilesFor(directory, ask), ask, ask.settings);
  const writer = writingSet(sets, reader.environment);
  const within = [...readers, reader.directory];
  if (writer === undefined || within.includes(directory) || within.length > MAX_STATES) return undefined;
  return openRootModule(writer, ask, () => undefined, undefined, within);
}

/** The instance of a root module with values for its variables; undefined when there is no configuration. */
export function openRootModule(
  input: RootModuleInput,
  ask: Questions,
  seen: (path: string) => void,
  /** What is known of a variable besides what its files give it. */
  planned: (name: string, written: Node | undefined) => Node | undefined = (_, written) => written,
  /** The directories of the root modules for whose sake this one is opened. */
  readers: readonly string[] = [],
): ModuleInstance | undefined {
  const { variableFiles, ...place } = input;
  const world = openWorld(place, ask, seen, (id) => openWriter(id, input, ask, readers));
  const config = world.configOf(place.directory);
  if (config === undefined) return undefined;
  const values = readVariableFiles(variableFiles, world.identity, ask);
  return moduleInstance({
    world,
    config,
    address: "",
    path: [],
    exists: "yes",
    via: [],
    given: (name) => planned(name, values.get(name)),
    inherited: () => undefined,
    row: undefined,
    within: [],
  });
}

/** What a root module and everything below it would make. */
function expandRootModule({ input }: Unit, ask: Questions): Expansion {
  if (!isRootModuleInput(input)) return emptyExpansion;
  const { variableFiles } = input;
  const seen = new Set<string>();
  const root = openRootModule(input, ask, (path) => seen.add(path));
  if (root === undefined) return emptyExpansion;
  const made = madeBy(takeInventory(root, isWantedType), ask.settings);
  return {
    ...emptyExpansion,
    ...made,
    problems: [
      ...[...seen].flatMap((path) => syntaxProblems(path, ask)),
      ...[...new Set([...seen].map(directoryOf))].flatMap((each) =>
        overrideProblems(readConfigFiles(each, ask)),
      ),
      ...variableFileProblems(variableFiles, ask),
      ...made.problems,
    ],
  };
}

/** What the parser could not read in a file. */
function syntaxProblems(path: string, ask: Questions): readonly Problem[] {
  const parsed = ask.parse(path, hclParser);
  return "missing" in parsed ? [] : parsed.problems;
}

export const rootModuleExpander: Expander = { kind: ROOT_MODULE, expand: expandRootModule };

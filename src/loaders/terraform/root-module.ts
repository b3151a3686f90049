import type { Origin } from "../../model/entities.ts";
import type { Problem } from "../../model/problem.ts";
import type { Expander, Expansion, Questions, Unit } from "../loader.ts";
import { hclParser } from "./configuration/hcl-parser.ts";
import { readVariableFiles, variableFileProblems } from "./environments/variable-files.ts";
import { takeInventory } from "./facts/inventory.ts";
import { isWantedType, madeBy } from "./facts/made.ts";
import { moduleInstance } from "./instances/module-instance.ts";
import { emptyExpansion } from "../loader.ts";
import { openWorld, type WorldInput } from "./world.ts";

export const ROOT_MODULE = "terraform-root-module";

/** A root module with one variable set. */
export interface RootModuleInput extends WorldInput {
  readonly variableFiles: readonly string[];
}

/** The unit of a root module with one variable set. */
export function rootModuleUnit(input: RootModuleInput, origin: Origin): Unit {
  const key = `${input.directory}@${input.environment ?? ""}`;
  return { key, kind: ROOT_MODULE, input, origin };
}

function isRootModuleInput(input: unknown): input is RootModuleInput {
  return typeof input === "object" && input !== null && "directory" in input && "variableFiles" in input;
}

/** What a root module and everything below it would make. */
function expandRootModule({ input }: Unit, ask: Questions): Expansion {
  if (!isRootModuleInput(input)) return emptyExpansion;
  const { variableFiles, ...place } = input;
  const seen = new Set<string>();
  const world = openWorld(place, ask, (path) => seen.add(path));
  const config = world.configOf(place.directory);
  if (config === undefined) return emptyExpansion;
  const values = readVariableFiles(variableFiles, world.identity, ask);
  const root = moduleInstance({
    world,
    config,
    address: "",
    path: [],
    exists: "yes",
    via: [],
    given: (name) => values.get(name),
    inherited: () => undefined,
    row: undefined,
  });
  const made = madeBy(takeInventory(root, isWantedType));
  return {
    ...emptyExpansion,
    ...made,
    problems: [
      ...[...seen].flatMap((path) => syntaxProblems(path, ask)),
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

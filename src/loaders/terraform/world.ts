import type { EnvironmentId } from "../../model/entities.ts";
import { wholeFile, type Location, type SourceFile } from "../../model/location.ts";
import { get, itemsOf, stringAt } from "../../model/node.ts";
import { fileSource } from "../../model/source.ts";
import { parseJson } from "../json/parse-json.ts";
import type { Questions } from "../loader.ts";
import type { ConfigFile } from "./configuration/hcl-parser.ts";
import { moduleConfig, readConfigFiles, type ModuleConfig } from "./configuration/module-config.ts";
import type { Files } from "./evaluate/scope.ts";
import type { World } from "./instances/instance.ts";
import { nesting } from "./instances/lazy.ts";
import { joinPath } from "../paths.ts";

/** Which root module, with which name and account. */
export interface WorldInput {
  readonly directory: string;
  readonly environment: EnvironmentId;
  readonly account: string | undefined;
}

/** What is shared by all modules below one root module, with one set of variables. */
export function openWorld(
  input: WorldInput,
  ask: Questions,
  seen: (path: string) => void,
  openState: World["stateOf"],
): World {
  const states = new Map<string, ReturnType<World["stateOf"]>>();
  const configs = new Map<string, ModuleConfig | undefined>();
  const configOf = (directory: string): ModuleConfig | undefined => {
    if (configs.has(directory)) return configs.get(directory);
    const files = readConfigFiles(directory, ask);
    for (const { file } of files) seen(file.path);
    const config = files.length === 0 ? undefined : moduleConfig(directory, files);
    configs.set(directory, config);
    return config;
  };
  let installed: ReadonlyMap<string, string> | undefined;
  return {
    ...input,
    identity: `terraform:${input.directory}@${input.environment ?? ""}`,
    at: beginningOf(readConfigFiles(input.directory, ask), input.directory),
    files: filesOf(ask),
    configOf,
    isOutside: (directory) => {
      const found = ask.read(directory);
      return "missing" in found && found.missing === "outside-root";
    },
    repositories: ask.settings?.repositories ?? [],
    stateOf: (id) => {
      if (!states.has(id)) states.set(id, openState(id));
      return states.get(id);
    },
    moduleRows: ask.settings?.terraformModules ?? [],
    installedModule: (path) => {
      installed ??= installedModules(input.directory, ask);
      return installed.get(path);
    },
    nested: nesting(),
  };
}

function beginningOf([first]: readonly ConfigFile[], directory: string): Location {
  const file: SourceFile = first?.file ?? { path: directory, text: "" };
  return { ...wholeFile(file), span: { start: 0, end: 0 } };
}

function filesOf(ask: Questions): Files {
  return {
    read: (path) => {
      const file = ask.read(path);
      return "missing" in file ? undefined : file;
    },
    list: (directory) => ask.list(directory),
  };
}

/**
 * Where `terraform init` has put modules: `.terraform/modules/modules.json` of the root module, which lists each
 * call's path (`eks.irsa`) and directory.
 */
function installedModules(directory: string, ask: Questions): ReadonlyMap<string, string> {
  const path = joinPath(directory, ".terraform/modules/modules.json");
  const file = path === undefined ? undefined : ask.read(path);
  if (file === undefined || "missing" in file) return new Map();
  const { node } = parseJson(fileSource(file));
  const list = get(node, "Modules");
  return new Map(
    itemsOf(list).flatMap((item): readonly (readonly [string, string])[] => {
      const key = stringAt(item, "Key");
      const target = joinPath(directory, stringAt(item, "Dir") ?? "/");
      return key === undefined || key === "" || target === undefined ? [] : [[key, target]];
    }),
  );
}

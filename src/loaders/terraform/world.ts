import type { EnvironmentId } from "../../model/entities.ts";
import { wholeFile, type Location, type SourceFile } from "../../model/location.ts";
import type { Text } from "../../model/text.ts";
import type { Questions } from "../loader.ts";
import type { ConfigFile } from "./configuration/hcl-parser.ts";
import { installedModules, isWhatIsAsked } from "./configuration/installed-modules.ts";
import { moduleConfig, readConfigFiles, type ModuleConfig } from "./configuration/module-config.ts";
import type { Files } from "./evaluate/scope.ts";
import type { World } from "./instances/instance.ts";
import { nesting } from "./instances/lazy.ts";

/** Which root module, with which name and account. */
export interface WorldInput {
  readonly directory: string;
  readonly environment: EnvironmentId;
  readonly account: string | undefined;
  /** The name of the workspace, where the configuration tells it. */
  readonly workspace?: Text;
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
  let installed: ReturnType<typeof installedModules> | undefined;
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
    installedModule: (path, source, version) => {
      installed ??= installedModules(input.directory, ask);
      const found = installed.get(path);
      return found !== undefined && isWhatIsAsked(found, source, version) ? found.directory : undefined;
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
    isThere: (path) => {
      const file = ask.read(path);
      return "missing" in file && (file.missing === "too-large" || file.missing === "unreadable");
    },
    list: (directory) => ask.list(directory),
  };
}

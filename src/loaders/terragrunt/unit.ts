import { findModuleRow } from "../../catalogue/terraform-modules/find-module-row.ts";
import { get, textOf, type Node } from "../../model/node.ts";
import { isAbsent, known, type Hole, type Text } from "../../model/text.ts";
import { baseName, directoryOf } from "../paths.ts";
import { isVariableFile } from "../terraform/configuration/config-files.ts";
import type { Declaration } from "../terraform/configuration/declaration.ts";
import type { ConfigFile } from "../terraform/configuration/hcl-parser.ts";
import {
  moduleConfig,
  readConfigFiles,
  type ModuleConfig,
} from "../terraform/configuration/module-config.ts";
import { automaticFiles } from "../terraform/environments/environments.ts";
import { readVariableFiles } from "../terraform/environments/variable-files.ts";
import { evaluate } from "../terraform/evaluate/evaluate.ts";
import { catalogueModule } from "../terraform/instances/catalogue-module.ts";
import type { ModuleInstance } from "../terraform/instances/instance.ts";
import { moduleInstance } from "../terraform/instances/module-instance.ts";
import { openWorld } from "../terraform/world.ts";
import { conceal, pathOf, ROOT } from "./absolute-paths.ts";
import { attributeIn, textOfBlock } from "./blocks.ts";
import { environmentValue } from "./environment-value.ts";
import { extraArguments, type ExtraArguments } from "./extra-arguments.ts";
import { fileFunctions } from "./file-functions.ts";
import { generatedFiles, type GeneratedFile } from "./generated-files.ts";
import { inputsOf, sourceBlock, type Found } from "./merged.ts";
import { unitSource, type UnitSource } from "./module-source.ts";
import type { Config, UnitInput } from "./reading.ts";
import type { Block } from "../terraform/syntax/ast.ts";

/** What a unit runs, or why that is not known. */
export type UnitModule =
  | {
      readonly kind: "read";
      readonly instance: ModuleInstance;
      /** The directories whose files are in it, as they lie here. */
      readonly directories: readonly string[];
      readonly extra: ExtraArguments;
      readonly generated: readonly GeneratedFile[];
    }
  | { readonly kind: "harmless" }
  | { readonly kind: "unread"; readonly source: UnitSource; readonly block: Found<Block> | undefined };

interface Files {
  readonly config: ModuleConfig;
  readonly directory: string;
  readonly directories: readonly string[];
  readonly row: string | undefined;
  /** The revision that the source asks for, when what lies here may be another. */
  readonly revision: string | undefined;
}

/** The files of the module: those of its source, those beside the unit, and the generated ones. */
function filesOf(
  config: Config,
  directory: string,
  generated: readonly GeneratedFile[],
): readonly ConfigFile[] {
  const { ask } = config.session;
  const unit = directoryOf(config.configPath);
  const source = readConfigFiles(directory, ask);
  const own = unit === directory ? [] : readConfigFiles(unit, ask);
  const names = new Set(own.map(({ file }) => baseName(file.path)));
  const written = [...source.filter(({ file }) => !names.has(baseName(file.path))), ...own];
  const taken = new Set(written.map(({ file }) => baseName(file.path)));
  const added = generated.filter(({ path, yields }) => isConfiguration(path) && !(yields && taken.has(path)));
  const replaced = new Set(added.map(({ path }) => path));
  return [
    ...written.filter(({ file }) => !replaced.has(baseName(file.path))),
    ...added.flatMap(({ files }) => files),
  ];
}

const isConfiguration = (path: string): boolean => !isVariableFile(path);

/** What is generated for a module of the catalogue is laid over its row. */
function overRow(row: ModuleConfig, own: ModuleConfig): ModuleConfig {
  const both = <T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
    new Map([...a, ...b]);
  return {
    directory: row.directory,
    variables: both(own.variables, row.variables),
    outputs: both(own.outputs, row.outputs),
    locals: both(own.locals, row.locals),
    resources: both(own.resources, row.resources),
    data: both(own.data, row.data),
    modules: both(own.modules, row.modules),
    providers: both(row.providers, own.providers),
  };
}

/** Variables that nobody can name but generated text: what is not known in it. */
function withHoles(config: ModuleConfig, generated: readonly GeneratedFile[]): ModuleConfig {
  const variables = new Map(config.variables);
  for (const { holes, files } of generated) {
    const file = files[0]?.file;
    if (file === undefined) continue;
    const span = { start: 0, end: 0 };
    for (const name of holes.keys()) {
      const labels = [{ value: name, span }];
      const block: Block = {
        kind: "block",
        type: "variable",
        typeSpan: span,
        labels,
        body: { items: [], span },
        headSpan: span,
        span,
      };
      variables.set(name, { block, file, overrides: [] });
    }
  }
  return { ...config, variables };
}

/** The module that a unit's source leads to. */
function findModule(config: Config, generated: readonly GeneratedFile[]): Files | UnitModule {
  const { session } = config;
  const unit = directoryOf(config.configPath);
  const found = sourceBlock(config);
  const text = found === undefined ? undefined : textOfBlock(found.config, found.item, "source");
  const ownFiles = (directory: string): ModuleConfig =>
    moduleConfig(directory, filesOf(config, directory, generated));
  if (found === undefined || text === undefined) {
    return {
      config: ownFiles(unit),
      directory: unit,
      directories: [unit],
      row: undefined,
      revision: undefined,
    };
  }
  const source = unitSource(text, unit, session.ask.settings?.repositories);
  const { target } = source;
  const unread: UnitModule = { kind: "unread", source, block: found };
  const isPinned = target.kind !== "directory" || target.revision !== undefined;
  const row =
    isPinned && source.source !== undefined
      ? findModuleRow(source.source, source.version, session.ask.settings?.terraformModules)
      : undefined;
  if (row !== undefined) {
    if (row.module === undefined) return { kind: "harmless" };
    const call: Declaration = { block: found.item, file: found.config.file.file, overrides: [] };
    const files = overRow(catalogueModule(row.module, call), ownFiles(unit));
    return { config: files, directory: unit, directories: [unit], row: row.id, revision: undefined };
  }
  if (target.kind !== "directory" || readConfigFiles(target.directory, session.ask).length === 0)
    return unread;
  const { directory, revision } = target;
  const directories = [...new Set([directory, unit])];
  return { config: ownFiles(directory), directory, directories, row: undefined, revision };
}

/** The account that the unit works in: that of the role which Terragrunt assumes for it, else the settings'. */
export function accountOf(config: Config, role: Node | undefined): string | undefined {
  const text = role && textOf(role, config.place({ start: 0, end: 0 }));
  const arn = text === undefined || isAbsent(text) ? undefined : known(text);
  const account = arn === undefined ? undefined : /^arn:[^:]*:iam::(\d{12}):/.exec(arn)?.[1];
  return account ?? config.session.ask.settings?.accountOf(config.configPath);
}

/**
 * What gives a value to a variable (Terraform, "Variable Definition Precedence"): the command line, then the files that
 * Terraform reads by itself, then the environment, where Terragrunt puts its inputs.
 */
function givenBy(
  config: Config,
  files: Files,
  extra: ExtraArguments,
  generated: readonly GeneratedFile[],
): (name: string) => Node | undefined {
  const { ask } = config.session;
  const beside = files.directories.flatMap((directory) =>
    automaticFiles(
      ask.list(directory).filter((path) => directoryOf(path) === directory && isVariableFile(path)),
    ),
  );
  const automatic = readVariableFiles(beside, config.instance, ask);
  const commandLine = new Map<string, Node>();
  for (const item of extra.given) {
    if (item.kind === "variable") commandLine.set(item.name, item.value);
    if (item.kind !== "file") continue;
    for (const [name, value] of readVariableFiles([item.path], config.instance, ask))
      commandLine.set(name, value);
  }
  const missing = extra.given.find((item) => item.kind === "missing");
  const holes = new Map(generated.flatMap((file) => [...file.holes]));
  const written = generatedVariables(generated, config);
  const inputs = inputsOf(config);
  return (name) => {
    const declaration = files.config.variables.get(name);
    // A row of the catalogue says no types.
    const typed = (node: Node | undefined): Node | undefined =>
      node &&
      environmentValue(conceal(node), files.row === undefined ? declaration : undefined, config.instance);
    const strong = holes.get(name) ?? commandLine.get(name) ?? automatic.get(name) ?? written.get(name);
    const value = strong ?? typed(extra.environment.get(name)) ?? typed(inputValue(inputs, name));
    if (value !== undefined || missing === undefined || declaration === undefined) return value;
    const hole: Hole = {
      kind: "hole",
      id: `${config.instance}|var.${name}`,
      name: `var.${name} (in ${missing.name})`,
    };
    return { kind: "unknown", hole, at: config.place({ start: 0, end: 0 }) };
  };
}

/** What generated files of variables say. */
function generatedVariables(generated: readonly GeneratedFile[], config: Config): ReadonlyMap<string, Node> {
  const constants = {
    instance: config.instance,
    names: new Map<string, Node>(),
    resolve: () => undefined,
    files: { read: () => undefined, list: () => [] },
    workingDirectory: "",
  };
  return new Map(
    generated
      .filter(({ path }) => automaticFiles([path]).length > 0)
      .flatMap(({ files }) =>
        files.flatMap(({ file, body }) =>
          body.items.flatMap((item) =>
            item.kind === "attribute"
              ? [[item.name, evaluate(item.value, { ...constants, file })] as const]
              : [],
          ),
        ),
      ),
  );
}

function inputValue(inputs: Node | undefined, name: string): Node | undefined {
  return inputs === undefined || inputs.kind === "null" ? undefined : get(inputs, name);
}

/** Opens what a unit runs, with its inputs. */
export function openModule(
  input: UnitInput,
  config: Config,
  account: string | undefined,
  exists: "yes" | "maybe",
  seen: (path: string) => void,
): UnitModule {
  const { ask, nested } = config.session;
  const generated = generatedFiles(config);
  const files = findModule(config, generated);
  if ("kind" in files) return files;
  const { directory, row, revision } = files;
  const world = {
    ...openWorld({ directory, environment: input.environment, account }, ask, seen, () => undefined),
    identity: config.instance,
    at: config.place({ start: 0, end: 0 }),
    nested,
    unit: input.directory,
    reach: { functions: fileFunctions, absoluteRoot: ROOT },
    pathOf,
  };
  for (const path of files.directories) for (const { file } of readConfigFiles(path, ask)) seen(file.path);
  const extra = extraArguments(config, row === undefined ? directory : undefined);
  const head = sourceBlock(config);
  const at = head === undefined ? config.place({ start: 0, end: 0 }) : head.config.place(head.item.headSpan);
  const instance = moduleInstance({
    world,
    config: withHoles(files.config, generated),
    address: "",
    path: [],
    isRoot: false,
    exists,
    via: [{ label: input.directory, at }],
    given: givenBy(config, files, extra, generated),
    inherited: () => undefined,
    row,
    within: [],
    ...(revision === undefined ? {} : { assumption: `revision:${revision}` }),
  });
  return { kind: "read", instance, directories: files.directories, extra, generated };
}

/** The place of a unit's source: what a finding about it points at. */
export function sourcePlace({ config, item }: Found<Block>): Text["at"] {
  const attribute = attributeIn(item.body, "source");
  return config.place(attribute?.value.span ?? item.headSpan);
}

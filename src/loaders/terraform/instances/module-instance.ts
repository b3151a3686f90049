import { catalogueFunctions } from "./catalogue-functions.ts";
import type { Location, Step } from "../../../model/location.ts";
import type { Node } from "../../../model/node.ts";
import { headOf, settingNames, settingOf, type Declaration } from "../configuration/declaration.ts";
import type { ModuleConfig } from "../configuration/module-config.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import { blockView } from "./block-view.ts";
import type {
  CalledModule,
  Copy,
  Exists,
  Instances,
  ModuleInstance,
  Names,
  ProviderIdentity,
  Repetition,
  ResourceInstance,
  ResourceMode,
  World,
} from "./instance.ts";
import { lazy } from "./lazy.ts";
import { isInput, openCall, passedProviders } from "./module-calls.ts";
import { providerIdentity, providerNames, withoutKey } from "./provider-identity.ts";
import { resolveReference } from "./references.ts";
import { copyAt, repetitionOf } from "./repetition.ts";
import { resourceInstance } from "./resource-instance.ts";
import { assuming, unknownNode } from "./unknown.ts";
import { withStackVariables } from "./stack-variables.ts";
import { variableValue } from "./variables.ts";

/** What is needed to instantiate a module. */
export interface ModuleInput {
  readonly world: World;
  readonly config: ModuleConfig;
  readonly address: string;
  /** The address without keys, as `.terraform/modules/modules.json` has it. */
  readonly path: readonly string[];
  /** Whether its defaults are only assumed; those of a module without a path are, unless this says otherwise. */
  readonly isRoot?: boolean;
  readonly exists: Exists;
  readonly via: readonly Step[];
  /** The value of a variable, from the call or the variable files. */
  readonly given: (name: string) => Node | undefined;
  /** The caller's provider configuration for a local name; undefined in the root module. */
  readonly inherited: (name: string) => ProviderIdentity | undefined;
  /** The row of the catalogue that the module is read from. */
  readonly row: string | undefined;
  /** What else all its values take for granted: that what lies here is the revision that was asked for. */
  readonly assumption?: string;
  /** The configurations of the modules around it, the root module first. */
  readonly within: readonly ModuleConfig[];
}

const NO_NAMES: Names = new Map();

/** One instance of a module: everything in it is evaluated when it is first asked for, and once. */
export function moduleInstance(input: ModuleInput): ModuleInstance {
  const { world, config } = input;
  const identity = `${world.identity}|${input.address}`;
  const given = input.path.length === 0 ? withStackVariables(config, input.given, identity) : input.given;
  const values = lazy<Node | undefined>(world);
  const providers = lazy<ProviderIdentity>(world);
  const resources = lazy<Instances<ResourceInstance> | undefined>(world);
  const calls = lazy<Instances<CalledModule> | undefined>(world);
  const module: ModuleInstance = {
    world,
    config,
    address: input.address,
    identity,
    exists: input.exists,
    via: input.via,
    origin: {
      environment: world.environment,
      ...(world.unit === undefined ? {} : { isUnit: true }),
      cluster: { kind: "absent", at: world.at },
      via: input.via,
      root: world.unit ?? world.directory,
    },
    outputs: [...config.outputs.keys()],
    moreOutputs: input.row !== undefined,
    evaluate: (expression, file, names = NO_NAMES) => {
      const value = evaluate(expression, {
        file,
        instance: identity,
        names,
        resolve: (root, steps, at) => resolveReference(module, root, steps, at),
        files: world.files,
        workingDirectory: world.directory,
        ...world.reach,
        ...(input.row === undefined ? {} : { functions: catalogueFunctions }),
      });
      const assumed = input.row === undefined ? value : assuming(value, `catalogue:${input.row}`);
      return input.assumption === undefined ? assumed : assuming(assumed, input.assumption);
    },
    variable: (name, at) => {
      const declaration = config.variables.get(name);
      const compute = (): Node | undefined =>
        declaration && variable(name, declaration, module, { ...input, given });
      return values.get(`var.${name}`, compute) ?? unknownNode(identity, `var.${name}`, at);
    },
    local: (name, at) => {
      const setting = config.locals.get(name);
      const compute = (): Node | undefined =>
        setting && module.evaluate(setting.attribute.value, setting.file);
      return values.get(`local.${name}`, compute) ?? unknownNode(identity, `local.${name}`, at);
    },
    output: (name) => values.get(`output.${name}`, () => outputValue(module, name)),
    resource: (mode, name) => resources.get(`${mode} ${name}`, () => resourceInstances(module, mode, name)),
    call: (name) => calls.get(name, () => callInstances(module, name, input)),
    provider: (name) =>
      providers.get(name, () => providerOf(module, name, input)) ??
      providerIdentity(undefined, name, input.address, world),
  };
  return module;
}

/** The value of a variable, converted and defaulted as its block says. */
function variable(name: string, declaration: Declaration, module: ModuleInstance, input: ModuleInput): Node {
  return variableValue(name, declaration, {
    identity: module.identity,
    given: input.given,
    evaluate: (expression, file) => module.evaluate(expression, file),
    isRoot: input.isRoot ?? input.path.length === 0,
  });
}

function outputValue(module: ModuleInstance, name: string): Node | undefined {
  const declaration = module.config.outputs.get(name);
  const setting = declaration && settingOf(declaration, "value");
  return setting && module.evaluate(setting.attribute.value, setting.file);
}

function providerOf(module: ModuleInstance, name: string, input: ModuleInput): ProviderIdentity {
  const declaration = module.config.providers.get(withoutKey(name));
  const inherited = declaration === undefined ? input.inherited(name) : undefined;
  if (inherited !== undefined) return inherited;
  const forEach = declaration && settingOf(declaration, "for_each");
  const copies = forEach && module.evaluate(forEach.attribute.value, forEach.file);
  const names = providerNames(
    name,
    copies,
    module.identity,
    declaration ? headOf(declaration) : module.world.at,
  );
  const view = declaration && blockView(declaration, module, names);
  return providerIdentity(view, name, input.address, input.world);
}

/** `count` and `for_each` of a block, evaluated in its module. */
function repeated(module: ModuleInstance, declaration: Declaration, identity: string): Repetition {
  return repetitionOf(declaration, {
    identity,
    evaluate: (expression, { file }) => module.evaluate(expression, file),
  });
}

/** The instances of a block: those of its repetition, and the one under a key that an expression names. */
function instancesOf<T>(
  declaration: Declaration,
  identity: string,
  repetition: Repetition,
  make: (copy: Copy) => T,
): Instances<T> {
  const made = new Map<string, T>();
  const once = (copy: Copy): T => {
    const earlier = made.get(copy.suffix);
    if (earlier !== undefined) return earlier;
    const instance = make(copy);
    made.set(copy.suffix, instance);
    return instance;
  };
  return {
    declaration,
    repetition,
    all: () => repetition.copies.map(once),
    at: (key) => {
      const copy = copyAt(repetition, key, identity, headOf(declaration));
      return copy && once(copy);
    },
  };
}

function resourceInstances(
  module: ModuleInstance,
  mode: ResourceMode,
  name: string,
): Instances<ResourceInstance> | undefined {
  const declaration = (mode === "data" ? module.config.data : module.config.resources).get(name);
  if (declaration === undefined) return undefined;
  const identity = `${module.identity}|${mode === "data" ? "data." : ""}${name}`;
  const repetition = repeated(module, declaration, identity);
  return instancesOf(declaration, identity, repetition, (copy) =>
    resourceInstance(module, mode, name, declaration, copy),
  );
}

function callInstances(
  module: ModuleInstance,
  name: string,
  input: ModuleInput,
): Instances<CalledModule> | undefined {
  const declaration = module.config.modules.get(name);
  if (declaration === undefined) return undefined;
  const identity = `${module.identity}|module.${name}`;
  const repetition = repeated(module, declaration, identity);
  return instancesOf(declaration, identity, repetition, (copy) =>
    calledModule(module, name, declaration, copy, input),
  );
}

function both(outer: Exists, inner: Exists): Exists {
  return outer === "maybe" ? "maybe" : inner;
}

function calledModule(
  module: ModuleInstance,
  name: string,
  declaration: Declaration,
  copy: Copy,
  input: ModuleInput,
): CalledModule {
  const { world } = input;
  const localAddress = `module.${name}${copy.suffix}`;
  const at: Location = headOf(declaration);
  const inputs = lazy<Node | undefined>(world);
  const called = {
    localAddress,
    address: module.address === "" ? localAddress : `${module.address}.${localAddress}`,
    identity: `${module.identity}|${localAddress}`,
    at,
    exists: both(module.exists, copy.exists),
    inputs: settingNames(declaration).filter(isInput),
    input: (key: string): Node | undefined => {
      const setting = isInput(key) ? settingOf(declaration, key) : undefined;
      if (setting === undefined) return undefined;
      const { attribute, file } = setting;
      const value = inputs.get(key, () => module.evaluate(attribute.value, file, copy.names));
      return value ?? unknownNode(module.identity, `var.${key}`, at);
    },
  };
  const path = [...input.path, name];
  const within = [...input.within, module.config];
  const opened = openCall(declaration, path.join("."), { module, within });
  if (opened.kind === "unread") return { ...called, ...opened };
  const passed = passedProviders(declaration, (expression) =>
    module.evaluate(expression, declaration.file, copy.names),
  );
  const row = opened.kind === "catalogue" ? opened.row : input.row;
  const pinned = opened.kind === "here" ? opened.revision : undefined;
  const assumption = pinned === undefined ? input.assumption : `revision:${pinned}`;
  const instance = moduleInstance({
    world,
    config: opened.config,
    address: called.address,
    path,
    exists: called.exists,
    via: [...module.via, { label: localAddress, at }],
    given: called.input,
    inherited: (local) => {
      const outer = passed.get(local) ?? (local.includes(".") ? undefined : local);
      return outer === undefined ? undefined : module.provider(outer);
    },
    row,
    within,
    ...(assumption === undefined ? {} : { assumption }),
  });
  return { ...called, kind: "read", instance, row };
}

import type { EnvironmentId } from "../../model/entities.ts";
import type { Location } from "../../model/location.ts";
import { get, stringAt, type Node } from "../../model/node.ts";
import { absent } from "../../model/text.ts";
import { emptyExpansion, type Expander, type Expansion, type Questions, type Unit } from "../loader.ts";
import type { Inventory } from "../terraform/facts/inventory.ts";
import { isWantedType, madeBy } from "../terraform/facts/made.ts";
import type {
  ModuleInstance,
  ProviderIdentity,
  Resource,
  ResourceModule,
} from "../terraform/instances/instance.ts";
import { lazy, nesting } from "../terraform/instances/lazy.ts";
import { openRootModule, rootModuleUnit, type RootModuleInput } from "../terraform/root-module.ts";
import { accountOf, ownerIn } from "./accounts.ts";
import { callsOf } from "./address.ts";
import { planParser, type Plan, type PlannedResource } from "./document.ts";
import { configuredModule, configuredResource } from "./expressions.ts";
import { overlay } from "./overlay.ts";
import { plannedResource, type Surroundings } from "./planned-resource.ts";
import { plannedProvider, withOwner } from "./providers.ts";
import { resolved, type Resources } from "./resolve.ts";
import { rootModuleOf } from "./root-module.ts";

const TERRAFORM_PLAN = "terraform-plan";

/** A plan file; the environment tells plans apart that stand alone beside each other. */
interface PlanInput {
  readonly path: string;
  readonly environment: EnvironmentId;
}

/** The unit of a plan file. */
export function planUnit(path: string, environment: EnvironmentId, at: Location): Unit {
  const input: PlanInput = { path, environment };
  return { key: path, kind: TERRAFORM_PLAN, input, origin: { environment, cluster: absent(at), via: [] } };
}

function isPlanInput(input: unknown): input is PlanInput {
  return typeof input === "object" && input !== null && "path" in input && "environment" in input;
}

/** What a plan is read with. */
interface Reading {
  readonly plan: Plan;
  readonly unit: Unit;
  readonly path: string;
  readonly account: string | undefined;
  /** The root module that it was made of, when it is here. */
  readonly root: ModuleInstance | undefined;
}

/** The module that a planned resource is in, or the nearest one above whose configuration is here. */
interface Nearest {
  readonly module: ModuleInstance;
  readonly isOwn: boolean;
  /** The call that leads to where the configuration ends. */
  readonly at: Location;
}

function nearestModule(root: ModuleInstance, moduleAddress: string): Nearest {
  let module = root;
  for (const { name, key } of callsOf(moduleAddress)) {
    const calls = module.call(name);
    const call = key === undefined || calls?.repetition.shape === "single" ? calls?.all()[0] : calls?.at(key);
    if (call === undefined) return { module, isOwn: false, at: module.world.at };
    // A module that is read from the catalogue has blocks of its own, which are not the module's.
    if (call.kind === "unread" || call.row !== undefined) return { module, isOwn: false, at: call.at };
    module = call.instance;
  }
  return { module, isOwn: true, at: module.world.at };
}

/** The block of the configuration that a planned resource comes of. */
function writtenResource({ module, isOwn }: Nearest, planned: PlannedResource): Resource | undefined {
  const instances = isOwn ? module.resource(planned.mode, `${planned.type}.${planned.name}`) : undefined;
  if (instances === undefined) return undefined;
  return planned.key === undefined || instances.repetition.shape === "single"
    ? instances.all()[0]
    : instances.at(planned.key);
}

function surroundings(planned: PlannedResource, reading: Reading, resources: Resources): Surroundings {
  const { plan, root } = reading;
  const block = configuredResource(
    configuredModule(plan.configuration, callsOf(planned.moduleAddress)),
    planned,
  );
  const resolve = (argument: string, value: Node): Node =>
    resolved(value, get(block, "expressions", argument), argument, planned, plan, resources);
  const owner = ownerIn(stringAt(planned.values, "arn"));
  const [word = planned.type] = planned.type.split("_");
  if (root === undefined) {
    const module = aloneModule(planned.moduleAddress, reading);
    const provider = (): ProviderIdentity =>
      withOwner(module.provider(stringAt(block, "provider_config_key") ?? word), owner, planned.values);
    return { module, written: undefined, home: undefined, provider, resolve };
  }
  const nearest = nearestModule(root, planned.moduleAddress);
  const written = writtenResource(nearest, planned);
  const { module } = nearest;
  return {
    module: {
      world: module.world,
      address: planned.moduleAddress,
      origin: module.origin,
      provider: (name) => module.provider(name),
    },
    written,
    home: written?.at ?? nearest.at,
    provider: () => withOwner(written?.provider() ?? module.provider(word), owner, planned.values),
    resolve,
  };
}

/** A module of a plan that stands alone. */
function aloneModule(address: string, { plan, unit, path, account }: Reading): ResourceModule {
  const at = { ...plan.at, span: { start: 0, end: 0 } };
  const world = { directory: path, environment: unit.origin.environment, at };
  return {
    world,
    address,
    origin: unit.origin,
    provider: (key) => plannedProvider(key, plan, { identity: `plan ${path}`, account, at }),
  };
}

/** The resources of a plan as facts are made of them. */
function inventoryOf(reading: Reading): Inventory {
  const { plan } = reading;
  const made = lazy<Resource>({ nested: nesting() });
  const byAddress = new Map(plan.resources.map((planned) => [planned.address, planned]));
  const byBlock = new Map<string, PlannedResource[]>();
  for (const planned of plan.resources) {
    const block = planned.address.replace(/(?:\[\d+\]|\["(?:[^"\\]|\\.)*"\])$/, "");
    byBlock.set(block, [...(byBlock.get(block) ?? []), planned]);
  }
  const of = (planned: PlannedResource): Resource | undefined =>
    made.get(planned.address, () => plannedResource(planned, surroundings(planned, reading, resources)));
  const resources: Resources = {
    at: (address) => {
      const planned = byAddress.get(address);
      return planned && of(planned);
    },
    instancesOf: (block) => (byBlock.get(block) ?? []).flatMap((planned) => of(planned) ?? []),
  };
  const byType = new Map<string, Resource[]>();
  for (const planned of plan.resources) {
    const type = planned.mode === "data" ? `data.${planned.type}` : planned.type;
    if (!isWantedType(type)) continue;
    const resource = of(planned);
    if (resource !== undefined) byType.set(type, [...(byType.get(type) ?? []), resource]);
  }
  return { modules: [], resources: byType, unread: [], open: [], overflow: false };
}

/** What a plan would make; the root module that it was made of is part of it. */
function expandPlan(unit: Unit, ask: Questions): Expansion {
  if (!isPlanInput(unit.input)) return emptyExpansion;
  const { path } = unit.input;
  const parsed = ask.parse(path, planParser);
  if ("missing" in parsed) return emptyExpansion;
  const { value: plan, problems } = parsed;
  if (plan === undefined) return { ...emptyExpansion, problems, claims: [path] };
  const settings = ask.settings ?? { placeholders: [], accountOf: () => undefined, varFiles: [] };
  const input = rootModuleOf(path, plan, ask, settings);
  const account = settings.accountOf(path) ?? accountOf(plan);
  const root = input && openPlanned(input, account, plan, ask);
  const configured = input && ask.build(rootModuleUnit(input));
  const made = madeBy(inventoryOf({ plan, unit, path, account, root }), settings);
  return {
    ...emptyExpansion,
    ...made,
    problems: [...problems, ...(configured?.problems ?? []), ...made.problems],
    claims: [path, ...made.claims],
  };
}

/** The root module with the plan's values for its variables, at the places where files give the same. */
function openPlanned(
  input: RootModuleInput,
  account: string | undefined,
  plan: Plan,
  ask: Questions,
): ModuleInstance | undefined {
  const planned = (name: string, written: Node | undefined): Node | undefined => {
    const value = get(plan.variables, name, "value");
    return value === undefined || written === undefined
      ? (written ?? value)
      : overlay(value, written, written.at);
  };
  return openRootModule({ ...input, account: input.account ?? account }, ask, () => undefined, planned);
}

export const planExpander: Expander = { kind: TERRAFORM_PLAN, expand: expandPlan };

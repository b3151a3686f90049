import type { Hole } from "../../../model/text.ts";
import type {
  CalledModule,
  ModuleInstance,
  Resource,
  ResourceMode,
  ResourceModule,
} from "../instances/instance.ts";
import { headOf, type Declaration } from "../configuration/declaration.ts";
import type { Location } from "../../../model/location.ts";

/** More resources and calls in one root module than this are not looked at. */
const MAX_INSTANCES = 20_000;

/** A call of a module that is not here. */
export interface UnreadCall {
  readonly call: CalledModule & { readonly kind: "unread" };
  readonly caller: ResourceModule;
}

/** A block that is repeated an unknown number of times. */
export interface OpenRepetition {
  /** `aws_iam_role.this`, `module.roles`. */
  readonly name: string;
  /** The resource's type; undefined for a module call. */
  readonly type: string | undefined;
  readonly module: ResourceModule;
  readonly at: Location;
  readonly hole: Hole;
}

/** Everything that a root module and the modules below it declare, instance by instance. */
export interface Inventory {
  readonly modules: readonly ResourceModule[];
  /** By type; data sources are under `data.` and their type. */
  readonly resources: ReadonlyMap<string, readonly Resource[]>;
  readonly unread: readonly UnreadCall[];
  readonly open: readonly OpenRepetition[];
  /** There were more instances than are listed. */
  readonly overflow: boolean;
}

interface Draft {
  readonly modules: ResourceModule[];
  readonly resources: Map<string, Resource[]>;
  readonly unread: UnreadCall[];
  readonly open: OpenRepetition[];
  count: number;
}

/** Lists the instances of the resource types that `wanted` names, and every module, depth first. */
export function takeInventory(root: ModuleInstance, wanted: (type: string) => boolean): Inventory {
  const draft: Draft = { modules: [], resources: new Map(), unread: [], open: [], count: 0 };
  visit(root, wanted, draft);
  const { modules, resources, unread, open, count } = draft;
  return { modules, resources, unread, open, overflow: count >= MAX_INSTANCES };
}

function visit(module: ModuleInstance, wanted: (type: string) => boolean, draft: Draft): void {
  draft.modules.push(module);
  for (const name of module.config.resources.keys()) {
    const type = name.slice(0, name.indexOf("."));
    if (wanted(type)) addResources(module, "managed", name, type, draft);
  }
  for (const name of module.config.data.keys()) {
    const type = `data.${name.slice(0, name.indexOf("."))}`;
    if (wanted(type)) addResources(module, "data", name, type, draft);
  }
  for (const name of module.config.modules.keys()) addCalls(module, name, wanted, draft);
}

function addOpen(
  module: ModuleInstance,
  name: string,
  type: string | undefined,
  declaration: Declaration,
  hole: Hole | undefined,
  draft: Draft,
): void {
  if (hole !== undefined) draft.open.push({ name, type, module, at: headOf(declaration), hole });
}

function addResources(
  module: ModuleInstance,
  mode: ResourceMode,
  name: string,
  type: string,
  draft: Draft,
): void {
  const instances = module.resource(mode, name);
  if (instances === undefined) return;
  if (mode === "managed") {
    addOpen(module, name, type, instances.declaration, instances.repetition.more, draft);
  }
  const list = draft.resources.get(type) ?? [];
  draft.resources.set(type, list);
  for (const resource of instances.all()) {
    if (draft.count++ >= MAX_INSTANCES) return;
    list.push(resource);
  }
}

function addCalls(
  module: ModuleInstance,
  name: string,
  wanted: (type: string) => boolean,
  draft: Draft,
): void {
  const instances = module.call(name);
  if (instances === undefined) return;
  addOpen(module, `module.${name}`, undefined, instances.declaration, instances.repetition.more, draft);
  for (const call of instances.all()) {
    if (draft.count++ >= MAX_INSTANCES) return;
    if (call.kind === "read") visit(call.instance, wanted, draft);
    else draft.unread.push({ call, caller: module });
  }
}

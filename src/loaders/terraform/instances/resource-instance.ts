import type { Node } from "../../../model/node.ts";
import { settingOf, type Declaration } from "../configuration/declaration.ts";
import { computedAttribute } from "../resources/computed-attributes.ts";
import { blockView } from "./block-view.ts";
import type {
  BlockList,
  BlockView,
  Copy,
  ModuleInstance,
  ProviderIdentity,
  ResourceInstance,
  ResourceMode,
} from "./instance.ts";
import { lazy } from "./lazy.ts";
import { providerReference } from "./provider-identity.ts";
import { isRemoteOutputs, remoteOutputs } from "./remote-outputs.ts";

/** One instance of a resource or data source; `name` is `type.name`. */
export function resourceInstance(
  module: ModuleInstance,
  mode: ResourceMode,
  name: string,
  declaration: Declaration,
  copy: Copy,
): ResourceInstance {
  const view = blockView(declaration, module, copy.names);
  const localAddress = `${mode === "data" ? "data." : ""}${name}${copy.suffix}`;
  const identity = `${module.identity}|${localAddress}`;
  const type = name.slice(0, name.indexOf("."));
  const settings = lazy<Node | undefined>(module.world);
  const attributes = lazy<Node>(module.world);
  const blocks = lazy<BlockList>(module.world);
  const resource: ResourceInstance = {
    ...view,
    setting: (key) => {
      const isWritten = settingOf(declaration, key) !== undefined;
      return isWritten ? (settings.get(key, () => view.setting(key)) ?? unknown(resource, key)) : undefined;
    },
    blocks: (key) => blocks.get(key, () => view.blocks(key)) ?? { items: [] },
    module,
    declaration,
    mode,
    type,
    localAddress,
    address: module.address === "" ? localAddress : `${module.address}.${localAddress}`,
    identity,
    exists: module.exists === "maybe" ? "maybe" : copy.exists,
    provider: () => inRegion(module.provider(providerOf(declaration, type, module, copy)), resource),
    attribute: (key) => attributes.get(key, () => attributeValue(resource, key)) ?? unknown(resource, key),
  };
  return resource;
}

/** The provider configuration of a resource: `provider`, or the default one of its type's first word. */
function providerOf(declaration: Declaration, type: string, module: ModuleInstance, copy: Copy): string {
  const setting = settingOf(declaration, "provider");
  const [first = type] = type.split("_");
  const named =
    setting &&
    providerReference(setting.attribute.value, (key) => module.evaluate(key, setting.file, copy.names));
  return named ?? first;
}

/** Resources of the AWS provider may say a region of their own (its version 6, "Enhanced Region Support"). */
function inRegion(provider: ProviderIdentity, resource: ResourceInstance): ProviderIdentity {
  const region = resource.type.startsWith("aws_") ? resource.setting("region") : undefined;
  return region?.kind === "text" ? { ...provider, region } : provider;
}

function unknown({ identity, localAddress, at }: ResourceInstance, name: string): Node {
  return {
    kind: "unknown",
    hole: { kind: "hole", id: `${identity}.${name}`, name: `${localAddress}.${name}` },
    at,
  };
}

/** What other expressions see of a resource: what its type computes, what is configured, else a hole. */
function attributeValue(resource: ResourceInstance, name: string): Node {
  if (isRemoteOutputs(resource, name)) return remoteOutputs(resource, name) ?? unknown(resource, name);
  const computed = computedAttribute(resource, name);
  if (computed !== undefined) return computed;
  const { attributes, blocks } = resource.members();
  const setting = attributes.includes(name) ? resource.setting(name) : undefined;
  if (setting?.kind === "map" && isBlock(resource, name)) {
    return { kind: "list", flavour: "list", items: [setting], at: setting.at };
  }
  if (setting !== undefined && setting.kind !== "null") return setting;
  if (!blocks.includes(name)) return unknown(resource, name);
  const list = resource.blocks(name);
  if (list.more !== undefined) return unknown(resource, name);
  const items = list.items.map((block, index) =>
    blockValue(block, `${resource.identity}.${name}[${index}]`, `${resource.localAddress}.${name}[${index}]`),
  );
  return { kind: "list", flavour: "list", items, at: resource.at };
}

/** In JSON a block is written as an object; every resource of the Kubernetes provider has the block `metadata`. */
function isBlock({ type }: ResourceInstance, name: string): boolean {
  return name === "metadata" && type.startsWith("kubernetes_");
}

/** A nested block as a value: what is written in it, and what the provider may add. */
function blockValue(block: BlockView, id: string, name: string): Node {
  const { attributes, blocks } = block.members();
  const at = block.at;
  const written = attributes.flatMap((key) => {
    const value = block.setting(key);
    return value === undefined || value.kind === "null" ? [] : [{ key, value }];
  });
  const nested = blocks.flatMap((key) => {
    const list = block.blocks(key);
    if (list.more !== undefined) return [];
    const items = list.items.map((inner, index) =>
      blockValue(inner, `${id}.${key}[${index}]`, `${name}.${key}[${index}]`),
    );
    return [{ key, value: { kind: "list", flavour: "list", items, at } as const }];
  });
  return {
    kind: "map",
    flavour: "object",
    entries: [...written, ...nested].map(({ key, value }) => ({
      key: { kind: "text", parts: [{ kind: "literal", value: key, at: block.nameAt(key) ?? at }], at },
      value,
    })),
    more: { kind: "hole", id, name },
    at,
  };
}

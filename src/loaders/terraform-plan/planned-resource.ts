import type { Location } from "../../model/location.ts";
import { entryOf, get, itemsOf, type MapNode, type Node } from "../../model/node.ts";
import { known } from "../../model/text.ts";
import { computedAttribute } from "../terraform/resources/computed-attributes.ts";
import type {
  BlockList,
  BlockView,
  ProviderIdentity,
  Resource,
  ResourceModule,
} from "../terraform/instances/instance.ts";
import { whollyKnown } from "../terraform/evaluate/identity.ts";
import { keySuffix } from "./address.ts";
import type { PlannedResource } from "./document.ts";
import { overlay } from "./overlay.ts";

/** Where a planned resource stands besides the plan. */
export interface Surroundings {
  readonly module: ResourceModule;
  /** The block that it comes of, when its configuration is here. */
  readonly written: Resource | undefined;
  /** The place of what only the plan says; undefined when the plan stands alone and is its own place. */
  readonly home: Location | undefined;
  readonly provider: () => ProviderIdentity;
  /** Fills what the plan leaves open from what the resource's expression for an argument refers to. */
  readonly resolve: (argument: string, value: Node) => Node;
}

/** A map of the plan as a block, at the places of the block that it comes of. */
function planView(
  values: MapNode,
  written: BlockView | undefined,
  at: Location,
  home: Location | undefined,
): BlockView {
  const keyAt = (name: string): Location | undefined => written?.nameAt(name) ?? home;
  return {
    at,
    setting: (name) => {
      const planned = get(values, name);
      if (planned === undefined) return written?.setting(name);
      const place = keyAt(name);
      return place === undefined ? planned : overlay(planned, written?.setting(name), place);
    },
    nameAt: (name) => keyAt(name) ?? entryOf(values, name)?.key.at,
    blocks: (type) => blocksOf(get(values, type), written?.blocks(type), home),
    members: () => ({
      attributes: values.entries.flatMap(({ key }) => known(key) ?? []),
      blocks: [],
    }),
  };
}

/** The blocks that a plan lists as objects; of a list that is not known, what the configuration has. */
function blocksOf(
  planned: Node | undefined,
  written: BlockList | undefined,
  home: Location | undefined,
): BlockList {
  if (planned === undefined || planned.kind === "unknown") {
    return written ?? (planned === undefined ? { items: [] } : { items: [], more: planned.hole });
  }
  const maps = (planned.kind === "map" ? [planned] : itemsOf(planned)).flatMap((item) =>
    item.kind === "map" ? [item] : [],
  );
  const paired = written?.items.length === maps.length ? written.items : [];
  return {
    items: maps.map((map, index) => {
      const own = paired[index];
      return planView(map, own, own?.at ?? home ?? map.at, home);
    }),
  };
}

/** A resource of a plan: what the plan knows wins, what it leaves open is as its configuration has it. */
export function plannedResource(planned: PlannedResource, around: Surroundings): Resource {
  const { written, home, module } = around;
  const values = written === undefined ? filled(planned.values, around) : planned.values;
  const at = written?.at ?? home ?? planned.at;
  const view = planView(values, written, at, home);
  const localAddress = `${planned.mode === "data" ? "data." : ""}${planned.type}.${planned.name}${keySuffix(planned.key)}`;
  const resource: Resource = {
    ...view,
    module,
    mode: planned.mode,
    type: planned.type,
    localAddress,
    address: planned.address,
    identity: written?.identity ?? `plan ${planned.at.file.path}|${planned.address}`,
    exists: "yes",
    provider: around.provider,
    attribute: (name) => {
      const value = get(values, name);
      const isSure = value !== undefined && value.kind !== "null" && whollyKnown(value);
      if (isSure) return view.setting(name) ?? value;
      return written?.attribute(name) ?? computedAttribute(resource, name) ?? open(resource, name, value);
    },
  };
  return resource;
}

/** Every argument with what it refers to in place of what the plan leaves open. */
function filled(values: MapNode, { resolve }: Surroundings): MapNode {
  return {
    ...values,
    entries: values.entries.map(({ key, value }) => {
      const name = known(key);
      return name === undefined || whollyKnown(value) ? { key, value } : { key, value: resolve(name, value) };
    }),
  };
}

function open(resource: Resource, name: string, value: Node | undefined): Node {
  if (value !== undefined) return value;
  const hole = {
    kind: "hole",
    id: `${resource.identity}.${name}`,
    name: `${resource.address}.${name}`,
  } as const;
  return { kind: "unknown", hole, at: resource.at };
}

import type { Entry, Node } from "../../../model/node.ts";
import { known, literal, type Hole } from "../../../model/text.ts";
import { stateId } from "../configuration/state-id.ts";
import type { ModuleInstance, ResourceInstance } from "./instance.ts";

/** Which state a data source reads: `terraform_remote_state`, or `tfe_outputs` of a workspace. */
function readState(resource: ResourceInstance): string | undefined {
  const { type, module } = resource;
  const { directory } = module.world;
  const setting = (name: string): Node | undefined => resource.setting(name);
  if (type === "tfe_outputs") {
    const at = module.world.at;
    const config: Node = {
      kind: "map",
      entries: [
        entry("organization", setting("organization"), at),
        entry("workspaces", { kind: "map", entries: [entry("name", setting("workspace"), at)], at }, at),
      ],
      at,
    };
    return stateId({ backend: "remote", config, directory });
  }
  const backend = setting("backend");
  const name = backend?.kind === "text" ? known(backend) : undefined;
  if (name === undefined) return undefined;
  return stateId({ backend: name, config: setting("config"), workspace: setting("workspace"), directory });
}

function entry(key: string, value: Node | undefined, at: Node["at"]): Entry {
  return { key: literal(key, at), value: value ?? { kind: "null", at } };
}

const OUTPUTS: Readonly<Record<string, readonly string[]>> = {
  terraform_remote_state: ["outputs"],
  tfe_outputs: ["values", "nonsensitive_values"],
};

/** Whether an attribute of a data source holds the outputs of another root module. */
export function isRemoteOutputs({ mode, type }: ResourceInstance, name: string): boolean {
  return mode === "data" && Object.hasOwn(OUTPUTS, type) && OUTPUTS[type]?.includes(name) === true;
}

/**
 * The outputs in another root module's state, when exactly one configuration of the input says that it writes that
 * state; undefined otherwise. Outputs that it does not have keep the name that the reader gives them.
 */
export function remoteOutputs(resource: ResourceInstance, name: string): Node | undefined {
  const id = readState(resource);
  const writer = id === undefined ? undefined : resource.module.world.stateOf(id);
  return writer && outputsOf(writer, resource, name);
}

function outputsOf(writer: ModuleInstance, resource: ResourceInstance, name: string): Node {
  const { at, identity, localAddress } = resource;
  const more: Hole = { kind: "hole", id: `${identity}.${name}`, name: `${localAddress}.${name}` };
  const own = writer.outputs.flatMap((output): readonly Entry[] => {
    const value = writer.output(output);
    return value === undefined ? [] : [entry(output, value, at)];
  });
  const defaults = resource.setting("defaults");
  const fallbacks = defaults?.kind === "map" ? defaults.entries : [];
  return { kind: "map", flavour: "object", entries: [...fallbacks, ...own], at, more };
}

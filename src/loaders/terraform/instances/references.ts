import type { Location } from "../../../model/location.ts";
import type { Entry, MapNode, Node } from "../../../model/node.ts";
import { literal, type Hole, type Part } from "../../../model/text.ts";
import type { Resolved, TraversalStep } from "../evaluate/scope.ts";
import { relativePath } from "../../paths.ts";
import { computedNames } from "../resources/computed-attributes.ts";
import type { CalledModule, Instances, ModuleInstance, ResourceInstance, ResourceMode } from "./instance.ts";
import { unknownNode } from "./unknown.ts";

/** A reference as a person writes it: `module.eks["a"].arn`. */
function written(root: string, steps: readonly TraversalStep[]): string {
  return root + steps.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
}

/**
 * What a reference in a module stands for (Terraform, "References to Named Values"). What is not declared, and what
 * is only known after apply, is a hole named as the reference is written.
 */
export function resolveReference(
  module: ModuleInstance,
  root: string,
  steps: readonly TraversalStep[],
  at: Location,
): Resolved | undefined {
  const [first, second] = steps;
  if (typeof first !== "string") return undefined;
  switch (root) {
    case "var":
      return { value: module.variable(first, at), used: 1 };
    case "local":
      return { value: module.local(first, at), used: 1 };
    case "path":
      if (!["module", "root", "cwd"].includes(first)) return undefined;
      return { value: pathValue(module, first, at), used: 1 };
    case "module":
      return resolveRepeated(module.call(first), calledModule, steps, 1, hole(module, root, steps, at));
    case "data":
      if (typeof second !== "string") return undefined;
      return resolveResource(module, "data", `${first}.${second}`, root, steps, at);
    case "each":
    case "count":
    case "self":
      return undefined;
    default:
      if (root === "terraform" && first === "workspace" && module.world.workspace !== undefined)
        return { value: module.world.workspace, used: 1 };
      // Whether this is an apply differs between the two; `env` is the workspace's older name.
      if (root === "terraform")
        return ["workspace", "applying", "env"].includes(first)
          ? { value: unknownNode(module.world.identity, `terraform.${first}`, at), used: 1 }
          : undefined;
      return resolveResource(module, "managed", `${root}.${first}`, root, steps, at);
  }
}

/** `path.module` and `path.root` as seen from where Terraform runs; of `path.cwd` only the end is known. */
function pathValue(module: ModuleInstance, name: string, at: Location): Node {
  if (name === "root") return literal(".", at);
  if (name === "module") return literal(relativePath(module.world.directory, module.config.directory), at);
  const { directory, identity } = module.world;
  const unknown = unknownNode(identity, `path.${name}`, at);
  if (name !== "cwd" || directory === "") return unknown;
  const end: Part = { kind: "literal", value: `/${directory}`, at };
  return { kind: "text", parts: [unknown.hole, end], at };
}

function hole(module: ModuleInstance, root: string, steps: readonly TraversalStep[], at: Location): Resolved {
  return { value: unknownNode(module.identity, written(root, steps), at), used: steps.length };
}

function resolveResource(
  module: ModuleInstance,
  mode: ResourceMode,
  name: string,
  root: string,
  steps: readonly TraversalStep[],
  at: Location,
): Resolved {
  const used = mode === "data" ? 2 : 1;
  return resolveRepeated(
    module.resource(mode, name),
    resourceInstance,
    steps,
    used,
    hole(module, root, steps, at),
  );
}

/** How one instance of a repeated block gives its members. */
interface Members<T> {
  readonly member: (instance: T, name: string) => Node;
  readonly whole: (instance: T) => Node;
}

const resourceInstance: Members<ResourceInstance> = {
  member: (resource, name) => resource.attribute(name),
  whole: wholeResource,
};

const calledModule: Members<CalledModule> = { member: moduleOutput, whole: wholeModule };

function resolveRepeated<T>(
  instances: Instances<T> | undefined,
  members: Members<T>,
  steps: readonly TraversalStep[],
  used: number,
  undeclared: Resolved,
): Resolved {
  if (instances === undefined) return undeclared;
  const isSingle = instances.repetition.shape === "single";
  const key = steps[used];
  if (!isSingle && key === undefined)
    return { value: collection(instances, members, undeclared.value), used };
  const instance = isSingle || key === undefined ? instances.all()[0] : instances.at(key);
  // What is switched off is null (OpenTofu, "The lifecycle Meta-Argument", `enabled`).
  if (instance === undefined && isSingle) return { value: { kind: "null", at: undeclared.value.at }, used };
  if (instance === undefined) return { value: collection(instances, members, undeclared.value), used };
  const taken = isSingle ? used : used + 1;
  const name = steps[taken];
  if (typeof name !== "string") return { value: members.whole(instance), used: taken };
  return { value: members.member(instance, name), used: taken + 1 };
}

/** All instances of a repeated block as one value: a list for `count`, a map for `for_each`. */
function collection<T>(instances: Instances<T>, members: Members<T>, unknown: Node): Node {
  const { shape, copies, more } = instances.repetition;
  const values = instances.all().map(members.whole);
  if (shape !== "map") {
    const isSure = more === undefined && copies.every((copy) => copy.exists === "yes");
    return isSure ? { kind: "list", flavour: "tuple", items: values, at: unknown.at } : unknown;
  }
  let open: Hole | undefined = more;
  const entries = values.flatMap((value, index): readonly Entry[] => {
    const key = copies[index]?.key;
    if (typeof key === "string") return [{ key: literal(key, unknown.at), value }];
    if (unknown.kind === "unknown") open ??= unknown.hole;
    return [];
  });
  return { kind: "map", flavour: "object", entries, at: unknown.at, ...(open ? { more: open } : {}) };
}

function openMap(
  names: readonly string[],
  member: (name: string) => Node,
  at: Location,
  more?: Hole,
): MapNode {
  const entries = names.map((name) => ({ key: literal(name, at), value: member(name) }));
  return { kind: "map", flavour: "object", entries, at, ...(more ? { more } : {}) };
}

/** Arguments that no other expression can see (Terraform, "Resource Blocks", meta-arguments). */
const META = new Set([
  "count",
  "for_each",
  "provider",
  "depends_on",
  "lifecycle",
  "provisioner",
  "connection",
]);

function wholeResource(resource: ResourceInstance): Node {
  const { attributes, blocks } = resource.members();
  const written = [...attributes, ...blocks].filter((name) => !META.has(name));
  const names = [...new Set([...written, ...computedNames(resource)])];
  const more: Hole = { kind: "hole", id: resource.identity, name: resource.localAddress };
  return openMap(names, (name) => resource.attribute(name), resource.at, more);
}

function moduleOutput(called: CalledModule, name: string): Node {
  const { identity, localAddress: address, at } = called;
  const value = called.kind === "read" ? called.instance.output(name) : undefined;
  if (value !== undefined) return isFromRow(called) ? nameAfter(value, `${address}.${name}`) : value;
  return {
    kind: "unknown",
    hole: { kind: "hole", id: `${identity}.${name}`, name: `${address}.${name}` },
    at,
  };
}

function isFromRow(called: CalledModule): boolean {
  return called.kind === "read" && called.row !== undefined;
}

/** What a row of the catalogue computes with its own locals is known to people by the output. */
function nameAfter(value: Node, name: string): Node {
  const named = (hole: Hole): Hole => (/\blocal\./.test(hole.name) ? { ...hole, name } : hole);
  if (value.kind === "unknown") return { ...value, hole: named(value.hole) };
  if (value.kind !== "text") return value;
  return { ...value, parts: value.parts.map((part) => (part.kind === "hole" ? named(part) : part)) };
}

function wholeModule(called: CalledModule): Node {
  const more: Hole = { kind: "hole", id: called.identity, name: called.localAddress };
  if (called.kind === "unread") return { kind: "unknown", hole: more, at: called.at };
  const { outputs, moreOutputs } = called.instance;
  const member = (name: string): Node => moduleOutput(called, name);
  return moreOutputs ? openMap(outputs, member, called.at, more) : openMap(outputs, member, called.at);
}

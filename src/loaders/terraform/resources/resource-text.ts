import { textOf, type Node } from "../../../model/node.ts";
import { absent, isAbsent, type Absent, type Hole, type Text } from "../../../model/text.ts";
import type { BlockView, Resource } from "../instances/instance.ts";

/** An argument read as a string; null counts as not written, as Terraform has it. */
export function argument(block: BlockView, name: string): Text | Absent {
  const node = block.setting(name);
  return node === undefined ? absent(block.at) : textOf(node, block.at);
}

/** An argument read as a string, or undefined when it is not written, null or certainly empty. */
export function filledArgument(block: BlockView, name: string): Text | undefined {
  const text = argument(block, name);
  return isAbsent(text) || text.parts.length === 0 ? undefined : text;
}

/** The hole of an attribute that only the provider knows. */
export function attributeHole(resource: Resource, name: string): Hole {
  return { kind: "hole", id: `${resource.identity}.${name}`, name: `${resource.localAddress}.${name}` };
}

/** A value that is known only after apply. */
export function computed(resource: Resource, name: string): Node {
  return { kind: "unknown", hole: attributeHole(resource, name), at: resource.at };
}

import type { Node } from "../../model/node.ts";
import type { DuplicateKey } from "../../model/policy.ts";
import { known, type Text } from "../../model/text.ts";

/** Every key that an object in the node repeats: where it stands again, and where it stood first. */
export function duplicateKeys(node: Node): readonly DuplicateKey[] {
  if (node.kind === "list") return node.items.flatMap(duplicateKeys);
  if (node.kind !== "map") return [];
  const first = new Map<string, Text>();
  const found: DuplicateKey[] = [];
  for (const { key, value } of node.entries) {
    const name = known(key);
    const earlier = name === undefined ? undefined : first.get(name);
    if (earlier !== undefined) found.push({ key, first: earlier.at });
    else if (name !== undefined) first.set(name, key);
    found.push(...duplicateKeys(value));
  }
  return found;
}

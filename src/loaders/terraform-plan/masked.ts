import type { Location } from "../../model/location.ts";
import { entriesOf, entryOf, itemsOf, type Entry, type Node } from "../../model/node.ts";
import { known, type Hole } from "../../model/text.ts";

function inner(hole: Hole, step: string): Hole {
  return { ...hole, id: `${hole.id}${step}`, name: `${hole.name}${step}` };
}

function isUnknown(mask: Node | undefined): boolean {
  return mask?.kind === "boolean" && mask.value;
}

/** Whether a mask marks anything at all: an empty one stands for what is known. */
function marks(mask: Node): boolean {
  if (mask.kind === "list") return mask.items.some(marks);
  return mask.kind === "map" ? mask.entries.some(({ value }) => marks(value)) : isUnknown(mask);
}

/**
 * A planned value with a hole wherever its mask has `true`: what Terraform leaves out of the value because it is
 * known only after apply (Terraform, "JSON Output Format", `after_unknown`).
 */
export function masked(value: Node | undefined, mask: Node | undefined, hole: Hole, owner: Location): Node {
  if (isUnknown(mask) && mask !== undefined) {
    return { kind: "unknown", hole: { ...hole, at: mask.at }, at: value?.at ?? mask.at };
  }
  if (mask?.kind === "map" && (value?.kind === "map" || marks(mask))) {
    return maskedMap(value, mask, hole);
  }
  if (mask?.kind === "list" && (value?.kind === "list" || marks(mask))) {
    const items = itemsOf(value);
    const length = Math.max(items.length, mask.items.length);
    return {
      kind: "list",
      items: Array.from({ length }, (_, index) =>
        masked(items[index], mask.items[index], inner(hole, `[${index}]`), mask.at),
      ),
      at: value?.at ?? mask.at,
    };
  }
  return value ?? { kind: "null", at: owner };
}

function maskedMap(value: Node | undefined, mask: Node, hole: Hole): Node {
  const at = value?.at ?? mask.at;
  const written = entriesOf(value).map(({ key, value: of }): Entry => {
    const name = known(key) ?? "";
    return { key, value: masked(of, entryOf(mask, name)?.value, inner(hole, `.${name}`), key.at) };
  });
  const added = entriesOf(mask).flatMap(({ key, value: of }): readonly Entry[] => {
    const name = known(key) ?? "";
    if (entryOf(value, name) !== undefined || !marks(of)) return [];
    return [{ key, value: masked(undefined, of, inner(hole, `.${name}`), key.at) }];
  });
  return { kind: "map", entries: [...written, ...added], at };
}

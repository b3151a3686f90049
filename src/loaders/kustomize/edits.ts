import { entryOf, type MapNode } from "../../model/node.ts";
import { known } from "../../model/text.ts";
import { withField } from "./fields.ts";
import type { Kustomization } from "./kustomization.ts";

/** A kustomization after somebody edited it: texts and flags replace, lists are appended, maps are merged over. */
export function withEdits(kustomization: Kustomization, fields: MapNode): Kustomization {
  const node = fields.entries.reduce<MapNode>((current, { key, value }) => {
    const before = entryOf(current, known(key) ?? "");
    const kept = before?.key ?? key;
    if (before?.value.kind === "list" && value.kind === "list") {
      return withField(current, kept, { ...value, items: [...before.value.items, ...value.items] });
    }
    if (before?.value.kind === "map" && value.kind === "map") {
      const merged = value.entries.reduce(
        (map, entry) => withField(map, entry.key, entry.value),
        before.value,
      );
      return withField(current, kept, merged);
    }
    return withField(current, kept, value);
  }, kustomization.node);
  return { ...kustomization, node };
}

import { get, itemsOf, type MapNode, type Node } from "../../model/node.ts";

/** `sources` replaces `source` (argo-cd docs/user-guide/multiple_sources.md). */
export function sourcesOf(object: MapNode): readonly MapNode[] {
  const several = itemsOf(get(object, "spec", "sources"));
  const one = get(object, "spec", "source");
  const nodes: readonly (Node | undefined)[] = several.length > 0 ? several : [one];
  return nodes.filter((node): node is MapNode => node?.kind === "map");
}

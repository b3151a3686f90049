import { textOf, type Node } from "../../model/node.ts";
import { isAbsent, type Hole, type Text } from "../../model/text.ts";

/**
 * An element that IAM lets be one string or a list of them (Action, Resource, a principal's values, a condition's
 * values). Unknown parts are texts with holes; what can't be a string (a map, null) is left out.
 */
export function textList(node: Node): readonly Text[] {
  if (node.kind === "list") return node.items.flatMap((item) => (item.kind === "list" ? [] : textList(item)));
  if (node.kind === "map" || node.kind === "null") return [];
  const text = textOf(node, node.at);
  return isAbsent(text) ? [] : [text];
}

/** The hole that makes a node's entries or items incomplete, if any. */
export function openEnd(node: Node): Hole | undefined {
  if (node.kind === "unknown") return node.hole;
  return node.kind === "map" ? node.more : undefined;
}

/** A text that is nothing but one hole, and which stands where a whole value could stand. */
export function onlyHole(text: Text): Hole | undefined {
  const [part] = text.parts;
  return text.parts.length === 1 && part?.kind === "hole" ? part : undefined;
}

import type { ListNode, Node, UnknownNode } from "../../../model/node.ts";
import { holeOf } from "./identity.ts";

/** An element that stands for any number of elements, none included. */
export function several(node: UnknownNode): UnknownNode {
  return node.several === true ? node : { ...node, several: true };
}

export function isSeveral(node: Node | undefined): node is UnknownNode {
  return node?.kind === "unknown" && node.several === true;
}

/** Whether it is not known how many elements a list has, since some stand for any number. */
export function hasSeveral(node: Node): boolean {
  return node.kind === "list" && node.items.some(isSeveral);
}

/** How many elements stand certainly at their own index: those before the first that stands for several. */
export function placedCount(list: ListNode): number {
  const first = list.items.findIndex(isSeveral);
  return first === -1 ? list.items.length : first;
}

/** An element that may be there or not. */
export function perhaps(node: Node): UnknownNode | undefined {
  const hole = holeOf(node);
  return hole && { kind: "unknown", hole, at: node.at, several: true };
}

/** A plain unknown element in the place of one that stands for several: what an unknown number of unknowns is. */
export function asOne(node: UnknownNode): UnknownNode {
  const { hole, at } = node;
  return { kind: "unknown", hole, at };
}

import type { Location } from "../../../model/location.ts";
import type { MapNode, Node, UnknownNode } from "../../../model/node.ts";
import type { HoleShape, Part, Text } from "../../../model/text.ts";
import { allAssuming } from "../evaluate/assumptions.ts";

/** A value of which only the name is known. `identity` is that of its module or resource instance. */
export function unknownNode(identity: string, name: string, at: Location): UnknownNode {
  return { kind: "unknown", hole: { kind: "hole", id: `${identity}|${name}`, name }, at };
}

/** A string of which only the name and its alphabet are known. */
export function shapedText(identity: string, name: string, shape: HoleShape, at: Location): Text {
  return { kind: "text", parts: [{ kind: "hole", id: `${identity}|${name}`, name, shape }], at };
}

function partKey(part: Part): string {
  return part.kind === "hole" ? `<${part.id}>` : part.value;
}

/** A string that two texts share exactly when they are certainly equal. */
export function textKey(text: Text): string {
  return text.parts.map(partKey).join("");
}

/** A map whose keys stand where the map stands: what the provider, not a person, wrote. */
export function mapOf(at: Location, entries: Readonly<Record<string, Node>>): MapNode {
  return {
    kind: "map",
    flavour: "object",
    entries: Object.entries(entries).map(([key, value]) => ({
      key: { kind: "text", parts: [{ kind: "literal", value: key, at }], at },
      value,
    })),
    at,
  };
}

/** The same value, everything in it taking `assumption` for granted. */
export function assuming(node: Node, assumption: string): Node {
  return allAssuming(node, [assumption]);
}

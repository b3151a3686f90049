import type { Location } from "../../../model/location.ts";
import type { Entry, MapNode, Node } from "../../../model/node.ts";
import type { BlockView } from "../instances/instance.ts";

/** What a nested block becomes: a key, and whether several blocks are the items of one list. */
type Nested = readonly [key: string, many: "one" | "list", shape: Shape];

/** How the blocks of a resource spell an object of an API: attributes in snake_case, one block for each list item. */
export interface Shape {
  /** By the type of the nested block. */
  readonly blocks?: Readonly<Record<string, Nested>>;
  /** Attributes whose key is not their name in camelCase. */
  readonly names?: Readonly<Record<string, string>>;
}

/** An entry whose key the provider writes: at the place of what it comes from. */
export function entry(key: string, value: Node, at: Location): Entry {
  return { key: { kind: "text", parts: [{ kind: "literal", value: key, at }], at }, value };
}

/** An argument as an entry under the key that the API has for it; nothing when it is not written. */
export function copied(block: BlockView, argumentName: string, key: string): readonly Entry[] {
  const value = block.setting(argumentName);
  if (value === undefined || value.kind === "null") return [];
  return [entry(key, value, block.nameAt(argumentName) ?? block.at)];
}

/** `service_account_name` as `serviceAccountName`. */
function camelCase(name: string): string {
  return name
    .split("_")
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join("");
}

/** The nested blocks of a type as one entry; what else there may be is an unknown item, or an unknown object. */
function nested(block: BlockView, type: string, [key, many, shape]: Nested): readonly Entry[] {
  const { items, more } = block.blocks(type);
  const objects: readonly Node[] = items.map((item) => objectOf(item, shape));
  const all: readonly Node[] =
    more === undefined ? objects : [...objects, { kind: "unknown", hole: more, at: block.at }];
  const [first] = all;
  if (first === undefined) return [];
  return [entry(key, many === "one" ? first : { kind: "list", items: all, at: first.at }, first.at)];
}

/** The object that a block spells. */
export function objectOf(block: BlockView, { blocks = {}, names = {} }: Shape): MapNode {
  const { attributes } = block.members();
  const plain = attributes.filter((name) => !Object.hasOwn(blocks, name));
  const entries = [
    ...plain.flatMap((name) =>
      copied(block, name, (Object.hasOwn(names, name) ? names[name] : undefined) ?? camelCase(name)),
    ),
    ...Object.entries(blocks).flatMap(([type, how]) => nested(block, type, how)),
  ];
  return { kind: "map", entries, at: block.at };
}

/** The first block of a type as an object; an unknown one where there may be one, an empty one where there is none. */
export function firstObject(block: BlockView, type: string, shape: Shape): Node {
  const [found] = nested(block, type, [type, "one", shape]);
  return found?.value ?? { kind: "map", entries: [], at: block.at };
}

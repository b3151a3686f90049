import type { Location } from "../../../model/location.ts";
import { entriesOf, get, type MapNode, type Node } from "../../../model/node.ts";
import { known, type Hole } from "../../../model/text.ts";
import {
  headOf,
  nestedOf,
  nestedTypes,
  settingNames,
  settingOf,
  type Declaration,
} from "../configuration/declaration.ts";
import { literalString } from "../configuration/module-config.ts";
import { locationIn } from "../configuration/hcl-parser.ts";
import type { BlockList, BlockView, ModuleInstance, Names } from "./instance.ts";
import { elementsOf, MAX_COPIES } from "./repetition.ts";
import { mapOf } from "./unknown.ts";

type Evaluator = Pick<ModuleInstance, "evaluate">;

/** A block of the configuration as values, evaluated in its module with what `count` and `for_each` give. */
export function blockView(declaration: Declaration, module: Evaluator, names: Names): BlockView {
  return {
    at: headOf(declaration),
    setting: (name) => {
      const setting = settingOf(declaration, name);
      return setting && module.evaluate(setting.attribute.value, setting.file, names);
    },
    nameAt: (name) => {
      const setting = settingOf(declaration, name);
      return setting && locationIn(setting.file, setting.attribute.nameSpan);
    },
    blocks: (type) => blocksOf(declaration, type, module, names),
    members: () => ({ attributes: settingNames(declaration), blocks: nestedTypes(declaration) }),
  };
}

/** A value that stands where a block could: an attribute written as a block's object, as JSON syntax does. */
function nodeView(node: MapNode): BlockView {
  return {
    at: node.at,
    setting: (name) => get(node, name),
    nameAt: (name) => node.entries.find(({ key }) => known(key) === name)?.key.at,
    blocks: (type) => listOf(get(node, type)),
    members: () => ({
      attributes: entriesOf(node).flatMap(({ key }) => known(key) ?? []),
      blocks: [],
    }),
  };
}

function listOf(node: Node | undefined): BlockList {
  if (node === undefined) return { items: [] };
  if (node.kind === "map") return { items: [nodeView(node)] };
  if (node.kind === "unknown") return { items: [], more: node.hole };
  if (node.kind !== "list") return { items: [] };
  return joined(node.items.map((item) => (item.kind === "list" ? { items: [] } : listOf(item))));
}

function joined(lists: readonly BlockList[]): BlockList {
  const items = lists.flatMap((list) => list.items);
  const more: Hole | undefined = lists.find((list) => list.more !== undefined)?.more;
  return more === undefined ? { items } : { items, more };
}

/** The nested blocks of a type: written, made by a dynamic block, or written as an attribute. */
function blocksOf(declaration: Declaration, type: string, module: Evaluator, names: Names): BlockList {
  const nested = nestedOf(declaration, type);
  if (nested.length === 0) {
    const setting = settingOf(declaration, type);
    return listOf(setting && module.evaluate(setting.attribute.value, setting.file, names));
  }
  return joined(
    nested.map((block): BlockList => {
      if (block.block.type === type) return { items: [blockView(block, module, names)] };
      return expandDynamic(block, type, module, names);
    }),
  );
}

/** A `dynamic` block: its content once for each element of `for_each` (Terraform, "dynamic Blocks"). */
function expandDynamic(dynamic: Declaration, type: string, module: Evaluator, names: Names): BlockList {
  const forEach = settingOf(dynamic, "for_each");
  const [content] = nestedOf(dynamic, "content");
  if (forEach === undefined || content === undefined) return { items: [] };
  const iterator = iteratorOf(dynamic) ?? type;
  const { elements, more } = elementsOf(module.evaluate(forEach.attribute.value, forEach.file, names));
  const at: Location = headOf(dynamic);
  const items = elements
    .slice(0, MAX_COPIES)
    .map(({ key, value }) =>
      blockView(content, module, new Map([...names, [iterator, mapOf(at, { key, value })]])),
    );
  const hole = more?.kind === "unknown" ? more.hole : undefined;
  return hole === undefined ? { items } : { items, more: hole };
}

function iteratorOf(dynamic: Declaration): string | undefined {
  const attribute = settingOf(dynamic, "iterator")?.attribute;
  return attribute?.value.kind === "variable" ? attribute.value.name : literalString(attribute);
}

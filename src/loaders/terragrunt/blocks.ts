import { textOf, type Node } from "../../model/node.ts";
import { isAbsent, known, type Text } from "../../model/text.ts";
import type { Attribute, Block, Body } from "../terraform/syntax/ast.ts";
import type { Config } from "./reading.ts";

/** The attribute of a body. */
export function attributeIn(body: Body, name: string): Attribute | undefined {
  for (const item of body.items) if (item.kind === "attribute" && item.name === name) return item;
  return undefined;
}

export function blocksIn(body: Body, type: string): readonly Block[] {
  return body.items.filter((item): item is Block => item.kind === "block" && item.type === type);
}

/** The value of a block's attribute; undefined when it is not written. */
export function attributeOfBlock(config: Config, block: Block, name: string): Node | undefined {
  const attribute = attributeIn(block.body, name);
  return attribute && config.evaluate(attribute.value);
}

/** The text of a block's attribute; undefined when it is not written, null, or no string. */
export function textOfBlock(config: Config, block: Block, name: string): Text | undefined {
  const attribute = attributeIn(block.body, name);
  const text = attribute && textOf(config.evaluate(attribute.value), config.place(attribute.span));
  return text === undefined || isAbsent(text) ? undefined : text;
}

/** The text of a block's attribute when it is wholly known. */
export function stringOfBlock(config: Config, block: Block, name: string): string | undefined {
  const text = textOfBlock(config, block, name);
  return text && known(text);
}

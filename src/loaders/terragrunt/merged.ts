import type { Location } from "../../model/location.ts";
import type { Node } from "../../model/node.ts";
import type { Hole } from "../../model/text.ts";
import type { Attribute, Block } from "../terraform/syntax/ast.ts";
import { attributeIn } from "./blocks.ts";
import { layersOf } from "./includes.ts";
import { mergeInputs } from "./merge-inputs.ts";
import type { Config } from "./reading.ts";

/** Something in one of Terragrunt's files, with the file. */
export interface Found<T> {
  readonly config: Config;
  readonly item: T;
}

/** The inputs of a configuration and of all that it includes; undefined when none of them has any. */
export function inputsOf(config: Config): Node | undefined {
  const own = config.attribute("inputs");
  let merged = own && config.evaluate(own.value);
  for (const { config: parent, include } of layersOf(config).slice(1)) {
    if (include === undefined) continue;
    const lower =
      parent === undefined
        ? unknownInputs(config, include.label, config.place(include.block.span))
        : parentInputs(parent);
    merged = mergeInputs(lower, merged, include.strategy);
  }
  return merged;
}

function parentInputs(parent: Config): Node | undefined {
  const attribute = parent.attribute("inputs");
  return attribute && parent.evaluate(attribute.value);
}

function unknownInputs(config: Config, label: string, at: Location): Node {
  const name = label === "" ? "include" : `include.${label}`;
  const hole: Hole = { kind: "hole", id: `${config.instance}|${name}.inputs`, name: `${name}.inputs` };
  return { kind: "unknown", hole, at };
}

/** A top-level attribute: the configuration's own, else that of the last include that has it. */
export function attributeOf(config: Config, name: string): Found<Attribute> | undefined {
  for (const layer of layersOf(config)) {
    const item = layer.config?.attribute(name);
    if (item !== undefined && layer.config !== undefined) return { config: layer.config, item };
  }
  return undefined;
}

/** The `terraform` block that says the module's source. */
export function sourceBlock(config: Config): Found<Block> | undefined {
  for (const { config: layer } of layersOf(config)) {
    for (const item of layer?.blocks("terraform") ?? []) {
      if (layer !== undefined && attributeIn(item.body, "source") !== undefined)
        return { config: layer, item };
    }
  }
  return undefined;
}

/** Blocks with a label that are merged by it: the strongest of each name, those of the weakest file first. */
export function labelledBlocks(
  config: Config,
  blocksOf: (layer: Config) => readonly Block[],
): ReadonlyMap<string, Found<Block>> {
  const found = new Map<string, Found<Block>>();
  for (const { config: layer } of [...layersOf(config)].reverse()) {
    for (const item of layer === undefined ? [] : blocksOf(layer)) {
      const label = item.labels[0]?.value;
      if (label !== undefined && layer !== undefined) found.set(label, { config: layer, item });
    }
  }
  return found;
}

/** Whether some file that the configuration includes is not known: what it says is missing. */
export function hasUnknownInclude(config: Config): boolean {
  return layersOf(config).some((layer) => layer.config === undefined);
}

import type { Location, SourceFile } from "../../../model/location.ts";
import type { Attribute, Block } from "../syntax/ast.ts";
import { locationIn } from "./hcl-parser.ts";

/** A block of the configuration, the file it stands in, and the blocks of override files that change it. */
export interface Declaration {
  readonly block: Block;
  readonly file: SourceFile;
  /** In the order in which Terraform applies them. */
  readonly overrides: readonly Declaration[];
}

/** An attribute and the file it stands in. */
export interface Setting {
  readonly attribute: Attribute;
  readonly file: SourceFile;
}

/** The attribute of a block: the last override's, else its own. */
export function settingOf(declaration: Declaration, name: string): Setting | undefined {
  for (const override of [...declaration.overrides].reverse()) {
    const found = settingOf(override, name);
    if (found !== undefined) return found;
  }
  for (const item of declaration.block.body.items) {
    if (item.kind === "attribute" && item.name === name) return { attribute: item, file: declaration.file };
  }
  return undefined;
}

/** The names of a block's attributes, each once. */
export function settingNames(declaration: Declaration): readonly string[] {
  const own = declaration.block.body.items.flatMap((item) => (item.kind === "attribute" ? [item.name] : []));
  return [...new Set([...own, ...declaration.overrides.flatMap(settingNames)])];
}

/**
 * The nested blocks of a type, dynamic ones included. Blocks of an override replace all blocks of their type
 * (Terraform, "Override files", merging behaviour).
 */
export function nestedOf(declaration: Declaration, type: string): readonly Declaration[] {
  for (const override of [...declaration.overrides].reverse()) {
    const found = nestedOf(override, type);
    if (found.length > 0) return found;
  }
  return declaration.block.body.items.flatMap((item): readonly Declaration[] => {
    if (item.kind !== "block") return [];
    const isDynamic = item.type === "dynamic" && item.labels[0]?.value === type;
    if (item.type !== type && !isDynamic) return [];
    return [{ block: item, file: declaration.file, overrides: [] }];
  });
}

/** The types of a block's nested blocks, each once; a dynamic block counts as what it makes. */
export function nestedTypes(declaration: Declaration): readonly string[] {
  const own = declaration.block.body.items.flatMap((item) => {
    if (item.kind !== "block") return [];
    return [item.type === "dynamic" ? (item.labels[0]?.value ?? "dynamic") : item.type];
  });
  return [...new Set([...own, ...declaration.overrides.flatMap(nestedTypes)])];
}

/** The head of a block: what a finding about the whole block points at. */
export function headOf({ block, file }: Declaration): Location {
  return locationIn(file, block.headSpan);
}

import { print, type Text } from "../../model/text.ts";

/** YAML in block style on its way out, piece by piece, so that each scalar keeps its place. */
export interface BlockOutput {
  readonly pieces: (Text | string)[];
  /** Characters since the last line end. */
  column: number;
  /** Set when there is too much to write. */
  full: boolean;
}

/** What stands before a value on its line: nothing, `key:`, or `-`. */
export type Before = "start" | "key" | "item";

export const pad = (depth: number): string => "  ".repeat(depth);

export function push(out: BlockOutput, ...pieces: readonly (Text | string)[]): void {
  for (const piece of pieces) {
    const written = typeof piece === "string" ? piece : print(piece);
    const line = written.lastIndexOf("\n");
    out.column = line === -1 ? out.column + written.length : written.length - line - 1;
    out.pieces.push(piece);
  }
}

/** What leads from a key or a dash to the first line of a collection. */
export function begin(before: Before, out: BlockOutput): void {
  if (before === "key") push(out, "\n");
  if (before === "item") push(out, " ");
}

/** The items of a list, each behind its dash; `write` writes one. */
export function writeItems<Item>(
  items: readonly Item[],
  depth: number,
  before: Before,
  out: BlockOutput,
  write: (item: Item) => void,
): void {
  begin(before, out);
  for (const [index, item] of items.entries()) {
    if (index > 0 || before !== "item") push(out, pad(depth));
    push(out, "-");
    write(item);
  }
}

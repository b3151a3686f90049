import { sliceLiteral, withParts, type Part, type Text } from "../../model/text.ts";

/** Characters that are put into a text at an offset of its flat form, where a hole is one character. */
export interface Insertion {
  readonly offset: number;
  readonly value: string;
}

/** A text with insertions, and where an offset of the text without them lies in it. */
export interface Inserted {
  readonly text: Text;
  readonly moved: (offset: number) => number;
}

/** Puts characters, which stand nowhere, between those of a text, which keep their places. `insertions` are sorted. */
export function withInsertions(text: Text, insertions: readonly Insertion[]): Inserted {
  if (insertions.length === 0) return { text, moved: (offset) => offset };
  const parts: Part[] = [];
  let next = 0;
  let start = 0;
  for (const part of text.parts) {
    const length = part.kind === "hole" ? 1 : part.value.length;
    let from = 0;
    for (
      let each = insertions[next];
      each !== undefined && each.offset < start + length;
      each = insertions[++next]
    ) {
      const to = each.offset - start;
      if (part.kind === "literal" && to > from) parts.push(sliceLiteral(part, from, to));
      parts.push({ kind: "literal", value: each.value });
      from = to;
    }
    if (part.kind === "hole") parts.push(part);
    else if (from < length) parts.push(from === 0 ? part : sliceLiteral(part, from, length));
    start += length;
  }
  for (const each of insertions.slice(next)) parts.push({ kind: "literal", value: each.value });
  const moved = (offset: number): number =>
    insertions.reduce((to, each) => (each.offset < offset ? to + each.value.length : to), offset);
  return { text: withParts(text, parts), moved };
}

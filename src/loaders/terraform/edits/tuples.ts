import type { TextEdit } from "../../../model/finding.ts";
import type { Location } from "../../../model/location.ts";
import type { Expression, Tuple } from "../syntax/ast.ts";
import {
  afterComma,
  edit,
  END_OF_LINE,
  indentationAt,
  lineEndOf,
  lineStart,
  nextLine,
  onOneLine,
} from "./lines.ts";
import { standsAt, type SyntaxIndex } from "./syntax-index.ts";
import { writeQuoted } from "./write-string.ts";

interface Found {
  readonly tuple: Tuple;
  readonly item: Expression;
}

function itemAt({ tuples }: SyntaxIndex, { span }: Location): Found | undefined {
  for (const tuple of tuples) {
    const item = tuple.items.find((each) => standsAt(each, span));
    if (item !== undefined) return { tuple, item };
  }
  return undefined;
}

/** Adds a string behind an item of a list; a value that stands alone in an object becomes a list with it. */
export function addToTuple(
  beside: Location,
  value: string,
  index: SyntaxIndex,
): readonly TextEdit[] | undefined {
  const written = writeQuoted(value);
  const found = itemAt(index, beside);
  if (found !== undefined) return [insertAfter(found, beside, written)];
  const alone = index.objects
    .flatMap(({ entries }) => entries)
    // A condition's key is never a bare name; what has one may be read as a string somewhere else.
    .find(
      ({ key, value: own }) =>
        key.kind === "expression" && own.kind === "template" && standsAt(own, beside.span),
    );
  if (alone?.value.kind !== "template" || alone.value.form !== "quoted") return undefined;
  const { start, end } = alone.value.span;
  return [edit(beside, start, start, "["), edit(beside, end, end, `, ${written}]`)];
}

function insertAfter({ item }: Found, at: Location, written: string): TextEdit {
  const { text } = at.file;
  const { start, end } = item.span;
  const indentation = indentationAt(text, start);
  const hasOwnLine = indentation !== undefined && END_OF_LINE.test(text.slice(end, nextLine(text, end)));
  const commaEnd = afterComma(text, end);
  if (!hasOwnLine) return edit(at, end, end, `, ${written}`);
  return commaEnd > end
    ? edit(at, commaEnd, commaEnd, `${lineEndOf(text)}${indentation}${written},`)
    : edit(at, end, end, `,${lineEndOf(text)}${indentation}${written}`);
}

/** Removes an item of a list: its lines, where it has them for itself, else it and a comma. */
export function removeFromTuple(at: Location, index: SyntaxIndex): readonly TextEdit[] | undefined {
  const found = itemAt(index, at);
  if (found === undefined) return undefined;
  const { text } = at.file;
  const { tuple, item } = found;
  const { start, end } = item.span;
  if (tuple.items.length === 1) return [edit(at, tuple.span.start, tuple.span.end, "[]")];
  const next = nextLine(text, end);
  const commaEnd = afterComma(text, end);
  const isLast = tuple.items.at(-1) === item;
  if (indentationAt(text, start) !== undefined && END_OF_LINE.test(text.slice(end, next))) {
    const followed = !isLast && !(commaEnd > end && onOneLine(text, end, commaEnd));
    return followed ? undefined : [edit(at, lineStart(text, start), next, "")];
  }
  if (!isLast) {
    const space = /^[ \t]*/.exec(text.slice(commaEnd))?.[0].length ?? 0;
    return [edit(at, start, commaEnd + space, "")];
  }
  const before = tuple.items.at(-2);
  return before === undefined ? undefined : [edit(at, before.span.end, end, "")];
}

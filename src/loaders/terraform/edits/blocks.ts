import type { EditIntent, TextEdit } from "../../../model/finding.ts";
import type { Location } from "../../../model/location.ts";
import type { Attribute, Block } from "../syntax/ast.ts";
import { edit, END_OF_LINE, indentationAt, lineEndOf, lineStart, nextLine } from "./lines.ts";
import { changedKey } from "./objects.ts";
import { within, type SyntaxIndex } from "./syntax-index.ts";
import { writeQuoted } from "./write-string.ts";

/** Adds an attribute behind the last one that stands before any nested block. */
export function addAttribute(
  block: Block,
  at: Location,
  name: string,
  value: string,
): readonly TextEdit[] | undefined {
  const { text } = at.file;
  const firstBlock = block.body.items.findIndex(({ kind }) => kind === "block");
  const leading = firstBlock === -1 ? block.body.items : block.body.items.slice(0, firstBlock);
  const last = leading.at(-1);
  const indentation = last && indentationAt(text, last.span.start);
  if (last === undefined || indentation === undefined) return undefined;
  const line = nextLine(text, last.span.end);
  if (!END_OF_LINE.test(text.slice(last.span.end, line))) return undefined;
  return [edit(at, line, line, `${indentation}${name} = ${writeQuoted(value)}${lineEndOf(text)}`)];
}

/** Removes an attribute with its line. */
export function removeAttribute({ span }: Attribute, at: Location): readonly TextEdit[] | undefined {
  const { text } = at.file;
  const next = nextLine(text, span.end);
  const isAlone =
    indentationAt(text, span.start) !== undefined && END_OF_LINE.test(text.slice(span.end, next));
  return isAlone ? [edit(at, lineStart(text, span.start), next, "")] : undefined;
}

type CopyEntry = Extract<EditIntent, { readonly kind: "copy-entry" }>;

function attribute(block: Block, name: string): Attribute | undefined {
  return block.body.items.find((item): item is Attribute => item.kind === "attribute" && item.name === name);
}

/**
 * Adds a `condition` block of `aws_iam_policy_document` beside the one whose `variable` is the key: the same with
 * another `variable` and one value (AWS provider, data source `aws_iam_policy_document`).
 */
export function copyCondition(intent: CopyEntry, { blocks }: SyntaxIndex): readonly TextEdit[] | undefined {
  const { part: at, value } = intent;
  const { text } = at.file;
  const block = blocks.find((each) => {
    const variable = attribute(each, "variable");
    return each.type === "condition" && variable !== undefined && within(at.span, variable.value.span);
  });
  const [variable, values] =
    block === undefined ? [] : [attribute(block, "variable"), attribute(block, "values")];
  const indentation = block && indentationAt(text, block.span.start);
  if (block === undefined || variable === undefined || values === undefined || indentation === undefined) {
    return undefined;
  }
  const key = changedKey(text, variable.value.span, intent);
  if (key === undefined) return undefined;
  const changes = [
    edit(at, variable.value.span.start, variable.value.span.end, key),
    edit(at, values.value.span.start, values.value.span.end, `[${writeQuoted(value)}]`),
  ].sort((a, b) => b.at.span.start - a.at.span.start);
  const { start, end } = block.span;
  const copy = changes.reduce(
    (result, { at: { span }, text: put }) =>
      result.slice(0, span.start - start) + put + result.slice(span.end - start),
    text.slice(start, end),
  );
  const lineEnd = lineEndOf(text);
  return [edit(at, end, end, `${lineEnd}${lineEnd}${indentation}${copy}`)];
}

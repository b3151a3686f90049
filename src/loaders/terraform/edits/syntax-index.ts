import type { SourceFile, Span } from "../../../model/location.ts";
import { partsOf } from "../evaluate/free-names.ts";
import type { Attribute, Block, Body, Expression, ObjectLiteral, Template, Tuple } from "../syntax/ast.ts";
import { parseHcl, parseTemplate } from "../syntax/parser.ts";

/** What an edit looks for in a file: its templates, objects, lists and blocks by their places. */
export interface SyntaxIndex {
  readonly templates: readonly Template[];
  readonly objects: readonly ObjectLiteral[];
  readonly tuples: readonly Tuple[];
  readonly attributes: readonly { readonly attribute: Attribute; readonly block: Block | undefined }[];
  readonly blocks: readonly Block[];
  /** Whatever is evaluated more than once: `for` expressions and the blocks that `dynamic` repeats. */
  readonly repeated: readonly Span[];
}

interface Growing {
  readonly templates: Template[];
  readonly objects: ObjectLiteral[];
  readonly tuples: Tuple[];
  readonly attributes: { readonly attribute: Attribute; readonly block: Block | undefined }[];
  readonly blocks: Block[];
  readonly repeated: Span[];
}

const indexes = new WeakMap<SourceFile, SyntaxIndex>();

/** Whether a file is in HCL's native syntax, by its name. */
export function isNative(path: string): boolean {
  return /\.(?:tf|tofu|tfvars)$/.test(path);
}

/** The syntax of a file in HCL, or of one that is a template as a whole. */
export function syntaxOf(file: SourceFile): SyntaxIndex {
  const before = indexes.get(file);
  if (before !== undefined) return before;
  const index = indexOf(file);
  indexes.set(file, index);
  return index;
}

function indexOf({ path, text }: SourceFile): SyntaxIndex {
  const found: Growing = {
    templates: [],
    objects: [],
    tuples: [],
    attributes: [],
    blocks: [],
    repeated: [],
  };
  if (isNative(path)) visitBody(parseHcl(text).body, undefined, found);
  else visit(parseTemplate(text).template, found);
  return found;
}

function visitBody(body: Body, block: Block | undefined, found: Growing): void {
  for (const item of body.items) {
    if (item.kind === "attribute") {
      found.attributes.push({ attribute: item, block });
      visit(item.value, found);
      continue;
    }
    found.blocks.push(item);
    if (isRepeated(item)) found.repeated.push(item.span);
    visitBody(item.body, item, found);
  }
}

function isRepeated({ type, body }: Block): boolean {
  const names = body.items.flatMap((item) => (item.kind === "attribute" ? [item.name] : []));
  return type === "dynamic" || names.includes("count") || names.includes("for_each");
}

function visit(root: Expression, found: Growing): void {
  const queue: Expression[] = [root];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (next.kind === "variable") continue;
    if (next.kind === "template") found.templates.push(next);
    if (next.kind === "object") found.objects.push(next);
    if (next.kind === "tuple") found.tuples.push(next);
    if (next.kind === "for" || next.kind === "splat") found.repeated.push(next.span);
    queue.push(...partsOf(next));
  }
}

/** Whether a span lies in another one. */
export function within(inner: Span, outer: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

const same = (a: Span, b: Span): boolean => a.start === b.start && a.end === b.end;

/** The template of which a place is the text, or a part of it; the innermost one. */
export function templateAt({ templates }: SyntaxIndex, span: Span): Template | undefined {
  return templates
    .filter((template) => within(span, template.innerSpan) || same(span, template.span))
    .sort((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start))[0];
}

/** Whether an expression stands at a place: with its quotes or without. */
export function standsAt(expression: Expression, span: Span): boolean {
  if (same(expression.span, span)) return true;
  return expression.kind === "template" && same(expression.innerSpan, span);
}

import { placeOfIntent, type EditIntent, type TextEdit } from "../../../model/finding.ts";
import type { Location, SourceFile, Span } from "../../../model/location.ts";
import { yamlEdits } from "../../yaml/edits.ts";
import type { ObjectEntry, Template } from "../syntax/ast.ts";
import { parseHcl } from "../syntax/parser.ts";
import { aligned } from "./alignment.ts";
import { addAttribute, copyCondition, removeAttribute } from "./blocks.ts";
import { addToObject, copyInObject, removeFromObject } from "./objects.ts";
import { isNative, standsAt, syntaxOf, templateAt, within, type SyntaxIndex } from "./syntax-index.ts";
import { documentIn, makesSequence, type TemplateDocument } from "./template-document.ts";
import { addToTuple, removeFromTuple } from "./tuples.ts";
import { writeKey, writeText } from "./write-string.ts";

/**
 * The text edits of all intents for one file in HCL's native syntax (or a file that `templatefile` reads), as
 * `terraform fmt` would leave it; none when one of them cannot be done without rewriting what stands around it, or when
 * the file would not parse afterwards.
 */
export function hclEdits(file: SourceFile, intents: readonly EditIntent[]): readonly TextEdit[] {
  const index = syntaxOf(file);
  const edits = intents.map((intent) => editsOfOne(intent, file, index));
  if (edits.some((made) => made === undefined || made.length === 0)) return [];
  const all = edits.flatMap((made) => made ?? []);
  if (!isNative(file.path)) return all;
  const spelt = aligned(file, all);
  return spelt !== undefined && parses(file, spelt) ? spelt : [];
}

/** The text after edits that do not overlap. */
function applied({ text }: SourceFile, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((a, b) => b.at.span.start - a.at.span.start)
    .reduce(
      (result, { at, text: put }) => result.slice(0, at.span.start) + put + result.slice(at.span.end),
      text,
    );
}

function parses(file: SourceFile, edits: readonly TextEdit[]): boolean {
  return parseHcl(applied(file, edits)).problems.length <= parseHcl(file.text).problems.length;
}

type Made = readonly TextEdit[] | undefined;

function editsOfOne(intent: EditIntent, file: SourceFile, index: SyntaxIndex): Made {
  const { span } = placeOfIntent(intent);
  const template = templateAt(index, span);
  const document = template === undefined ? undefined : documentIn(template, file);
  if (template !== undefined && document !== undefined && !standsAt(template, span)) {
    return inside(intent, document);
  }
  switch (intent.kind) {
    case "replace-value":
      return replaceValue(intent.at, intent.value, template, index);
    case "add-entry":
      return addEntry(intent, index);
    case "remove-entry":
      return removeEntry(intent.at, index);
    case "add-value":
      return addToTuple(intent.beside, intent.value, index);
    case "remove-item":
      return removeFromTuple(intent.at, index);
    case "copy-entry":
      return copyInObject(intent, index) ?? copyCondition(intent, index);
  }
}

/** The edits of an intent in a document that a template spells. */
function inside(intent: EditIntent, document: TemplateDocument): Made {
  const inner = moved(intent, document);
  const edits = inner === undefined ? [] : yamlEdits(inner).map((edit) => document.outward(edit));
  return edits.some((edit) => edit === undefined) ? undefined : edits.flatMap((edit) => edit ?? []);
}

/** The intent with the places that it has in the document. */
function moved(intent: EditIntent, document: TemplateDocument): EditIntent | undefined {
  const at = document.inward(placeOfIntent(intent));
  if (at === undefined) return undefined;
  switch (intent.kind) {
    case "add-entry":
      return { ...intent, map: at };
    case "add-value":
      return { ...intent, beside: at };
    case "copy-entry":
      return { ...intent, part: at };
    case "replace-value":
    case "remove-entry":
    case "remove-item":
      return { ...intent, at };
  }
}

/** The key of an object that stands bare at a place. */
function bareKeyAt({ objects }: SyntaxIndex, { start, end }: Span): ObjectEntry | undefined {
  return objects
    .flatMap(({ entries }) => entries)
    .find(({ key }) => key.kind === "name" && key.span.start === start && key.span.end === end);
}

function replaceValue(at: Location, value: string, template: Template | undefined, index: SyntaxIndex): Made {
  const { file, span } = at;
  if (template === undefined) {
    return bareKeyAt(index, span) && [{ at, text: writeKey(value, true) }];
  }
  const isWhole = standsAt(template, span);
  const interpolated = template.parts.some(
    (part) => part.kind !== "text" && part.span.start < span.end && span.start < part.span.end,
  );
  if (interpolated || (template.form !== "quoted" && value.includes("\n"))) return undefined;
  const written = writeText(value, template.form);
  if (written === undefined) return undefined;
  if (isWhole && template.form === "quoted") {
    return [{ at: { ...at, span: template.innerSpan }, text: written }];
  }
  // A heredoc ends with a line's end, which stays.
  if (isWhole && template.form !== "bare") return undefined;
  return makesSequence(written, span, file.text) ? undefined : [{ at, text: written }];
}

function addEntry(intent: Extract<EditIntent, { readonly kind: "add-entry" }>, index: SyntaxIndex): Made {
  const { map, key, value, inside: outer } = intent;
  const object = index.objects.find((each) => standsAt(each, map.span));
  if (object !== undefined) return addToObject(object, map, { key, value, outer });
  const block = index.blocks.find(
    ({ headSpan, span }) => headSpan.start === map.span.start && within(map.span, span),
  );
  return block === undefined || outer !== undefined ? undefined : addAttribute(block, map, key, value);
}

function removeEntry(at: Location, index: SyntaxIndex): Made {
  const found = index.attributes.find(({ attribute }) => standsAt(attribute.value, at.span));
  if (found !== undefined) return removeAttribute(found.attribute, at);
  for (const object of index.objects) {
    const entry = object.entries.find(({ value }) => standsAt(value, at.span));
    if (entry !== undefined) return removeFromObject(object, entry, at);
  }
  return undefined;
}

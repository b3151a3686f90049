import type { Location } from "../../../model/location.ts";
import type { Node } from "../../../model/node.ts";
import { concatAll, withParts, type Text } from "../../../model/text.ts";
import type { Template, TemplateFor, TemplateIf, TemplatePart } from "../syntax/ast.ts";
import { ownAssumed, withAssumed } from "./assumptions.ts";
import { chooseUnknown } from "./conditional.ts";
import { labelOf, placeOf, withNames, type Context } from "./context.ts";
import { convertPrimitive, toText } from "./convert.ts";
import { iterate } from "./iterate.ts";
import { derivedId, unknownString } from "./identity.ts";
import { normalText } from "./normal-form.ts";
import { isSeveral } from "./several.ts";
import { failure, isFailure, type Failure, type Value } from "./value.ts";

/** More characters than this are not computed: a chain of doubling locals must not fill the memory. */
export const MAX_TEXT = 4_000_000;
/** More pieces than this are not kept track of. */
export const MAX_PARTS = 200_000;

/**
 * A quoted string or heredoc. One interpolation and nothing else gives the very value (HCL's spec, "Template
 * Expressions": interpolation unwrapping); else a text whose parts keep their places and holes.
 */
export function evaluateTemplate(template: Template, context: Context): Value {
  const [first] = template.parts;
  if (template.parts.length === 1 && first?.kind === "interpolation") {
    return context.evaluate(first.value, context);
  }
  return evaluateParts(template.parts, placeOfTemplate(template, context), context);
}

/** What a person would edit: the text between the quotes, or the quotes when there is none. */
function placeOfTemplate(template: Template, context: Context): Location {
  const { start, end } = template.innerSpan;
  return placeOf(context, end > start ? template.innerSpan : template.span);
}

/** Template parts as one text at `at`. */
export function evaluateParts(
  parts: readonly TemplatePart[],
  at: Location,
  context: Context,
): Text | Failure {
  const texts: Text[] = [];
  let [length, count] = [0, 0];
  for (const part of parts) {
    const text = evaluatePart(part, at, context);
    if (isFailure(text)) return text;
    count += text.parts.length;
    for (const piece of text.parts) length += piece.kind === "literal" ? piece.value.length : 1;
    if (length > MAX_TEXT || count > MAX_PARTS) return failure("this string is too long to be read", at);
    texts.push(text);
  }
  return normalText(concatAll(at, texts));
}

function evaluatePart(part: TemplatePart, at: Location, context: Context): Text | Failure {
  switch (part.kind) {
    case "text":
      return {
        kind: "text",
        parts: context.source.parts(part.value, part.span.start, part.span.end),
        at,
      };
    case "interpolation": {
      const value = context.evaluate(part.value, context);
      return isFailure(value) ? value : interpolated(value);
    }
    case "if":
      return evaluateIf(part, context);
    case "for":
      return evaluateFor(part, context);
  }
}

function interpolated(value: Node): Text | Failure {
  if (value.kind === "null") return failure("null cannot be put into a string", value.at);
  return toText(value);
}

function evaluateIf(part: TemplateIf, context: Context): Text | Failure {
  const value = context.evaluate(part.condition, context);
  if (isFailure(value)) return value;
  const condition = convertPrimitive(value, "bool");
  if (isFailure(condition)) return condition;
  if (condition.kind === "null") return failure("the condition of this %{ if } is null", condition.at);
  const at = placeOf(context, part.span);
  if (condition.kind === "boolean") {
    const chosen = evaluateParts(condition.value ? part.then : part.otherwise, at, context);
    return isFailure(chosen) ? chosen : withAssumed(chosen, ownAssumed(condition));
  }
  const then = evaluateParts(part.then, at, context);
  const otherwise = evaluateParts(part.otherwise, at, context);
  if (isFailure(then)) return then;
  if (isFailure(otherwise)) return otherwise;
  const chosen = chooseUnknown(condition, then, otherwise, labelOf(context, part.span), at);
  return toText(chosen);
}

function evaluateFor(part: TemplateFor, context: Context): Text | Failure {
  const collection = context.evaluate(part.collection, context);
  if (isFailure(collection)) return collection;
  const at = placeOf(context, part.span);
  const rounds = iterate(collection);
  if (rounds === undefined) return failure("only lists, sets and maps can be iterated over", collection.at);
  if (rounds === "unknown") {
    context.doubts.raised = true;
    const label = labelOf(context, part.span);
    return unknownString(derivedId(`${context.scope.instance}|${label}`, [collection]), label, at);
  }
  const texts: Text[] = [];
  for (const [index, { key, value }] of rounds.entries()) {
    if (isSeveral(value)) {
      context.doubts.raised = true;
      const label = labelOf(context, part.span);
      texts.push(unknownString(derivedId(`${context.scope.instance}|${label}`, [value]), label, at));
      continue;
    }
    const names: [string, Node][] = [[part.valueName, value]];
    if (part.keyName !== undefined) names.push([part.keyName, key]);
    const text = evaluateParts(part.body, at, withNames(context, names, index));
    if (isFailure(text)) return text;
    texts.push(text);
  }
  const text = concatAll(at, texts);
  return text.parts.length > MAX_TEXT
    ? failure("this string is too long to be read", at)
    : withAssumed(withParts(text, text.parts), ownAssumed(collection));
}

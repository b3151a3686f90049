import type { Location } from "../../../model/location.ts";
import type { Entry, Node } from "../../../model/node.ts";
import { known, sliceLiteral, withParts, type Literal, type Part, type Text } from "../../../model/text.ts";
import type { Conditional, Expression } from "../syntax/ast.ts";
import { labelOf, placeOf, type Context } from "./context.ts";
import { convert, convertPrimitive } from "./convert.ts";
import { allAssuming, ownAssumed } from "./assumptions.ts";
import { derivedId, idOf, unknown, unknownString } from "./identity.ts";
import { sortedEntries } from "./collections.ts";
import { hasSeveral } from "./several.ts";
import { anyType, boolType, numberType, stringType, typeOf, unify, type Type } from "./types.ts";
import { failure, isFailure, type Value } from "./value.ts";

/**
 * `condition ? then : otherwise`. Both sides are brought to one type, as Terraform does; an error in the side that is
 * not chosen does not count.
 */
export function evaluateConditional(expression: Conditional, context: Context): Value {
  const condition = context.evaluate(expression.condition, context);
  if (isFailure(condition)) return condition;
  const flag = convertPrimitive(condition, "bool");
  if (isFailure(flag)) return flag;
  if (flag.kind === "null")
    return failure("the condition is null", placeOf(context, expression.condition.span));
  if (flag.kind === "boolean") {
    const chosen = evaluateKnown(expression, flag.value, context);
    if (!isFailure(chosen)) return allAssuming(chosen, ownAssumed(flag));
    return flag.assumed === undefined ? chosen : { ...chosen, assumed: flag.assumed };
  }
  const then = context.evaluate(expression.then, context);
  const otherwise = context.evaluate(expression.otherwise, context);
  const at = placeOf(context, expression.span);
  const label = labelOf(context, expression.span);
  if (isFailure(then) || isFailure(otherwise)) {
    // One side cannot be evaluated: the condition may well guard against just that.
    const other = isFailure(then) ? otherwise : then;
    if (isFailure(other)) return other;
    context.doubts.raised = true;
    return unknown(derivedId("if", [flag, other]), label, at);
  }
  return chooseUnknown(flag, ...unified(then, otherwise), label, at);
}

function evaluateKnown(expression: Conditional, flag: boolean, context: Context): Value {
  const chosen = context.evaluate(flag ? expression.then : expression.otherwise, context);
  if (isFailure(chosen) || chosen.kind === "unknown") return chosen;
  const rest = flag ? expression.otherwise : expression.then;
  // A string stays one whatever the other side is: the other side is not evaluated for nothing.
  const other = chosen.kind === "text" ? undefined : context.evaluate(rest, context);
  const otherType =
    other === undefined ? writtenType(rest) : isFailure(other) ? typeOfFailed(rest) : typeOf(other);
  const type = unify([typeOf(chosen), otherType]);
  if (type === undefined) {
    return failure("the two sides of this condition have no common type", placeOf(context, expression.span));
  }
  return convert(chosen, type);
}

/** The type that HCL gives to what failed: a template's and an operator's; that of others is not known. */
function typeOfFailed(expression: Expression): Type {
  const type = writtenType(expression);
  return ["string", "number", "bool"].includes(type.kind) ? type : anyType;
}

/** What can be told of an expression's type without its value. */
function writtenType(expression: Expression): Type {
  switch (expression.kind) {
    case "template":
      return expression.parts.length === 1 && expression.parts[0]?.kind === "interpolation"
        ? anyType
        : stringType;
    case "number":
      return numberType;
    case "boolean":
      return boolType;
    case "unary":
      return expression.operator === "-" ? numberType : boolType;
    case "binary":
      return ["+", "-", "*", "/", "%"].includes(expression.operator) ? numberType : boolType;
    case "tuple":
      return { kind: "tuple", items: expression.items.map(writtenType) };
    case "splat":
      return { kind: "tuple", items: [] };
    case "object":
      return { kind: "object", attributes: new Map() };
    case "for":
      return expression.key === undefined
        ? { kind: "tuple", items: [] }
        : { kind: "object", attributes: new Map() };
    case "parentheses":
      return writtenType(expression.inner);
    case "null":
    case "variable":
    case "get-attribute":
    case "index":
    case "call":
    case "conditional":
    case "invalid":
      return anyType;
  }
}

function unified(then: Node, otherwise: Node): [Node, Node] {
  const type = unify([typeOf(then), typeOf(otherwise)]);
  if (type === undefined) return [then, otherwise];
  const sides = [convert(then, type), convert(otherwise, type)] as const;
  return isFailure(sides[0]) || isFailure(sides[1]) ? [then, otherwise] : [sides[0], sides[1]];
}

/**
 * One of two values, it is not known which: what both have in common is kept (an equal value, the beginning and end of
 * two strings, the common shape of two lists or objects), the rest is unknown.
 */
export function chooseUnknown(condition: Node, a: Node, b: Node, label: string, at: Location): Node {
  if (idOf(a) === idOf(b)) return a;
  const id = derivedId("if", [condition, a, b]);
  if (a.kind === "text" && b.kind === "text") return commonText(a, b, id, label, at);
  if (a.kind === "list" && b.kind === "list" && a.flavour !== "set" && a.flavour === b.flavour) {
    if (a.items.length === b.items.length && !hasSeveral(a) && !hasSeveral(b)) {
      const items = a.items.map((item, index) => {
        const other = b.items[index];
        return other === undefined ? item : chooseUnknown(condition, item, other, label, at);
      });
      return { ...a, items };
    }
  }
  if (a.kind === "map" && b.kind === "map" && a.more === undefined && b.more === undefined) {
    const entries = commonEntries(condition, sortedEntries(a), sortedEntries(b), label, at);
    if (entries !== undefined) return { ...a, entries };
  }
  return unknown(id, label, at);
}

function commonEntries(
  condition: Node,
  a: readonly Entry[],
  b: readonly Entry[],
  label: string,
  at: Location,
): readonly Entry[] | undefined {
  if (a.length !== b.length) return undefined;
  const entries: Entry[] = [];
  for (const [index, entry] of a.entries()) {
    const other = b[index];
    const key = known(entry.key);
    if (other === undefined || key === undefined || key !== known(other.key)) return undefined;
    entries.push({ key: entry.key, value: chooseUnknown(condition, entry.value, other.value, label, at) });
  }
  return entries;
}

function commonText(a: Text, b: Text, id: string, label: string, at: Location): Text {
  const [first] = a.parts;
  const start = first?.kind === "literal" ? commonStart(first, b.parts[0]) : undefined;
  const skipped = start?.value.length ?? 0;
  const last = a.parts.at(-1);
  const end = last?.kind === "literal" ? commonEnd(last, b.parts.at(-1), a, b, skipped) : undefined;
  const hole = unknownString(id, label, at).parts;
  const parts: Part[] = [...(start ? [start] : []), ...hole, ...(end ? [end] : [])];
  const assumed = new Set([...(a.assumed ?? []), ...(b.assumed ?? [])]);
  return {
    ...withParts(a, parts, at),
    ...(assumed.size > 0 ? { assumed: [...assumed].sort() } : {}),
  };
}

function commonStart(a: Literal, b: Part | undefined): Literal | undefined {
  if (b?.kind !== "literal") return undefined;
  let length = 0;
  while (length < a.value.length && a.value[length] === b.value[length]) length++;
  return length === 0 ? undefined : sliceLiteral(a, 0, length);
}

/** The common end, which must not overlap the common start of either text. */
function commonEnd(
  a: Literal,
  b: Part | undefined,
  left: Text,
  right: Text,
  skipped: number,
): Literal | undefined {
  if (b?.kind !== "literal") return undefined;
  const room = Math.min(
    a.value.length - (left.parts.length === 1 ? skipped : 0),
    b.value.length - (right.parts.length === 1 ? skipped : 0),
  );
  let length = 0;
  while (length < room && a.value.at(-1 - length) === b.value.at(-1 - length)) length++;
  return length === 0 ? undefined : sliceLiteral(a, a.value.length - length, a.value.length);
}

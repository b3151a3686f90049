import type { Node } from "../../../model/node.ts";
import { known } from "../../../model/text.ts";
import type { Expression, GetAttribute, Index, Splat, Variable } from "../syntax/ast.ts";
import { access } from "./collections.ts";
import { labelOf, placeOf, withNames, type Context } from "./context.ts";
import { computedText, listNode, tupleNode } from "./convert.ts";
import { ownAssumed, withAssumed } from "./assumptions.ts";
import { unknown } from "./identity.ts";
import { normalForm } from "./normal-form.ts";
import { isSeveral, several } from "./several.ts";
import type { TraversalStep } from "./scope.ts";
import { collect, failure, fatalFailure, isFailure, stopped, type Value } from "./value.ts";

interface Step {
  readonly key: Node;
  readonly label: string;
  readonly expression: GetAttribute | Index;
}

/** A reference, an attribute or an index: `var.x`, `module.m.out`, `aws_iam_role.this["a"].arn`, `f(x)[0].y`. */
export function evaluateTraversal(expression: Variable | GetAttribute | Index, context: Context): Value {
  const links: (GetAttribute | Index)[] = [];
  let base: Expression = expression;
  while (base.kind === "get-attribute" || base.kind === "index") {
    links.unshift(base);
    base = base.on;
  }
  const steps: Step[] = [];
  for (const link of links) {
    const key = keyOf(link, context);
    if (isFailure(key)) return key;
    steps.push({ key, label: labelOfKey(link, context), expression: link });
  }
  const local = base.kind === "variable" ? context.names.get(base.name) : undefined;
  if (local !== undefined) return follow(local, steps, context);
  if (base.kind === "variable") return resolveReference(base, steps, expression, context);
  const value = context.evaluate(base, context);
  return isFailure(value) ? value : follow(value, steps, context);
}

function keyOf(link: GetAttribute | Index, context: Context): Value {
  if (link.kind === "index") return context.evaluate(link.key, context);
  return computedText(normalForm(link.name), placeOf(context, link.nameSpan));
}

function labelOfKey(link: GetAttribute | Index, context: Context): string {
  return link.kind === "index" ? `[${labelOf(context, link.key.span)}]` : `"${link.name}"`;
}

function plainKey(key: Node): TraversalStep | undefined {
  if (key.kind === "text") return known(key);
  return key.kind === "number" ? key.value : undefined;
}

function resolveReference(
  root: Variable,
  steps: readonly Step[],
  whole: Expression,
  context: Context,
): Value {
  const plain: TraversalStep[] = [];
  for (const { key } of steps) {
    const name = plainKey(key);
    if (name === undefined) break;
    plain.push(name);
  }
  const at = placeOf(context, whole.span);
  const resolved = context.scope.resolve(root.name, plain, at);
  if (resolved === undefined) {
    const message = `there is no "${labelOf(context, whole.span)}" to refer to`;
    return context.scope.isTemplate === true ? failure(message, at) : fatalFailure(message, at);
  }
  return follow(resolved.value, steps.slice(resolved.used), context);
}

function follow(start: Node, steps: readonly Step[], context: Context): Value {
  let value = start;
  for (const { key, label, expression } of steps) {
    if (value.kind === "unknown" || key.kind === "unknown") context.doubts.raised = true;
    const next = access(value, key, placeOf(context, expression.span), label);
    const assumed = [...ownAssumed(value), ...ownAssumed(key)];
    if (isFailure(next)) return assumed.length === 0 ? next : { ...next, assumed };
    value = withAssumed(next, assumed);
  }
  return value;
}

/**
 * `on[*].rest`: null gives an empty tuple, a value that is no list is a list of one (HCL's spec, "Splat Operators").
 */
export function evaluateSplat(expression: Splat, context: Context): Value {
  const on = context.evaluate(expression.on, context);
  if (isFailure(on)) return on;
  const at = placeOf(context, expression.span);
  if (on.kind === "null") return withAssumed(tupleNode([], at), ownAssumed(on));
  if (on.kind === "unknown") {
    context.doubts.raised = true;
    const rest = context.source.text.slice(expression.on.span.end, expression.span.end).trim();
    return unknown(`${on.hole.id}${rest}`, `${on.hole.name}${rest}`, at);
  }
  const elements = on.kind === "list" ? on.items : [on];
  const items = collect(elements, (element, index) => {
    const item = context.evaluate(expression.each, withNames(context, [["", element]], index));
    return isSeveral(element) && item.kind === "unknown" ? several(item) : item;
  });
  if (stopped(items)) return items;
  const typed = on.kind === "list" && (on.flavour === "list" || on.flavour === "set");
  return withAssumed(typed ? listNode(items, at) : tupleNode(items, at), ownAssumed(on));
}

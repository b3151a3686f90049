import type { Entry, Node } from "../../../model/node.ts";
import type { Problem } from "../../../model/problem.ts";
import type { Text } from "../../../model/text.ts";
import type { Expression, NumberLiteral, ObjectEntry, ObjectLiteral } from "../syntax/ast.ts";
import { parseNumber } from "./big-number.ts";
import { callFunction } from "./call.ts";
import { evaluateConditional } from "./conditional.ts";
import { labelOf, newContext, placeOf, type Context } from "./context.ts";
import {
  booleanNode,
  computedText,
  numberNode,
  objectNode,
  smallNumber,
  toText,
  tupleNode,
} from "./convert.ts";
import { evaluateFor } from "./for-expression.ts";
import { unknown } from "./identity.ts";
import { normalForm } from "./normal-form.ts";
import { evaluateBinary, evaluateUnary } from "./operators.ts";
import type { Scope } from "./scope.ts";
import { evaluateTemplate } from "./templates.ts";
import { evaluateSplat, evaluateTraversal } from "./traversal.ts";
import { collect, failure, isFailure, stopped, type Failure, type Value } from "./value.ts";

/** How deep expressions may stand in each other, references that lead to further expressions included. */
const MAX_DEPTH = 600;
/** How many expressions one evaluation may visit: nested `for` expressions multiply. */
const MAX_WORK = 400_000;

/** The expressions under evaluation now and those visited since the outermost began, through all scopes. */
const running = { depth: 0, work: 0 };

/** A node, and what went wrong when it is unknown because its expression is an error. */
export interface Evaluation {
  readonly node: Node;
  readonly problem?: Problem;
}

/**
 * The value of an expression where `scope` says. Never throws: what is not known, or an error in Terraform, is an
 * unknown node whose name says what is missing.
 */
export function evaluate(expression: Expression, scope: Scope): Node {
  return evaluateWithProblem(expression, scope).node;
}

/** As `evaluate`, with the evaluation error as a problem of its own. */
export function evaluateWithProblem(expression: Expression, scope: Scope): Evaluation {
  const context = newContext(scope, evaluateExpression);
  const value = evaluateExpression(expression, context);
  if (!isFailure(value)) return { node: value };
  const at = placeOf(context, expression.span);
  const id = `${scope.instance}|error at ${scope.file.path}:${expression.span.start}`;
  const name = `${labelOf(context, expression.span)} (${value.message})`;
  return {
    node: unknown(id, name, at),
    problem: { code: "input/not-understood", message: value.message, at: value.at },
  };
}

/** The value of an expression, errors included. */
function evaluateExpression(expression: Expression, context: Context): Value {
  if (running.depth === 0) running.work = 0;
  if (running.depth >= MAX_DEPTH || running.work >= MAX_WORK) {
    return failure("this expression is too deep or too big to be read", placeOf(context, expression.span));
  }
  running.depth++;
  running.work++;
  try {
    return evaluateKind(expression, context);
  } finally {
    running.depth--;
  }
}

function evaluateKind(expression: Expression, context: Context): Value {
  switch (expression.kind) {
    case "number":
      return evaluateNumber(expression, context);
    case "boolean":
      return booleanNode(expression.value, placeOf(context, expression.span));
    case "null":
      return { kind: "null", at: placeOf(context, expression.span) };
    case "template":
      return evaluateTemplate(expression, context);
    case "tuple":
      return evaluateTuple(expression.items, expression, context);
    case "object":
      return evaluateObject(expression, context);
    case "variable":
    case "get-attribute":
    case "index":
      return evaluateTraversal(expression, context);
    case "splat":
      return evaluateSplat(expression, context);
    case "call":
      return callFunction(expression, context);
    case "unary":
      return evaluateUnary(expression, context);
    case "binary":
      return evaluateBinary(expression, context);
    case "conditional":
      return evaluateConditional(expression, context);
    case "for":
      return evaluateFor(expression, context);
    case "parentheses":
      return context.evaluate(expression.inner, context);
    case "invalid":
      return failure("this could not be parsed", placeOf(context, expression.span));
  }
}

function evaluateNumber({ raw, span }: NumberLiteral, context: Context): Value {
  const at = placeOf(context, span);
  if (/^(?:0|[1-9]\d{0,14})$/.test(raw)) return smallNumber(Number(raw), at);
  const value = parseNumber(raw);
  return value === undefined ? failure("this number is out of range", at) : numberNode(value, at);
}

function evaluateTuple(items: readonly Expression[], whole: Expression, context: Context): Value {
  const values = collect(items, (item) => context.evaluate(item, context));
  return stopped(values) ? values : tupleNode(values, placeOf(context, whole.span));
}

function evaluateObject(expression: ObjectLiteral, context: Context): Value {
  const entries: Entry[] = [];
  for (const entry of expression.entries) {
    const key = keyOf(entry, context);
    if (isFailure(key)) return key;
    const value = context.evaluate(entry.value, context);
    if (isFailure(value)) return value;
    entries.push({ key, value });
  }
  return objectNode(entries, placeOf(context, expression.span));
}

function keyOf({ key }: ObjectEntry, context: Context): Text | Failure {
  const at = placeOf(context, key.span);
  if (key.kind === "name") return computedText(normalForm(key.name), at);
  const value = context.evaluate(key.value, context);
  if (isFailure(value)) return value;
  return value.kind === "null" ? failure("a key is null", at) : toText(value);
}

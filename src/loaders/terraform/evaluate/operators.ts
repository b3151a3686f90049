import type { Node } from "../../../model/node.ts";
import type { Binary, BinaryOperator, Unary } from "../syntax/ast.ts";
import * as big from "./big-number.ts";
import { sameValue } from "./collections.ts";
import { labelOf, placeOf, type Context } from "./context.ts";
import { bigNumberOf, booleanNode, convertPrimitive, numberNode } from "./convert.ts";
import { allAssumed, ownAssumed, withAssumed } from "./assumptions.ts";
import { derivedId, unknown } from "./identity.ts";
import { failure, isFailure, type Failure, type Value } from "./value.ts";

/** `-x` and `!x`. */
export function evaluateUnary(expression: Unary, context: Context): Value {
  const operand = operandOf(expression.operand, expression.operator === "-" ? "number" : "bool", context);
  if (isFailure(operand)) return operand;
  const at = placeOf(context, expression.span);
  if (operand.kind === "number") {
    const value = bigNumberOf(operand);
    if (value !== undefined) return withAssumed(numberNode(big.negate(value), at), ownAssumed(operand));
  }
  if (operand.kind === "boolean") return withAssumed(booleanNode(!operand.value, at), ownAssumed(operand));
  return unknown(derivedId(expression.operator, [operand]), labelOf(context, expression.span), at);
}

/** An operand converted to what the operator needs; null is an error. */
function operandOf(expression: Unary["operand"], type: "number" | "bool", context: Context): Value {
  const value = context.evaluate(expression, context);
  if (isFailure(value)) return value;
  if (value.kind === "null") return failure("an operand is null", placeOf(context, expression.span));
  return convertPrimitive(value, type);
}

export function evaluateBinary(expression: Binary, context: Context): Value {
  switch (expression.operator) {
    case "==":
    case "!=":
      return evaluateEquality(expression, context);
    case "&&":
    case "||":
      return evaluateLogic(expression, context);
    case "+":
    case "-":
    case "*":
    case "/":
    case "%":
    case "<":
    case ">":
    case "<=":
    case ">=":
      return evaluateArithmetic(expression, expression.operator, context);
  }
}

function evaluateEquality(expression: Binary, context: Context): Value {
  const left = context.evaluate(expression.left, context);
  if (isFailure(left)) return left;
  const right = context.evaluate(expression.right, context);
  if (isFailure(right)) return right;
  const answer = sameValue(left, right);
  if (answer === "maybe") return unknownResult(expression, left, right, context);
  const result = booleanNode(
    (answer === "yes") === (expression.operator === "=="),
    placeOf(context, expression.span),
  );
  return withAssumed(result, allAssumed(left), allAssumed(right));
}

/** Both sides are evaluated, as Terraform 1.11 does; a known side that decides makes the other's value unimportant. */
function evaluateLogic(expression: Binary, context: Context): Value {
  const left = operandOf(expression.left, "bool", context);
  if (isFailure(left)) return left;
  const right = operandOf(expression.right, "bool", context);
  if (isFailure(right)) return right;
  const decisive = expression.operator === "||";
  const at = placeOf(context, expression.span);
  const sides = [left, right];
  // One side that decides and takes nothing for granted is enough.
  const deciding = sides.filter((side) => side.kind === "boolean" && side.value === decisive);
  const [best] = deciding.sort((a, b) => ownAssumed(a).length - ownAssumed(b).length);
  if (best !== undefined) return withAssumed(booleanNode(decisive, at), ownAssumed(best));
  if (sides.every((side) => side.kind === "boolean")) {
    return withAssumed(booleanNode(!decisive, at), ownAssumed(left), ownAssumed(right));
  }
  // A known side that does not decide leaves the other as it is.
  if (left.kind === "boolean") return right;
  if (right.kind === "boolean") return left;
  return unknownResult(expression, left, right, context);
}

function unknownResult(expression: Binary, left: Node, right: Node, context: Context): Node {
  const id = derivedId(expression.operator, [left, right]);
  return unknown(id, labelOf(context, expression.span), placeOf(context, expression.span));
}

type NumberOperator = Exclude<BinaryOperator, "==" | "!=" | "&&" | "||">;

function evaluateArithmetic(expression: Binary, operator: NumberOperator, context: Context): Value {
  const left = operandOf(expression.left, "number", context);
  if (isFailure(left)) return left;
  const right = operandOf(expression.right, "number", context);
  if (isFailure(right)) return right;
  const a = left.kind === "number" ? bigNumberOf(left) : undefined;
  const b = right.kind === "number" ? bigNumberOf(right) : undefined;
  if (a === undefined || b === undefined) context.doubts.raised = true;
  if (a === undefined || b === undefined) return unknownResult(expression, left, right, context);
  const result = calculate(expression, operator, a, b, context);
  if (result === undefined) return unknownResult(expression, left, right, context);
  return isFailure(result) ? result : withAssumed(result, ownAssumed(left), ownAssumed(right));
}

function calculate(
  expression: Binary,
  operator: NumberOperator,
  a: big.BigNumber,
  b: big.BigNumber,
  context: Context,
): Node | Failure | undefined {
  const at = placeOf(context, expression.span);
  // Terraform has an infinity here, of which no use can be made; the remainder by zero is the number itself.
  if (operator === "/" && b.mantissa === 0n) {
    return a.mantissa === 0n ? failure("zero cannot be divided by zero", at) : undefined;
  }
  if (operator === "%" && b.mantissa === 0n) return numberNode(a, at);
  const order = big.compareNumbers(a, b);
  switch (operator) {
    case "<":
      return booleanNode(order < 0, at);
    case ">":
      return booleanNode(order > 0, at);
    case "<=":
      return booleanNode(order <= 0, at);
    case ">=":
      return booleanNode(order >= 0, at);
    case "+":
    case "-":
    case "*":
    case "/":
    case "%": {
      const result = arithmetic[operator](a, b);
      return result === undefined ? undefined : numberNode(result, at);
    }
  }
}

const arithmetic = {
  "+": big.add,
  "-": big.subtract,
  "*": big.multiply,
  "/": big.divide,
  "%": big.remainder,
} as const;

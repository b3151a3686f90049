import type { Node } from "../../../model/node.ts";
import type { Call as CallExpression } from "../syntax/ast.ts";
import { labelOf, placeOf, type Context } from "./context.ts";
import { functions } from "./functions/all.ts";
import type { Call, EagerFunction } from "./functions/function.ts";
import { allAssumed, ownAssumed, withAssumed } from "./assumptions.ts";
import { derivedId, unknown, unknownString } from "./identity.ts";
import { normalNode, normalText } from "./normal-form.ts";
import { textLength } from "../../../model/flat-text.ts";
import { MAX_ITEMS } from "./functions/uniform-lists.ts";
import { MAX_PARTS, MAX_TEXT } from "./templates.ts";
import { asOne, hasSeveral, isSeveral } from "./several.ts";
import { failure, isFailure, type Failure, type Value } from "./value.ts";

/** A function call: arguments first, unless the function decides itself what of them is evaluated. */
export function callFunction(expression: CallExpression, context: Context): Value {
  const name = expression.name.replace(/^core::/, "");
  const at = placeOf(context, expression.span);
  const call: Call = { name, at, label: labelOf(context, expression.span), context };
  const row = context.scope.functions?.get(name) ?? functions.get(name);
  if (row?.kind === "lazy") return row.run(expression, call);
  const args = argumentsOf(expression, context);
  if (args === "unknown") return unknownCall(call, expression, context);
  if (isArgumentFailure(args)) return args;
  if (row === undefined) {
    // A provider's function may be any pure function of its arguments; another unknown name is an error.
    if (name.startsWith("provider::")) return unknown(derivedId(name, args), call.label, at);
    return failure(`there is no function "${name}"`, at);
  }
  return runFunction(row, args, call);
}

function isArgumentFailure(args: readonly Node[] | Failure): args is Failure {
  return "kind" in args;
}

/** Functions of any number of collections, in which one of which nothing is known stands for others as well. */
const joining: ReadonlySet<string> = new Set(["concat", "merge", "setunion"]);

function argumentsOf(expression: CallExpression, context: Context): readonly Node[] | Failure | "unknown" {
  const args: Node[] = [];
  for (const [index, argument] of expression.args.entries()) {
    const value = context.evaluate(argument, context);
    if (isFailure(value)) return value;
    if (!expression.expandLast || index + 1 < expression.args.length) {
      args.push(value);
      continue;
    }
    if (value.kind === "unknown" || hasSeveral(value)) {
      // Of these, any number of unknown arguments is as good as one.
      if (!joining.has(expression.name)) return "unknown";
      const all = value.kind === "list" ? value.items : [value];
      for (const item of all) args.push(isSeveral(item) ? asOne(item) : item);
      continue;
    }
    if (value.kind !== "list") return failure("only a list can be expanded into arguments", value.at);
    for (const item of value.items) args.push(item);
  }
  return args;
}

/** A call whose number of arguments is not known: `merge(var.maps...)`. */
function unknownCall(call: Call, expression: CallExpression, context: Context): Value {
  const args: Node[] = [];
  for (const argument of expression.args) {
    const value = context.evaluate(argument, context);
    if (isFailure(value)) return value;
    args.push(value);
  }
  return unknown(derivedId(`${call.name}...`, args), call.label, call.at);
}

function runFunction(row: EagerFunction, args: readonly Node[], call: Call): Value {
  if (args.length < row.min) return failure(`${call.name} needs ${row.min} arguments or more`, call.at);
  if (args.length > row.max) return failure(`${call.name} takes ${row.max} arguments at most`, call.at);
  const result = row.takesSeveral !== true && args.some(hasSeveral) ? undefined : row.run(args, call);
  if (result !== undefined && !isTooBig(result))
    return carryAssumptions(normalResult(row, result), args, call.name);
  // What is not known may still be an error.
  call.context.doubts.raised = true;
  const id = derivedId(call.name, args);
  return row.result === "string"
    ? unknownString(id, call.label, call.at, row.shape)
    : unknown(id, call.label, call.at);
}

/** What grows from local value to local value must not fill the memory. */
function isTooBig(result: Value): boolean {
  if (result.kind === "text") return textLength(result) > MAX_TEXT || result.parts.length > MAX_PARTS;
  return result.kind === "list" && result.items.length > MAX_ITEMS;
}

/** Pieces of strings in normal form are so, too; what is put together or decoded need not be. */
function normalResult(row: EagerFunction, result: Value): Value {
  if (result.kind === "text") return normalText(result);
  return row.makesStrings === true && !isFailure(result) ? normalNode(result) : result;
}

/** Functions that give back one of their arguments, or of the elements of one, with what it takes for granted. */
const choosing: ReadonlySet<string> = new Set(["coalesce", "coalescelist", "element", "lookup", "one"]);

/**
 * What is computed takes for granted what its arguments do; a collection takes over what they do themselves, since its
 * elements are theirs.
 */
function carryAssumptions(result: Value, args: readonly Node[], name: string): Value {
  if (isFailure(result)) {
    const assumed = args.flatMap(allAssumed);
    return assumed.length === 0 ? result : { ...result, assumed };
  }
  const isCollection = result.kind === "list" || result.kind === "map";
  return withAssumed(result, ...args.map(isCollection || choosing.has(name) ? ownAssumed : allAssumed));
}

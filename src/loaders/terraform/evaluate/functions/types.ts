import type { Call as CallExpression, Expression } from "../../syntax/ast.ts";
import type { Node } from "../../../../model/node.ts";
import type { Context } from "../context.ts";
import { booleanNode, convert, convertPrimitive } from "../convert.ts";
import { derivedId, unknown, whollyKnown } from "../identity.ts";
import { allAssumed, allAssuming, withAssumed } from "../assumptions.ts";
import { callsAny, freeNames } from "../free-names.ts";
import { anyType } from "../types.ts";
import { failure, isFailure, type Value } from "../value.ts";
import { anything, unary, withSeveral, type Call, type FunctionGroup } from "./function.ts";

/** What came of an argument of `try` or `can`, and whether it may yet turn out to be an error. */
interface Attempt {
  readonly value: Value;
  readonly mayFail: boolean;
}

function attempt(expression: Expression, context: Context): Attempt {
  const doubts = { raised: false };
  const value = context.evaluate(expression, { ...context, doubts });
  return { value, mayFail: doubts.raised && !isFailure(value) && !whollyKnown(value) };
}

/** The arguments one after another, those of an expanded list among them. */
function* attempts({ args, expandLast }: CallExpression, context: Context): Generator<Attempt> {
  for (const [index, argument] of args.entries()) {
    const tried = attempt(argument, context);
    if (!expandLast || index + 1 < args.length || isFailure(tried.value)) yield tried;
    else if (tried.value.kind !== "list") yield { ...tried, mayFail: tried.value.kind === "unknown" };
    else yield* tried.value.items.map((value) => ({ value, mayFail: false }));
  }
}

/**
 * The first argument that is no error. What takes something out of an unknown value may be one: then which argument it
 * is stays unknown, as Terraform leaves it.
 */
function tryAll(expression: CallExpression, call: Call): Value {
  const doubtful: Node[] = [];
  const assumed: string[] = [];
  let tried = 0;
  for (const { value, mayFail } of attempts(expression, call.context)) {
    tried++;
    if (isFailure(value) && value.fatal === true) return value;
    if (isFailure(value)) {
      assumed.push(...(value.assumed ?? []));
      continue;
    }
    const isLast = !expression.expandLast && tried === expression.args.length;
    if (doubtful.length === 0 && (!mayFail || isLast)) return allAssuming(value, assumed);
    doubtful.push(value);
    if (!mayFail) break;
  }
  if (doubtful.length === 0) return failure("every argument of try is an error", call.at);
  call.context.doubts.raised = true;
  return unknown(derivedId("try", doubtful), call.label, call.at);
}

function can({ args }: CallExpression, call: Call): Value {
  const [argument, ...rest] = args;
  if (argument === undefined || rest.length > 0) return failure("can takes one argument", call.at);
  const { value, mayFail } = attempt(argument, call.context);
  if (isFailure(value)) {
    return value.fatal === true ? value : withAssumed(booleanNode(false, call.at), value.assumed ?? []);
  }
  if (mayFail) return unknown(derivedId("can", [value]), call.label, call.at);
  return withAssumed(booleanNode(true, call.at), allAssumed(value));
}

/**
 * Whether a value is sensitive is said where it is declared, which is not followed: of a reference it is not known.
 * What is put together here is not, but for what `sensitive` makes so.
 */
function isSensitive({ args }: CallExpression, call: Call): Value {
  const [argument, ...rest] = args;
  if (argument === undefined || rest.length > 0) return failure("issensitive takes one argument", call.at);
  const value = call.context.evaluate(argument, call.context);
  if (isFailure(value)) return value;
  if (argument.kind === "call" && argument.name === "sensitive") return booleanNode(true, call.at);
  const isPlain = freeNames(argument).size === 0 && !callsAny(argument, "sensitive");
  return isPlain
    ? booleanNode(false, call.at)
    : unknown(derivedId("issensitive", [value]), call.label, call.at);
}

/** An unknown string keeps its identity as a number or Boolean, but need not be one. */
function toPrimitive(node: Node, to: "bool" | "number", call: Call): Value {
  const converted = convertPrimitive(node, to);
  if (converted.kind === "unknown") call.context.doubts.raised = true;
  return converted;
}

function toSequence(node: Node, kind: "list" | "set", call: Call): Value | undefined {
  if (node.kind === "null") return node;
  if (node.kind === "unknown") return undefined;
  if (node.kind !== "list") return failure(`this cannot be made a ${kind}`, call.at);
  return convert(node, { kind, element: anyType });
}

function toMap(node: Node, call: Call): Value | undefined {
  if (node.kind === "null") return node;
  if (node.kind === "unknown") return undefined;
  if (node.kind !== "map") return failure("this cannot be made a map", call.at);
  return convert(node, { kind: "map", element: anyType });
}

export const types: FunctionGroup = {
  can: { kind: "lazy", run: can },
  ephemeralasnull: withSeveral(unary("any", anything, (node) => node)),
  issensitive: { kind: "lazy", run: isSensitive },
  nonsensitive: withSeveral(unary("any", anything, (node) => node)),
  sensitive: withSeveral(unary("any", anything, (node) => node)),
  tobool: unary("any", anything, (node, call) => toPrimitive(node, "bool", call)),
  tolist: withSeveral(unary("any", anything, (node, call) => toSequence(node, "list", call))),
  tomap: unary("any", anything, toMap),
  tonumber: unary("any", anything, (node, call) => toPrimitive(node, "number", call)),
  toset: withSeveral(unary("any", anything, (node, call) => toSequence(node, "set", call))),
  tostring: unary("string", anything, (node) => convertPrimitive(node, "string")),
  try: { kind: "lazy", run: tryAll },
};

import type { Expression } from "../../syntax/ast.ts";
import type { Node } from "../../../../model/node.ts";
import type { Context } from "../context.ts";
import { booleanNode, convertPrimitive, listNode } from "../convert.ts";
import { toSet } from "../collections.ts";
import { convert } from "../convert.ts";
import { derivedId, unknown, whollyKnown } from "../identity.ts";
import { elementsOf, typeOf, unify } from "../types.ts";
import { failure, isFailure, type Value } from "../value.ts";
import { anything, unary, type Call, type FunctionGroup } from "./function.ts";

/** An argument of `try` or `can`, and whether it may yet turn out to be an error. */
function attempt(expression: Expression, context: Context): { value: Value; mayFail: boolean } {
  const doubts = { raised: false };
  const value = context.evaluate(expression, { ...context, doubts });
  return { value, mayFail: doubts.raised && !isFailure(value) && !whollyKnown(value) };
}

/**
 * The first argument that is no error. What takes something out of an unknown value may be one: then which argument it
 * is stays unknown, as Terraform leaves it.
 */
function tryAll(args: readonly Expression[], call: Call): Value {
  const doubtful: Node[] = [];
  for (const [index, argument] of args.entries()) {
    const { value, mayFail } = attempt(argument, call.context);
    if (isFailure(value)) continue;
    if (doubtful.length === 0 && (!mayFail || index === args.length - 1)) return value;
    doubtful.push(value);
    if (!mayFail) break;
  }
  if (doubtful.length === 0) return failure("every argument of try is an error", call.at);
  call.context.doubts.raised = true;
  return unknown(derivedId("try", doubtful), call.label, call.at);
}

function can(args: readonly Expression[], call: Call): Value {
  const [argument, ...rest] = args;
  if (argument === undefined || rest.length > 0) return failure("can takes one argument", call.at);
  const { value, mayFail } = attempt(argument, call.context);
  if (isFailure(value)) return booleanNode(false, call.at);
  return mayFail ? unknown(derivedId("can", [value]), call.label, call.at) : booleanNode(true, call.at);
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
  const type = unify(node.items.map(typeOf));
  if (type === undefined) return failure("the elements have no common type", call.at);
  const converted = convert(node, { kind: "list", element: type });
  if (isFailure(converted) || converted.kind !== "list") return converted;
  return kind === "set" ? toSet(converted.items, node.at) : listNode(converted.items, node.at);
}

function toMap(node: Node, call: Call): Value | undefined {
  if (node.kind === "null") return node;
  if (node.kind === "unknown") return undefined;
  if (node.kind !== "map") return failure("this cannot be made a map", call.at);
  const type = unify(elementsOf(typeOf(node)));
  if (type === undefined) return failure("the elements have no common type", call.at);
  return convert(node, { kind: "map", element: type });
}

export const types: FunctionGroup = {
  can: { kind: "lazy", run: can },
  ephemeralasnull: unary("any", anything, (node) => node),
  // Whether a value is sensitive is said where it is declared, which is not followed.
  issensitive: unary("any", anything, () => undefined),
  nonsensitive: unary("any", anything, (node) => node),
  sensitive: unary("any", anything, (node) => node),
  tobool: unary("any", anything, (node, call) => toPrimitive(node, "bool", call)),
  tolist: unary("any", anything, (node, call) => toSequence(node, "list", call)),
  tomap: unary("any", anything, toMap),
  tonumber: unary("any", anything, (node, call) => toPrimitive(node, "number", call)),
  toset: unary("any", anything, (node, call) => toSequence(node, "set", call)),
  tostring: unary("string", anything, (node) => convertPrimitive(node, "string")),
  try: { kind: "lazy", run: tryAll },
};

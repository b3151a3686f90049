import { equals } from "../../../model/compare.ts";
import type { BooleanNode, Entry, Node, UnknownNode } from "../../../model/node.ts";
import { known, print, type Text } from "../../../model/text.ts";
import type { For } from "../syntax/ast.ts";
import { allAssuming, ownAssumed, withAssumed } from "./assumptions.ts";
import { labelOf, placeOf, withNames, type Context } from "./context.ts";
import { convertPrimitive, objectNode, toText, tupleNode } from "./convert.ts";
import { freeNames } from "./free-names.ts";
import { derivedId, idOf, unknown } from "./identity.ts";
import { iterate, type Round } from "./iterate.ts";
import { isSeveral, several } from "./several.ts";
import { failure, isFailure, type Failure, type Value } from "./value.ts";

/** `[for …]` and `{for …}`. When it is not known how many rounds there are, nothing of the result is known. */
export function evaluateFor(expression: For, context: Context): Value {
  const collection = context.evaluate(expression.collection, context);
  if (isFailure(collection)) return collection;
  if (collection.kind === "null") return failure("null cannot be iterated over", collection.at);
  const rounds = iterate(collection);
  if (rounds === undefined) return failure("only lists, sets and maps can be iterated over", collection.at);
  if (rounds === "unknown") return unknownFor(expression, collection, context);
  const wrong = rounds.length === 0 ? errorInCondition(expression, collection, context) : undefined;
  if (wrong !== undefined) return wrong;
  return expression.key === undefined
    ? listOf(expression, collection, rounds, context)
    : objectOf(expression, expression.key, collection, rounds, context);
}

/** Identified by the collection, the text of the whole, and the values of the names that it uses. */
function unknownFor(expression: For, collection: Node, context: Context): UnknownNode {
  context.doubts.raised = true;
  const used = [...freeNames(expression)].sort().flatMap((name) => {
    const value = context.names.get(name);
    return value === undefined ? [] : [`${name}=${idOf(value)}`];
  });
  const text = context.source.text.slice(expression.span.start, expression.span.end);
  const id = derivedId(`${context.scope.instance}|${text}|${used.join(",")}`, [collection]);
  return unknown(id, labelOf(context, expression.span), placeOf(context, expression.span));
}

function roundContext(expression: For, { key, value }: Round, index: number, context: Context): Context {
  const names: [string, Node][] = [[expression.valueName, value]];
  if (expression.keyName !== undefined) names.push([expression.keyName, key]);
  return withNames(context, names, index);
}

/** Whether a round is kept: by the `if` clause. */
function isKept(expression: For, context: Context): BooleanNode | "unknown" | Failure | true {
  if (expression.condition === undefined) return true;
  const value = context.evaluate(expression.condition, context);
  if (isFailure(value)) return value;
  const flag = convertPrimitive(value, "bool");
  if (isFailure(flag)) return flag;
  if (flag.kind === "null") return failure("the condition of this for is null", value.at);
  return flag.kind === "boolean" ? flag : "unknown";
}

/** What the elements and the size of a result take for granted: the condition of each round, the collection. */
interface Filter {
  readonly assumed: string[];
}

/** The value of an element that a round keeps, and what the result's size takes for granted. */
function filtered(kept: BooleanNode | true, filter: Filter): readonly string[] {
  if (kept === true) return [];
  filter.assumed.push(...ownAssumed(kept));
  return ownAssumed(kept);
}

/** The error of an `if` clause that is one whatever the element: Terraform finds it before the first round. */
function errorInCondition(expression: For, collection: Node, context: Context): Failure | undefined {
  if (expression.condition === undefined) return undefined;
  const at = placeOf(context, expression.span);
  const any = unknown(derivedId("element", [collection]), expression.valueName, at);
  const kept = isKept(expression, roundContext(expression, { key: any, value: any }, 0, context));
  return typeof kept === "object" && isFailure(kept) ? kept : undefined;
}

function listOf(expression: For, collection: Node, rounds: readonly Round[], context: Context): Value {
  const items: Node[] = [];
  const filter: Filter = { assumed: [...ownAssumed(collection)] };
  for (const [index, round] of rounds.entries()) {
    if (isSeveral(round.value)) {
      items.push(several(unknownFor(expression, round.value, context)));
      continue;
    }
    const inner = roundContext(expression, round, index, context);
    const kept = isKept(expression, inner);
    if (kept === "unknown") {
      items.push(several(unknownFor(expression, round.value, inner)));
      continue;
    }
    if (kept !== true && isFailure(kept)) return kept;
    const assumed = filtered(kept, filter);
    if (kept !== true && !kept.value) continue;
    const item = context.evaluate(expression.value, inner);
    if (isFailure(item)) return item;
    items.push(allAssuming(item, assumed));
  }
  if (items.length > 0 && items.every((item) => isSeveral(item))) {
    return unknownFor(expression, collection, context);
  }
  return withAssumed(tupleNode(items, placeOf(context, expression.span)), filter.assumed);
}

function objectOf(
  expression: For,
  keyExpression: NonNullable<For["key"]>,
  collection: Node,
  rounds: readonly Round[],
  context: Context,
): Value {
  const groups = new Map<string, { readonly key: Text; readonly values: Node[] }>();
  const filter: Filter = { assumed: [...ownAssumed(collection)] };
  // Entries that may be there or not, under a key that others may have as well.
  let isOpen = false;
  for (const [index, round] of rounds.entries()) {
    const inner = roundContext(expression, round, index, context);
    const kept = isSeveral(round.value) ? "unknown" : isKept(expression, inner);
    if (kept === "unknown") {
      isOpen = true;
      continue;
    }
    if (kept !== true && isFailure(kept)) return kept;
    const assumed = filtered(kept, filter);
    if (kept !== true && !kept.value) continue;
    const written = keyText(context.evaluate(keyExpression, inner));
    if (isFailure(written)) return written;
    const key = withAssumed(written, assumed);
    const evaluated = context.evaluate(expression.value, inner);
    if (isFailure(evaluated)) return evaluated;
    const value = allAssuming(evaluated, assumed);
    const id = idOf(key);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, { key, values: [value] });
    else if (expression.grouped) group.values.push(value);
    else return failure(`this for makes the key "${print(key)}" twice`, value.at);
  }
  const keys = [...groups.values()].map((group) => group.key);
  if (isOpen && (expression.grouped || keys.length === 0)) {
    return unknownFor(expression, collection, context);
  }
  // With grouping, keys that may be the same may be one group; without, that would be an error at the latest.
  if (expression.grouped && mayCoincide(keys)) return unknownFor(expression, collection, context);
  const entries = [...groups.values()].map(({ key, values }): Entry => {
    const [first] = values;
    const value = expression.grouped || first === undefined ? tupleNode(values, key.at) : first;
    return { key, value };
  });
  const node = withAssumed(objectNode(entries, placeOf(context, expression.span)), filter.assumed);
  return isOpen ? { ...node, more: unknownFor(expression, collection, context).hole } : node;
}

function mayCoincide(keys: readonly Text[]): boolean {
  const partly = keys.filter((key) => known(key) === undefined);
  return partly.some((key) => keys.some((other) => other !== key && equals(key, other) === "maybe"));
}

function keyText(value: Value): Text | Failure {
  if (isFailure(value)) return value;
  if (value.kind === "null") return failure("a key is null", value.at);
  return toText(value);
}

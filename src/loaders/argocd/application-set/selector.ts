import { allOf, anyOf, equals, negate } from "../../../model/compare.ts";
import { entriesOf, get, itemsOf, stringAt, textOf, type Node } from "../../../model/node.ts";
import { isAbsent, type Answer, type Text } from "../../../model/text.ts";
import { Refused } from "./refused.ts";

/** What a label is: its text, a value that may be there or not, or nothing. */
type Lookup = (key: Text) => { readonly value: Text; readonly exists: Answer } | undefined;

function holds(lookup: Lookup, key: Text, wanted: readonly Text[]): Answer {
  const found = lookup(key);
  if (found === undefined) return "no";
  return allOf([found.exists, anyOf(wanted.map((each) => equals(found.value, each)))]);
}

/** Whether a selector says something: an empty one takes everything. */
export function isEmptySelector(selector: Node | undefined): boolean {
  if (selector === undefined || selector.kind === "null") return true;
  return (
    selector.kind === "map" &&
    entriesOf(get(selector, "matchLabels")).length === 0 &&
    itemsOf(get(selector, "matchExpressions")).length === 0 &&
    get(selector, "matchLabels")?.kind !== "unknown" &&
    get(selector, "matchExpressions")?.kind !== "unknown"
  );
}

/** Whether a label selector takes something in (metav1.LabelSelector; values are not held to the rules of labels). */
export function selects(selector: Node | undefined, lookup: Lookup): Answer {
  if (isEmptySelector(selector)) return "yes";
  if (selector?.kind !== "map") return "maybe";
  const labels = get(selector, "matchLabels");
  const answers = entriesOf(labels).map(({ key, value }): Answer => {
    const text = textOf(value, value.at);
    return isAbsent(text) ? "maybe" : holds(lookup, key, [text]);
  });
  const expressions = get(selector, "matchExpressions");
  for (const expression of itemsOf(expressions)) answers.push(expressionHolds(expression, lookup));
  if (labels?.kind === "unknown" || expressions?.kind === "unknown") answers.push("maybe");
  return allOf(answers);
}

function expressionHolds(expression: Node, lookup: Lookup): Answer {
  const key = get(expression, "key");
  if (key?.kind !== "text") return "maybe";
  const values = itemsOf(get(expression, "values")).flatMap((item) => {
    const text = textOf(item, item.at);
    return isAbsent(text) ? [] : [text];
  });
  const isOpen = get(expression, "values")?.kind === "unknown";
  const operator = stringAt(expression, "operator");
  switch (operator) {
    case "In":
      return isOpen ? "maybe" : holds(lookup, key, values);
    case "NotIn":
      return isOpen ? "maybe" : negate(holds(lookup, key, values));
    case "Exists":
      return lookup(key)?.exists ?? "no";
    case "DoesNotExist":
      return negate(lookup(key)?.exists ?? "no");
    case undefined:
      return "maybe";
    default:
      throw new Refused(`"${operator}" is no operator of a selector`, expression.at);
  }
}

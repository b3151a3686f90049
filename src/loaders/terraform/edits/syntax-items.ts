import { partsOf } from "../evaluate/free-names.ts";
import type { Body, Expression } from "../syntax/ast.ts";

/** An attribute of a body or an entry of an object constructor. */
export interface Item {
  readonly start: number;
  readonly keyEnd: number;
  readonly value: Expression;
}

/** Every attribute of a body and every entry of the objects in it. */
export function entriesIn(body: Body): readonly Item[] {
  return body.items.flatMap((item): readonly Item[] => {
    if (item.kind === "block") return entriesIn(item.body);
    const { span, nameSpan, value } = item;
    return [{ start: span.start, keyEnd: nameSpan.end, value }, ...entriesOf(value)];
  });
}

function entriesOf(root: Expression): readonly Item[] {
  const found: Item[] = [];
  const queue: Expression[] = [root];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (next.kind === "variable") continue;
    if (next.kind === "object") {
      for (const { key, value } of next.entries) {
        found.push({ start: key.span.start, keyEnd: key.span.end, value });
      }
    }
    queue.push(...partsOf(next));
  }
  return found;
}

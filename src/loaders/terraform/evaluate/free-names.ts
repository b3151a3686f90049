import type { Expression, TemplatePart } from "../syntax/ast.ts";

/**
 * The names at the root of an expression's references: `var`, `each`, the variables of enclosing `for` expressions.
 * Names that the expression binds itself are among them; they do no harm where the result is only looked up.
 */
export function freeNames(expression: Expression): ReadonlySet<string> {
  const names = new Set<string>();
  const queue: Expression[] = [expression];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (next.kind === "variable") names.add(next.name);
    else for (const part of partsOf(next)) queue.push(part);
  }
  return names;
}

/** Whether a function is called anywhere in an expression. */
export function callsAny(expression: Expression, name: string): boolean {
  const queue: Expression[] = [expression];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (next.kind === "call" && next.name === name) return true;
    if (next.kind === "variable") continue;
    for (const part of partsOf(next)) queue.push(part);
  }
  return false;
}

function optional(...expressions: readonly (Expression | undefined)[]): readonly Expression[] {
  return expressions.flatMap((expression) => (expression === undefined ? [] : [expression]));
}

/** The expressions directly inside an expression. */
export function partsOf(expression: Exclude<Expression, { kind: "variable" }>): readonly Expression[] {
  switch (expression.kind) {
    case "number":
    case "boolean":
    case "null":
    case "invalid":
      return [];
    case "template":
      return expression.parts.flatMap(partsOfTemplate);
    case "tuple":
      return expression.items;
    case "object":
      return expression.entries.flatMap(({ key, value }) =>
        key.kind === "expression" ? [key.value, value] : [value],
      );
    case "get-attribute":
      return [expression.on];
    case "index":
      return [expression.on, expression.key];
    case "splat":
      return [expression.on, expression.each];
    case "call":
      return expression.args;
    case "unary":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "conditional":
      return [expression.condition, expression.then, expression.otherwise];
    case "for":
      return optional(expression.collection, expression.key, expression.value, expression.condition);
    case "parentheses":
      return [expression.inner];
  }
}

function partsOfTemplate(part: TemplatePart): readonly Expression[] {
  switch (part.kind) {
    case "text":
      return [];
    case "interpolation":
      return [part.value];
    case "if":
      return [
        part.condition,
        ...part.then.flatMap(partsOfTemplate),
        ...part.otherwise.flatMap(partsOfTemplate),
      ];
    case "for":
      return [part.collection, ...part.body.flatMap(partsOfTemplate)];
  }
}

import type { Expression, ParsedConfig, TemplatePart } from "../../../../src/loaders/terraform/syntax/ast.ts";
import { parseHcl } from "../../../../src/loaders/terraform/syntax/parser.ts";

/** An expression in prefix form, so that a test shows how it groups. */
export function show(expression: Expression): string {
  const list = (name: string, ...inner: readonly string[]): string => `(${[name, ...inner].join(" ")})`;
  switch (expression.kind) {
    case "number":
      return expression.raw;
    case "boolean":
      return String(expression.value);
    case "null":
      return "null";
    case "variable":
      return expression.name === "" ? "_" : expression.name;
    case "template":
      return showParts(expression.parts);
    case "tuple":
      return `[${expression.items.map(show).join(", ")}]`;
    case "object":
      return `{${expression.entries.map(({ key, value }) => `${key.kind === "name" ? key.name : `<${show(key.value)}>`}: ${show(value)}`).join(", ")}}`;
    case "get-attribute":
      return list(".", show(expression.on), expression.name);
    case "index":
      return list("[]", show(expression.on), show(expression.key));
    case "splat":
      return list(expression.form === "full" ? "[*]" : ".*", show(expression.on), show(expression.each));
    case "call":
      return list(expression.name, ...expression.args.map(show), ...(expression.expandLast ? ["..."] : []));
    case "unary":
      return list(expression.operator, show(expression.operand));
    case "binary":
      return list(expression.operator, show(expression.left), show(expression.right));
    case "conditional":
      return list("?", show(expression.condition), show(expression.then), show(expression.otherwise));
    case "for": {
      const { keyName, valueName, collection, key, value, grouped, condition } = expression;
      const names = keyName === undefined ? valueName : `${keyName},${valueName}`;
      const result = key === undefined ? show(value) : `${show(key)}=>${show(value)}${grouped ? "..." : ""}`;
      return list("for", names, show(collection), result, ...(condition ? ["if", show(condition)] : []));
    }
    case "parentheses":
      return list("", show(expression.inner)).replace("( ", "(");
    case "invalid":
      return "<invalid>";
  }
}

/** The parts of a template, text in JSON's quotes. */
export function showParts(parts: readonly TemplatePart[]): string {
  return `'${parts.map(showPart).join("|")}'`;
}

function showPart(part: TemplatePart): string {
  switch (part.kind) {
    case "text":
      return JSON.stringify(part.value).slice(1, -1);
    case "interpolation":
      return `\${${show(part.value)}}`;
    case "if":
      return `if ${show(part.condition)} ${showParts(part.then)} else ${showParts(part.otherwise)}`;
    case "for":
      return `for ${part.keyName === undefined ? "" : `${part.keyName},`}${part.valueName} ${show(part.collection)} ${showParts(part.body)}`;
  }
}

/** The value of the first attribute of `a = …`, which must be free of errors. */
export function expressionIn(text: string): Expression {
  const config = parseHcl(text);
  const [problem] = config.problems;
  if (problem !== undefined) throw new Error(`${problem.message}: ${text.slice(problem.span.start)}`);
  const [item] = config.body.items;
  if (item?.kind !== "attribute") throw new Error("no attribute");
  return item.value;
}

/** The items of a file as an outline: `a`, `b.x{c}`. */
export function outline(config: Pick<ParsedConfig, "body">): string {
  return config.body.items
    .map((item) =>
      item.kind === "attribute"
        ? item.name
        : `${[item.type, ...item.labels.map(({ value }) => value)].join(".")}{${outline(item)}}`,
    )
    .join(" ");
}

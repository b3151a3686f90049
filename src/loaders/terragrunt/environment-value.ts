import type { Node } from "../../model/node.ts";
import { known, print } from "../../model/text.ts";
import type { Declaration } from "../terraform/configuration/declaration.ts";
import { settingOf } from "../terraform/configuration/declaration.ts";
import { computedText } from "../terraform/evaluate/convert.ts";
import { encodeJson } from "../terraform/evaluate/encode-json.ts";
import { evaluate } from "../terraform/evaluate/evaluate.ts";
import { derivedId, unknown } from "../terraform/evaluate/identity.ts";
import { parseExpressionText } from "../terraform/syntax/parser.ts";

const PRIMITIVE = ["string", "number", "bool"];

/**
 * What Terraform makes of a value that comes to it through the environment, as all inputs of Terragrunt do (Terraform,
 * "Environment Variables", TF_VAR_name): the characters themselves where the variable's type is primitive or not said,
 * so that a list there is its JSON; else what they say as an expression.
 */
export function environmentValue(node: Node, declaration: Declaration | undefined, instance: string): Node {
  if (declaration === undefined || node.kind === "unknown" || node.kind === "null") return node;
  const type = settingOf(declaration, "type")?.attribute.value;
  const isLiteral = type === undefined || (type.kind === "variable" && PRIMITIVE.includes(type.name));
  if (isLiteral) {
    if (node.kind === "list" || node.kind === "map") return encodeJson(node, node.at) ?? node;
    return type === undefined && node.kind !== "text" ? computedText(node.raw, node.at) : node;
  }
  if (node.kind !== "text") return node;
  if (node.encodes?.format === "json") return node.encodes.node;
  const text = known(node);
  if (text === undefined) {
    return unknown(derivedId("expression", [node]), print(node), node.at);
  }
  return expressionValue(text, node, instance);
}

/** The value that a text has as an expression without names; the text itself when it is none. */
function expressionValue(text: string, node: Node, instance: string): Node {
  const { expression, problems } = parseExpressionText(text);
  if (problems.length > 0) return node;
  const file = { path: node.at.file.path, text };
  const value = evaluate(expression, {
    file,
    instance,
    names: new Map(),
    resolve: () => undefined,
    files: { read: () => undefined, list: () => [] },
    workingDirectory: "",
  });
  return value.kind === "unknown" ? node : movedTo(value, node.at);
}

/** The same value, everything in it at one place. */
function movedTo(node: Node, at: Node["at"]): Node {
  switch (node.kind) {
    case "text":
      return computedText(known(node) ?? "", at);
    case "list":
      return { ...node, items: node.items.map((item) => movedTo(item, at)), at };
    case "map":
      return {
        ...node,
        entries: node.entries.map(({ key, value }) => ({
          key: computedText(known(key) ?? "", at),
          value: movedTo(value, at),
        })),
        at,
      };
    case "number":
    case "boolean":
    case "null":
    case "unknown":
      return { ...node, at };
  }
}

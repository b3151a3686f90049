import type { Node } from "../../../model/node.ts";
import { headOf, settingOf, type Declaration } from "../configuration/declaration.ts";
import type { Expression } from "../syntax/ast.ts";
import type { SourceFile } from "../../../model/location.ts";
import { convertTo } from "./type-constraint.ts";
import { assuming, unknownNode } from "./unknown.ts";

/** How a module gets a value for a variable, and how its own expressions are evaluated. */
export interface VariableContext {
  readonly identity: string;
  /** What the call or the variable files give; undefined when they give nothing. */
  readonly given: (name: string) => Node | undefined;
  readonly evaluate: (expression: Expression, file: SourceFile) => Node;
  /** The root module's defaults are known but assumed: another variable set could replace them. */
  readonly isRoot: boolean;
}

/** A default or a flag of a variable's block. */
function own(declaration: Declaration, name: string, context: VariableContext): Node | undefined {
  const setting = settingOf(declaration, name);
  return setting && context.evaluate(setting.attribute.value, setting.file);
}

/**
 * The value of a variable: what is given, converted to its type, else its default, else a hole `var.name`
 * (Terraform, "Input Variables"; `nullable = false` lets a given null fall back to the default).
 */
export function variableValue(name: string, declaration: Declaration, context: VariableContext): Node {
  const given = context.given(name);
  const nullable = own(declaration, "nullable", context);
  const isNullable = !(nullable?.kind === "boolean" && !nullable.value);
  const takesGiven = given !== undefined && (given.kind !== "null" || isNullable);
  if (takesGiven) return converted(given, declaration, context);
  const fallback = own(declaration, "default", context);
  if (fallback === undefined) return unknownNode(context.identity, `var.${name}`, headOf(declaration));
  const value = converted(fallback, declaration, context);
  return context.isRoot ? assuming(value, `default:var.${name}`) : value;
}

function converted(node: Node, declaration: Declaration, context: VariableContext): Node {
  const type = settingOf(declaration, "type");
  if (type === undefined) return node;
  return convertTo(node, type.attribute.value, {
    file: type.file,
    defaults: (expression) => context.evaluate(expression, type.file),
  });
}

import type { Node } from "../../../model/node.ts";
import { headOf, settingOf } from "../configuration/declaration.ts";
import { literalString, type ModuleConfig } from "../configuration/module-config.ts";
import { unknownNode } from "./unknown.ts";

type Given = (name: string) => Node | undefined;

/** What a stack's name is made of; a stack says at least one of them. */
const LABELS = ["namespace", "tenant", "environment", "stage"];

/** Cloud Posse's `context.tf`: its module `this` names everything after the variables that a stack gives. */
function isComponent({ modules }: ModuleConfig): boolean {
  const context = modules.get("this");
  const source = context && literalString(settingOf(context, "source")?.attribute);
  return source === "cloudposse/label/null";
}

/**
 * The variables of a root module as its files give them; and of a component that atmos deploys (atmos.tools, "Components"),
 * those without a value as holes: its stacks give them, and a default of null only says that they must. What is not said to be disabled is enabled.
 */
export function withStackVariables(config: ModuleConfig, given: Given, identity: string): Given {
  if (!isComponent(config) || LABELS.some((label) => given(label) !== undefined)) return given;
  return (name) => {
    const value = given(name);
    const declaration = config.variables.get(name);
    const fallback = declaration && settingOf(declaration, "default");
    const isOpen = name !== "enabled" && fallback?.attribute.value.kind === "null";
    if (value !== undefined || declaration === undefined || !isOpen) return value;
    return unknownNode(identity, `var.${name}`, headOf(declaration));
  };
}

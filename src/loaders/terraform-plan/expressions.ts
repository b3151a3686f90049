import { entriesOf, get, itemsOf, stringAt, type Node } from "../../model/node.ts";
import { known } from "../../model/text.ts";
import type { CallStep } from "./address.ts";

/**
 * The configuration that a plan carries: no expressions, only what each refers to (Terraform, "JSON Output Format",
 * expression representation).
 */

/** The module that calls lead to, as the configuration has it. */
export function configuredModule(root: Node | undefined, calls: readonly CallStep[]): Node | undefined {
  return calls.reduce<Node | undefined>(
    (module, { name }) => get(module, "module_calls", name, "module"),
    root,
  );
}

/** The block of a resource in a module, without its instance keys. */
export function configuredResource(
  module: Node | undefined,
  { mode, type, name }: { readonly mode: string; readonly type: string; readonly name: string },
): Node | undefined {
  return itemsOf(get(module, "resources")).find(
    (resource) =>
      stringAt(resource, "mode") === mode &&
      stringAt(resource, "type") === type &&
      stringAt(resource, "name") === name,
  );
}

/** Everything that a root module declares: `aws_iam_role.a`, `data.aws_region.b`, `module.c`. */
export function configuredAddresses(root: Node | undefined): readonly string[] {
  const resources = itemsOf(get(root, "resources")).flatMap((item) => stringAt(item, "address") ?? []);
  const calls = entriesOf(get(root, "module_calls")).flatMap(({ key }) => known(key) ?? []);
  return [...resources, ...calls.map((name) => `module.${name}`)];
}

/** What an expression refers to, the most specific of each reference only: Terraform lists its beginnings too. */
export function referencesIn(expression: Node | undefined): readonly string[] {
  const all = itemsOf(get(expression, "references")).flatMap((item) =>
    item.kind === "text" ? (known(item) ?? []) : [],
  );
  return all.filter(
    (one) =>
      !all.some((other) => other !== one && (other.startsWith(`${one}.`) || other.startsWith(`${one}[`))),
  );
}

import { entriesOf, get, stringAt, type MapNode, type Node } from "../../model/node.ts";
import { known, literal } from "../../model/text.ts";
import type { BlockView, ProviderIdentity, World } from "../terraform/instances/instance.ts";
import { providerIdentity } from "../terraform/instances/provider-identity.ts";
import type { Plan } from "./document.ts";
import { referencesIn } from "./expressions.ts";

/** The value of an expression of a provider block: a constant, or one variable of the root module. */
function valueOf(expression: Node | undefined, plan: Plan): Node | undefined {
  const constant = get(expression, "constant_value");
  if (constant !== undefined) return constant;
  const [only, ...others] = referencesIn(expression);
  const name =
    only?.startsWith("var.") === true && others.length === 0 ? only.slice("var.".length) : undefined;
  return name === undefined ? undefined : get(plan.variables, name, "value");
}

/** A provider's expressions as a block. */
function providerView(expressions: Node, plan: Plan): BlockView {
  const setting = (name: string): Node | undefined => {
    const value = valueOf(get(expressions, name), plan);
    if (name !== "allowed_account_ids" || value === undefined || value.kind === "list") return value;
    return { kind: "list", items: [value], at: value.at };
  };
  const blocks = (type: string): readonly BlockView[] => {
    const node = get(expressions, type);
    return node?.kind === "list" ? node.items.map((item) => providerView(item, plan)) : [];
  };
  return {
    at: expressions.at,
    setting,
    nameAt: () => undefined,
    blocks: (type) => ({ items: blocks(type) }),
    members: () => ({
      attributes: entriesOf(expressions).flatMap(({ key }) => known(key) ?? []),
      blocks: [],
    }),
  };
}

/**
 * What a plan's configuration says of a provider: `key` is a resource's `provider_config_key` (`aws`, `aws.west`,
 * `module.a:aws`).
 */
export function plannedProvider(
  key: string,
  plan: Plan,
  world: Pick<World, "identity" | "account" | "at">,
): ProviderIdentity {
  const config = get(plan.providers, key);
  const expressions = get(config, "expressions");
  const view = expressions === undefined ? undefined : providerView(expressions, plan);
  return providerIdentity(view, stringAt(config, "alias") ?? key, "", world);
}

/** The same identity with the account and partition of an ARN that the provider's resource has. */
export function withOwner(
  identity: ProviderIdentity,
  owner: { readonly partition: string; readonly account: string } | undefined,
  values: MapNode,
): ProviderIdentity {
  if (owner === undefined) return identity;
  const at = get(values, "arn")?.at ?? values.at;
  return {
    ...identity,
    account: known(identity.account) === undefined ? literal(owner.account, at) : identity.account,
    partition: known(identity.partition) === undefined ? literal(owner.partition, at) : identity.partition,
  };
}

import { entryOf, get, type Node } from "../../model/node.ts";
import { known } from "../../model/text.ts";
import type { Resource } from "../terraform/instances/instance.ts";
import { callsOf, keySuffix, stepsOf, type AddressStep } from "./address.ts";
import { configuredModule, referencesIn } from "./expressions.ts";
import { isPassed } from "./passed.ts";
import type { Plan } from "./document.ts";

/** Where an expression stands: in which module instance, in a block with which key. */
export interface Standing {
  readonly moduleAddress: string;
  readonly key: string | number | undefined;
}

/** Finds a resource of the plan by its whole address, and the addresses of a block's instances. */
export interface Resources {
  readonly at: (address: string) => Resource | undefined;
  readonly instancesOf: (block: string) => readonly Resource[];
}

/** Outputs that hand on outputs that hand on…: more than anyone writes. */
const MAX_HOPS = 40;

/**
 * A planned value whose unknown parts are what its expression refers to, where the argument takes exactly one thing
 * and hands it on as it is. What stays open keeps its own hole.
 */
export function resolved(
  value: Node,
  expression: Node | undefined,
  argument: string,
  standing: Standing,
  plan: Plan,
  resources: Resources,
): Node {
  const fill = (node: Node, from: Node | undefined, name: string): Node => {
    if (node.kind === "unknown") return single(from, name, standing, plan, resources, 0) ?? node;
    if (node.kind === "list") {
      const inner = (index: number): Node | undefined => (from?.kind === "list" ? from.items[index] : from);
      return { ...node, items: node.items.map((item, index) => fill(item, inner(index), name)) };
    }
    if (node.kind !== "map") return node;
    const refers = get(from, "references") !== undefined;
    const entries = node.entries.map(({ key, value: held }) => {
      const word = known(key) ?? "";
      const inner = refers ? from : entryOf(from, word)?.value;
      return {
        key,
        value: fill(held, inner, refers && name !== "annotations" ? word : refers ? name : word),
      };
    });
    return { ...node, entries };
  };
  return fill(value, expression, argument);
}

function single(
  expression: Node | undefined,
  argument: string,
  standing: Standing,
  plan: Plan,
  resources: Resources,
  hops: number,
): Node | undefined {
  const constant = get(expression, "constant_value");
  if (constant !== undefined) return constant;
  const references = referencesIn(expression).filter((one) => !/^(?:each|count)\./.test(one));
  const [only] = references;
  if (only === undefined || references.length > 1 || hops > MAX_HOPS) return undefined;
  return referred(only, argument, standing, plan, resources, hops);
}

/** What one reference stands for, through variables and outputs to the attribute of a resource. */
function referred(
  reference: string,
  argument: string,
  { moduleAddress, key }: Standing,
  plan: Plan,
  resources: Resources,
  hops: number,
): Node | undefined {
  const steps = stepsOf(reference);
  const [head, second] = steps;
  if (head === undefined || !("name" in head) || second === undefined || !("name" in second))
    return undefined;
  const calls = callsOf(moduleAddress);
  const next = (expression: Node | undefined, standing: Standing): Node | undefined =>
    single(expression, argument, standing, plan, resources, hops + 1);
  if (head.name === "var") {
    const call = calls.at(-1);
    if (steps.length > 2) return undefined;
    if (call === undefined) return get(plan.variables, second.name, "value");
    const outer = calls.slice(0, -1);
    const expression = get(
      configuredModule(plan.configuration, outer),
      "module_calls",
      call.name,
      "expressions",
      second.name,
    );
    return next(expression, { moduleAddress: addressOf(outer), key: call.key });
  }
  if (head.name === "module") {
    const call = get(configuredModule(plan.configuration, calls), "module_calls", second.name);
    const isRepeated = (get(call, "for_each_expression") ?? get(call, "count_expression")) !== undefined;
    const { key: called, rest } = withKey(steps.slice(2), isRepeated ? key : undefined);
    const [output, ...more] = rest;
    if (output === undefined || !("name" in output) || more.length > 0) return undefined;
    const inside = [...calls, { name: second.name, key: called }];
    const outputs = get(configuredModule(plan.configuration, inside), "outputs");
    return next(get(outputs, output.name, "expression"), {
      moduleAddress: addressOf(inside),
      key: undefined,
    });
  }
  return attributeOf(steps, argument, { moduleAddress, key }, resources);
}

function addressOf(calls: ReturnType<typeof callsOf>): string {
  return calls.map(({ name, key }) => `module.${name}${keySuffix(key)}`).join(".");
}

function withKey(
  steps: readonly AddressStep[],
  fallback: string | number | undefined,
): { readonly key: string | number | undefined; readonly rest: readonly AddressStep[] } {
  const [first, ...rest] = steps;
  return first !== undefined && "key" in first ? { key: first.key, rest } : { key: fallback, rest: steps };
}

/** An attribute of a resource that the plan knows, when it is one that the argument takes as it is. */
function attributeOf(
  steps: readonly AddressStep[],
  argument: string,
  { moduleAddress, key }: Standing,
  resources: Resources,
): Node | undefined {
  const names = steps.flatMap((step) => ("name" in step ? [step.name] : []));
  const length = names[0] === "data" ? 3 : 2;
  const prefix = moduleAddress === "" ? "" : `${moduleAddress}.`;
  const block = `${prefix}${names.slice(0, length).join(".")}`;
  const { key: wanted, rest } = withKey(steps.slice(length), undefined);
  const instances = resources.instancesOf(block);
  const exact = resources.at(`${block}${keySuffix(wanted ?? key)}`) ?? resources.at(block);
  const resource = exact ?? (instances.length === 1 ? instances[0] : undefined);
  const last = rest.at(-1);
  const [first, ...more] = rest;
  if (resource === undefined || last === undefined || first === undefined) return undefined;
  if (!("name" in last) || !("name" in first) || !isPassed(argument, last.name)) return undefined;
  return more.reduce<Node | undefined>(
    (node, step) => ("name" in step ? get(node, step.name) : itemAt(node, step.key)),
    resource.attribute(first.name),
  );
}

function itemAt(node: Node | undefined, key: string | number): Node | undefined {
  if (typeof key === "string") return get(node, key);
  return node?.kind === "list" ? node.items[key] : undefined;
}

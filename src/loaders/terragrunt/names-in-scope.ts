import type { Location } from "../../model/location.ts";
import { get, type Entry, type MapNode, type Node } from "../../model/node.ts";
import { literal, type Hole } from "../../model/text.ts";
import type { Resolved, TraversalStep } from "../terraform/evaluate/scope.ts";
import { assuming } from "../terraform/instances/unknown.ts";
import { dependencyValue } from "./dependencies.ts";
import { configValue } from "./config-value.ts";
import { attributeOfBlock } from "./blocks.ts";
import { openInclude } from "./includes.ts";
import type { Config } from "./reading.ts";

function hole(id: string, name: string, at: Location): Node {
  return { kind: "unknown", hole: { kind: "hole", id, name }, at };
}

/** What a name in one of Terragrunt's files stands for (Terragrunt, "HCL reference"). */
export function resolveName(
  config: Config,
  root: string,
  steps: readonly TraversalStep[],
  at: Location,
): Resolved | undefined {
  const [first, second] = steps;
  switch (root) {
    case "local":
      return typeof first === "string"
        ? resolveLocal(config, first, at)
        : { value: allLocals(config, at), used: 0 };
    case "include":
      return resolveInclude(config, first, second, at);
    case "dependency":
      return typeof first === "string" ? dependencyValue(config, first, second, at) : undefined;
    case "values":
      return resolveValues(config, first, at);
    case "feature":
      return typeof first === "string" ? resolveFeature(config, first, second, at) : undefined;
    case "unit":
    case "stack":
      return {
        value: hole(`${config.instance}|${root}.${String(first)}`, `${root}.${String(first)}`, at),
        used: 1,
      };
    default:
      return undefined;
  }
}

function resolveLocal(config: Config, name: string, at: Location): Resolved {
  const value =
    config.local(name) ?? hole(`${config.instance}|${config.path}|local.${name}`, `local.${name}`, at);
  return { value, used: 1 };
}

function allLocals(config: Config, at: Location): MapNode {
  const entries = [...config.locals.keys()].flatMap((name): readonly Entry[] => {
    const value = config.local(name);
    return value === undefined ? [] : [{ key: literal(name, at), value }];
  });
  return { kind: "map", flavour: "object", entries, at };
}

/** `include.root.locals.x`, or `include.locals.x` where the only include has no label. */
function resolveInclude(
  config: Config,
  first: TraversalStep | undefined,
  second: TraversalStep | undefined,
  at: Location,
): Resolved | undefined {
  const includes = config.includes();
  const [only] = includes;
  const isBare = includes.length === 1 && only?.label === "";
  const include = isBare ? only : includes.find(({ label }) => label === first);
  const used = isBare ? 0 : 1;
  if (include === undefined || !include.isExposed) return undefined;
  const parent = openInclude(config, include);
  const name = isBare ? "include" : `include.${include.label}`;
  if (parent === undefined)
    return { value: hole(`${config.instance}|${name}`, name, at), used: Math.max(used, 0) };
  const field = isBare ? first : second;
  const whole = configValue(parent, name, at);
  if (typeof field !== "string") return { value: whole, used };
  const value = get(whole, field);
  return value === undefined ? undefined : { value, used: used + 1 };
}

function resolveValues(config: Config, name: TraversalStep | undefined, at: Location): Resolved {
  const directory = config.path.slice(0, Math.max(config.path.lastIndexOf("/"), 0));
  const more: Hole = { kind: "hole", id: `terragrunt:${directory}|values`, name: "values" };
  const values: Node = config.session.values(directory) ?? { kind: "unknown", hole: more, at };
  if (typeof name !== "string") return { value: values, used: 0 };
  if (values.kind === "unknown") return { value: hole(`${more.id}.${name}`, `values.${name}`, at), used: 1 };
  return { value: values, used: 0 };
}

/** A feature flag: its default is known, and taken for granted, since a run may set another value. */
function resolveFeature(
  config: Config,
  name: string,
  field: TraversalStep | undefined,
  at: Location,
): Resolved | undefined {
  const found = featureIn(config, name);
  if (found === undefined) return undefined;
  const value = assuming(found, `default:feature.${name}`);
  if (field === "value") return { value, used: 2 };
  return {
    value: { kind: "map", flavour: "object", entries: [{ key: literal("value", at), value }], at },
    used: 1,
  };
}

function featureIn(config: Config, name: string): Node | undefined {
  const block = config.blocks("feature").find(({ labels }) => labels[0]?.value === name);
  if (block !== undefined) return attributeOfBlock(config, block, "default");
  for (const include of [...config.includes()].reverse()) {
    const parent = openInclude(config, include);
    const found = parent && featureIn(parent, name);
    if (found !== undefined) return found;
  }
  return config.included === undefined ? undefined : ownFeature(config.included.by, name);
}

function ownFeature(config: Config, name: string): Node | undefined {
  const block = config.blocks("feature").find(({ labels }) => labels[0]?.value === name);
  return block && attributeOfBlock(config, block, "default");
}

import type { Location } from "../../../model/location.ts";
import type { NullNode } from "../../../model/node.ts";
import type { FunctionTable, Host } from "../function.ts";
import { TemplateError } from "../function.ts";
import type { Budget } from "../limits.ts";
import type { NamedTemplate, TemplateSet } from "../template-set.ts";
import type { Value } from "../value.ts";
import type { World } from "../worlds.ts";
import type { Output, Repeated } from "./output.ts";

/** What a missing key of a map gives: nothing, nil, or an error (text/template, Option). */
export type MissingKey = "default" | "zero" | "error";

/** One rendering in one world. */
export interface Run {
  readonly functions: FunctionTable;
  readonly missingKey: MissingKey;
  readonly world: World;
  readonly budget: Budget;
  /** What functions that templates of the set call may ask. */
  hostOf(set: TemplateSet): Host;
  /** Repetitions in templates that the current action has included, until they get a place in its output. */
  repeated: Repeated[];
  /** How many functions were called that change a map. */
  changes: number;
}

/** Variables, innermost last; a scope ends by cutting the list. */
export interface Binding {
  readonly name: string;
  value: Value;
}

/** One template being executed. */
export interface Frame {
  readonly run: Run;
  readonly set: TemplateSet;
  readonly template: NamedTemplate;
  readonly output: Output;
  readonly variables: Binding[];
}

/** Go's invalid value: what a missing key gives, and nil that went through a pipeline. Its fields are nothing again. */
interface Nothing extends NullNode {
  readonly untyped: true;
}

export function nothing(at: Location): NullNode {
  const value: Nothing = { kind: "null", at, untyped: true };
  return value;
}

export function isNothing(value: Value): boolean {
  return "untyped" in value;
}

/** What a pipeline makes of a value: nil is nothing. */
export function throughPipeline(value: Value): Value {
  return value.kind === "null" && !isNothing(value) ? nothing(value.at) : value;
}

/** What a function gets as an argument: nothing is nil. */
export function asArgument(value: Value): Value {
  return isNothing(value) ? { kind: "null", at: value.at } : value;
}

export function refuse(message: string, at: Location): never {
  throw new TemplateError(message, at, "refused");
}

/** The binding of a variable; the last that was declared. */
export function bindingOf({ variables }: Frame, name: string, at: Location): Binding {
  return variables.findLast((binding) => binding.name === name) ?? refuse(`undefined variable: ${name}`, at);
}

import type { Location } from "../../../model/location.ts";
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
  /** The maps that they were given to change; true where they change those inside, too. */
  readonly changed: Map<Value, boolean>;
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

export function refuse(message: string, at: Location): never {
  throw new TemplateError(message, at, "refused");
}

/** The binding of a variable; the last that was declared. */
export function bindingOf({ variables }: Frame, name: string, at: Location): Binding {
  return variables.findLast((binding) => binding.name === name) ?? refuse(`undefined variable: ${name}`, at);
}

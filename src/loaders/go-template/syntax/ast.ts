import type { Location } from "../../../model/location.ts";
import type { Part } from "../../../model/text.ts";
import type { Value } from "../value.ts";

/** A number, string or Boolean as written. Without `value`: an integer that Go has no int for. */
export interface Constant {
  readonly kind: "constant";
  readonly value: Value | undefined;
  readonly written: string;
  readonly at: Location;
}

/** `.`, or `nil`. */
export interface Word {
  readonly kind: "dot" | "nil";
  readonly at: Location;
}

/** `.a.b`: fields of dot. */
export interface Field {
  readonly kind: "field";
  readonly names: readonly string[];
  readonly at: Location;
}

/** `$x.a.b`: a variable and its fields; `name` has its `$`. */
export interface Variable {
  readonly kind: "variable";
  readonly name: string;
  readonly names: readonly string[];
  readonly at: Location;
}

/** `(pipeline).a.b`: fields of what something else gives. */
export interface Chain {
  readonly kind: "chain";
  readonly of: Argument;
  readonly names: readonly string[];
  readonly at: Location;
}

/** The name of a function. */
export interface FunctionName {
  readonly kind: "function";
  readonly name: string;
  readonly at: Location;
}

/** `$a, $b := command | command`. */
export interface Pipeline {
  readonly kind: "pipeline";
  readonly variables: readonly string[];
  /** `=` and not `:=`. */
  readonly assigns: boolean;
  readonly commands: readonly Command[];
  readonly at: Location;
}

export type Argument = Constant | Word | Field | Variable | Chain | FunctionName | Pipeline;

/** A function, field or value with its arguments. */
export interface Command {
  readonly first: Argument;
  readonly rest: readonly Argument[];
  readonly at: Location;
}

/** Text between actions, trimmed where an action's delimiter says so. */
export interface LiteralText {
  readonly kind: "text";
  readonly parts: readonly Part[];
  readonly at: Location;
}

/** An action that prints its value or sets variables. */
export interface Action {
  readonly kind: "action";
  readonly pipeline: Pipeline;
  readonly at: Location;
}

export interface Branch {
  readonly pipeline: Pipeline;
  readonly body: Block;
}

/** `if … else if … else … end`, or the same of `with`. */
export interface Choice {
  readonly kind: "if" | "with";
  readonly branches: readonly Branch[];
  readonly otherwise: Block | undefined;
  readonly at: Location;
}

export interface Range {
  readonly kind: "range";
  readonly pipeline: Pipeline;
  readonly body: Block;
  readonly otherwise: Block | undefined;
  readonly at: Location;
}

/** `template "name" pipeline`, and what `block` leaves where it stands. */
export interface Invocation {
  readonly kind: "template";
  readonly name: string;
  readonly pipeline: Pipeline | undefined;
  readonly at: Location;
}

/** `break` or `continue`. */
export interface Jump {
  readonly kind: "break" | "continue";
  readonly at: Location;
}

export type Item = LiteralText | Action | Choice | Range | Invocation | Jump;

export type Block = readonly Item[];

/** What `define` and `block` name. */
export interface Definition {
  readonly name: string;
  readonly body: Block;
  readonly at: Location;
}

import type { Location } from "../../model/location.ts";
import type { Text } from "../../model/text.ts";
import type { Value } from "./value.ts";

/** What a function may ask of the template that calls it. */
export interface Host {
  /**
   * Whether a value is true for `if`. What is not known is decided by the world that is being rendered: the same
   * unknown is decided alike everywhere in one world.
   */
  isTrue(value: Value): boolean;
  /** What a named template prints (Helm's `include`). Bounded; throws a TemplateError when there is none. */
  include(name: string, dot: Value, at: Location): Text;
  /** What a text prints as a template (Helm's `tpl`), with the named templates of the calling one. */
  tpl(text: Text, dot: Value, at: Location): Text;
  /** Counts work that a function does in proportion to its input; throws when the limit is met. */
  spend(steps: number, at: Location): void;
}

/** The call that a function answers. */
export interface Call {
  readonly name: string;
  /** Of the call in the template. */
  readonly at: Location;
  readonly host: Host;
}

/**
 * A function of templates: arguments in, value out. Go's order: a piped value comes last. It throws a TemplateError
 * where Go's function returns an error or does not take the type of an argument; an argument that is not known gives
 * an answer that is not known (`unknownResult`), never a guess.
 */
export type GoFunction = (args: readonly Value[], call: Call) => Value;

/** Functions by the name that templates call them. */
export type FunctionTable = ReadonlyMap<string, GoFunction>;

/** Why a template stops: what Go, Sprig or Helm say, at the action that says it. */
export class TemplateError extends Error {
  readonly at: Location;
  /** `refused`: the real program stops here too; `limit`: only this one does, since there is too much to do. */
  readonly reason: "refused" | "limit";

  constructor(message: string, at: Location, reason: "refused" | "limit" = "refused") {
    super(message);
    this.name = "TemplateError";
    this.at = at;
    this.reason = reason;
  }
}

/** A template stops because it says so itself (`fail`, `required`): the values are not what its chart can do with. */
export class RefusedByTemplate extends TemplateError {
  /** In its own words. */
  readonly said: string;

  constructor(said: string, at: Location, message = said) {
    super(message, at);
    this.name = "RefusedByTemplate";
    this.said = said;
  }
}

import type { Location } from "../../model/location.ts";
import { TemplateError } from "./function.ts";

/** What one rendering may cost. Far beyond what charts need, and reached in a second or two. */
export interface Limits {
  /** Nodes of templates that one world evaluates, and what functions spend. */
  readonly steps: number;
  /** The same of all worlds together; worlds that no longer fit are left out. */
  readonly allSteps: number;
  /** Characters that templates write, those of included ones counted each time. */
  readonly characters: number;
  readonly worlds: number;
  /** Calls of this program's own functions inside one another: two hundred `include`s, and all that JavaScript bears. */
  readonly depth: number;
}

export const DEFAULT_LIMITS: Limits = {
  steps: 2_000_000,
  allSteps: 6_000_000,
  characters: 20_000_000,
  worlds: 64,
  depth: 2_500,
};

/** Counts what one world costs, and stops it. */
export class Budget {
  readonly #limits: Limits;
  #steps = 0;
  #characters = 0;
  #depth = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get steps(): number {
    return this.#steps;
  }

  spend(steps: number, at: Location): void {
    this.#steps += steps;
    if (this.#steps <= this.#limits.steps) return;
    throw new TemplateError(`the template takes more than ${this.#limits.steps} steps`, at, "limit");
  }

  write(characters: number, at: Location): void {
    this.#characters += characters;
    if (this.#characters <= this.#limits.characters) return;
    const limit = this.#limits.characters;
    throw new TemplateError(`the template writes more than ${limit} characters`, at, "limit");
  }

  /** A text that a function made may not be longer than all that may be written. */
  checkLength(characters: number, at: Location): void {
    if (characters <= this.#limits.characters) return;
    throw new TemplateError(`a text is longer than ${this.#limits.characters} characters`, at, "limit");
  }

  /** Goes deeper by so many calls of this program's own functions; `leave` comes back. */
  enter(calls: number, at: Location): void {
    this.#depth += calls;
    if (this.#depth <= this.#limits.depth) return;
    throw new TemplateError("templates are nested too deeply: one of them may call itself", at, "limit");
  }

  leave(calls: number): void {
    this.#depth -= calls;
  }
}

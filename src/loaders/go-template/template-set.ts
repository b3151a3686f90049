import type { Location } from "../../model/location.ts";
import { isEmptyBlock, type ParsedTemplate } from "./parse.ts";
import type { Block } from "./syntax/ast.ts";

/** A template by name: what a text holds itself, or what it defines. */
export interface NamedTemplate {
  readonly name: string;
  readonly body: Block;
  readonly at: Location;
  /** Set when its text cannot be parsed. */
  readonly problem?: ParsedTemplate["problem"];
}

/**
 * The templates that can call one another (Go's associated templates). A later one replaces an earlier one of its
 * name, unless it is empty.
 */
export class TemplateSet {
  readonly #parent: TemplateSet | undefined;
  readonly #templates = new Map<string, NamedTemplate>();

  /** With a parent, a set of its own that begins with the parent's templates (Go's Clone). */
  constructor(parent?: TemplateSet) {
    this.#parent = parent;
  }

  /** Adds a text and what it defines. The order matters: `inHelmsOrder` tells Helm's. */
  add(template: ParsedTemplate): this {
    for (const definition of template.defines) this.#put(definition);
    this.#put(template);
    return this;
  }

  #put(template: NamedTemplate): void {
    const replaces = template.problem !== undefined || !isEmptyBlock(template.body);
    if (replaces || this.get(template.name) === undefined) this.#templates.set(template.name, template);
  }

  get(name: string): NamedTemplate | undefined {
    return this.#templates.get(name) ?? this.#parent?.get(name);
  }
}

/** A set of texts, in the order in which they are added. */
export function templateSet(templates: readonly ParsedTemplate[]): TemplateSet {
  const set = new TemplateSet();
  for (const template of templates) set.add(template);
  return set;
}

/** The order in which Helm parses and executes templates: deeper paths first, then backwards by name (pkg/engine). */
export function inHelmsOrder(paths: readonly string[]): readonly string[] {
  const depth = (path: string): number => path.split("/").length;
  return [...paths].sort((a, b) => depth(b) - depth(a) || (a < b ? 1 : a > b ? -1 : 0));
}

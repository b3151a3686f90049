import type { Location, Span } from "../../../model/location.ts";
import type { Node } from "../../../model/node.ts";
import { fileSource, type Source } from "../../../model/source.ts";
import type { Expression } from "../syntax/ast.ts";
import { placeIn } from "../syntax/stand-in.ts";
import { shortSource } from "./identity.ts";
import type { Scope } from "./scope.ts";
import type { Value } from "./value.ts";

/** Values by name. */
export interface Names {
  readonly get: (name: string) => Node | undefined;
}

/** What the evaluation of one expression carries along. */
export interface Context {
  readonly scope: Scope;
  /** The scope's names and those of the enclosing `for` expressions and splats. */
  readonly names: Names;
  /** The text that the expression was parsed from, and where it stands. */
  readonly source: Source;
  /** Tells the rounds of enclosing `for` expressions apart, for functions that differ at each call. */
  readonly round: string;
  /** Notes whether something was taken out of an unknown value: what may yet fail, for `try` and `can`. */
  readonly doubts: { raised: boolean };
  /** Evaluates a part of the expression; a field, so that the parts of the evaluator do not import each other. */
  readonly evaluate: (expression: Expression, context: Context) => Value;
}

export function newContext(scope: Scope, evaluate: Context["evaluate"]): Context {
  return {
    scope,
    names: { get: (name) => scope.names.get(name) },
    source: fileSource(scope.file),
    round: "",
    doubts: { raised: false },
    evaluate,
  };
}

/** Where a range of the expression's text stands in its file. */
export function placeOf(context: Context, span: Span): Location {
  return placeIn(context.scope.file, span);
}

/** An expression as it is written, short enough to name a hole in a message. */
export function labelOf(context: Context, span: Span): string {
  return shortSource(context.source.text.slice(span.start, span.end));
}

/** The same context with more names. */
export function withNames(
  context: Context,
  names: readonly (readonly [string, Node])[],
  round: number,
): Context {
  const outer = context.names;
  const get = (wanted: string): Node | undefined =>
    names.find(([name]) => name === wanted)?.[1] ?? outer.get(wanted);
  return { ...context, names: { get }, round: `${context.round}/${round}` };
}

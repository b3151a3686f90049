import type { Location } from "../../../model/location.ts";
import type { Node } from "../../../model/node.ts";

/**
 * An evaluation error (a missing attribute, a wrong type). It is a value, so that `try` and `can` see it; outside of
 * the evaluator it becomes an unknown node that names the reason.
 */
export interface Failure {
  readonly kind: "failure";
  /** What is wrong, in plain words. */
  readonly message: string;
  readonly at: Location;
  /** Set on what Terraform finds before it evaluates: `try` and `can` do not help. */
  readonly fatal?: true;
  /** What the error takes for granted: there may be none with other defaults. */
  readonly assumed?: readonly string[];
}

/** What evaluation gives inside the evaluator. */
export type Value = Node | Failure;

export function failure(message: string, at: Location): Failure {
  return { kind: "failure", message, at };
}

/** An error that Terraform finds before it evaluates: a name that nothing has. */
export function fatalFailure(message: string, at: Location): Failure {
  return { ...failure(message, at), fatal: true };
}

export function isFailure(value: object): value is Failure {
  return "kind" in value && value.kind === "failure";
}

/** Collects nodes until the first failure: the shape of every step that evaluates a list of things. */
export function collect<T>(
  items: readonly T[],
  each: (item: T, index: number) => Value,
): readonly Node[] | Failure {
  const nodes: Node[] = [];
  for (const [index, item] of items.entries()) {
    const value = each(item, index);
    if (isFailure(value)) return value;
    nodes.push(value);
  }
  return nodes;
}

/** Whether `collect` stopped at a failure. */
export function stopped(collected: readonly unknown[] | Failure): collected is Failure {
  return "kind" in collected;
}

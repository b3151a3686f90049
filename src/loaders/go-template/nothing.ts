import type { Location } from "../../model/location.ts";
import type { NullNode } from "../../model/node.ts";
import type { Value } from "./value.ts";

/**
 * Go's invalid value: what a missing key gives, and nil that went through a pipeline. Its fields are nothing again,
 * where those of nil are an error, and functions take it for a map that is nil.
 */
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

/** What a variable of Go's `interface{}` makes of a value, an argument or an element: nothing is nil. */
export function asInterface(value: Value): Value {
  return isNothing(value) ? { kind: "null", at: value.at } : value;
}

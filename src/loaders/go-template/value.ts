import type { Location } from "../../model/location.ts";
import type { BooleanNode, NullNode, NumberNode, UnknownNode } from "../../model/node.ts";
import type { Hole, Text } from "../../model/text.ts";
import type { Call } from "./function.ts";

/**
 * What a template computes with. Scalars are nodes, so that each keeps its place; maps and lists are mutable and
 * shared by reference, as Go's are (`set`, `unset`, `merge` change their argument).
 */
export type Value = Text | GoNumber | BooleanNode | NullNode | UnknownNode | GoList | GoMap | GoObject;

/** A number with its Go type: templates print, compare and divide them differently. Values files have only float64. */
export interface GoNumber extends NumberNode {
  readonly go: "int" | "int64" | "float64";
}

export interface GoList {
  readonly kind: "go-list";
  /** An unknown node with `several` stands for any number of elements. */
  readonly items: Value[];
  readonly at: Location;
  /** Its Go type where that is not `[]interface {}`: `[]string`. */
  readonly type?: string;
  /** Set on a slice that is nil: it prints as an empty one, and JSON has `null` for it. */
  readonly isNil?: true;
}

/** One entry of a map; the key keeps the place where it was written. */
export interface GoEntry {
  readonly key: Text;
  readonly value: Value;
}

export interface GoMap {
  readonly kind: "go-map";
  /** By known key, in the order in which they were written (`range` and `toYaml` sort). */
  readonly entries: Map<string, GoEntry>;
  /** Set when there may be more entries than are listed, or when a key is not known. */
  more: Hole | undefined;
  readonly at: Location;
  /** Its Go type where that is not `map[string]interface {}`: `map[string]string`. */
  readonly type?: string;
}

/** A Go value with fields and methods: `.Files`, `.Capabilities.APIVersions`, what `semver` returns. */
export interface GoObject {
  readonly kind: "object";
  /** As `typeOf` prints it: `engine.files`. */
  readonly type: string;
  readonly at: Location;
  /** The value of a field, or what a method returns for arguments; undefined when there is no such member. */
  member(name: string, args: readonly Value[], call: Call): Value | undefined;
  /** What `range` goes over, for an object that is a map or a list. */
  entries?(): readonly (readonly [key: Value, value: Value])[];
  /** As `print` shows it; without it the text is unknown. */
  print?(): string;
}

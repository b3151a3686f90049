import type { Location, SourceFile } from "../../../model/location.ts";
import type { Node } from "../../../model/node.ts";
import type { FunctionRow } from "./functions/function.ts";

/** A step of a traversal whose key is known: an attribute name, an index, a `for_each` key. */
export type TraversalStep = string | number;

/** What a reference stands for, and how many of its steps were used up in finding it. */
export interface Resolved {
  readonly value: Node;
  readonly used: number;
}

/** What Terraform's file functions may read: inside the boundary only. */
export interface Files {
  /** The file at a path relative to the root of the boundary, or undefined when it is not there or outside. */
  read(path: string): SourceFile | undefined;
  /** Whether a file is there whose text cannot be had: a binary or very large one. */
  isThere?(path: string): boolean;
  /** Every file below a directory relative to the root, sorted. */
  list(directory: string): readonly string[];
}

/**
 * Where an expression is evaluated: one instance of one module in one environment. Functions that give holes name
 * them by `instance`, so that equal expressions in one instance are equal and those of two instances are not.
 */
export interface Scope {
  /** The file that the expression is written in. */
  readonly file: SourceFile;
  /** Environment and module instance address: the beginning of every hole's identity. */
  readonly instance: string;
  /** Values by plain name: `for` variables, template variables, `each`, `count`, `self`. Looked at first. */
  readonly names: ReadonlyMap<string, Node>;
  /**
   * What a reference stands for: `var.x` is root "var", steps ["x"]; `aws_iam_role.this["a"].arn` is root
   * "aws_iam_role", steps ["this", "a", "arn"]; `module.m.out`, `data.t.n.attr`, `local.x`, `path.module`,
   * `terraform.workspace` likewise. At least one step is used. Undefined when nothing of that name can be declared.
   * Never throws; a cycle gives a hole.
   */
  resolve(root: string, steps: readonly TraversalStep[], at: Location): Resolved | undefined;
  readonly files: Files;
  /** The directory that relative paths of file functions start from: where `terraform` is run (the root module). */
  readonly workingDirectory: string;
  /** Set inside a template file or string: a name that it does not have is found when it is rendered. */
  readonly isTemplate?: true;
  /** Functions besides Terraform's, or in their place. */
  readonly functions?: ReadonlyMap<string, FunctionRow>;
  /** What absolute paths into the boundary begin with, where there are such. */
  readonly absoluteRoot?: string;
}

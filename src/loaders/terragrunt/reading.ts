import type { Location } from "../../model/location.ts";
import type { Node } from "../../model/node.ts";
import type { Text } from "../../model/text.ts";
import type { Questions } from "../loader.ts";
import type { ConfigFile } from "../terraform/configuration/hcl-parser.ts";
import type { Attribute, Block, Expression } from "../terraform/syntax/ast.ts";
import type { ModuleInstance } from "../terraform/instances/instance.ts";

/** How an included file is merged below the one that includes it (Terragrunt, "include"). */
export type Strategy = "no_merge" | "shallow" | "deep";

/** An `include` block. */
export interface Include {
  /** Empty for a block without a label. */
  readonly label: string;
  readonly block: Block;
  /** The included file, relative to the root; undefined when it is not known or lies outside. */
  readonly path: string | undefined;
  readonly isExposed: boolean;
  readonly strategy: Strategy;
}

/** Where the reading of a file began: Terragrunt's functions answer by this. */
export interface Opening {
  /** The file whose expressions are evaluated. */
  readonly path: string;
  /** The current configuration: the unit's for a file that it includes, a read file's own. */
  readonly configPath: string;
  /** The directory of the unit for whose sake the file is read. */
  readonly original: string;
  /** Set when the file is read because `child` includes it. */
  readonly included?: { readonly by: Config; readonly include: Include };
}

/** One of Terragrunt's files, read for one purpose. Everything in it is evaluated when it is first asked for. */
export interface Config extends Opening {
  readonly file: ConfigFile;
  readonly session: Session;
  /** The beginning of its holes' identities. */
  readonly instance: string;
  readonly includes: () => readonly Include[];
  readonly locals: ReadonlyMap<string, Attribute>;
  /** A local; undefined when it is not declared, or waits for itself. */
  readonly local: (name: string) => Node | undefined;
  evaluate(expression: Expression): Node;
  /** The top-level attribute of a name, and the blocks of a type. */
  attribute(name: string): Attribute | undefined;
  blocks(type: string): readonly Block[];
  place(span: { readonly start: number; readonly end: number }): Location;
}

/** A directory that Terragrunt makes of another one (a unit of a stack). */
export interface Mount {
  readonly at: string;
  readonly from: string;
  readonly values: Node | undefined;
}

/** A unit, as the index of all units lists it. */
export interface UnitInput {
  /** The directory that it runs in, relative to the root. */
  readonly directory: string;
  /** Null for a unit at the root. */
  readonly environment: string | null;
}

/** What a unit runs: its module, and what is said of it in files that are read. */
export interface OpenUnit {
  readonly input: UnitInput;
  readonly config: Config;
  /** The module with its inputs; undefined when it is not here. */
  readonly module: () => ModuleInstance | undefined;
}

/** Everything that is read for the sake of one unit, shared by all files. */
export interface Session {
  /** The files, with the directories that stacks make. */
  readonly ask: Questions;
  /** A path of a directory that a stack makes, as it lies here. */
  readonly real: (path: string) => string;
  /** The values that a stack gives to a directory, or that are written in it. */
  readonly values: (directory: string) => Node | undefined;
  readonly open: (opening: Opening) => Config | undefined;
  readonly unit: (directory: string) => OpenUnit | undefined;
  readonly nested: <T>(step: () => T) => T | undefined;
  /** The git repository that a directory is in, as a directory relative to the root. */
  readonly repositoryOf: (directory: string) => string;
  readonly account: (directory: string) => Text;
  /** Every one of Terragrunt's files that was read. */
  readonly seen: ReadonlySet<string>;
}

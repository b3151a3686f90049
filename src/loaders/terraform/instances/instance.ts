import type { ModuleRow } from "../../../catalogue/terraform-modules/module-row.ts";
import type { EnvironmentId, Origin } from "../../../model/entities.ts";
import type { Location, SourceFile, Step } from "../../../model/location.ts";
import type { Node } from "../../../model/node.ts";
import type { Hole, Text } from "../../../model/text.ts";
import type { Declaration } from "../configuration/declaration.ts";
import type { ModuleConfig } from "../configuration/module-config.ts";
import type { KnownRepository } from "../../loader.ts";
import type { Files, Scope } from "../evaluate/scope.ts";
import type { Expression } from "../syntax/ast.ts";

/** Values by plain name: `each`, `count`, a dynamic block's iterator. */
export type Names = ReadonlyMap<string, Node>;

export type Exists = "yes" | "maybe";

/** One root module with one set of variables: what everything in it shares. */
export interface World {
  /** The root module's directory, relative to the boundary's root. */
  readonly directory: string;
  readonly environment: EnvironmentId;
  /** The directory of the unit that runs the root module, where several make up an environment (`Origin.isUnit`). */
  readonly unit?: string;
  /** The name of Terraform's workspace, when it is known. */
  readonly workspace?: Text;
  /** The beginning of every hole's identity. */
  readonly identity: string;
  /** A place for what nobody wrote: the beginning of the root module. */
  readonly at: Location;
  /** The AWS account that the configuration of irsa-lint gives for the root module. */
  readonly account: string | undefined;
  readonly files: Files;
  /** What functions see besides, where values hold absolute paths into the boundary. */
  readonly reach?: Pick<Scope, "functions" | "absoluteRoot">;
  /** The path, relative to the root, that a text names which is not wholly known, where such paths are understood. */
  readonly pathOf?: (text: Text) => string | undefined;
  /** The configuration in a directory, or undefined when there is none. Read once. */
  readonly configOf: (directory: string) => ModuleConfig | undefined;
  /** Whether a directory lies in none of the boundaries, though below the root that they share. */
  readonly isOutside: (directory: string) => boolean;
  /** The git repositories that are known to lie here. */
  readonly repositories: readonly KnownRepository[];
  /** The root module whose state is kept under an identity (`stateId`), when exactly one says so. */
  readonly stateOf: (id: string) => ModuleInstance | undefined;
  /** The configuration's own rows of the module catalogue. */
  readonly moduleRows: readonly ModuleRow[];
  /**
   * The directory that `terraform init` put a module in, by the call's address without keys (`eks.irsa`); undefined
   * when the call now asks for another source or version.
   */
  readonly installedModule: (
    path: string,
    source: string | undefined,
    version: string | undefined,
  ) => string | undefined;
  /** Runs one step of evaluation inside another; undefined when they stand in each other too deep. */
  readonly nested: <T>(step: () => T) => T | undefined;
}

/** One copy of a block with `count` or `for_each`, or the block itself. */
export interface Copy {
  /** What the address ends in: ``, `[0]`, `["a"]`. */
  readonly suffix: string;
  /** Undefined for a block that is not repeated, and where the key is not known. */
  readonly key: string | number | undefined;
  readonly names: Names;
  readonly exists: Exists;
}

/** What `count` or `for_each` makes of a block. */
export interface Repetition {
  readonly shape: "single" | "list" | "map";
  readonly copies: readonly Copy[];
  /** Set when there may be more copies than are listed. */
  readonly more?: Hole;
}

/** A provider configuration, as far as identity goes. The texts stand where the provider block has them. */
export interface ProviderIdentity {
  readonly account: Text;
  readonly partition: Text;
  readonly region: Text;
}

/** One instance of a module. Everything in it is evaluated when it is first asked for. */
export interface ModuleInstance {
  readonly world: World;
  readonly config: ModuleConfig;
  /** `` for the root module, else `module.a["k"].module.b`. */
  readonly address: string;
  /** World and address: the beginning of its holes' identity. */
  readonly identity: string;
  readonly exists: Exists;
  /** The module calls that lead here. */
  readonly via: readonly Step[];
  readonly origin: Origin;
  /** The value of an expression that is written in this module. */
  evaluate(expression: Expression, file: SourceFile, names?: Names): Node;
  /** The value of a variable or a local; a hole when it is not declared. */
  variable(name: string, at: Location): Node;
  local(name: string, at: Location): Node;
  /** The names of the outputs; `moreOutputs` when the module may have others. */
  readonly outputs: readonly string[];
  readonly moreOutputs: boolean;
  /** The value of an output, or undefined when the module has none of that name. */
  output(name: string): Node | undefined;
  /** The instances of a resource or data source, by `type.name`; undefined when it is not declared. */
  resource(mode: ResourceMode, name: string): Instances<ResourceInstance> | undefined;
  /** The instances of a module call; undefined when it is not declared. */
  call(name: string): Instances<CalledModule> | undefined;
  /** The provider configuration under a local name: `aws`, `aws.west`. */
  provider(name: string): ProviderIdentity;
}

export type ResourceMode = "managed" | "data";

/** The instances of a repeated block. */
export interface Instances<T> {
  readonly declaration: Declaration;
  readonly repetition: Repetition;
  /** One for each copy of the repetition. */
  readonly all: () => readonly T[];
  /** The instance under a key: also one that only may exist, when the keys are not all known. */
  readonly at: (key: string | number) => T | undefined;
}

/** What a module call leads to: an instance, or a module that is not here. */
export type CalledModule = Called &
  (
    | { readonly kind: "read"; readonly instance: ModuleInstance; readonly row: string | undefined }
    | UnreadModule
  );

/** A module that is not looked into. */
export interface UnreadModule {
  readonly kind: "unread";
  /** As it is written; undefined for a module that is known to make nothing of interest. */
  readonly source: string | undefined;
  /** Why, after "module x": `is not in this repository`. */
  readonly reason: string;
  /** The place of a source that leaves the boundary. */
  readonly outside?: Location;
}

interface Called {
  /** As the caller sees it: `module.eks["a"]`. */
  readonly localAddress: string;
  readonly address: string;
  readonly identity: string;
  readonly at: Location;
  readonly exists: Exists;
  /** The value of an input, evaluated in the caller. */
  readonly input: (name: string) => Node | undefined;
  readonly inputs: readonly string[];
}

/** A block seen as values: a resource, or a nested block, or a map where a block could stand. */
export interface BlockView {
  readonly at: Location;
  /** The configured value; undefined when it is not written. */
  setting(name: string): Node | undefined;
  /** The place of an attribute's name. */
  nameAt(name: string): Location | undefined;
  blocks(type: string): BlockList;
  /** Names of everything that is written in it: attributes, then types of nested blocks. */
  readonly members: () => { readonly attributes: readonly string[]; readonly blocks: readonly string[] };
}

/** The nested blocks of a type; `more` is set when there may be others. */
export interface BlockList {
  readonly items: readonly BlockView[];
  readonly more?: Hole;
}

/** What is known of the module that a resource is declared in, wherever the resource was read. */
export interface ResourceModule {
  /** The root module: its directory, the environment, and a place for what nobody wrote. */
  readonly world: Pick<World, "directory" | "environment" | "at">;
  /** `` for the root module, else `module.a["k"].module.b`. */
  readonly address: string;
  readonly origin: Origin;
  /** The provider configuration under a local name: `aws`, `aws.west`. */
  provider(name: string): ProviderIdentity;
}

/** One instance of a resource or a data source: of the configuration, or of a plan. Facts are made of these. */
export interface Resource extends BlockView {
  readonly module: ResourceModule;
  readonly mode: ResourceMode;
  readonly type: string;
  /** With the key, as its module sees it: `aws_iam_role.this["k"]`, `data.aws_region.current`. */
  readonly localAddress: string;
  /** With the module's address. */
  readonly address: string;
  /** The beginning of its holes' identity. */
  readonly identity: string;
  readonly exists: Exists;
  readonly provider: () => ProviderIdentity;
  /** An attribute as other expressions see it: configured, computed or a hole. */
  attribute(name: string): Node;
}

/** A resource or data source of the configuration. */
export interface ResourceInstance extends Resource {
  readonly module: ModuleInstance;
  readonly declaration: Declaration;
}

import type { ChartRow } from "../catalogue/charts/chart-row.ts";
import type { ModuleRow } from "../catalogue/terraform-modules/module-row.ts";
import type { Fact, Origin } from "../model/entities.ts";
import type { SourceFile } from "../model/location.ts";
import type { Manifest } from "../model/manifest.ts";
import type { Problem } from "../model/problem.ts";
import type { Absent, Text } from "../model/text.ts";

/** A comment, for suppressions. `at` is an offset range of the file; `text` is without the comment marks. */
export interface Comment {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What a parser made of a file. A file that does not parse still has a value: what could be read. */
export interface Parsed<T> {
  readonly value: T;
  readonly comments: readonly Comment[];
  readonly problems: readonly Problem[];
}

/** Turns a file's text into a syntax with places. Pure: the same text gives the same result, so it is cached. */
export interface Parser<T> {
  readonly name: string;
  parse(file: SourceFile): Parsed<T>;
}

/** A file that was asked for and is not there, or lies outside the boundary. */
export interface Missing {
  readonly missing: "not-found" | "outside-root" | "too-large" | "unreadable";
}

/** Something that can be expanded: a root module with a variable set, a source, an overlay, a release. */
export interface Unit {
  /** Unique among units of its kind and the same in every run. */
  readonly key: string;
  readonly kind: string;
  readonly input: unknown;
  readonly origin: Origin;
}

/** What an expander may ask. Answers are recorded, so that a unit runs again when one of them changes. */
export interface Questions {
  /** The file at a path relative to the root, or why it cannot be had. */
  read(path: string): SourceFile | Missing;
  /** The file's syntax, parsed once however many ask. */
  parse<T>(path: string, parser: Parser<T>): Parsed<T> | Missing;
  /** Every file below a directory (recursively), as sorted paths relative to the root. `""` is the root. */
  list(directory: string): readonly string[];
  /** The manifests made so far of a kind, namespace and name; an undefined part matches all. */
  lookup(query: {
    readonly apiGroup: string;
    readonly kind: string;
    readonly namespace?: Text;
    readonly name?: Text;
  }): readonly Manifest[];
  /** What another unit expands to; a cycle gives an empty expansion with a gap. */
  build(unit: Unit): Expansion;
  /** What the configuration says to loaders. */
  readonly settings?: LoaderSettings;
}

/** What came of a unit. */
export interface Expansion {
  readonly manifests: readonly Manifest[];
  readonly facts: readonly Fact[];
  /** Files that this unit has read on its own terms and that must not be judged raw. */
  readonly claims: readonly string[];
  readonly units: readonly Unit[];
  readonly problems: readonly Problem[];
  /** Comments of files that the unit parsed itself out of other files (YAML in a heredoc). */
  readonly comments?: readonly Comment[];
}

export interface Expander {
  readonly kind: string;
  expand(unit: Unit, ask: Questions): Expansion;
}

/** A git repository and the directory of the input that is a checkout of it. */
export interface KnownRepository {
  readonly url: string;
  /** Relative to the root; `""` is the root. */
  readonly path: string;
}

/** A Helm release that nothing in the input asks for: a pipeline or a person installs it. */
export interface InstalledRelease {
  readonly chart: Text;
  /** Where the chart lies in the input, when `chart` is a path. */
  readonly directory?: string;
  readonly repository: Text | Absent;
  readonly version: Text | Absent;
  readonly name: Text | Absent;
  readonly namespace: Text | Absent;
  /** The cluster as `clusters` names it. */
  readonly cluster: Text | Absent;
  /**
   * The files of values, weakest first, each with its path relative to the root. Paths may leave names open (`{env}`,
   * `*`), which the texts above may use: the entry then stands for a release of each way to fill them.
   */
  readonly values: readonly { readonly path: string; readonly written: Text }[];
}

/** What the loaders get to know of the configuration. */
export interface LoaderSettings {
  /** Tokens that stand for values filled in later, besides the built-in ones. */
  readonly placeholders: readonly string[];
  /** The one AWS account of the input, when the configuration names exactly one for a path. */
  readonly accountOf: (path: string) => string | undefined;
  /** Further Terraform variable files, relative to the root. */
  readonly varFiles: readonly string[];
  /** The workspaces of root modules; `path` is relative to the root. */
  readonly workspaces?: readonly { readonly path: string; readonly names: readonly Text[] }[];
  /** The configuration's own rows of the chart catalogue; they win over the built-in ones. */
  readonly charts?: readonly ChartRow[];
  /** The configuration's own rows of the Terraform module catalogue; they win over the built-in ones. */
  readonly terraformModules?: readonly ModuleRow[];
  /** The repositories that are known to lie here; without any, loaders go by the paths that exist. */
  readonly repositories?: readonly KnownRepository[];
  readonly releases?: readonly InstalledRelease[];
}

/** A language or tool: what makes a file worth parsing, where expansion starts, and what its manifests mean. */
export interface Loader {
  readonly name: string;
  /** Whether a path can belong to this loader at all (by its name). */
  handles(path: string): boolean;
  /** Words of which a file must hold at least one to be worth parsing: searched in the raw bytes. */
  readonly markers: readonly string[];
  /** The units to start from. `files` are the handled paths that passed the byte gate, sorted. */
  seeds(files: readonly string[], ask: Questions, settings: LoaderSettings): readonly Unit[];
  readonly expanders: readonly Expander[];
  /** Units that a manifest asks for (an Application asks for a release). */
  react?(manifest: Manifest, settings: LoaderSettings): readonly Unit[];
  /** Facts that a manifest states (a ServiceAccount is one). */
  read?(manifest: Manifest, settings: LoaderSettings): readonly Fact[];
  /** Lower goes first; files claimed by an earlier expansion are not seeds of a later loader. */
  readonly order: number;
}

export const emptyExpansion: Expansion = { manifests: [], facts: [], claims: [], units: [], problems: [] };

import type { ChartRow } from "../catalogue/charts/chart-row.ts";
import type { ModuleRow } from "../catalogue/terraform-modules/module-row.ts";
import type { InstalledRelease, KnownRepository } from "../loaders/loader.ts";
import type { Severity } from "../model/finding.ts";
import type { Location } from "../model/location.ts";
import type { ClusterSettings } from "../model/model.ts";
import type { Text } from "../model/text.ts";

export type RuleSeverity = Severity | "off";

/** What a configuration, an override or `--rule` says of the rules that a pattern names. */
export interface RuleSetting {
  /** A rule's id, or a glob over ids. */
  readonly pattern: string;
  readonly severity: RuleSeverity;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Other settings for the files that one of the globs names. */
export interface Override {
  readonly files: readonly string[];
  readonly rules: readonly RuleSetting[];
}

/** Findings that are accepted. */
export interface Exception {
  readonly rule: string;
  /** Globs; undefined for every file. */
  readonly files?: readonly string[];
  /** A part of the message. */
  readonly match?: string;
  readonly reason: string;
  /** The last day on which it holds, `YYYY-MM-DD`. */
  readonly expires?: string;
  /** The entry in the configuration file. */
  readonly at: Location;
}

export type Preset = "recommended" | "strict" | "all";

/** How much is read. */
export interface Limits {
  /** A file with more bytes is not read. */
  readonly fileBytes?: number;
}

/** The workspaces of a root module. */
export interface RootWorkspaces {
  readonly path: string;
  readonly names: readonly Text[];
  /** The key in the configuration file. */
  readonly at: Location;
}

/** A validated configuration. Globs and paths in it are relative to the directory of its file. */
export interface Configuration {
  readonly root: boolean;
  readonly preset: Preset;
  readonly rules: readonly RuleSetting[];
  readonly overrides: readonly Override[];
  readonly ignore: readonly string[];
  readonly clusters: readonly ClusterSettings[];
  readonly repositories: readonly KnownRepository[];
  /** Own rows of the catalogues. */
  readonly charts: readonly ChartRow[];
  readonly terraformModules: readonly ModuleRow[];
  readonly releases: readonly InstalledRelease[];
  readonly placeholders: readonly string[];
  readonly varFiles: readonly string[];
  readonly workspaces: readonly RootWorkspaces[];
  readonly limits: Limits;
  readonly exceptions: readonly Exception[];
}

/** What holds without a configuration file. */
export const defaultConfiguration: Configuration = {
  root: false,
  preset: "recommended",
  rules: [],
  overrides: [],
  ignore: [],
  clusters: [],
  repositories: [],
  charts: [],
  terraformModules: [],
  releases: [],
  placeholders: [],
  varFiles: [],
  workspaces: [],
  limits: {},
  exceptions: [],
};

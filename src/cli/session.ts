import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { realpathSync } from "node:fs";
import {
  analyseWithComments,
  markerWords,
  type Analysis,
  type AnalysisSettings,
  type AnalysisStep,
} from "../engine/analyse.ts";
import type { Configuration } from "../engine/configuration.ts";
import { namesFile } from "../engine/globs.ts";
import type { ClusterSettings } from "../model/model.ts";
import type { SourceFile } from "../model/location.ts";
import type { Counts, FileNames } from "../report/report.ts";
import { overlay } from "../workspace/overlay.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { findConfiguration } from "./find-configuration.ts";
import { releasesHere, repositoriesHere, workspacesHere } from "./known-here.ts";
import { openInput, type Input } from "./open-input.ts";
import { counted, startProgress } from "./progress.ts";
import { rebaseGlob } from "./rebase-glob.ts";
import { UsageError } from "./usage-error.ts";

/** The options that `check` and `links` share. */
export interface SessionOptions {
  readonly config?: string | boolean;
  readonly ignore?: readonly string[];
  readonly isolated?: boolean;
  readonly varFile?: readonly string[];
  readonly stdinFilename?: string;
  /** No progress on the terminal. */
  readonly quiet?: boolean;
}

/** A workspace that was read, with all that a command needs to know of it. */
export interface Session extends Analysis {
  readonly input: Input;
  readonly configuration: Configuration;
  /** A path of the workspace relative to the configuration's directory. */
  readonly pathInConfiguration: (path: string) => string;
  readonly files: FileNames;
  readonly counts: Counts;
  /** The same with other texts of some files. */
  readonly withFiles: (files: readonly SourceFile[]) => Session;
}

const steps: Readonly<Record<AnalysisStep, string>> = {
  reading: "reading",
  joining: "joining roles and service accounts",
};

function withSlashes(path: string): string {
  return path.split(sep).join("/");
}

/** Names of files for reports: relative to the working directory. */
function fileNames(root: string): FileNames {
  const here = realpathSync(process.cwd());
  const absolute = (path: string): string => (isAbsolute(path) ? path : join(root, path));
  return { absolute, relative: (path) => withSlashes(relative(here, absolute(path))) };
}

function realVarFile(path: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    throw new UsageError(`cannot read the variable file ${path}`, { cause });
  }
}

/** The one account that the clusters of a path are in; undefined when they are several or none. */
function accountOf(clusters: readonly ClusterSettings[], path: string): string | undefined {
  const here = clusters.filter(({ paths }) => paths.length === 0 || namesFile(paths, path));
  const accounts = new Set(here.flatMap(({ account }) => (account === undefined ? [] : [account])));
  return accounts.size === 1 ? [...accounts][0] : undefined;
}

/** Finds the configuration, opens the paths and reads everything. `paths` may be empty: the working directory. */
export function openSession(
  paths: readonly string[],
  options: SessionOptions,
  ruleIds: readonly string[],
  commands: readonly string[],
): Session {
  const { configuration, directory } = findConfiguration(options, ruleIds);
  const progress = startProgress(options.quiet ?? false);
  progress.step("looking for files");
  const here = process.cwd();
  const varFiles = [
    ...configuration.varFiles.map((file) => realVarFile(resolve(directory, file))),
    ...(options.varFile ?? []).map(realVarFile),
  ];
  const input = openInput({
    paths: paths.length === 0 ? ["."] : paths,
    isolated: options.isolated ?? false,
    ...(options.stdinFilename === undefined ? {} : { stdinFilename: options.stdinFilename }),
    ignore: [
      ...configuration.ignore.map((glob) => ({ glob, directory })),
      ...(options.ignore ?? []).map((glob) => ({ glob, directory: here })),
    ],
    named: varFiles,
    words: markerWords(),
    ...(configuration.limits.fileBytes === undefined ? {} : { maxBytes: configuration.limits.fileBytes }),
    commands,
    onDirectory: progress.tick,
  });
  const { root, workspace } = input;
  if (workspace.paths.length === 0)
    throw new UsageError(`no files to read in ${(paths.length === 0 ? ["."] : paths).join(", ")}`);
  const clusters = configuration.clusters.map((cluster) => ({
    ...cluster,
    paths: cluster.paths.flatMap((glob) => rebaseGlob(glob, directory, root) ?? []),
  }));
  const settings: AnalysisSettings = {
    placeholders: configuration.placeholders,
    accountOf: (path) => accountOf(clusters, path),
    varFiles: varFiles.map((file) => withSlashes(relative(root, file))),
    workspaces: workspacesHere(configuration, directory, root),
    charts: configuration.charts,
    terraformModules: configuration.terraformModules,
    repositories: repositoriesHere(configuration, directory, root, input.boundaries),
    releases: releasesHere(configuration, directory, root),
    clusters,
  };
  const read = (files: Workspace): Session => {
    const analysis = analyseWithComments(counted(files, progress), settings, (step) => {
      progress.step(steps[step]);
    });
    const { coverage, roles, serviceAccounts } = analysis.model;
    return {
      ...analysis,
      input,
      configuration,
      pathInConfiguration: (path) => withSlashes(relative(directory, join(root, path))),
      files: fileNames(root),
      counts: { ...coverage, roles: roles.length, serviceAccounts: serviceAccounts.length },
      withFiles: (changed) => read(changed.reduce(overlay, workspace)),
    };
  };
  return read(workspace);
}

/** What to tell somebody whose files say nothing about identity; undefined when they do. */
export function emptyNote({ model }: Session): string | undefined {
  const { roles, serviceAccounts, oidcProviders, associations, secretStores, problems } = model;
  const found = [roles, serviceAccounts, oidcProviders, associations, secretStores, problems];
  if (found.some((list) => list.length > 0)) return undefined;
  return "there are files here, but nothing about service accounts or IAM roles in them";
}

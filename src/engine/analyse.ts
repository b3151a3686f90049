import { expand } from "../expand/expand.ts";
import { link } from "../linker/link.ts";
import type { Comment, LoaderSettings } from "../loaders/loader.ts";
import type { ClusterSettings, Model } from "../model/model.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { loaders } from "./loaders.ts";

/** What the configuration says of the input. */
export interface AnalysisSettings extends LoaderSettings {
  readonly clusters: readonly ClusterSettings[];
}

/** What holds without a configuration. */
export const defaultAnalysisSettings: AnalysisSettings = {
  placeholders: [],
  accountOf: () => undefined,
  varFiles: [],
  clusters: [],
};

/** A model and the comments beside it, in which suppressions are written. */
export interface Analysis {
  readonly model: Model;
  readonly comments: readonly Comment[];
}

/** What an analysis does, one after the other. */
export type AnalysisStep = "reading" | "joining";

/** Reads all of a workspace: loaders, worklist, linker. Nothing is judged yet. `onStep` hears of each step's beginning. */
export function analyseWithComments(
  workspace: Workspace,
  settings: AnalysisSettings,
  onStep?: (step: AnalysisStep) => void,
): Analysis {
  onStep?.("reading");
  const { facts, problems, comments, coverage } = expand(loaders, workspace, settings);
  onStep?.("joining");
  const model = link(facts, { clusters: settings.clusters, problems, coverage });
  return { model, comments };
}

/** The model of a workspace. */
export function analyse(workspace: Workspace, settings: AnalysisSettings = defaultAnalysisSettings): Model {
  return analyseWithComments(workspace, settings).model;
}

/** Every word that some loader searches files for: the workspace looks for all of them in one pass. */
export function markerWords(): readonly string[] {
  return [...new Set(loaders.flatMap(({ markers }) => markers))].sort();
}

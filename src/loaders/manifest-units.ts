import { wholeFile } from "../model/location.ts";
import type { MapNode } from "../model/node.ts";
import { absent } from "../model/text.ts";
import type { Unit } from "./loader.ts";

/** The unit that reads the objects of one file as a deployer that names it would apply them. */
export const MANIFEST_FILE = "manifest-file";

/** The unit that reads every object of one file, whatever it is. */
export const WHOLE_FILE = "whole-manifest-file";

/** The unit that builds a directory with a kustomization in it. */
export const KUSTOMIZE_BUILD = "kustomize-build";

/** The unit that stands for a kustomization that nobody in the input builds on: a person or a program applies it. */
export const KUSTOMIZE_ROOT = "kustomize-root";

function unitOf(kind: string, key: string, path: string, input: unknown): Unit {
  // Whoever asks gives the manifests an origin of its own: the answer is one for all.
  const nowhere = absent(wholeFile({ path, text: "" }));
  return { kind, key, input, origin: { environment: null, cluster: nowhere, via: [] } };
}

/**
 * Asks for the objects of a file: to be built (`Questions.build`). The answer claims nothing, since whoever asks may
 * leave some files as they are: its units name the files that were read.
 */
export function manifestFileUnit(path: string): Unit {
  return unitOf(MANIFEST_FILE, path, path, path);
}

/** The same for a file of which every object counts, those too that say nothing of identities. */
export function wholeFileUnit(path: string): Unit {
  return unitOf(WHOLE_FILE, path, path, path);
}

/** The unit that finds the kustomizations that nobody in the input builds on. */
export const KUSTOMIZE_ROOTS = "kustomize-roots";

/** What a deployer writes into a kustomization before it builds it. */
export interface KustomizeEdits {
  /** Tells these edits of the directory from others. */
  readonly key: string;
  /** Fields of a kustomization: texts replace what is there, lists are appended, maps are merged over. */
  readonly fields: MapNode;
  /** What happens where there is no kustomization: nothing can be built, or one is made of all files below. */
  readonly missing?: "generate";
}

/** What is asked of a build. */
export interface KustomizeInput {
  readonly kind: typeof KUSTOMIZE_BUILD;
  readonly directory: string;
  readonly edits?: KustomizeEdits;
}

/**
 * Asks for the objects that `kustomize build` makes of a directory, with what a deployer edits in it first: to be built.
 * Each is in the environment that is the directory; the answer claims every file that the build reads.
 */
export function kustomizeBuildUnit(directory: string, edits?: KustomizeEdits): Unit {
  const input: KustomizeInput = {
    kind: KUSTOMIZE_BUILD,
    directory,
    ...(edits === undefined ? {} : { edits }),
  };
  return unitOf(
    KUSTOMIZE_BUILD,
    edits === undefined ? directory : `${directory}|${edits.key}`,
    directory,
    input,
  );
}

/** Whether a unit's input asks for a build; only `kustomizeBuildUnit` makes inputs of this kind. */
export function isKustomizeInput(input: unknown): input is KustomizeInput {
  return typeof input === "object" && input !== null && "kind" in input && input.kind === KUSTOMIZE_BUILD;
}

/** The kustomization that a directory holds, on its own. Who builds it makes it a part: then it is no world of its own. */
export function kustomizeRootUnit(directory: string): Unit {
  return unitOf(KUSTOMIZE_ROOT, directory, directory, directory);
}

/** Asks for the directories of kustomizations that no other builds on: the answer's units are theirs. */
export function kustomizeRootsUnit(): Unit {
  return unitOf(KUSTOMIZE_ROOTS, "", "", undefined);
}

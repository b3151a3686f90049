import { wholeFile } from "../model/location.ts";
import { absent } from "../model/text.ts";
import type { Unit } from "./loader.ts";

/** The unit that reads the objects of one file as a deployer that names it would apply them. */
export const MANIFEST_FILE = "manifest-file";

/** The unit that reads the objects which a kustomization builds on, with holes for what it changes. */
export const KUSTOMIZE_BUILD = "kustomize-build";

function unitOf(kind: string, path: string): Unit {
  // Whoever asks gives the manifests an origin of its own: the answer is one for all.
  const nowhere = absent(wholeFile({ path, text: "" }));
  return { kind, key: path, input: path, origin: { environment: null, cluster: nowhere, via: [] } };
}

/**
 * Asks for the objects of a file: to be built (`Questions.build`). The answer claims nothing, since whoever asks may
 * leave some files as they are: its units name the files that were read.
 */
export function manifestFileUnit(path: string): Unit {
  return unitOf(MANIFEST_FILE, path);
}

/** Asks for the objects of a directory with a kustomization in it: to be built, and answered in the same way. */
export function kustomizeBuildUnit(directory: string): Unit {
  return unitOf(KUSTOMIZE_BUILD, directory);
}

import type { Loader } from "../loader.ts";
import { kustomizeRootUnit } from "../manifest-units.ts";
import { buildExpanders, deployersUnit } from "./build.ts";
import { isKustomizationPath } from "./kustomization.ts";
import { rootsIn } from "./roots.ts";

/**
 * kustomize: what `kustomize build` makes of each kustomization that no other one builds on. The files that a build
 * reads are not judged raw.
 */
export const kustomize: Loader = {
  name: "kustomize",
  order: 45,
  handles: isKustomizationPath,
  markers: [],
  seeds: (_, ask) =>
    rootsIn(ask).flatMap((directory) => [kustomizeRootUnit(directory), deployersUnit(directory)]),
  expanders: buildExpanders,
};

import type { Loader, LoaderSettings, Questions, Unit } from "../loader.ts";
import { isConfigurationFile, isVariableFile } from "./configuration/config-files.ts";
import { rootDirectories } from "./environments/roots.ts";
import { statesExpander } from "./remote-states.ts";
import { rootModuleExpander, rootModuleInputs, rootModuleUnit } from "./root-module.ts";

/** Words of which Terraform's files must hold one: the resource types that matter, and calls of modules. */
const MARKERS = [
  "aws_iam_",
  "aws_eks_",
  "awscc_",
  "oidc",
  "kubernetes_",
  "kubectl_",
  "helm_release",
  "argocd_",
  "iamserviceaccount",
  "module",
];

/** Further variable files of the settings, each for the root module that it lies in; else for every one. */
function furtherFiles(
  directory: string,
  roots: readonly string[],
  settings: LoaderSettings,
): readonly string[] {
  const contains = (root: string, path: string): boolean => root === "" || path.startsWith(`${root}/`);
  return settings.varFiles.filter((path) => {
    const owners = roots.filter((root) => contains(root, path));
    const longest = owners.reduce((best, root) => (root.length > best.length ? root : best), "");
    return owners.length === 0 || longest === directory;
  });
}

/** One unit for each root module and each of its variable sets. */
function seeds(files: readonly string[], ask: Questions, settings: LoaderSettings): readonly Unit[] {
  const roots = rootDirectories(files, ask);
  return roots.flatMap((directory) =>
    rootModuleInputs(directory, furtherFiles(directory, roots, settings), ask, settings).map(rootModuleUnit),
  );
}

/** Terraform and OpenTofu configuration: root modules with their variable sets, local modules, resources. */
export const terraform: Loader = {
  name: "terraform",
  handles: (path) => isConfigurationFile(path) || isVariableFile(path),
  markers: MARKERS,
  seeds,
  expanders: [rootModuleExpander, statesExpander],
  order: 10,
};

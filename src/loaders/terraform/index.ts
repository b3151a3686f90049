import type { Loader, LoaderSettings, Questions, Unit } from "../loader.ts";
import { isConfigurationFile, isVariableFile } from "./configuration/config-files.ts";
import { rootDirectories } from "./environments/roots.ts";
import { ownersOf, sharedFiles, sharedFilesExpander } from "./environments/shared-files.ts";
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

/** One unit for each root module and each of its variable sets. */
function seeds(files: readonly string[], ask: Questions, settings: LoaderSettings): readonly Unit[] {
  const roots = rootDirectories(files, ask);
  const shared = sharedFiles(ask);
  const owners = settings.varFiles.map((path) => ({ path, roots: ownersOf(path, roots, ask) }));
  return roots.flatMap((directory) => {
    const named = owners.filter((owner) => owner.roots.includes(directory)).map(({ path }) => path);
    const further = [...(shared.get(directory) ?? []), ...named];
    return rootModuleInputs(directory, further, ask, settings).map(rootModuleUnit);
  });
}

/** Terraform and OpenTofu configuration: root modules with their variable sets, local modules, resources. */
export const terraform: Loader = {
  name: "terraform",
  handles: (path) => isConfigurationFile(path) || isVariableFile(path),
  markers: MARKERS,
  seeds,
  expanders: [rootModuleExpander, statesExpander, sharedFilesExpander],
  order: 10,
};

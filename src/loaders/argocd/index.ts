import { stringAt } from "../../model/node.ts";
import type { Loader } from "../loader.ts";
import { apiGroupOf } from "../manifest-metadata.ts";
import { applicationExpander, applicationUnit } from "./application.ts";
import { repositoriesExpander } from "./repositories.ts";
import { applicationSetExpander, applicationSetUnit } from "./application-set/index.ts";

/** Argo CD: what Applications deploy. Their manifests come from whoever makes them; no file is its own. */
export const argocd: Loader = {
  name: "argocd",
  order: 60,
  handles: () => false,
  markers: [],
  seeds: () => [],
  expanders: [applicationExpander, applicationSetExpander, repositoriesExpander],
  react: (manifest) => {
    if (apiGroupOf(manifest.object) !== "argoproj.io") return [];
    const kind = stringAt(manifest.object, "kind");
    if (kind === "Application") return [applicationUnit(manifest)];
    return kind === "ApplicationSet" ? [applicationSetUnit(manifest)] : [];
  },
};

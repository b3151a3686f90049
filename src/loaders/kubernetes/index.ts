import type { Fact } from "../../model/entities.ts";
import type { Manifest } from "../../model/manifest.ts";
import { stringAt } from "../../model/node.ts";
import type { Loader, LoaderSettings, Questions, Unit } from "../loader.ts";
import { apiGroupOf } from "../manifest-metadata.ts";
import { readConfigurationSource, readNamespace } from "./configuration-source.ts";
import { chartOfTemplate, isChartValues, readLayout } from "./layout.ts";
import { MARKERS } from "./markers.ts";
import { readServiceAccount } from "./service-account.ts";
import { chartUnit, fileUnit, kubernetesExpanders } from "./units.ts";
import { unreadObject } from "./unread-kinds.ts";
import { readWorkload } from "./workload.ts";

/**
 * Kubernetes manifests: YAML and JSON files, lists, what kubectl prints. Every object becomes a manifest, whoever
 * reads it; service accounts and workloads become facts here.
 */
export const kubernetes: Loader = {
  name: "kubernetes",
  order: 50,
  handles: (path) => /\.(?:ya?ml|json)$/i.test(path),
  markers: MARKERS,
  seeds,
  expanders: kubernetesExpanders,
  read,
};

function seeds(files: readonly string[], ask: Questions): readonly Unit[] {
  const layout = readLayout(ask);
  const templates = new Map<string, string[]>();
  const units: Unit[] = [];
  for (const path of files) {
    const chart = chartOfTemplate(layout, path);
    if (chart !== undefined) {
      const held = templates.get(chart);
      if (held === undefined) templates.set(chart, [path]);
      else held.push(path);
    } else if (!isChartValues(layout, path)) units.push(fileUnit(path));
  }
  for (const [directory, held] of templates) units.push(chartUnit({ directory, templates: held }));
  return units;
}

function read(manifest: Manifest, settings: LoaderSettings): readonly Fact[] {
  if (apiGroupOf(manifest.object) === "") {
    const kind = stringAt(manifest.object, "kind");
    if (kind === "ServiceAccount") return [readServiceAccount(manifest, settings)];
    if (kind === "Namespace") return [readNamespace(manifest, settings)];
    const source = readConfigurationSource(manifest, settings);
    if (source !== undefined) return [source];
  }
  const fact = readWorkload(manifest, settings) ?? unreadObject(manifest, settings);
  return fact === undefined ? [] : [fact];
}

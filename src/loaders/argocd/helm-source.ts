import type { Gap } from "../../model/entities.ts";
import type { Comment } from "../loader.ts";
import { get, itemsOf, flagOf, textOf, type MapNode, type Node } from "../../model/node.ts";
import { inDeployed, type Problem } from "../../model/problem.ts";
import { isAbsent, known, literal, print, unknownText, type Text } from "../../model/text.ts";
import { helmReleaseUnit, type ValuesLayer } from "../helm-release.ts";
import { emptyExpansion, type Expansion, type Questions } from "../loader.ts";
import { identityOf } from "../manifest-metadata.ts";
import { applicationGap, type Application } from "./application-gap.ts";
import { withBuildEnvironment, type BuildEnvironment } from "./environment.ts";
import { readValueFile } from "./value-files.ts";
import { embeddedValues } from "../helm-values.ts";

interface Collected {
  readonly layers: ValuesLayer[];
  readonly facts: Gap[];
  readonly claims: string[];
  readonly problems: Problem[];
  readonly comments: Comment[];
}

/**
 * The release of a source with a chart (argo-cd docs/user-guide/helm.md). Weakest first: value files, then
 * `valuesObject` or else `values`, then parameters, then those with `forceString`, then file parameters.
 */
export function helmSource(
  application: Application,
  source: MapNode,
  chart: Text,
  key: string,
  ask: Questions,
): Expansion {
  const { manifest, settings } = application;
  const helm = get(source, "helm");
  const collected: Collected = { layers: [], facts: [], claims: [], problems: [], comments: [] };
  const environment = buildEnvironment(application);
  addValueFiles(application, helm, environment, ask, collected);
  addValues(application, helm, collected);
  addParameters(helm, environment, collected);
  const written = (node: Node | undefined): Text | undefined => {
    const text = identityOf(manifest, node, source, settings);
    return isAbsent(text) || text.parts.length === 0 ? undefined : text;
  };
  const release = {
    chart: {
      repository: identityOf(manifest, get(source, "repoURL"), source, settings),
      name: chart,
      version: identityOf(manifest, get(source, "targetRevision"), source, settings),
    },
    name: written(get(helm, "releaseName")) ?? application.name,
    namespace: written(get(helm, "namespace")) ?? application.namespace,
    values: collected.layers,
  };
  const { facts, claims, problems, comments } = collected;
  const units = [helmReleaseUnit(key, release, application.origin)];
  return { ...emptyExpansion, facts, claims, units, problems, comments };
}

function buildEnvironment({ name, namespace, manifest }: Application): BuildEnvironment {
  const project = textOf(get(manifest.object, "spec", "project"), manifest.object.at);
  return new Map([
    ["ARGOCD_APP_NAME", name],
    ["ARGOCD_APP_NAMESPACE", namespace],
    ...(isAbsent(project) ? [] : [["ARGOCD_APP_PROJECT_NAME", project] as const]),
  ]);
}

function addValueFiles(
  application: Application,
  helm: Node | undefined,
  environment: BuildEnvironment,
  ask: Questions,
  collected: Collected,
): void {
  for (const item of itemsOf(get(helm, "valueFiles"))) {
    const path = textOf(item, item.at);
    if (isAbsent(path)) continue;
    const file = readValueFile(withBuildEnvironment(path, environment), application.refs, ask);
    collected.layers.push(file.layer);
    collected.claims.push(...file.claims);
    collected.problems.push(...file.problems.map(inDeployed));
    if (file.gap !== undefined) {
      const { message, at } = file.gap;
      collected.facts.push(applicationGap(application, `value file ${print(path)}`, message, at));
    }
  }
}

function addValues({ settings }: Application, helm: Node | undefined, collected: Collected): void {
  const object = get(helm, "valuesObject");
  if (object !== undefined && object.kind !== "null") {
    const hole = object.kind === "unknown" ? object.hole : undefined;
    if (hole !== undefined) collected.layers.push({ kind: "unread", hole, at: object.at });
    else collected.layers.push({ kind: "values", node: object });
    return;
  }
  const values = get(helm, "values");
  if (values?.kind === "unknown") collected.layers.push({ kind: "unread", hole: values.hole, at: values.at });
  if (values?.kind !== "text" || values.parts.length === 0) return;
  const read = embeddedValues(values, settings);
  collected.layers.push(...read.layers);
  collected.problems.push(...read.problems.map(inDeployed));
  collected.comments.push(...read.comments);
}

function addParameters(helm: Node | undefined, environment: BuildEnvironment, collected: Collected): void {
  // Argo CD keeps parameters in a map by name: the last one of a name counts.
  const byName = new Map<string, ValuesLayer>();
  for (const item of itemsOf(get(helm, "parameters"))) {
    const name = textOf(get(item, "name"), item.at);
    const value = textOf(get(item, "value"), item.at);
    if (isAbsent(name)) continue;
    const as = flagOf(get(item, "forceString")) === "yes" ? "string" : "typed";
    const text = isAbsent(value) ? literal("", value.at) : withBuildEnvironment(value, environment);
    byName.set(`${as}|${print(name)}`, { kind: "set", name, value: text, as, commas: "kept" });
  }
  const parameters = [...byName.values()].filter((layer) => layer.kind === "set");
  collected.layers.push(...parameters.filter(({ as }) => as === "typed"));
  collected.layers.push(...parameters.filter(({ as }) => as === "string"));
  for (const item of itemsOf(get(helm, "fileParameters"))) {
    const name = textOf(get(item, "name"), item.at);
    if (isAbsent(name)) continue;
    const path = textOf(get(item, "path"), item.at);
    const shown = `contents of ${isAbsent(path) ? "a file" : (known(path) ?? print(path))}`;
    const value = unknownText({ id: `${shown}|${item.at.file.path}`, name: shown }, item.at);
    collected.layers.push({ kind: "set", name, value, as: "string", commas: "kept" });
  }
}

import type { Gap } from "../../model/entities.ts";
import { wholeFile } from "../../model/location.ts";
import { get, itemsOf, flagOf, textOf, type MapNode, type Node } from "../../model/node.ts";
import { inDeployed, type Problem } from "../../model/problem.ts";
import { absent, isAbsent, literal, print, unknownText, type Absent, type Text } from "../../model/text.ts";
import { helmReleaseUnit, type ValuesLayer } from "../helm-release.ts";
import { emptyExpansion, type Comment, type Expansion, type Questions } from "../loader.ts";
import { identityOf } from "../manifest-metadata.ts";
import { applicationGap, type Application } from "./application-gap.ts";
import { withBuildEnvironment, type BuildEnvironment } from "./environment.ts";
import { readFileParameter, readValueFiles, type FilesOfSource } from "./value-files.ts";
import { embeddedValues } from "../helm-values.ts";

interface Collected {
  readonly layers: ValuesLayer[];
  readonly claims: string[];
  readonly problems: Problem[];
  readonly comments: Comment[];
}

/** Where a source has its chart from: a chart repository, or a directory of a git repository that is here. */
export interface ChartOfSource {
  readonly name: Text;
  readonly own: FilesOfSource["own"];
}

/**
 * The release of a source with a chart (argo-cd docs/user-guide/helm.md). Weakest first: value files, then
 * `valuesObject` or else `values`, then parameters, then those with `forceString`, then file parameters.
 */
export function helmSource(
  application: Application,
  source: MapNode,
  { name, own }: ChartOfSource,
  index: number,
  ask: Questions,
): Expansion {
  const { manifest, settings, refs } = application;
  const helm = get(source, "helm");
  const files: FilesOfSource = { own, refs, environment: buildEnvironment(application, source) };
  const valueFiles = readValueFiles(helm, files, ask);
  const collected: Collected = {
    layers: [...valueFiles.layers],
    claims: [...valueFiles.claims],
    problems: [...valueFiles.problems],
    comments: [],
  };
  addValues(application, helm, collected);
  addParameters(helm, files.environment, collected);
  addFileParameters(helm, files, ask, collected);
  const written = (node: Node | undefined): Text | undefined => {
    const text = identityOf(manifest, node, source, settings);
    return isAbsent(text) || text.parts.length === 0 ? undefined : text;
  };
  const release = {
    chart: {
      name,
      ...(own === undefined
        ? {
            repository: identityOf(manifest, get(source, "repoURL"), source, settings),
            version: identityOf(manifest, get(source, "targetRevision"), source, settings),
          }
        : { repository: absent(source.at), version: absent(source.at), directory: own.directory }),
    },
    name: written(get(helm, "releaseName")) ?? application.name,
    namespace: written(get(helm, "namespace")) ?? application.namespace,
    destination: application.namespace,
    values: collected.layers,
    valueFiles: valueFiles.files,
    ...(manifest.existence === "maybe" ? { installed: "maybe" as const } : {}),
  };
  const { claims, problems, comments } = collected;
  const facts = valueFiles.gaps.flatMap(({ file, message, at }): readonly Gap[] => {
    const gap = applicationGap(application, `value file ${file}`, message, at);
    if (own === undefined) return [gap];
    // The chart is here: what its templates make of values that are not known, they show themselves.
    return gap.message === undefined ? [] : [{ ...gap, may: [] }];
  });
  const units = [helmReleaseUnit(`${application.key}|${String(index)}`, release, application.origin)];
  return { ...emptyExpansion, facts, claims, units, problems, comments };
}

function buildEnvironment({ name, namespace, manifest }: Application, source: MapNode): BuildEnvironment {
  const { object } = manifest;
  const named = (variable: string, text: Text | Absent): readonly (readonly [string, Text])[] =>
    isAbsent(text) ? [] : [[variable, text]];
  return new Map([
    ["ARGOCD_APP_NAME", name],
    ["ARGOCD_APP_NAMESPACE", namespace],
    ...named("ARGOCD_APP_PROJECT_NAME", textOf(get(object, "spec", "project"), object.at)),
    ...named("ARGOCD_APP_SOURCE_PATH", textOf(get(source, "path"), source.at)),
    ...named("ARGOCD_APP_SOURCE_REPO_URL", textOf(get(source, "repoURL"), source.at)),
    ...named("ARGOCD_APP_SOURCE_TARGET_REVISION", textOf(get(source, "targetRevision"), source.at)),
  ]);
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
}

/** Parameters whose value is what a file holds (`--set-file`), as it is. */
function addFileParameters(
  helm: Node | undefined,
  files: FilesOfSource,
  ask: Questions,
  collected: Collected,
): void {
  for (const item of itemsOf(get(helm, "fileParameters"))) {
    const name = textOf(get(item, "name"), item.at);
    const path = textOf(get(item, "path"), item.at);
    if (isAbsent(name) || isAbsent(path)) continue;
    const file = readFileParameter(path, files, ask);
    const shown = `contents of ${print(path)}`;
    const value =
      file === undefined
        ? unknownText({ id: `${shown}|${item.at.file.path}`, name: shown }, item.at)
        : literal(file.text, wholeFile(file));
    if (file !== undefined) collected.claims.push(file.path);
    collected.layers.push({ kind: "set", name, value, as: "verbatim", commas: "kept" });
  }
}

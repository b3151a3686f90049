import { entryOf, type Entry, type MapNode } from "../../model/node.ts";
import { inDeployed, type Problem } from "../../model/problem.ts";
import { known } from "../../model/text.ts";
import { readValuesFile } from "../helm-values.ts";
import type { Questions } from "../loader.ts";
import { mergeValues } from "../merge-values.ts";
import type { Application } from "./application-gap.ts";

/** A source with what files beside its manifests say over it. */
export interface OverriddenSource {
  readonly source: MapNode;
  readonly claims: readonly string[];
  readonly problems: readonly Problem[];
}

/** What no file can say over. */
const KEPT = ["repoURL", "path", "chart", "targetRevision"];

/**
 * `.argocd-source.yaml` and `.argocd-source-<application>.yaml` in a source's directory, merged over the source in this
 * order (argo-cd docs/user-guide/parameters.md, "Store Overrides In Git"); image updaters write there.
 */
export function withOverrides(
  source: MapNode,
  directory: string,
  { name }: Pick<Application, "name">,
  ask: Questions,
): OverriddenSource {
  const application = known(name);
  const names = [
    ".argocd-source.yaml",
    ...(application === undefined ? [] : [`.argocd-source-${application}.yaml`]),
  ];
  const problems: Problem[] = [];
  const claims: string[] = [];
  let merged = source;
  for (const file of names) {
    const path = directory === "" ? file : `${directory}/${file}`;
    const read = readValuesFile(path, ask);
    if ("missing" in read) continue;
    claims.push(path);
    problems.push(...read.problems.map(inDeployed));
    if (read.state !== "read" || read.values === undefined) continue;
    const over = mergeValues(merged, read.values);
    if (over.kind === "map") merged = withKept(over, source);
  }
  return { source: merged, claims, problems };
}

function withKept(merged: MapNode, source: MapNode): MapNode {
  const others = merged.entries.filter(({ key }) => !KEPT.includes(known(key) ?? ""));
  const kept = KEPT.flatMap((field): readonly Entry[] => {
    const entry = entryOf(source, field);
    return entry === undefined ? [] : [entry];
  });
  return { ...merged, entries: [...others, ...kept], at: source.at };
}

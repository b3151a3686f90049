import { get, stringAt, withValue, type MapNode, type Node } from "../../model/node.ts";
import { print, type Part, type Text } from "../../model/text.ts";
import type { Location } from "../../model/location.ts";
import type { Change, Kustomization, Selection } from "./kustomization.ts";
import { isClusterScoped } from "../manifest-metadata.ts";
import { directoryOf } from "../paths.ts";
import { podTemplateRoute } from "./workload.ts";

/** The changes of every kustomization that builds on a file, by file. */
export type ChangesByFile = ReadonlyMap<string, readonly Change[]>;

/** Follows each kustomization to the files it builds on, through other kustomizations; a loop ends where it began. */
export function changesByFile(kustomizations: readonly Kustomization[]): ChangesByFile {
  const byDirectory = new Map(kustomizations.map((item) => [directoryOf(item.path), item]));
  const changes = new Map<string, Change[]>();
  for (const kustomization of kustomizations) {
    if (kustomization.changes.length === 0) continue;
    for (const file of filesOf(kustomization, byDirectory)) {
      const before = changes.get(file);
      if (before === undefined) changes.set(file, [...kustomization.changes]);
      else before.push(...kustomization.changes);
    }
  }
  return changes;
}

function filesOf(from: Kustomization, byDirectory: ReadonlyMap<string, Kustomization>): ReadonlySet<string> {
  const files = new Set<string>();
  const seen = new Set([from]);
  const pending = [from];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const resource of next.resources) {
      const other = byDirectory.get(resource);
      if (other === undefined) files.add(resource);
      else if (!seen.has(other)) {
        seen.add(other);
        pending.push(other);
      }
    }
  }
  return files;
}

/** The changes that are for an object. */
export function changesFor(object: MapNode, changes: readonly Change[]): readonly Change[] {
  const kind = stringAt(object, "kind") ?? "";
  const name = stringAt(object, "metadata", "name");
  return changes.filter((change) => isFor(change.selection, kind, name));
}

/** The object with a hole wherever a change that is for it may change it. */
export function applyChanges(object: MapNode, changes: readonly Change[]): MapNode {
  return changesFor(object, changes).reduce(apply, object);
}

function isFor(selection: Selection, kind: string, name: string | undefined): boolean {
  if (selection.kind !== undefined && selection.kind !== kind) return false;
  return selection.name === undefined || name === undefined || selection.name === name;
}

const UNRENAMED = /^(?:CustomResourceDefinition|APIService|Namespace)$/;

function apply(object: MapNode, change: Change): MapNode {
  const kind = stringAt(object, "kind") ?? "";
  const { hole } = change;
  const at = get(object, "metadata")?.at ?? object.at;
  const unknown = (place: Location): Node => ({ kind: "unknown", hole, at: place });
  switch (change.part) {
    case "namespace": {
      // kustomize leaves the metadata of objects without a namespace alone.
      if (isClusterScoped(kind)) return object;
      const place = get(object, "metadata", "namespace")?.at ?? at;
      return withValue(object, ["metadata", "namespace"], unknown(place));
    }
    case "prefix":
    case "suffix":
      return UNRENAMED.test(kind) ? object : renamed(object, change);
    case "content": {
      const annotated = withValue(object, ["metadata", "annotations"], unknown(at));
      return ["spec", "data", "stringData"].reduce((changed, field) => {
        const before = get(object, field);
        return before === undefined ? changed : withValue(changed, [field], unknown(before.at));
      }, annotated);
    }
  }
}

/** Prefix and suffix reach the name, and a pod's reference to its service account (kustomize, namereference.go). */
function renamed(object: MapNode, change: Change): MapNode {
  const around = (text: Text): Text => {
    const parts: readonly Part[] =
      change.part === "prefix" ? [change.hole, ...text.parts] : [...text.parts, change.hole];
    return { ...text, parts };
  };
  const routes: (readonly string[])[] = [["metadata", "name"]];
  const template = podTemplateRoute(object);
  if (template !== undefined) {
    routes.push([...template, "spec", "serviceAccountName"], [...template, "spec", "serviceAccount"]);
  }
  return routes.reduce((current, route) => {
    const value = get(current, ...route);
    if (value?.kind !== "text" || print(value) === "default") return current;
    return withValue(current, route, around(value));
  }, object);
}

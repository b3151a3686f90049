import type { Questions } from "../loaders/loader.ts";
import { equals } from "../model/compare.ts";
import type { Manifest } from "../model/manifest.ts";
import { get, stringAt } from "../model/node.ts";
import type { Text } from "../model/text.ts";

export type LookupQuery = Parameters<Questions["lookup"]>[0];

/** The manifests of a round, by API group and kind. */
export type ManifestIndex = ReadonlyMap<string, readonly Manifest[]>;

const keyOf = (apiGroup: string, kind: string): string => `${apiGroup}\0${kind}`;

export function indexManifests(manifests: readonly Manifest[]): ManifestIndex {
  const index = new Map<string, Manifest[]>();
  for (const manifest of manifests) {
    const apiVersion = stringAt(manifest.object, "apiVersion") ?? "";
    const kind = stringAt(manifest.object, "kind") ?? "";
    const slash = apiVersion.indexOf("/");
    const key = keyOf(slash === -1 ? "" : apiVersion.slice(0, slash), kind);
    const list = index.get(key);
    if (list === undefined) index.set(key, [manifest]);
    else list.push(manifest);
  }
  return index;
}

/**
 * The manifests that may be the ones asked for: what differs for certain is left out, what is unknown stays. All of a
 * kind are one list in one round, whoever asks.
 */
export function lookIn(index: ManifestIndex, query: LookupQuery): readonly Manifest[] {
  const fits = (wanted: Text | undefined, manifest: Manifest, field: "namespace" | "name"): boolean => {
    if (wanted === undefined) return true;
    const value = get(manifest.object, "metadata", field);
    return value?.kind !== "text" || equals(value, wanted) !== "no";
  };
  const candidates = index.get(keyOf(query.apiGroup, query.kind)) ?? [];
  if (query.name === undefined && query.namespace === undefined) return candidates;
  return candidates.filter(
    (manifest) => fits(query.name, manifest, "name") && fits(query.namespace, manifest, "namespace"),
  );
}

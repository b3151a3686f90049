import type { Manifest } from "../../model/manifest.ts";
import { get, stringAt } from "../../model/node.ts";
import { builtRelease, joinedExpansions } from "../built-release.ts";
import type { Expansion, Questions } from "../loader.ts";
import { apiGroupOf } from "../manifest-metadata.ts";

/**
 * What several sources make together: of an object that more than one makes, the last one's counts (argo-cd
 * docs/user-guide/multiple_sources.md; the others show as RepeatedResourceWarning).
 */
export function lastWins(sources: readonly Expansion[], ask: Questions): Expansion {
  const built = sources.map((source) =>
    joinedExpansions([{ ...source, units: [] }, ...source.units.map((unit) => builtRelease(unit, ask))]),
  );
  const later = new Set<string>();
  const kept = [...built].reverse().map((source): Expansion => {
    const manifests = source.manifests.filter((manifest) => !later.has(keyOf(manifest) ?? ""));
    for (const manifest of source.manifests) {
      const key = keyOf(manifest);
      if (key !== undefined && (manifest.existence ?? "created") === "created") later.add(key);
    }
    return { ...source, manifests };
  });
  return joinedExpansions(kept.reverse());
}

/** What tells an object from others, when all of it is known. */
function keyOf({ object }: Manifest): string | undefined {
  const name = stringAt(object, "metadata", "name");
  const namespace =
    get(object, "metadata", "namespace") === undefined ? "" : stringAt(object, "metadata", "namespace");
  if (name === undefined || namespace === undefined) return undefined;
  return [apiGroupOf(object), stringAt(object, "kind") ?? "", namespace, name].join("|");
}

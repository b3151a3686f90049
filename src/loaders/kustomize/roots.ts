import type { Questions } from "../loader.ts";
import { builtOn, isKustomizationPath, readKustomization, type Kustomization } from "./kustomization.ts";

/** The directories of the kustomizations in the input that no other one builds on. */
export function rootsIn(ask: Questions): readonly string[] {
  return rootsOf(
    ask
      .list("")
      .filter(isKustomizationPath)
      .flatMap((path) => readKustomization(path, ask) ?? []),
  );
}

/** The directories of kustomizations that no other one builds on; of those that build on each other, each is one. */
function rootsOf(kustomizations: readonly Kustomization[]): readonly string[] {
  const byDirectory = new Map(kustomizations.map((each) => [each.directory, each]));
  const parts = new Set(kustomizations.flatMap(builtOn));
  const roots = [...byDirectory.keys()].filter((directory) => !parts.has(directory));
  const reached = new Set<string>();
  const pending = [...roots];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const kustomization = byDirectory.get(next);
    if (kustomization === undefined || reached.has(next)) continue;
    reached.add(next);
    pending.push(...builtOn(kustomization));
  }
  return [...roots, ...[...byDirectory.keys()].filter((directory) => !reached.has(directory))];
}

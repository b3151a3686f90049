import { expand, type Expanded } from "../../src/expand/expand.ts";
import { externalSecrets } from "../../src/loaders/external-secrets/index.ts";
import { kubernetes } from "../../src/loaders/kubernetes/index.ts";
import { kustomize } from "../../src/loaders/kustomize/index.ts";
import { lineColumn, textAt, type Place } from "../../src/model/location.ts";
import type { Fact } from "../../src/model/entities.ts";
import { memoryWorkspace } from "../../src/workspace/memory.ts";

/** What the Kubernetes and External Secrets loaders make of a small repository. */
export function readManifests(
  files: Readonly<Record<string, string>>,
  placeholders: readonly string[] = [],
): Expanded {
  const settings = { placeholders, accountOf: () => undefined, varFiles: [] };
  return expand([kustomize, kubernetes, externalSecrets], memoryWorkspace(files), settings);
}

/** The facts of one kind, in order. */
export function factsOf<K extends Fact["kind"]>(
  expanded: Expanded,
  kind: K,
): readonly Extract<Fact, { readonly kind: K }>[] {
  return expanded.facts.filter((fact): fact is Extract<Fact, { readonly kind: K }> => fact.kind === kind);
}

/** The one fact of a kind. */
export function onlyFact<K extends Fact["kind"]>(
  files: Readonly<Record<string, string>>,
  kind: K,
): Extract<Fact, { readonly kind: K }> {
  const [fact, ...more] = factsOf(readManifests(files), kind);
  if (fact === undefined || more.length > 0) throw new Error(`not one ${kind}`);
  return fact;
}

/** A place as a person says it: path, line, and the characters there. */
export function said(place: Place): string {
  return `${place.file.path}:${String(lineColumn(place.file, place.span.start).line)} ${textAt(place)}`;
}

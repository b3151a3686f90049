import { loaders } from "../../src/engine/loaders.ts";
import { expand, type Expanded } from "../../src/expand/expand.ts";
import type { Release } from "../../src/model/entities.ts";
import type { Node } from "../../src/model/node.ts";
import { isAbsent, known, print } from "../../src/model/text.ts";
import { memoryWorkspace } from "../../src/workspace/memory.ts";

/** What all loaders make of a small repository. */
export function readRepository(files: Readonly<Record<string, string>>): Expanded {
  return expand(loaders, memoryWorkspace(files), {
    placeholders: [],
    accountOf: () => undefined,
    varFiles: [],
  });
}

export function releasesIn({ facts }: Expanded): readonly Release[] {
  return facts.filter((fact) => fact.kind === "release");
}

/** `environment: namespace/name chart@repository`, sorted. */
export function shownReleases(expanded: Expanded): readonly string[] {
  return releasesIn(expanded)
    .map(({ origin, namespace, name, chart }) => {
      const repository = isAbsent(chart.repository) ? "" : `@${print(chart.repository)}`;
      return `${origin.environment ?? "-"}: ${print(namespace)}/${print(name)} ${print(chart.name)}${repository}`;
    })
    .sort();
}

/** A node as data; what is not known is `${its name}`. */
export function dataOf(node: Node | undefined): unknown {
  if (node === undefined || node.kind === "null") return null;
  if (node.kind === "text") return known(node) ?? print(node);
  if (node.kind === "number" || node.kind === "boolean") return node.value;
  if (node.kind === "list") return node.items.map(dataOf);
  if (node.kind === "unknown") return `\${${node.hole.name}}`;
  return Object.fromEntries(node.entries.map(({ key, value }) => [known(key) ?? print(key), dataOf(value)]));
}

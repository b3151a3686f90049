// What this program's own rendering of a chart says about identity, in the form in which recordings hold it.

import { expand } from "../../../src/expand/expand.ts";
import { helm } from "../../../src/loaders/helm/index.ts";
import { helmReleaseUnit, type ValuesLayer } from "../../../src/loaders/helm-release.ts";
import type { Loader } from "../../../src/loaders/loader.ts";
import { apiGroupOf } from "../../../src/loaders/manifest-metadata.ts";
import { parseYaml } from "../../../src/loaders/yaml/parse.ts";
import type { Manifest } from "../../../src/model/manifest.ts";
import { wholeFile, type Location } from "../../../src/model/location.ts";
import { entriesOf, get, stringAt, type MapNode, type Node } from "../../../src/model/node.ts";
import { fileSource } from "../../../src/model/source.ts";
import { absent, known, literal, print } from "../../../src/model/text.ts";
import type { Workspace } from "../../../src/workspace/workspace.ts";
import {
  podPaths,
  put,
  sorted,
  storeKinds,
  workloadKinds,
  type IdentityParts,
} from "../helm-charts/identity.ts";

/** A release of a chart that lies in a workspace. */
export interface LocalRelease {
  readonly directory: string;
  readonly release: string;
  readonly namespace: string;
  /** Values as YAML or JSON, weakest first. */
  readonly values: readonly string[];
  /** Settings as `--set` has them. */
  readonly set?: readonly string[];
}

/** What was rendered. A hole stands as `${its name}`, and what may be there or not begins with `?`. */
export interface OurRendering extends IdentityParts {
  /** What is not known and why. */
  readonly gaps: readonly string[];
  readonly problems: readonly string[];
}

/** Renders a release as any loader's request for it is answered. */
export function renderWithUs(workspace: Workspace, local: LocalRelease): OurRendering {
  const manifests: Manifest[] = [];
  const asking: Loader = {
    name: "asking",
    order: 20,
    handles: () => false,
    markers: [],
    seeds: () => [unitFor(local)],
    expanders: [],
    read: (manifest) => {
      manifests.push(manifest);
      return [];
    },
  };
  const settings = { placeholders: [], accountOf: () => undefined, varFiles: [] };
  const onlyReleases: Loader = { ...helm, seeds: () => [] };
  const { facts, problems } = expand([asking, onlyReleases], workspace, settings);
  return {
    ...partsOf(manifests),
    gaps: facts.flatMap((fact) => (fact.kind === "gap" ? [fact.message ?? `(silent) ${fact.what}`] : [])),
    problems: problems.map(({ code, message }) => `${code}: ${message}`),
  };
}

function unitFor({
  directory,
  release,
  namespace,
  values,
  set = [],
}: LocalRelease): ReturnType<typeof helmReleaseUnit> {
  const at = wholeFile({ path: "release", text: `${release} ${namespace}` });
  const layers = [
    ...values.map((text, index) => valuesLayer(text, index)),
    ...set.map((text): ValuesLayer => {
      const equals = text.indexOf("=");
      const name = literal(text.slice(0, equals), at);
      return {
        kind: "set",
        name,
        value: literal(text.slice(equals + 1), at),
        as: "typed",
        commas: "separate",
      };
    }),
  ];
  const chart = { name: literal(directory, at), repository: absent(at), version: absent(at), directory };
  const input = { chart, name: literal(release, at), namespace: literal(namespace, at), values: layers };
  return helmReleaseUnit("asked", input, { environment: null, cluster: absent(at), via: [] });
}

function valuesLayer(text: string, index: number): ValuesLayer {
  const file = { path: `values-${String(index)}.yaml`, text };
  const node = parseYaml(fileSource(file)).documents[0]?.node;
  const at: Location = wholeFile(file);
  return { kind: "values", node: node ?? { kind: "map", entries: [], at } };
}

function partsOf(manifests: readonly Manifest[]): IdentityParts {
  const serviceAccounts = new Map<string, Readonly<Record<string, string>>>();
  const workloads = new Map<string, string>();
  const stores = new Map<string, unknown>();
  for (const { object, existence } of manifests) {
    const kind = stringAt(object, "kind") ?? "";
    const mark = existence === "maybe" || existence === "annotated" ? "?" : "";
    const name = `${mark}${shown(get(object, "metadata", "namespace"))}/${shown(get(object, "metadata", "name"))}`;
    if (kind === "ServiceAccount") {
      put(serviceAccounts, name, annotationsOf(object));
    } else if (workloadKinds.has(kind) && apiGroupOf(object) !== "serving.knative.dev") {
      const pod = get(object, ...(podPaths[kind] ?? ["spec", "template", "spec"]));
      const account = shown(get(pod, "serviceAccountName")) || shown(get(pod, "serviceAccount"));
      put(workloads, `${kind}/${name}`, account);
    } else if (storeKinds.has(kind)) {
      put(
        stores,
        `${kind}/${name}`,
        plain(get(object, "spec", "provider") ?? get(object, "spec", "secretStoreRef")),
      );
    }
  }
  return { serviceAccounts: sorted(serviceAccounts), workloads: sorted(workloads), stores: sorted(stores) };
}

/** A scalar as the recordings have it: what is no text is marked. */
function shown(node: Node | undefined): string {
  switch (node?.kind) {
    case undefined:
    case "null":
      return "";
    case "text":
      return print(node);
    case "unknown":
      return `\${${node.hole.name}}`;
    case "number":
    case "boolean":
      return `!${JSON.stringify(node.value)}`;
    case "list":
    case "map":
      return `!${JSON.stringify(plain(node))}`;
  }
}

function plain(node: Node | undefined): unknown {
  switch (node?.kind) {
    case undefined:
      return undefined;
    case "null":
      return null;
    case "text":
      return print(node);
    case "unknown":
      return `\${${node.hole.name}}`;
    case "number":
    case "boolean":
      return node.value;
    case "list":
      return node.items.map(plain);
    case "map":
      return Object.fromEntries(node.entries.map(({ key, value }) => [print(key), plain(value)]));
  }
}

function annotationsOf(object: MapNode): Readonly<Record<string, string>> {
  const annotations = get(object, "metadata", "annotations");
  const entries = entriesOf(annotations).map(({ key, value }) => [
    known(key) ?? print(key),
    value.kind === "null" ? "!null" : shown(value),
  ]);
  const more =
    annotations?.kind === "map" && annotations.more !== undefined ? [["?", annotations.more.name]] : [];
  return Object.fromEntries([...entries, ...more]) as Readonly<Record<string, string>>;
}

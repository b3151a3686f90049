import type { Manifest } from "../../../model/manifest.ts";
import { literal } from "../../../model/text.ts";
import type { Entry, Node } from "../../../model/node.ts";
import type { Resource } from "../instances/instance.ts";
import { attributeHole, filledArgument } from "../resources/resource-text.ts";
import { copied, entry, firstObject, type Shape } from "./block-objects.ts";
import { manifestOf, metadataOf } from "./object-metadata.ts";

const plain: Shape = {};
const url: Shape = { names: { repo_url: "repoURL" } };

const helm: Shape = {
  blocks: {
    parameter: ["parameters", "list", plain],
    file_parameter: ["fileParameters", "list", plain],
  },
};

const kustomize: Shape = {
  blocks: { patches: ["patches", "list", { blocks: { target: ["target", "one", plain] } }] },
};

const source: Shape = {
  names: { repo_url: "repoURL" },
  blocks: {
    helm: ["helm", "one", helm],
    kustomize: ["kustomize", "one", kustomize],
    directory: ["directory", "one", { blocks: { jsonnet: ["jsonnet", "one", plain] } }],
    plugin: ["plugin", "one", { blocks: { env: ["env", "list", plain] } }],
  },
};

/** `spec` of `argocd_application`: several `source` blocks are the API's `sources` (provider documentation). */
const applicationSpec: Shape = {
  blocks: {
    destination: ["destination", "one", plain],
    source: ["sources", "list", source],
    sync_policy: [
      "syncPolicy",
      "one",
      {
        blocks: {
          automated: ["automated", "one", plain],
          managed_namespace_metadata: ["managedNamespaceMetadata", "one", plain],
        },
      },
    ],
  },
};

const template: Shape = {
  blocks: { metadata: ["metadata", "one", plain], spec: ["spec", "one", applicationSpec] },
};

const selector: Shape = { blocks: { match_expressions: ["matchExpressions", "list", plain] } };

const simpleGenerators: NonNullable<Shape["blocks"]> = {
  clusters: [
    "clusters",
    "one",
    { blocks: { selector: ["selector", "one", selector], template: ["template", "one", template] } },
  ],
  cluster_decision_resource: ["clusterDecisionResource", "one", plain],
  list: ["list", "one", { blocks: { template: ["template", "one", template] } }],
  git: [
    "git",
    "one",
    {
      ...url,
      blocks: {
        directory: ["directories", "list", plain],
        file: ["files", "list", plain],
        template: ["template", "one", template],
      },
    },
  ],
  plugin: ["plugin", "one", plain],
  pull_request: ["pullRequest", "one", plain],
  scm_provider: ["scmProvider", "one", plain],
  selector: ["selector", "one", selector],
};

/** A generator with others in it, as deep as the provider's schema goes: a matrix in a matrix. */
function generator(depth: number): Shape {
  if (depth === 0) return { blocks: simpleGenerators };
  const inner: Shape = { blocks: { generator: ["generators", "list", generator(depth - 1)] } };
  return {
    blocks: { ...simpleGenerators, matrix: ["matrix", "one", inner], merge: ["merge", "one", inner] },
  };
}

const applicationSetSpec: Shape = {
  blocks: {
    generator: ["generators", "list", generator(2)],
    template: ["template", "one", template],
    sync_policy: ["syncPolicy", "one", plain],
  },
};

/** The namespace of Argo CD itself: where its provider puts what names none. */
const HOME = "argocd";

function object(resource: Resource, apiVersion: string, kind: string, entries: readonly Entry[]): Manifest {
  const { at } = resource;
  const head = [entry("apiVersion", literal(apiVersion, at), at), entry("kind", literal(kind, at), at)];
  return manifestOf(resource, { kind: "map", entries: [...head, ...entries], at });
}

/** `argocd_application` as the Application that it makes. */
export function application(resource: Resource): Manifest {
  return object(resource, "argoproj.io/v1alpha1", "Application", [
    entry("metadata", metadataOf(resource, HOME), resource.at),
    entry("spec", firstObject(resource, "spec", applicationSpec), resource.at),
  ]);
}

/** `argocd_application_set` as the ApplicationSet that it makes. */
export function applicationSet(resource: Resource): Manifest {
  return object(resource, "argoproj.io/v1alpha1", "ApplicationSet", [
    entry("metadata", metadataOf(resource, HOME), resource.at),
    entry("spec", firstObject(resource, "spec", applicationSetSpec), resource.at),
  ]);
}

/** The label by which Argo CD knows the Secret of a cluster (Argo CD, "Declarative Setup", clusters). */
const CLUSTER_LABEL = "argocd.argoproj.io/secret-type";

/** `argocd_cluster` as the Secret that Argo CD keeps of a cluster: generators read its name, server and labels. */
export function clusterSecret(resource: Resource): Manifest {
  const { at } = resource;
  const [metadata] = resource.blocks("metadata").items;
  const written = metadata?.setting("labels");
  const label = entry(CLUSTER_LABEL, literal("cluster", at), at);
  const labels: Node =
    written?.kind === "map"
      ? { ...written, entries: [...written.entries, label] }
      : { kind: "map", entries: [label], at };
  const server = filledArgument(resource, "server");
  const name = copied(resource, "name", "name");
  const unnamed = server === undefined ? [] : [entry("name", server, server.at)];
  const data = [...(name.length > 0 ? name : unnamed), ...copied(resource, "server", "server")];
  const hole = { ...attributeHole(resource, "secret name"), shape: "dns" } as const;
  return object(resource, "v1", "Secret", [
    entry(
      "metadata",
      {
        kind: "map",
        entries: [
          entry("name", { kind: "text", parts: [hole], at }, at),
          entry("namespace", literal(HOME, at), at),
          ...(metadata === undefined ? [] : copied(metadata, "annotations", "annotations")),
          entry("labels", labels, at),
        ],
        at,
      },
      at,
    ),
    entry("stringData", { kind: "map", entries: data, at }, at),
  ]);
}

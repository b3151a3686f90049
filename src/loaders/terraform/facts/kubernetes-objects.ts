import type { ServiceAccount } from "../../../model/entities.ts";
import type { Manifest } from "../../../model/manifest.ts";
import type { Entry, MapNode, Node } from "../../../model/node.ts";
import type { Location } from "../../../model/location.ts";
import { textSource } from "../../../model/source.ts";
import { isAbsent, literal, type Hole, type Text } from "../../../model/text.ts";
import { parseYaml } from "../../yaml/parse.ts";
import type { BlockView, Resource } from "../instances/instance.ts";
import { argument, attributeHole } from "../resources/resource-text.ts";
import { withAnnotationPlaces } from "./annotation-places.ts";
import type { Inventory } from "./inventory.ts";

/** An entry whose key the provider writes: at the place of the argument that it comes from. */
function entry(key: string, value: Node, at: Location): Entry {
  return { key: { kind: "text", parts: [{ kind: "literal", value: key, at }], at }, value };
}

function copied(block: BlockView, argumentName: string, key: string): readonly Entry[] {
  const value = block.setting(argumentName);
  if (value === undefined || value.kind === "null") return [];
  return [entry(key, value, block.nameAt(argumentName) ?? block.at)];
}

/** `generate_name` is a prefix to which the API server adds five characters. */
function objectName(metadata: BlockView, resource: Resource): readonly Entry[] {
  const name = copied(metadata, "name", "name");
  if (name.length > 0) return name;
  const prefix = argument(metadata, "generate_name");
  if (isAbsent(prefix)) return [];
  const suffix: Hole = { ...attributeHole(resource, "name suffix"), shape: "suffix" };
  return [entry("name", { ...prefix, parts: [...prefix.parts, suffix] }, prefix.at)];
}

/**
 * The metadata of a resource of the Kubernetes provider. A namespaced object without a namespace is in `default`
 * (provider documentation, `metadata.namespace`).
 */
function metadataOf(resource: Resource): MapNode {
  const [metadata] = resource.blocks("metadata").items;
  if (metadata === undefined) return { kind: "map", entries: [], at: resource.at };
  const namespace = copied(metadata, "namespace", "namespace");
  return {
    kind: "map",
    entries: [
      ...objectName(metadata, resource),
      ...(namespace.length > 0
        ? namespace
        : [entry("namespace", literal("default", metadata.at), metadata.at)]),
      ...copied(metadata, "annotations", "annotations"),
      ...copied(metadata, "labels", "labels"),
    ],
    at: metadata.at,
  };
}

function manifest(resource: Resource, object: MapNode, existence?: ServiceAccount["existence"]): Manifest {
  const sure = existence ?? (resource.exists === "maybe" ? "maybe" : undefined);
  return {
    object: withAnnotationPlaces(object),
    origin: resource.module.origin,
    ...(sure === undefined ? {} : { existence: sure }),
  };
}

/** An object of the core API group from a resource of the Kubernetes provider. */
function coreObject(kind: string, extra: (resource: Resource) => readonly Entry[] = () => []) {
  return (resource: Resource): readonly Manifest[] => {
    const at = resource.at;
    const entries = [
      entry("apiVersion", literal("v1", at), at),
      entry("kind", literal(kind, at), at),
      entry("metadata", metadataOf(resource), at),
      ...extra(resource),
    ];
    return [manifest(resource, { kind: "map", entries, at })];
  };
}

/** Only the names of a secret's data: what a generator reads of a cluster Secret, and no secret. */
const CLUSTER_KEYS = ["name", "server"];

function clusterData(resource: Resource): readonly Entry[] {
  const data = resource.setting("data");
  if (data?.kind !== "map") return [];
  const entries = data.entries.filter(({ key }) =>
    key.parts.some((part) => part.kind === "literal" && CLUSTER_KEYS.includes(part.value)),
  );
  return [entry("stringData", { ...data, entries }, data.at)];
}

/** `kubernetes_annotations` adds annotations to an object that something else makes. */
function annotatedObject(resource: Resource): readonly Manifest[] {
  const metadata = metadataOf(resource);
  const object: MapNode = {
    kind: "map",
    entries: [
      ...copied(resource, "api_version", "apiVersion"),
      ...copied(resource, "kind", "kind"),
      entry(
        "metadata",
        { ...metadata, entries: [...metadata.entries, ...copied(resource, "annotations", "annotations")] },
        resource.at,
      ),
    ],
    at: resource.at,
  };
  return [manifest(resource, object, "annotated")];
}

/** `kubernetes_manifest`: the object as it is written. */
function writtenObject(resource: Resource): readonly Manifest[] {
  const object = resource.setting("manifest");
  return object?.kind === "map" ? [manifest(resource, object)] : [];
}

/** The YAML documents of a text. */
function documentsOf(text: Text): readonly Node[] {
  if (text.encodes !== undefined) return [text.encodes.node];
  return parseYaml(textSource(text)).documents.map(({ node }) => node);
}

/** `kubectl_manifest`: the first YAML document of the text. */
function yamlObject(resource: Resource): readonly Manifest[] {
  const text = argument(resource, "yaml_body");
  if (isAbsent(text)) return [];
  return documentsOf(text)
    .slice(0, 1)
    .flatMap((node) => (node.kind === "map" ? [manifest(resource, node)] : []));
}

type Maker = (resource: Resource) => readonly Manifest[];

const serviceAccount = coreObject("ServiceAccount");
const secret = coreObject("Secret", clusterData);

/** Resource types that are Kubernetes objects of kinds that this linter looks at. */
const makers: Readonly<Record<string, Maker>> = {
  kubernetes_service_account: serviceAccount,
  kubernetes_service_account_v1: serviceAccount,
  kubernetes_secret: secret,
  kubernetes_secret_v1: secret,
  kubernetes_annotations: annotatedObject,
  kubernetes_manifest: writtenObject,
  kubectl_manifest: yamlObject,
};

export const OBJECT_TYPES: readonly string[] = Object.keys(makers);

/** The Kubernetes objects that a root module makes. */
export function kubernetesObjects(inventory: Inventory): readonly Manifest[] {
  return Object.entries(makers).flatMap(([type, make]) =>
    (inventory.resources.get(type) ?? []).flatMap(make),
  );
}

/** Whether a resource stands for a Kubernetes object that could not be read. */
export function isUnreadObject(resource: Resource): boolean {
  const maker = Object.hasOwn(makers, resource.type) ? makers[resource.type] : undefined;
  return maker !== undefined && maker(resource).length === 0;
}

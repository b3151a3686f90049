import type { ServiceAccount } from "../../../model/entities.ts";
import type { Manifest } from "../../../model/manifest.ts";
import type { Entry, MapNode } from "../../../model/node.ts";
import { isAbsent, literal, type Hole } from "../../../model/text.ts";
import type { BlockView, Resource } from "../instances/instance.ts";
import { argument, attributeHole } from "../resources/resource-text.ts";
import { withAnnotationPlaces } from "./annotation-places.ts";
import { copied, entry } from "./block-objects.ts";

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
 * The `metadata` of a resource that is a Kubernetes object. `home` is the namespace of a namespaced object that names
 * none: `default` for the Kubernetes provider (provider documentation, `metadata.namespace`); `cluster` stands for
 * objects that live in no namespace.
 */
export function metadataOf(resource: Resource, home: string): MapNode {
  const [metadata] = resource.blocks("metadata").items;
  const at = metadata?.at ?? resource.at;
  const given = metadata === undefined ? [] : copied(metadata, "namespace", "namespace");
  const namespace = given.length > 0 ? given : [entry("namespace", literal(home, at), at)];
  return {
    kind: "map",
    entries: [
      ...(metadata === undefined ? [] : objectName(metadata, resource)),
      ...(home === "cluster" ? [] : namespace),
      ...(metadata === undefined
        ? []
        : [...copied(metadata, "annotations", "annotations"), ...copied(metadata, "labels", "labels")]),
    ],
    at,
  };
}

/** The object that a resource makes, once for each of its instances; `existence` where it is not that instance's. */
export function manifestOf(
  resource: Resource,
  object: MapNode,
  existence?: ServiceAccount["existence"],
): Manifest {
  const sure = existence ?? (resource.exists === "maybe" ? "maybe" : undefined);
  return {
    object: withAnnotationPlaces(object),
    origin: resource.module.origin,
    ...(sure === undefined ? {} : { existence: sure }),
  };
}

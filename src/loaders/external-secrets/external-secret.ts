import type { ExternalSecret, StoreReference } from "../../model/entities.ts";
import type { Manifest } from "../../model/manifest.ts";
import { get, itemsOf, type Node } from "../../model/node.ts";
import { absent, print } from "../../model/text.ts";
import type { LoaderSettings } from "../loader.ts";
import { factId, identityOf, nameOf, namespaceOf } from "../manifest-metadata.ts";

/** The object that a manifest of one of the four kinds describes, with every store that it refers to. */
export function readExternalSecret(
  manifest: Manifest,
  objectKind: ExternalSecret["objectKind"],
  settings: LoaderSettings,
): ExternalSecret {
  const { object, origin } = manifest;
  const isCluster = objectKind.startsWith("Cluster");
  const namespace = isCluster ? absent(object.at) : namespaceOf(manifest, settings);
  const name = nameOf(manifest, settings);
  return {
    kind: "external-secret",
    id: factId("external-secret", manifest, objectKind, print(namespace), print(name)),
    origin,
    at: object.at,
    objectKind,
    namespace,
    name,
    stores: references(objectKind, get(object, "spec")).map((node) =>
      readReference(manifest, node, settings),
    ),
  };
}

/** Every store reference of a spec (apis/externalsecrets/v1; v1alpha1 for push secrets). */
function references(objectKind: ExternalSecret["objectKind"], spec: Node | undefined): readonly Node[] {
  switch (objectKind) {
    case "ExternalSecret":
      return pulled(spec);
    case "ClusterExternalSecret":
      return pulled(get(spec, "externalSecretSpec"));
    case "PushSecret":
      return itemsOf(get(spec, "secretStoreRefs"));
    case "ClusterPushSecret":
      return itemsOf(get(spec, "pushSecretSpec", "secretStoreRefs"));
  }
}

function pulled(spec: Node | undefined): readonly Node[] {
  const entries = ["data", "dataFrom"].flatMap((field) => itemsOf(get(spec, field)));
  const all = [get(spec, "secretStoreRef"), ...entries.map((entry) => get(entry, "sourceRef", "storeRef"))];
  return all.filter((node) => node?.kind === "map");
}

function readReference(manifest: Manifest, node: Node, settings: LoaderSettings): StoreReference {
  return {
    kind: identityOf(manifest, get(node, "kind"), node, settings),
    name: identityOf(manifest, get(node, "name"), node, settings),
    at: node.at,
  };
}

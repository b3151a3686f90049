import type { ConfigurationSource, Namespace } from "../../model/entities.ts";
import type { Manifest } from "../../model/manifest.ts";
import { get, stringAt } from "../../model/node.ts";
import { absent, print } from "../../model/text.ts";
import type { LoaderSettings } from "../loader.ts";
import { factId, identityAt, moreEntries, nameOf, namespaceOf, textEntries } from "../manifest-metadata.ts";
import { webhookAnnotations } from "./workload.ts";

/** The namespace that a manifest of kind Namespace describes. */
export function readNamespace(manifest: Manifest, settings: LoaderSettings): Namespace {
  const { object, origin } = manifest;
  const name = nameOf(manifest, settings);
  return {
    kind: "namespace",
    id: factId("namespace", manifest, print(name)),
    origin,
    at: object.at,
    name,
    annotations: webhookAnnotations(get(object, "metadata", "annotations")),
  };
}

/** Where each kind keeps what it holds (core/v1): binary data is of no use as an environment variable. */
const FIELDS = { ConfigMap: ["data"], Secret: ["data", "stringData"] } as const;

/** The ConfigMap or Secret that a manifest describes, or undefined when it is neither. */
export function readConfigurationSource(
  manifest: Manifest,
  settings: LoaderSettings,
): ConfigurationSource | undefined {
  const { object, origin } = manifest;
  const objectKind = stringAt(object, "kind");
  if (objectKind !== "ConfigMap" && objectKind !== "Secret") return undefined;
  const namespace = namespaceOf(manifest, settings);
  const name = nameOf(manifest, settings);
  const maps = FIELDS[objectKind].map((field) => get(object, field));
  const more = maps.map(moreEntries).find((hole) => hole !== undefined);
  return {
    kind: "configuration-source",
    id: factId("configuration-source", manifest, objectKind, print(namespace), print(name)),
    origin,
    at: object.at,
    objectKind,
    namespace,
    name,
    type: identityAt(manifest, settings, "type"),
    entries: maps.flatMap((map) =>
      textEntries(map).map(({ key, value }) => ({
        key,
        value: objectKind === "Secret" ? absent(value.at) : value,
      })),
    ),
    ...(more === undefined ? {} : { moreEntries: more }),
  };
}

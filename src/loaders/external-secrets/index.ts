import type { Fact } from "../../model/entities.ts";
import type { Manifest } from "../../model/manifest.ts";
import { stringAt } from "../../model/node.ts";
import type { Loader, LoaderSettings } from "../loader.ts";
import { apiGroupOf } from "../manifest-metadata.ts";
import { readExternalSecret } from "./external-secret.ts";
import { readSecretStore } from "./secret-store.ts";

/** The External Secrets Operator: what its manifests mean. Where they come from is other loaders' work. */
export const externalSecrets: Loader = {
  name: "external-secrets",
  order: 60,
  handles: () => false,
  markers: ["external-secrets.io"],
  seeds: () => [],
  expanders: [],
  read,
};

function read(manifest: Manifest, settings: LoaderSettings): readonly Fact[] {
  if (apiGroupOf(manifest.object) !== "external-secrets.io") return [];
  const kind = stringAt(manifest.object, "kind");
  switch (kind) {
    case "SecretStore":
    case "ClusterSecretStore":
      return [readSecretStore(manifest, kind, settings)];
    case "ExternalSecret":
    case "ClusterExternalSecret":
    case "PushSecret":
    case "ClusterPushSecret":
      return [readExternalSecret(manifest, kind, settings)];
    default:
      return [];
  }
}

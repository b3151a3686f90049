import type { SecretStore, StoreAuth } from "../../model/entities.ts";
import type { Manifest } from "../../model/manifest.ts";
import { entriesOf, entryOf, get, itemsOf, textOf, type Node } from "../../model/node.ts";
import { absent, isAbsent, known, print } from "../../model/text.ts";
import type { LoaderSettings } from "../loader.ts";
import { factId, identityAt, identityOf, moreEntries, nameOf, namespaceOf } from "../manifest-metadata.ts";

const AWS = ["spec", "provider", "aws"] as const;

/** What the AWS provider's `auth` may hold (external-secrets, apis/externalsecrets/v1/secretstore_aws_types.go). */
const AUTH_FIELDS: ReadonlySet<string | undefined> = new Set(["jwt", "secretRef"]);

/** The store that a manifest of kind SecretStore or ClusterSecretStore describes. */
export function readSecretStore(
  manifest: Manifest,
  storeKind: SecretStore["storeKind"],
  settings: LoaderSettings,
): SecretStore {
  const { object, origin } = manifest;
  const name = nameOf(manifest, settings);
  const namespace = storeKind === "SecretStore" ? namespaceOf(manifest, settings) : absent(object.at);
  const auth = get(object, ...AWS, "auth");
  return {
    kind: "secret-store",
    id: factId("secret-store", manifest, storeKind, print(namespace), print(name)),
    origin,
    at: object.at,
    apiVersion: identityAt(manifest, settings, "apiVersion"),
    storeKind,
    storeKindAt: entryOf(object, "kind")?.value.at ?? object.at,
    namespace,
    name,
    provider: providerOf(get(object, "spec", "provider")),
    service: identityAt(manifest, settings, ...AWS, "service"),
    region: identityAt(manifest, settings, ...AWS, "region"),
    role: identityAt(manifest, settings, ...AWS, "role"),
    prefix: identityAt(manifest, settings, ...AWS, "prefix"),
    auth: authOf(manifest, auth, settings),
    unknownAuth: entriesOf(auth)
      .filter(({ key }) => known(key) !== undefined && !AUTH_FIELDS.has(known(key)))
      .map(({ key }) => ({ key, at: key.at })),
  };
}

function providerOf(provider: Node | undefined): SecretStore["provider"] {
  if (provider === undefined || provider.kind !== "map") return "unknown";
  if (entryOf(provider, "aws") !== undefined) return "aws";
  const certain = provider.entries.some(({ key }) => known(key) !== undefined);
  return certain && moreEntries(provider) === undefined ? "other" : "unknown";
}

/**
 * Which credentials the operator takes (providers/v1/aws/auth/auth.go): `jwt` before `secretRef`, else the
 * controller's own.
 */
function authOf(manifest: Manifest, auth: Node | undefined, settings: LoaderSettings): StoreAuth {
  if (auth?.kind === "unknown") return { kind: "unknown", hole: auth.hole };
  const jwt = get(auth, "jwt");
  if (jwt?.kind === "unknown") return { kind: "unknown", hole: jwt.hole };
  if (jwt !== undefined && jwt.kind !== "null") return jwtAuth(manifest, jwt, settings);
  const secret = get(auth, "secretRef");
  if (secret?.kind === "unknown") return { kind: "unknown", hole: secret.hole };
  if (secret !== undefined && secret.kind !== "null") return { kind: "secret-ref", at: secret.at };
  return { kind: "controller" };
}

function jwtAuth(manifest: Manifest, jwt: Node, settings: LoaderSettings): StoreAuth {
  const reference = get(jwt, "serviceAccountRef");
  if (reference?.kind === "unknown") return { kind: "unknown", hole: reference.hole };
  if (reference?.kind !== "map") return { kind: "jwt" };
  const field = (key: string) => identityOf(manifest, get(reference, key), reference, settings);
  const audiences = itemsOf(get(reference, "audiences")).map((item) => textOf(item, item.at));
  return {
    kind: "jwt",
    serviceAccount: {
      name: field("name"),
      namespace: field("namespace"),
      audiences: audiences.filter((text) => !isAbsent(text)),
      at: reference.at,
    },
  };
}

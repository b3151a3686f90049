// What a rendered chart says about identity, in the form in which recordings hold it.

import { parseAllDocuments } from "yaml";

/** The identity parts of one rendering. Keys are `namespace/name`, `Kind/namespace/name` for the other two. */
export interface IdentityParts {
  /** Service accounts and their annotations. */
  readonly serviceAccounts: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Objects that run pods, and the account they name; "" when they name none. */
  readonly workloads: Readonly<Record<string, string>>;
  /** SecretStores by their provider, ExternalSecrets by the store they name. */
  readonly stores: Readonly<Record<string, unknown>>;
}

type Fields = Readonly<Record<string, unknown>>;

export const podPaths: Readonly<Record<string, readonly string[]>> = {
  Pod: ["spec"],
  CronJob: ["spec", "jobTemplate", "spec", "template", "spec"],
};
export const workloadKinds = new Set([
  "Pod",
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ReplicaSet",
  "ReplicationController",
  "Job",
  "CronJob",
]);
export const storeKinds = new Set([
  "SecretStore",
  "ClusterSecretStore",
  "ExternalSecret",
  "ClusterExternalSecret",
]);

/** Reads the manifests that `helm template` prints. An object without a namespace goes to the release's. */
export function identityParts(manifests: string, namespace: string): IdentityParts {
  const serviceAccounts = new Map<string, Readonly<Record<string, string>>>();
  const workloads = new Map<string, string>();
  const stores = new Map<string, unknown>();
  for (const object of objectsIn(manifests)) {
    const kind = text(object["kind"]);
    const name = `${text(at(object, "metadata", "namespace")) || namespace}/${text(at(object, "metadata", "name"))}`;
    if (kind === "ServiceAccount") {
      put(serviceAccounts, name, annotationsOf(object));
    } else if (workloadKinds.has(kind)) {
      const pod = at(object, ...(podPaths[kind] ?? ["spec", "template", "spec"]));
      put(
        workloads,
        `${kind}/${name}`,
        text(at(pod, "serviceAccountName")) || text(at(pod, "serviceAccount")),
      );
    } else if (storeKinds.has(kind)) {
      put(stores, `${kind}/${name}`, at(object, "spec", "provider") ?? at(object, "spec", "secretStoreRef"));
    }
  }
  return { serviceAccounts: sorted(serviceAccounts), workloads: sorted(workloads), stores: sorted(stores) };
}

function objectsIn(manifests: string): readonly Fields[] {
  // Kubernetes' own reader knows YAML 1.1: `yes` is a boolean there, and a later key of the same name wins.
  const documents = parseAllDocuments(manifests, { version: "1.1", uniqueKeys: false, merge: true });
  return documents.flatMap((document): readonly Fields[] => {
    const object: unknown = document.toJS({ maxAliasCount: -1 });
    if (!isFields(object)) return [];
    const items = object["items"];
    return text(object["kind"]).endsWith("List") && Array.isArray(items) ? items.filter(isFields) : [object];
  });
}

/** Sets an entry; two objects of one name are two entries. */
export function put<Value>(entries: Map<string, Value>, name: string, value: Value): void {
  let free = name;
  for (let count = 2; entries.has(free); count += 1) free = `${name} (${String(count)})`;
  entries.set(free, value);
}

/** The entries in the order of their names. */
export function sorted<Value>(entries: ReadonlyMap<string, Value>): Readonly<Record<string, Value>> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

function annotationsOf(object: Fields): Readonly<Record<string, string>> {
  const annotations = at(object, "metadata", "annotations");
  if (!isFields(annotations)) return {};
  return Object.fromEntries(Object.entries(annotations).map(([key, value]) => [key, scalar(value)]));
}

/** A value that is no text stays visible as what it is: the API server refuses it. */
const scalar = (value: unknown): string => (typeof value === "string" ? value : `!${JSON.stringify(value)}`);

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inside, key) => (isFields(inside) ? inside[key] : undefined), value);
}

function text(value: unknown): string {
  return value === undefined || value === null ? "" : scalar(value);
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

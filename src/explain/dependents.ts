import { allOf, equals } from "../model/compare.ts";
import type {
  ExternalSecret,
  Origin,
  SecretStore,
  ServiceAccount,
  StoreReference,
  Workload,
} from "../model/entities.ts";
import type { Model } from "../model/model.ts";
import { isAbsent, literal, type Absent, type Answer, type Text } from "../model/text.ts";

/** An object that uses another one; "maybe" when a part of a name on the way is not known. */
export interface Use<T> {
  readonly by: T;
  readonly answer: "yes" | "maybe";
}

/** A store that authenticates as an account, and what reads or writes secrets through it. */
export interface StoreUse extends Use<SecretStore> {
  readonly secrets: readonly Use<ExternalSecret>[];
}

/** Everything that stops working when a service account gets no credentials. */
export interface Dependents {
  readonly workloads: readonly Use<Workload>[];
  readonly stores: readonly StoreUse[];
}

/** Two objects of clusters that are known to differ have nothing to do with each other. */
function together(a: Origin, b: Origin): Answer {
  const environments = a.environment !== null && b.environment !== null && a.environment !== b.environment;
  if (environments && !isAbsent(a.cluster) && !isAbsent(b.cluster)) return equals(a.cluster, b.cluster);
  return isAbsent(a.cluster) || isAbsent(b.cluster) || equals(a.cluster, b.cluster) !== "no" ? "yes" : "no";
}

function uses<T extends { readonly origin: Origin }>(
  candidates: readonly T[],
  of: Origin,
  answer: (candidate: T) => Answer,
): readonly Use<T>[] {
  return candidates.flatMap((by) => {
    const found = allOf([together(by.origin, of), answer(by)]);
    return found === "no" ? [] : [{ by, answer: found }];
  });
}

function runsAs({ namespace, serviceAccountName, at }: Workload, account: ServiceAccount): Answer {
  // Kubernetes fills in `default` where a pod names no account.
  const name = isAbsent(serviceAccountName) ? literal("default", at) : serviceAccountName;
  return allOf([equals(namespace, account.namespace), equals(name, account.name)]);
}

function orElse(text: Text | Absent, otherwise: Text | Absent): Text | Absent {
  return isAbsent(text) ? otherwise : text;
}

/**
 * Whether a store's own reference names an account. Without a namespace, a SecretStore means its own, and a
 * ClusterSecretStore that of each ExternalSecret (External Secrets, providers/v1/aws/auth).
 */
function authenticatesAs(
  { auth, storeKind, namespace, provider }: SecretStore,
  account: ServiceAccount,
): Answer {
  const reference = auth.kind === "jwt" ? auth.serviceAccount : undefined;
  if (provider !== "aws" || reference === undefined || isAbsent(reference.name)) return "no";
  const own: Text | Absent = storeKind === "SecretStore" ? namespace : account.namespace;
  const where = storeKind === "SecretStore" ? own : orElse(reference.namespace, own);
  return allOf([
    equals(reference.name, account.name),
    isAbsent(where) ? "maybe" : equals(where, account.namespace),
  ]);
}

function refersTo(reference: StoreReference, secret: ExternalSecret, store: SecretStore): Answer {
  const kind: Answer = isAbsent(reference.kind)
    ? store.storeKind === "SecretStore"
      ? "yes"
      : "no"
    : equals(reference.kind, literal(store.storeKind, store.at));
  const name = isAbsent(reference.name) ? "no" : equals(reference.name, store.name);
  if (store.storeKind === "ClusterSecretStore") return allOf([kind, name]);
  const { namespace } = secret;
  const same =
    isAbsent(namespace) || isAbsent(store.namespace) ? "maybe" : equals(namespace, store.namespace);
  return allOf([kind, name, same]);
}

function readsThrough(secret: ExternalSecret, store: SecretStore): Answer {
  const answers = secret.stores.map((reference) => refersTo(reference, secret, store));
  return answers.includes("yes") ? "yes" : answers.includes("maybe") ? "maybe" : "no";
}

/** The chain behind a service account: what runs as it, the stores that use it, and the secrets that hang on them. */
export function dependentsOf(account: ServiceAccount, model: Model): Dependents {
  const stores = uses(model.secretStores, account.origin, (store) => authenticatesAs(store, account));
  return {
    workloads: uses(model.workloads, account.origin, (workload) => runsAs(workload, account)),
    stores: stores.map((use) => ({
      ...use,
      secrets: uses(model.externalSecrets, use.by.origin, (secret) => readsThrough(secret, use.by)),
    })),
  };
}

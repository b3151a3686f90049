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
import { isAbsent, known, literal, type Absent, type Answer, type Text } from "../model/text.ts";

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

/** Candidates by the one name that they look for, and those of which that name is not wholly known. */
class ByName<T> {
  readonly #known = new Map<string, T[]>();
  readonly #open: T[] = [];

  add(name: Text | Absent, item: T): void {
    const value = isAbsent(name) ? undefined : known(name);
    if (value === undefined) this.#open.push(item);
    else {
      const list = this.#known.get(value);
      if (list === undefined) this.#known.set(value, [item]);
      else list.push(item);
    }
  }

  /** Everything that may look for a name; all of it when the name itself has holes. */
  get(name: Text): readonly T[] {
    const value = known(name);
    if (value === undefined) return [...[...this.#known.values()].flat(), ...this.#open];
    return [...(this.#known.get(value) ?? []), ...this.#open];
  }
}

interface Index {
  readonly workloads: ByName<Workload>;
  readonly stores: ByName<SecretStore>;
  readonly secrets: ByName<ExternalSecret>;
}

function indexOf(model: Model): Index {
  const index: Index = { workloads: new ByName(), stores: new ByName(), secrets: new ByName() };
  for (const workload of model.workloads) {
    const { serviceAccountName, at } = workload;
    index.workloads.add(isAbsent(serviceAccountName) ? literal("default", at) : serviceAccountName, workload);
  }
  for (const store of model.secretStores) {
    const reference = store.auth.kind === "jwt" ? store.auth.serviceAccount : undefined;
    if (reference !== undefined) index.stores.add(reference.name, store);
  }
  for (const secret of model.externalSecrets) {
    for (const { name } of secret.stores) index.secrets.add(name, secret);
  }
  return index;
}

const indexes = new WeakMap<Model, Index>();

/** The chain behind a service account: what runs as it, the stores that use it, and the secrets that hang on them. */
export function dependentsOf(account: ServiceAccount, model: Model): Dependents {
  const index = indexes.get(model) ?? indexOf(model);
  indexes.set(model, index);
  const { name, origin } = account;
  const stores = uses(index.stores.get(name), origin, (store) => authenticatesAs(store, account));
  return {
    workloads: uses(index.workloads.get(name), origin, (workload) => runsAs(workload, account)),
    stores: stores.map((use) => {
      const candidates = [...new Set(index.secrets.get(use.by.name))];
      return { ...use, secrets: uses(candidates, use.by.origin, (secret) => readsThrough(secret, use.by)) };
    }),
  };
}

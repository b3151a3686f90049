import { allOf, equals } from "../../src/model/compare.ts";
import type { ExternalSecret, SecretStore, ServiceAccount, StoreAuth } from "../../src/model/entities.ts";
import { placeOfIntent, type EditIntent, type Suggestion } from "../../src/model/finding.ts";
import type { Location } from "../../src/model/location.ts";
import type { Model } from "../../src/model/model.ts";
import {
  isAbsent,
  known,
  literal,
  print,
  type Absent,
  type Answer,
  type Text,
} from "../../src/model/text.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { namesForeignAccount } from "../../src/rule-api/secret-stores.ts";
import { nameOfAccount } from "../../src/rule-api/wording.ts";

type Reference = NonNullable<Extract<StoreAuth, { readonly kind: "jwt" }>["serviceAccount"]>;

/** A namespaced store of the AWS provider that names a service account. */
interface NamespacedStore {
  readonly store: SecretStore;
  readonly namespace: Text;
  readonly reference: Reference;
  readonly account: Text;
}

function namespacedStores(model: Model): readonly NamespacedStore[] {
  return model.secretStores.flatMap((store): readonly NamespacedStore[] => {
    const { storeKind, provider, namespace, auth } = store;
    if (storeKind !== "SecretStore" || provider !== "aws" || isAbsent(namespace)) return [];
    if (auth.kind !== "jwt" || auth.serviceAccount === undefined || isAbsent(auth.serviceAccount.name))
      return [];
    return [{ store, namespace, reference: auth.serviceAccount, account: auth.serviceAccount.name }];
  });
}

const same = (a: Text | Absent, b: Text): Answer => (isAbsent(a) ? "maybe" : equals(a, b));

/** Whether an account of this name may be in the store's own namespace, as far as anybody here can tell. */
function mayBeHere({ namespace, account }: NamespacedStore, model: Model): boolean {
  const known = model.serviceAccounts.some(
    (each) => equals(each.namespace, namespace) !== "no" && equals(each.name, account) !== "no",
  );
  const unread = model.gaps.some(
    ({ may, namespace: where }) => may.includes("service-account") && same(where, namespace) !== "no",
  );
  return known || unread;
}

/** Whether the input describes the namespace at all: something else here certainly lives in it. */
function isDescribed(namespace: Text, model: Model): boolean {
  const objects = [...model.serviceAccounts, ...model.workloads];
  return objects.some((each) => equals(each.namespace, namespace) === "yes");
}

/** The one account of the name that lives elsewhere, when the store's own namespace has none. */
function strayAccount(found: NamespacedStore, model: Model): ServiceAccount | undefined {
  if (mayBeHere(found, model) || !isDescribed(found.namespace, model)) return undefined;
  const others = model.serviceAccounts.filter((each) => equals(each.name, found.account) === "yes");
  const namespaces = new Set(others.map((each) => known(each.namespace)));
  return namespaces.size === 1 && !namespaces.has(undefined) ? others[0] : undefined;
}

/** Whether an object refers to this very store through one of its references. */
function refersTo(
  { kind, name }: ExternalSecret["stores"][number],
  user: ExternalSecret,
  { store, namespace }: NamespacedStore,
): Answer {
  if (isAbsent(name)) return "no";
  const kindIs: Answer = isAbsent(kind) ? "yes" : equals(kind, literal("SecretStore", kind.at));
  // One that is made in many namespaces means whichever store has the name there.
  const namespaceIs: Answer = isAbsent(user.namespace) ? "yes" : equals(user.namespace, namespace);
  return allOf([kindIs, equals(name, store.name), namespaceIs]);
}

interface Users {
  readonly intents: readonly EditIntent[];
  readonly all: boolean;
}

/** The edits that make every user of the store ask for a ClusterSecretStore, and whether these are all of them. */
function usersOf(found: NamespacedStore, model: Model): Users {
  const intents: EditIntent[] = [];
  let all = !model.gaps.some(({ may }) => may.includes("external-secret"));
  for (const user of model.externalSecrets) {
    for (const reference of user.stores) {
      const answer = refersTo(reference, user, found);
      if (answer === "maybe") all = false;
      if (answer !== "yes") continue;
      intents.push(
        isAbsent(reference.kind)
          ? { kind: "add-entry", map: reference.at, key: "kind", value: "ClusterSecretStore" }
          : { kind: "replace-value", at: reference.kind.at, value: "ClusterSecretStore" },
      );
    }
  }
  return { intents, all };
}

const inside = (inner: Location, outer: Location): boolean =>
  inner.file === outer.file && inner.span.start >= outer.span.start && inner.span.end <= outer.span.end;

/** The edits of the store itself: its kind, the namespace that a cluster-wide object has not, the reference's. */
function storeIntents(
  { store, namespace, reference }: NamespacedStore,
  wanted: string,
): readonly EditIntent[] {
  return [
    { kind: "replace-value", at: store.storeKindAt, value: "ClusterSecretStore" },
    ...(inside(namespace.at, store.at) ? [{ kind: "remove-entry", at: namespace.at } as const] : []),
    ...(isAbsent(reference.namespace)
      ? [{ kind: "add-entry", map: reference.at, key: "namespace", value: wanted } as const]
      : []),
  ];
}

/** The repair across files. Nobody may apply it unasked when another store has the name or a user may be missed. */
function repair(found: NamespacedStore, wanted: string | undefined, model: Model): readonly Suggestion[] {
  if (wanted === undefined || known(found.store.name) === undefined) return [];
  const others = model.secretStores.filter(
    (other) => other !== found.store && equals(other.name, found.store.name) !== "no",
  );
  if (others.some(({ storeKind }) => storeKind === "ClusterSecretStore")) return [];
  const users = usersOf(found, model);
  const unique = others.length === 0 && !model.gaps.some(({ may }) => may.includes("secret-store"));
  return [
    {
      description: `Make "${print(found.store.name)}" a ClusterSecretStore, with the account's namespace on the reference, and refer to it as one`,
      safety: unique && users.all ? "safe" : "unsafe",
      intents: dedupe([...storeIntents(found, wanted), ...users.intents]),
    },
  ];
}

/** One edit a place: an object that several environments read has one text. */
function dedupe(intents: readonly EditIntent[]): readonly EditIntent[] {
  const key = (intent: EditIntent): string => {
    const at = placeOfIntent(intent);
    return `${intent.kind} ${at.file.path}:${String(at.span.start)}`;
  };
  return [...new Map(intents.map((intent) => [key(intent), intent])).values()];
}

const store = (kind: "SecretStore" | "ClusterSecretStore"): string => `apiVersion: external-secrets.io/v1beta1
kind: ${kind}
metadata:
  name: aws${kind === "SecretStore" ? "\n  namespace: default" : ""}
spec:
  provider:
    aws:
      service: SecretsManager
      region: eu-west-2
      auth:
        jwt:
          serviceAccountRef:
            name: external-secrets
            namespace: external-secrets
---
apiVersion: external-secrets.io/v1beta1
kind: ExternalSecret
metadata:
  name: database
  namespace: default
spec:
  secretStoreRef:
    kind: ${kind}
    name: aws
  target:
    name: database
  data:
    - secretKey: password
      remoteRef:
        key: prod/database
`;

export default defineRule({
  id: "secret-store/cross-namespace-account",
  meta: {
    summary: "A SecretStore can only use a service account of its own namespace",
    severity: "error",
    since: "0.1.0",
    messages: {
      otherNamespace: (d: { store: string; namespace: string; account: string }) =>
        `SecretStore "${d.store}" in namespace "${d.namespace}" cannot use service account "${d.account}": a SecretStore takes accounts of its own namespace only, a ClusterSecretStore of any`,
      livesElsewhere: (d: { store: string; namespace: string; account: string; where: string }) =>
        `SecretStore "${d.store}" looks for service account "${d.account}" in its own namespace "${d.namespace}", but the account lives in "${d.where}"`,
    },
    docs: {
      why: "The operator asks for the account's token in the store's own namespace, whatever the reference says. Its webhook refuses another namespace; without the webhook the reference's namespace is ignored, and the account is not found.",
      fix: "Make the store a `ClusterSecretStore`, keep `namespace` on its `serviceAccountRef`, and say `kind: ClusterSecretStore` in every `secretStoreRef` that uses it. Or give the store's namespace a service account of its own.",
      quiet: [
        "The store's namespace, or the reference's, is not known.",
        "The store is a ClusterSecretStore, or of another provider than AWS.",
        "The account may be made in the store's namespace by something that is not read here.",
      ],
      references: [
        "https://external-secrets.io/latest/provider/aws-access/",
        "https://external-secrets.io/latest/api/clustersecretstore/",
      ],
      bad: { "store.yaml": store("SecretStore") },
      good: { "store.yaml": store("ClusterSecretStore") },
    },
  },
  check({ model, report }) {
    for (const found of namespacedStores(model)) {
      const { store, namespace, reference, account } = found;
      const names = { store: print(store.name), namespace: print(namespace) };
      const owners = model.serviceAccounts.filter((each) => equals(each.name, account) === "yes");
      if (!isAbsent(reference.namespace)) {
        const wanted = reference.namespace;
        if (!namesForeignAccount(store)) continue;
        report({
          messageId: "otherNamespace",
          data: { ...names, account: `${print(wanted)}/${print(account)}` },
          at: wanted.at,
          related: [
            { at: namespace.at, message: `the store is in namespace "${names.namespace}"` },
            ...owners
              .filter((owner) => equals(owner.namespace, wanted) === "yes")
              .map((owner) => ({ at: owner.name.at, message: "the service account" })),
          ],
          suggestions: repair(found, known(wanted), model),
        });
        continue;
      }
      const stray = strayAccount(found, model);
      if (stray === undefined) continue;
      report({
        messageId: "livesElsewhere",
        data: { ...names, account: print(account), where: print(stray.namespace) },
        at: account.at,
        related: [
          { at: stray.name.at, message: `service account "${nameOfAccount(stray)}"` },
          { at: namespace.at, message: `the store is in namespace "${names.namespace}"` },
        ],
        suggestions: repair(found, known(stray.namespace), model),
      });
    }
  },
});

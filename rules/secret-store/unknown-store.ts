import { didYouMean } from "../../src/iam/near-miss.ts";
import { couldExist, type Wanted } from "../../src/model/absence.ts";
import { equals } from "../../src/model/compare.ts";
import type { ExternalSecret, SecretStore, StoreReference } from "../../src/model/entities.ts";
import type { Suggestion } from "../../src/model/finding.ts";
import type { Model } from "../../src/model/model.ts";
import { absent, isAbsent, known, print, type Absent, type Text } from "../../src/model/text.ts";
import { rewrite } from "../../src/rule-api/repairs.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { namesForeignAccount } from "../../src/rule-api/secret-stores.ts";
import { meant } from "../../src/rule-api/wording.ts";

type StoreKind = SecretStore["storeKind"];

/** A reference whose kind, name and, for a SecretStore, namespace are known. */
interface Reference {
  readonly reference: StoreReference;
  readonly user: ExternalSecret;
  readonly storeKind: StoreKind;
  readonly name: Text;
  readonly namespace: Text | Absent;
}

const KINDS: readonly string[] = ["SecretStore", "ClusterSecretStore"];
const isStoreKind = (value: string | undefined): value is StoreKind =>
  value !== undefined && KINDS.includes(value);

function readReference(reference: StoreReference, user: ExternalSecret): Reference | undefined {
  const { kind, name } = reference;
  const storeKind = isAbsent(kind) ? "SecretStore" : known(kind);
  if (!isStoreKind(storeKind) || isAbsent(name) || known(name) === undefined) return undefined;
  const { namespace } = user;
  // What is made in many namespaces needs a SecretStore in each of them: which they are is not read.
  if (isAbsent(namespace) && storeKind === "SecretStore") return undefined;
  if (!isAbsent(namespace) && known(namespace) === undefined) return undefined;
  return { reference, user, storeKind, name, namespace };
}

function wantedAs(storeKind: StoreKind, { name, namespace, user }: Reference): Wanted {
  const where = storeKind === "SecretStore" ? namespace : absent(user.at);
  return { kind: "secret-store", storeKind, namespace: where, name };
}

const otherKind = (storeKind: StoreKind): StoreKind =>
  storeKind === "SecretStore" ? "ClusterSecretStore" : "SecretStore";

/** The stores that the reference can reach: those of its kind, in its namespace where that matters. */
function reachable({ storeKind, namespace }: Reference, model: Model): readonly SecretStore[] {
  return model.secretStores.filter(
    (store) =>
      store.storeKind === storeKind &&
      (storeKind === "ClusterSecretStore" ||
        (!isAbsent(store.namespace) && !isAbsent(namespace) && equals(store.namespace, namespace) === "yes")),
  );
}

/** The store of the same name and of the other kind, which the reference was probably meant for. */
function ofOtherKind(found: Reference, model: Model): SecretStore | undefined {
  const kind = otherKind(found.storeKind);
  if (couldExist(model, wantedAs(kind, found)) !== "yes") return undefined;
  return model.secretStores.find(
    (store) =>
      store.storeKind === kind &&
      equals(store.name, found.name) === "yes" &&
      (isAbsent(store.namespace) ||
        (!isAbsent(found.namespace) && equals(store.namespace, found.namespace) === "yes")),
  );
}

/** Writes the other kind on the reference: it then means the store of that name that exists. */
function switchKind({ reference, storeKind }: Reference): readonly Suggestion[] {
  const value = otherKind(storeKind);
  const { kind, at } = reference;
  return [
    {
      description: `Refer to it as a ${value}`,
      safety: "safe",
      intents: [
        isAbsent(kind)
          ? { kind: "add-entry", map: at, key: "kind", value }
          : { kind: "replace-value", at: kind.at, value },
      ],
    },
  ];
}

const where = ({ storeKind, namespace }: Reference): string =>
  storeKind === "SecretStore" ? ` in namespace "${print(namespace)}"` : "";

const example = (kind: string): string => `apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata:
  name: aws
spec:
  provider:
    aws:
      service: SecretsManager
      region: eu-west-2
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: database
  namespace: shop
spec:
  secretStoreRef:
    name: aws${kind}
  data:
    - secretKey: password
      remoteRef:
        key: prod/database
`;

export default defineRule({
  id: "secret-store/unknown-store",
  meta: {
    summary: "A secretStoreRef must name a store that exists, of the right kind and in the right namespace",
    severity: "error",
    since: "0.1.0",
    messages: {
      otherKind: (d: { user: string; kind: string; name: string; where: string; other: string }) =>
        `${d.user} refers to ${d.kind} "${d.name}"${d.where}, but "${d.name}" is a ${d.other}`,
      missing: (d: { user: string; kind: string; name: string; where: string; meant: string }) =>
        `${d.user} refers to ${d.kind} "${d.name}"${d.where}, which nothing here creates${d.meant}`,
    },
    docs: {
      why: "Without `kind`, a `secretStoreRef` means a SecretStore of the same namespace, never a ClusterSecretStore. The operator answers `could not get SecretStore`, and the secret is never written.",
      fix: "Write the store's kind and its exact name. A SecretStore must be in the namespace of the object that uses it.",
      quiet: [
        "The store may be made by something that is not read here: a chart, an overlay, a module, a name with a hole.",
        "The reference is to a generator, or the object is only a patch (`$patch: delete`).",
        "No store of that kind is here, in that namespace, so that stores may be kept elsewhere.",
        "The SecretStore of that name uses an account of another namespace: secret-store/cross-namespace-account tells.",
        "The object is made in many namespaces and needs a SecretStore in each of them.",
      ],
      references: [
        "https://external-secrets.io/latest/api/externalsecret/",
        "https://external-secrets.io/latest/api/clustersecretstore/",
      ],
      bad: { "store.yaml": example("") },
      good: { "store.yaml": example("\n    kind: ClusterSecretStore") },
    },
  },
  check({ model, report }) {
    for (const user of model.externalSecrets) {
      for (const found of user.stores.flatMap((reference) => readReference(reference, user) ?? [])) {
        const { reference, storeKind, name } = found;
        if (couldExist(model, wantedAs(storeKind, found)) !== "no") continue;
        const names = {
          user: `${user.objectKind} "${print(user.name)}"`,
          kind: storeKind,
          name: print(name),
          where: where(found),
        };
        const other = ofOtherKind(found, model);
        // Such a store was meant to be a ClusterSecretStore: secret-store/cross-namespace-account tells.
        if (other !== undefined && namesForeignAccount(other)) continue;
        if (other !== undefined) {
          report({
            messageId: "otherKind",
            data: { ...names, other: other.storeKind },
            at: isAbsent(reference.kind) ? name.at : reference.kind.at,
            related: [{ at: other.storeKindAt, message: `"${names.name}" is a ${other.storeKind}` }],
            suggestions: switchKind(found),
          });
          continue;
        }
        const stores = reachable(found, model);
        if (stores.length === 0) continue;
        const near = didYouMean(
          names.name,
          stores.flatMap((store) => known(store.name) ?? []),
        );
        report({
          messageId: "missing",
          data: { ...names, meant: meant(near) },
          at: name.at,
          related: stores
            .filter((store) => near !== undefined && known(store.name) === near)
            .map((store) => ({ at: store.name.at, message: `the ${storeKind} that is here` })),
          suggestions: near === undefined ? [] : rewrite(name, near, "unsafe"),
          ...(near === undefined ? { severity: "info" } : {}),
        });
      }
    }
  },
});

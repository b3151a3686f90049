import { didYouMean } from "../../src/iam/near-miss.ts";
import { couldExist } from "../../src/model/absence.ts";
import { equals } from "../../src/model/compare.ts";
import type { SecretStore, ServiceAccount } from "../../src/model/entities.ts";
import type { Suggestion } from "../../src/model/finding.ts";
import type { Model } from "../../src/model/model.ts";
import { isAbsent, known, print, type Absent, type Text } from "../../src/model/text.ts";
import { rewrite } from "../../src/rule-api/repairs.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { meant, nameOfAccount } from "../../src/rule-api/wording.ts";

/** The account that a store's reference means, when its namespace and name are known. */
interface Wanted {
  readonly namespace: Text;
  readonly name: Text;
}

/**
 * The namespace in which the operator looks for the account (external-secrets, providers/v1/aws/auth): the store's
 * own, or the reference's for a ClusterSecretStore; without one there, that of each object that uses the store.
 */
function namespaceOf(store: SecretStore, named: Text | Absent): Text | undefined {
  if (store.storeKind === "ClusterSecretStore") return isAbsent(named) ? undefined : named;
  if (isAbsent(store.namespace)) return undefined;
  // Another namespace on the reference is what secret-store/cross-namespace-account tells of.
  return isAbsent(named) || equals(named, store.namespace) === "yes" ? store.namespace : undefined;
}

function wantedBy(store: SecretStore): Wanted | undefined {
  const { auth, provider } = store;
  if (provider !== "aws" || auth.kind !== "jwt" || auth.serviceAccount === undefined) return undefined;
  const { name, namespace: named } = auth.serviceAccount;
  const namespace = namespaceOf(store, named);
  if (isAbsent(name) || namespace === undefined) return undefined;
  if (known(name) === undefined || known(namespace) === undefined) return undefined;
  // Every namespace has it, whoever describes it.
  return known(name) === "default" ? undefined : { namespace, name };
}

const isIn = (account: ServiceAccount, namespace: Text): boolean =>
  equals(account.namespace, namespace) === "yes";

/** Whether accounts or workloads of the namespace are here: stores alone say nothing of who runs there. */
function isDescribed({ namespace }: Wanted, model: Model): boolean {
  return [...model.serviceAccounts, ...model.workloads].some(
    (each) => equals(each.namespace, namespace) === "yes",
  );
}

/** What was probably meant: an account of the namespace with nearly the name, or that name in another namespace. */
interface Near {
  readonly account: ServiceAccount;
  readonly suggestions: readonly Suggestion[];
}

function similar({ namespace, name }: Wanted, model: Model): Near | undefined {
  const here = model.serviceAccounts.filter((account) => isIn(account, namespace));
  const hint = didYouMean(
    print(name),
    here.flatMap((account) => known(account.name) ?? []),
  );
  const account = here.find((each) => hint !== undefined && known(each.name) === hint);
  return account && hint !== undefined ? { account, suggestions: rewrite(name, hint, "unsafe") } : undefined;
}

function elsewhere({ namespace, name }: Wanted, model: Model): Near | undefined {
  const others = model.serviceAccounts.filter((account) => equals(account.name, name) === "yes");
  const namespaces = new Set(others.map((account) => known(account.namespace)));
  const [only] = namespaces;
  const [account] = others;
  if (namespaces.size !== 1 || only === undefined || account === undefined) return undefined;
  return { account, suggestions: rewrite(namespace, only, "unsafe") };
}

const store = (account: string): string => `apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata:
  name: aws
spec:
  provider:
    aws:
      service: SecretsManager
      region: eu-west-2
      auth:
        jwt:
          serviceAccountRef:
            name: ${account}
            namespace: shop
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: secret-reader
  namespace: shop
`;

export default defineRule({
  id: "secret-store/account-not-found",
  meta: {
    summary: "The service account of a secret store must exist",
    severity: "error",
    since: "0.1.0",
    messages: {
      missing: (d: { kind: string; store: string; account: string; meant: string }) =>
        `${d.kind} "${d.store}" uses service account "${d.account}", which nothing here creates${d.meant}`,
    },
    docs: {
      why: "The operator asks for a token of the account for every secret. Without the account, it answers `serviceaccounts not found`, and no secret of the store is written.",
      fix: "Name the account as it is created, with its namespace in a ClusterSecretStore, or create it.",
      quiet: [
        "The account may be made by something that is not read here: a chart, an overlay, a module, a name with a hole.",
        "Neither accounts nor workloads of the namespace are here.",
        "A ClusterSecretStore names no namespace: then each namespace that uses it needs the account.",
        "A SecretStore names another namespace than its own: secret-store/cross-namespace-account tells.",
        "The account is `default`, which every namespace has.",
      ],
      references: ["https://external-secrets.io/latest/provider/aws-access/"],
      bad: { "store.yaml": store("secrets-reader") },
      good: { "store.yaml": store("secret-reader") },
    },
  },
  check({ model, report }) {
    for (const store of model.secretStores) {
      const wanted = wantedBy(store);
      if (wanted === undefined || !isDescribed(wanted, model)) continue;
      if (couldExist(model, { kind: "service-account", ...wanted }) !== "no") continue;
      const far = elsewhere(wanted, model);
      // Its own namespace is all that a SecretStore can use.
      if (far !== undefined && store.storeKind === "SecretStore") continue;
      const near = similar(wanted, model) ?? far;
      const hint = near === undefined ? undefined : nameOfAccount(near.account);
      report({
        messageId: "missing",
        data: {
          kind: store.storeKind,
          store: print(store.name),
          account: `${print(wanted.namespace)}/${print(wanted.name)}`,
          meant: meant(hint),
        },
        at: near !== undefined && near === far ? wanted.namespace.at : wanted.name.at,
        related:
          near === undefined ? [] : [{ at: near.account.name.at, message: "the account that is here" }],
        suggestions: near?.suggestions ?? [],
        ...(near === undefined ? { severity: "info" } : {}),
      });
    }
  },
});

import { equals } from "../../model/compare.ts";
import type { SecretStore } from "../../model/entities.ts";
import type { Model } from "../../model/model.ts";
import { isAbsent, known, literal, print, type Absent, type Text } from "../../model/text.ts";
import { isTypo } from "../../iam/near-miss.ts";
import { accountName } from "../named.ts";
import type { Cause, Findings } from "./causes.ts";
import type { ReportedError } from "./read-errors.ts";

const isCalled = (text: Text | Absent, value: string): boolean =>
  !isAbsent(text) && equals(text, literal(value, text.at)) === "yes";

/** The stores whose reference names an account, with the reference's place. */
function storesNaming(
  name: string,
  model: Model,
): readonly { readonly store: SecretStore; readonly reference: Text }[] {
  return model.secretStores.flatMap((store) => {
    const reference = store.auth.kind === "jwt" ? store.auth.serviceAccount?.name : undefined;
    if (reference === undefined || isAbsent(reference) || !isCalled(reference, name)) return [];
    return [{ store, reference }];
  });
}

function storeCause(store: SecretStore, reference: Text, model: Model): readonly Cause[] {
  const own = isAbsent(store.namespace) ? undefined : store.namespace;
  const namespace = store.auth.kind === "jwt" ? store.auth.serviceAccount?.namespace : undefined;
  const wanted =
    store.storeKind === "SecretStore"
      ? own
      : namespace === undefined || isAbsent(namespace)
        ? undefined
        : namespace;
  const name = known(reference) ?? "";
  const accounts = model.serviceAccounts.filter((account) => isCalled(account.name, name));
  if (wanted === undefined || accounts.length === 0) return [];
  if (accounts.some((account) => equals(account.namespace, wanted) !== "no")) return [];
  const [elsewhere] = accounts;
  if (elsewhere === undefined) return [];
  const remedy =
    store.storeKind === "SecretStore" ? "; only a ClusterSecretStore takes accounts of other namespaces" : "";
  return [
    {
      state: "responsible",
      words: `${store.storeKind} "${print(store.name)}" looks for it in namespace "${print(wanted)}", it is in "${print(elsewhere.namespace)}"${remedy}`,
      places: [
        { at: reference.at, message: "the reference" },
        { at: elsewhere.at, message: "the account" },
      ],
    },
  ];
}

function workloadCauses(name: string, namespace: string | undefined, model: Model): readonly Cause[] {
  return model.workloads.flatMap((workload): readonly Cause[] => {
    const { serviceAccountName } = workload;
    if (isAbsent(serviceAccountName) || !isCalled(serviceAccountName, name)) return [];
    if (namespace !== undefined && !isCalled(workload.namespace, namespace)) return [];
    const near = model.serviceAccounts.find(
      (account) =>
        equals(account.namespace, workload.namespace) === "yes" && isTypo(name, known(account.name) ?? name),
    );
    const made = model.serviceAccounts.some(
      (account) => equals(account.namespace, workload.namespace) !== "no" && isCalled(account.name, name),
    );
    if (made) return [];
    return [
      {
        state: near === undefined ? "likely" : "responsible",
        words: `${workload.workloadKind} "${print(workload.name)}" runs as "${name}", which nothing here makes in its namespace${near === undefined ? "" : `; did you mean "${print(near.name)}"?`}`,
        places: [
          { at: serviceAccountName.at, message: "the name" },
          ...(near === undefined ? [] : [{ at: near.name.at, message: "the account that is there" }]),
        ],
      },
    ];
  });
}

/** A service account that the cluster does not find: who looks for it, and where it is. */
export function investigateAccount({ account }: ReportedError, model: Model): Findings {
  if (account === undefined) return { causes: [] };
  const { name, namespace } = account;
  const stores = storesNaming(name, model).flatMap(({ store, reference }) =>
    storeCause(store, reference, model),
  );
  const workloads = workloadCauses(name, namespace, model);
  const made = model.serviceAccounts.filter((each) => isCalled(each.name, name));
  const elsewhere = made.map((each): Cause => ({
    state: "likely",
    words: `"${accountName(each)}" is made here: what looks for it may look in another namespace`,
    places: [{ at: each.at, message: "the account" }],
  }));
  const causes = [...stores, ...workloads];
  return { causes: causes.length > 0 ? causes : elsewhere };
}

/** External Secrets wants the annotation of the referenced account: it is missing or empty. */
export function investigateStoreAccount({ account }: ReportedError, model: Model): Findings {
  if (account === undefined) return { causes: [] };
  const { name, namespace } = account;
  const causes = model.serviceAccounts
    .filter(
      (each) => isCalled(each.name, name) && (namespace === undefined || isCalled(each.namespace, namespace)),
    )
    .flatMap((each): readonly Cause[] => {
      const { roleArn } = each;
      const empty = isAbsent(roleArn) || known(roleArn) === "";
      return empty
        ? [
            {
              state: "responsible",
              words: `service account "${accountName(each)}" has no role in its annotation eks.amazonaws.com/role-arn`,
              places: [{ at: isAbsent(roleArn) ? each.at : roleArn.at, message: "the account" }],
            },
          ]
        : [];
    });
  return { causes };
}

/** The SecretStores that name an account of another namespace. */
export function investigateStoreNamespace(_error: ReportedError, model: Model): Findings {
  const causes = model.secretStores.flatMap((store): readonly Cause[] => {
    const { namespace, storeKind, auth } = store;
    const reference = auth.kind === "jwt" ? auth.serviceAccount?.namespace : undefined;
    if (storeKind !== "SecretStore" || isAbsent(namespace) || reference === undefined || isAbsent(reference))
      return [];
    if (equals(reference, namespace) !== "no") return [];
    return [
      {
        state: "responsible",
        words: `SecretStore "${print(store.name)}" of namespace "${print(namespace)}" names an account of "${print(reference)}"`,
        places: [{ at: reference.at, message: "the reference" }],
      },
    ];
  });
  return { causes };
}

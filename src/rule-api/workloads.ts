import { accountsNamed } from "../model/accounts-named.ts";
import { allOf, equals } from "../model/compare.ts";
import type { ServiceAccount, Workload } from "../model/entities.ts";
import type { Model } from "../model/model.ts";
import { isAbsent, known, literal, print } from "../model/text.ts";
import { isShadowed } from "./links.ts";

/** A workload as messages name it: `Deployment "api"`. */
export function nameOfWorkload({ workloadKind, name }: Workload): string {
  return `${workloadKind} "${print(name)}"`;
}

/** The service accounts that a workload's pods certainly run as: one, or the instances of one. */
export function accountsOfWorkload(workload: Workload, model: Model): readonly ServiceAccount[] {
  const { namespace, serviceAccountName, at } = workload;
  // Kubernetes fills in `default` where a pod names no account.
  const name = isAbsent(serviceAccountName) ? literal("default", at) : serviceAccountName;
  return accountsNamed(model.serviceAccounts, name).filter(
    (account) => allOf([equals(account.namespace, namespace), equals(account.name, name)]) === "yes",
  );
}

/** Whether an account gets a role: by an annotation that is not empty, or by a Pod Identity association. */
export function hasRole(account: ServiceAccount, model: Model): boolean {
  return (!isAbsent(account.roleArn) && known(account.roleArn) !== "") || isShadowed(account, model);
}

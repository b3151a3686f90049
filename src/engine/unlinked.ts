import { isForKubernetes } from "../iam/issuer.ts";
import type { Role, ServiceAccount } from "../model/entities.ts";
import type { Model } from "../model/model.ts";
import type { Statement } from "../model/policy.ts";
import { known } from "../model/text.ts";

/** What stands in no link. */
export interface Unlinked {
  readonly serviceAccounts: readonly ServiceAccount[];
  /** Only roles that trust a cluster's issuer, or the service that Pod Identity works through. */
  readonly roles: readonly Role[];
}

/** The service principal of EKS Pod Identity (EKS user guide, "Create IAM role with trust policy for Pod Identity"). */
const podIdentityService = "pods.eks.amazonaws.com";

function trustsPodIdentity({ principals }: Statement): boolean {
  return (principals ?? []).some(({ value }) => known(value) === podIdentityService);
}

function isForServiceAccounts({ trust }: Role): boolean {
  if (trust.state !== "known") return false;
  return trust.value.statements.some(
    (statement) => isForKubernetes(statement) === "yes" || trustsPodIdentity(statement),
  );
}

/** The service accounts and the roles for service accounts that no link of the model holds. */
export function unlinkedOf(model: Model): Unlinked {
  const accounts = new Set(model.links.map(({ serviceAccount }) => serviceAccount.id));
  const roles = new Set(model.links.flatMap(({ role }) => (role === undefined ? [] : [role.id])));
  return {
    serviceAccounts: model.serviceAccounts.filter(({ id }) => !accounts.has(id)),
    roles: model.roles.filter((role) => !roles.has(role.id) && isForServiceAccounts(role)),
  };
}

import { allOf, equals } from "../model/compare.ts";
import type { PodIdentityAssociation, ServiceAccount } from "../model/entities.ts";
import type { ClusterSettings } from "../model/model.ts";
import { absent, known, type Answer } from "../model/text.ts";
import { clusterOf } from "./clusters.ts";

/** Whether two instances are known to be in different clusters or environments. */
function apart(
  association: PodIdentityAssociation,
  account: ServiceAccount,
  clusters: readonly ClusterSettings[],
  environments: ReadonlySet<string>,
): boolean {
  const cluster = clusterOf(account, clusters)?.name;
  const named = known(association.clusterName);
  if (cluster !== undefined && named !== undefined && clusters.some(({ name }) => name === named)) {
    return cluster !== named;
  }
  const [own, other] = [account.origin.environment, association.origin.environment];
  return own !== null && other !== null && own !== other && environments.has(own);
}

/** Whether an association is for a service account. */
export type Fit = (association: PodIdentityAssociation, account: ServiceAccount) => Answer;

/** Compares associations with accounts: namespace, name, cluster and environment. */
export function fitIn(
  associations: readonly PodIdentityAssociation[],
  clusters: readonly ClusterSettings[],
): Fit {
  const environments = new Set(associations.flatMap(({ origin }) => origin.environment ?? []));
  return (association, account) => {
    const answer = allOf([
      equals(association.serviceAccount, account.name),
      equals(association.namespace, account.namespace),
    ]);
    if (answer === "no") return "no";
    return apart(association, account, clusters, environments) ? "no" : answer;
  };
}

/** The account that an association is for when nothing in the input makes it: EKS does not ask that it exists. */
export function accountOf(association: PodIdentityAssociation): ServiceAccount {
  return {
    kind: "service-account",
    id: `${association.id}#service-account`,
    origin: association.origin,
    at: association.at,
    namespace: association.namespace,
    name: association.serviceAccount,
    roleArn: absent(association.at),
    audience: absent(association.at),
    annotations: [],
    labels: [],
    existence: "annotated",
  };
}

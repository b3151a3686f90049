import { allOf, equals } from "../model/compare.ts";
import type { OidcProvider, Origin, PodIdentityAssociation, ServiceAccount } from "../model/entities.ts";
import type { ClusterSettings } from "../model/model.ts";
import { absent, known, type Answer } from "../model/text.ts";
import { clusterOf } from "./clusters.ts";
import { homesOf } from "./homes.ts";

/** Whether two instances are in one cluster and environment: undefined when neither tells. */
function together(
  association: PodIdentityAssociation,
  account: ServiceAccount,
  clusters: readonly ClusterSettings[],
  environments: ReadonlySet<string>,
): Answer | undefined {
  const cluster = clusterOf(account, clusters)?.name;
  const named = known(association.clusterName);
  if (cluster !== undefined && named !== undefined && clusters.some(({ name }) => name === named)) {
    return cluster === named ? "yes" : "no";
  }
  const [own, other] = [account.origin.environment, association.origin.environment];
  if (own === null || other === null) return undefined;
  if (own === other) return "yes";
  // Units of one environment have different names.
  if (account.origin.isUnit === true || association.origin.isUnit === true) return undefined;
  return environments.has(own) ? "no" : undefined;
}

/** How many directories two units share. */
function nearness(a: Origin, b: Origin): number {
  const [left, right] = [a.environment?.split("/") ?? [], b.environment?.split("/") ?? []];
  const apart = left.findIndex((segment, at) => segment !== right[at]);
  return apart === -1 ? left.length : apart;
}

/** Whether another unit's association for the same account lies nearer: that of the account's own environment. */
function isFarther(
  association: PodIdentityAssociation,
  account: ServiceAccount,
  associations: readonly PodIdentityAssociation[],
): boolean {
  if (account.origin.isUnit !== true || association.origin.isUnit !== true) return false;
  const own = nearness(account.origin, association.origin);
  return associations.some(
    (other) =>
      other.origin.isUnit === true &&
      nearness(account.origin, other.origin) > own &&
      equals(other.serviceAccount, account.name) === "yes" &&
      equals(other.namespace, account.namespace) === "yes",
  );
}

/** Whether an association is for a service account. */
export type Fit = (association: PodIdentityAssociation, account: ServiceAccount) => Answer;

/** Compares associations with accounts: namespace, name, cluster and environment. */
export function fitIn(
  associations: readonly PodIdentityAssociation[],
  clusters: readonly ClusterSettings[],
  providers: readonly OidcProvider[],
): Fit {
  const homes = homesOf(associations, providers);
  const environments = new Set(associations.flatMap(({ origin }) => origin.environment ?? []));
  return (association, account) => {
    const answer = allOf([
      equals(association.serviceAccount, account.name),
      equals(association.namespace, account.namespace),
    ]);
    if (answer === "no") return "no";
    if (isFarther(association, account, associations)) return "no";
    const said = together(association, account, clusters, environments);
    return allOf([answer, said ?? homes(association, account)]);
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

import { isKubernetesIssuer } from "../iam/issuer.ts";
import { allOf, equals } from "../model/compare.ts";
import type { Origin, OidcProvider, PodIdentityAssociation, ServiceAccount } from "../model/entities.ts";
import type { Location } from "../model/location.ts";
import { print, type Answer } from "../model/text.ts";

/** The directories on the way to something, the outermost first. */
type Home = readonly string[];

const segments = (directory: string): Home => directory.split("/").filter((part) => part !== "");

const directoryOf = ({ file }: Location): string => file.path.split("/").slice(0, -1).join("/");

/** Where a thing is made: its Terraform root module, else its file's directory. */
function homeOf({ origin, at }: { readonly origin: Origin; readonly at: Location }): Home {
  return segments(origin.root ?? directoryOf(at));
}

/** How many directories two homes share. */
function nearness(a: Home, b: Home): number {
  const apart = a.findIndex((part, at) => part !== b[at]);
  return apart === -1 ? Math.min(a.length, b.length) : apart;
}

const key = (home: Home): string => home.join("/");

/** Whether an association is for the cluster of an account of its namespace and name, as far as directories tell. */
export type Homes = (association: PodIdentityAssociation, account: ServiceAccount) => Answer;

/**
 * Nothing in an account's manifest says which cluster it is for. One Terraform root module is for one cluster, of two
 * nobody can tell. For other manifests a repository with one cluster leaves no doubt. Where the input has providers of several clusters, an association counts for sure only for accounts that lie no nearer to
 * another cluster, and only if each of the clusters that lie as near has such an association.
 */
export function homesOf(
  associations: readonly PodIdentityAssociation[],
  providers: readonly OidcProvider[],
): Homes {
  const clusters = [
    ...new Map(
      providers
        .filter(({ issuer }) => isKubernetesIssuer(issuer) !== "no")
        .map((provider) => [key(homeOf(provider)), homeOf(provider)]),
    ).values(),
  ];
  /** The cluster to which an association is nearest, of these. */
  const servedBy = (association: PodIdentityAssociation, among: readonly Home[]): readonly Home[] => {
    const home = homeOf(association);
    const best = Math.max(...among.map((each) => nearness(each, home)));
    return among.filter((each) => nearness(each, home) === best);
  };
  return (association, account) => {
    const [root, other] = [account.origin.root, association.origin.root];
    if (root !== undefined && root === other) return "yes";
    if (root === undefined && clusters.length === 0) return outOfSight(account, associations);
    const own = homeOf(account);
    const shared = nearness(own, homeOf(association));
    const nearer = clusters.filter((each) => nearness(each, own) > shared);
    if (nearer.length > 0) return nearer.some((each) => key(each) === key(own)) ? "no" : "maybe";
    // Of two root modules nothing says that they are for one cluster.
    if (root !== undefined) return "maybe";
    const asNear = clusters.filter((each) => nearness(each, own) === shared);
    if (asNear.length < 2) return "yes";
    const alike = associations.filter((each) => isForSame(each, account));
    const served = new Set(alike.flatMap((each) => servedBy(each, asNear)));
    return asNear.every((each) => served.has(each)) ? "yes" : "maybe";
  };
}

/**
 * Whether associations are for an account that no Terraform makes, when clusters are made out of sight: for sure when
 * they name one cluster among them, or when each cluster that is named has one for the account.
 */
function outOfSight(account: ServiceAccount, associations: readonly PodIdentityAssociation[]): Answer {
  const namesOf = (some: readonly PodIdentityAssociation[]): ReadonlySet<string> =>
    new Set(some.map(({ clusterName }) => print(clusterName)));
  const alike = namesOf(associations.filter((each) => isForSame(each, account)));
  return [...namesOf(associations)].every((name) => alike.has(name)) ? "yes" : "maybe";
}

function isForSame(association: PodIdentityAssociation, { namespace, name }: ServiceAccount): boolean {
  return (
    allOf([equals(association.namespace, namespace), equals(association.serviceAccount, name)]) === "yes"
  );
}

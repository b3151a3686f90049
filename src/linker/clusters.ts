import { minimatch } from "minimatch";
import { partitionOfRegion } from "../iam/partitions.ts";
import type { Origin } from "../model/entities.ts";
import type { Location } from "../model/location.ts";
import type { ClusterSettings } from "../model/model.ts";
import { isAbsent, known, type Text } from "../model/text.ts";

/** An Argo CD destination names a cluster by its server's URL or by the name that Argo CD knows it by. */
function namedBy(cluster: ClusterSettings, name: string): boolean {
  const server = (url: string): string => url.replace(/\/+$/, "");
  if (cluster.name === name || cluster.argocdName === name) return true;
  return cluster.argocdServer !== undefined && server(cluster.argocdServer) === server(name);
}

/** The configured cluster that an object is in; undefined when none or more than one fits. */
export function clusterOf(
  object: { readonly origin: Origin; readonly at: Location },
  clusters: readonly ClusterSettings[],
): ClusterSettings | undefined {
  const { cluster } = object.origin;
  const name = isAbsent(cluster) ? undefined : known(cluster);
  const named = name === undefined ? [] : clusters.filter((each) => namedBy(each, name));
  const [first, ...others] = named.length > 0 ? named : clusters.filter((each) => holds(each, object.at));
  return others.length === 0 ? first : undefined;
}

function holds({ paths }: ClusterSettings, at: Location): boolean {
  return paths.some((pattern) => minimatch(at.file.path, pattern, { dot: true }));
}

/** The configured cluster of that name. */
export function clusterNamed(name: Text, clusters: readonly ClusterSettings[]): ClusterSettings | undefined {
  const value = known(name);
  return value === undefined ? undefined : clusters.find((each) => each.name === value);
}

const ISSUER_REGION = /^oidc[.-]eks\.([a-z0-9-]+)\./;

/** The region that a cluster is in, from its settings or its issuer. */
export function regionOf(cluster: ClusterSettings | undefined): string | undefined {
  return cluster?.region ?? ISSUER_REGION.exec(cluster?.issuer ?? "")?.[1];
}

/** The partition that a cluster is in. */
export function partitionOf(cluster: ClusterSettings | undefined): string | undefined {
  const region = regionOf(cluster);
  return region === undefined ? undefined : partitionOfRegion(region);
}

import type { Node } from "../../../model/node.ts";
import { concat, print, type Text } from "../../../model/text.ts";
import type { Resource } from "../instances/instance.ts";
import { mapOf, textKey } from "../instances/unknown.ts";
import { computed, filledArgument } from "./resource-text.ts";

/**
 * The issuer of a cluster without its scheme. A cluster is one by account, region and name, so that a cluster's
 * resource, its data source and a module's output have the same hole.
 */
export function clusterIssuer(cluster: Resource): Text {
  const { account, region } = cluster.provider();
  const name = filledArgument(cluster, "name");
  const named = name === undefined ? cluster.identity : textKey(name);
  return {
    kind: "text",
    parts: [
      {
        kind: "hole",
        id: `eks-issuer ${textKey(account)}/${textKey(region)}/${named}`,
        name: `issuer of cluster ${name === undefined ? cluster.localAddress : print(name)}`,
        shape: "eks-issuer",
      },
    ],
    at: cluster.at,
  };
}

/** `identity` of `aws_eks_cluster`: a list of one object with `oidc`, a list of one object with `issuer`. */
function identityBlock(cluster: Resource): Node {
  const at = cluster.at;
  const issuer = concat(at, "https://", clusterIssuer(cluster));
  const one = (item: Node): Node => ({ kind: "list", flavour: "list", items: [item], at });
  return one(mapOf(at, { oidc: one(mapOf(at, { issuer })) }));
}

function clusterName(cluster: Resource): Node {
  return filledArgument(cluster, "name") ?? computed(cluster, "name");
}

/** `arn:PARTITION:eks:REGION:ACCOUNT:cluster/NAME`. */
function clusterArn(cluster: Resource): Node | undefined {
  const name = filledArgument(cluster, "name");
  if (name === undefined) return undefined;
  const { account, partition, region } = cluster.provider();
  return concat(cluster.at, "arn:", partition, ":eks:", region, ":", account, ":cluster/", name);
}

/** What the resource and the data source `aws_eks_cluster` compute. */
export const eksClusterAttributes = {
  identity: identityBlock,
  id: clusterName,
  name: clusterName,
  arn: clusterArn,
};

import type { Fact, PodIdentityAssociation } from "../../../model/entities.ts";
import { flagOf } from "../../../model/node.ts";
import type { Tracked } from "../../../model/policy.ts";
import { absent, type Text } from "../../../model/text.ts";
import type { Resource } from "../instances/instance.ts";
import { ASSOCIATION_TYPES } from "../resources/awscc.ts";
import { attributeHole, filledArgument } from "../resources/resource-text.ts";
import { factId } from "./identity.ts";
import type { Inventory } from "./inventory.ts";

/** A required argument; a hole when it is missing or unknown. */
function required(resource: Resource, name: string): Text {
  return (
    filledArgument(resource, name) ?? {
      kind: "text",
      parts: [attributeHole(resource, name)],
      at: resource.at,
    }
  );
}

function flag(resource: Resource, name: string): Tracked<boolean> {
  const node = resource.setting(name);
  const answer = flagOf(node);
  const at = node?.at ?? resource.at;
  if (answer === undefined) return { state: "absent", at };
  if (answer === "maybe") return { state: "unknown", hole: attributeHole(resource, name), at };
  return { state: "known", value: answer === "yes", at };
}

function associationFact(resource: Resource): PodIdentityAssociation {
  return {
    kind: "pod-identity-association",
    id: factId(resource.module, resource.address),
    origin: resource.module.origin,
    at: resource.at,
    address: resource.address,
    clusterName: required(resource, "cluster_name"),
    namespace: required(resource, "namespace"),
    serviceAccount: required(resource, "service_account"),
    roleArn: required(resource, "role_arn"),
    targetRoleArn: filledArgument(resource, "target_role_arn") ?? absent(resource.at),
    disableSessionTags: flag(resource, "disable_session_tags"),
  };
}

/** The Pod Identity associations of a root module (`aws_eks_pod_identity_association`, or `awscc_…`). */
export function associationFacts(inventory: Inventory): readonly Fact[] {
  return ASSOCIATION_TYPES.flatMap((type) => (inventory.resources.get(type) ?? []).map(associationFact));
}

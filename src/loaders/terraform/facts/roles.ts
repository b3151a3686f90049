import type { Fact, Role } from "../../../model/entities.ts";
import type { PolicyDocument, Tracked } from "../../../model/policy.ts";
import type { Problem } from "../../../model/problem.ts";
import { absent, isAbsent } from "../../../model/text.ts";
import { policyFromText } from "../../iam-policy/read-policy-document.ts";
import type { Resource } from "../instances/instance.ts";
import { iamArn, iamName, iamPath, roleOwner } from "../resources/iam-names.ts";
import { argument, filledArgument } from "../resources/resource-text.ts";
import { factId } from "./identity.ts";
import type { Inventory } from "./inventory.ts";
import { policyIndex, rolesIn, type PolicyIndex } from "./role-policies.ts";

interface Trust {
  readonly trust: Tracked<PolicyDocument>;
  readonly problems: readonly Problem[];
}

function trustOf(role: Resource): Trust {
  const text = argument(role, "assume_role_policy");
  if (isAbsent(text)) return { trust: { state: "absent", at: role.at }, problems: [] };
  const { policy, problems } = policyFromText(text);
  return { trust: policy, problems };
}

function roleFact(role: Resource, index: PolicyIndex, trust: Tracked<PolicyDocument>): Role {
  const name = iamName(role);
  const path = iamPath(role);
  const owner = roleOwner(role);
  const { policies, more } = index.of(role, name);
  return {
    kind: "role",
    id: factId(role.module, role.address),
    origin: role.module.origin,
    at: role.at,
    address: role.address,
    name,
    path,
    account: owner.account,
    partition: owner.partition,
    arn: iamArn(role.at, owner, "role", path, name),
    trust,
    policies,
    ...(more === undefined ? {} : { morePolicies: more }),
    permissionsBoundary: filledArgument(role, "permissions_boundary") ?? absent(role.at),
    exists: role.exists,
  };
}

/** The roles of a root module (`aws_iam_role`, `awscc_iam_role`) with what they hold; and policies that are not JSON. */
export function roleFacts(inventory: Inventory): {
  readonly facts: readonly Fact[];
  readonly problems: readonly Problem[];
} {
  const index = policyIndex(inventory);
  const facts: Fact[] = [];
  const problems: Problem[] = [];
  for (const role of rolesIn(inventory)) {
    const read = trustOf(role);
    facts.push(roleFact(role, index, read.trust));
    problems.push(...read.problems);
  }
  for (const type of ["aws_iam_policy", "aws_iam_role_policy"]) {
    for (const resource of inventory.resources.get(type) ?? []) {
      const text = argument(resource, "policy");
      if (!isAbsent(text)) problems.push(...policyFromText(text).problems);
    }
  }
  return { facts, problems };
}

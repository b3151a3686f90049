import type { Location } from "../../../model/location.ts";
import type { PolicyDocument } from "../../../model/policy.ts";
import {
  concat,
  holesOf,
  isAbsent,
  known,
  literal,
  split,
  type Hole,
  type Text,
} from "../../../model/text.ts";
import { policyFromText } from "../../iam-policy/read-policy-document.ts";
import type { ProviderIdentity, Resource } from "../instances/instance.ts";
import { accountInArn } from "../instances/provider-identity.ts";
import { textKey } from "../instances/unknown.ts";
import { argument, attributeHole, filledArgument } from "./resource-text.ts";

/** The suffix that the AWS provider appends to a name prefix: 26 digits (helper/id in the plugin SDK). */
function suffix(resource: Resource): Hole {
  return {
    kind: "hole",
    id: `${resource.identity}.name suffix`,
    name: `suffix of ${resource.localAddress}`,
    shape: "suffix",
  };
}

/** CloudFormation makes up the whole name of what is given none (AWS::IAM::Role, RoleName). */
function cloudControlName(resource: Resource): Text {
  const hole = { ...attributeHole(resource, "name"), shape: "name" } as const;
  return { kind: "text", parts: [hole], at: resource.at };
}

/**
 * The name of an IAM role or policy: `name`, else `name_prefix` and what the provider appends, else `terraform-` and
 * that (terraform-provider-aws, `create.Name`).
 */
export function iamName(resource: Resource): Text {
  const name = filledArgument(resource, "name");
  if (name !== undefined) return name;
  if (resource.type.startsWith("awscc_")) return cloudControlName(resource);
  const prefix = filledArgument(resource, "name_prefix") ?? literal("terraform-", resource.at);
  const generated: Text = { kind: "text", parts: [suffix(resource)], at: resource.at };
  return concat(prefix.at, prefix, generated);
}

/** The path of an IAM role or policy: `/` unless it is given. */
export function iamPath(resource: Resource): Text {
  return filledArgument(resource, "path") ?? literal("/", resource.at);
}

/** Who owns what a resource makes. */
export type Owner = Pick<ProviderIdentity, "account" | "partition">;

/** `arn:PARTITION:iam::ACCOUNT:KIND/PATH/NAME`. */
export function iamArn(at: Location, owner: Owner, kind: string, path: Text, name: Text): Text {
  return concat(at, "arn:", owner.partition, ":iam::", owner.account, `:${kind}`, path, name);
}

/** The ARN of an IAM OIDC provider: the issuer is its URL without the scheme. */
export function oidcProviderArn(at: Location, owner: Owner, issuer: Text): Text {
  return concat(at, "arn:", owner.partition, ":iam::", owner.account, ":oidc-provider/", issuer);
}

/** The trust policy of a role, when it is known. */
function trustOf(role: Resource): PolicyDocument | undefined {
  const text = argument(role, "assume_role_policy");
  if (isAbsent(text)) return undefined;
  const { policy } = policyFromText(text);
  return policy.state === "known" ? policy.value : undefined;
}

/** The one ARN owner that all `Federated` principals of a trust policy name. */
function federatedOwner(trust: PolicyDocument): { account: Text; partition: Text | undefined } | undefined {
  const arns = trust.statements
    .flatMap((statement) => statement.principals ?? [])
    .filter(({ type }) => known(type) === "Federated")
    .map(({ value }) => value);
  const accounts = arns.flatMap((arn) => accountInArn(arn) ?? []);
  const [account] = accounts;
  if (account === undefined || new Set(accounts.map(textKey)).size !== 1) return undefined;
  const [first] = arns;
  const partition = first && split(first, ":")[1];
  return { account, partition };
}

/**
 * The account and partition of a role: its provider's; where that is unknown, those of the OIDC provider that it
 * trusts, since STS looks for the provider in the role's own account (IAM user guide, AssumeRoleWithWebIdentity).
 */
export function roleOwner(role: Resource): Owner {
  const { account, partition } = role.provider();
  const needsAccount = holesOf(account).length > 0;
  const needsPartition = holesOf(partition).length > 0;
  if (!needsAccount && !needsPartition) return { account, partition };
  const trust = trustOf(role);
  const found = trust && federatedOwner(trust);
  return {
    account: needsAccount ? (found?.account ?? account) : account,
    partition: needsPartition ? (found?.partition ?? partition) : partition,
  };
}

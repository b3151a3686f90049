import type { Node } from "../../../model/node.ts";
import { concat, known, literal, split, type Text } from "../../../model/text.ts";
import type { Resource } from "../instances/instance.ts";
import { asRole } from "./awscc.ts";
import { eksClusterAttributes } from "./eks-cluster.ts";
import { iamArn, iamName, iamPath, oidcProviderArn, roleOwner } from "./iam-names.ts";
import { withoutScheme } from "./issuer-url.ts";
import { kubectlData } from "./kubectl-documents.ts";
import { policyDocumentText } from "./policy-document.ts";
import { localFile, renderedTemplate } from "./rendered-files.ts";
import { attributeHole, computed, filledArgument } from "./resource-text.ts";

/** The attributes that a type of resource computes, by name. */
type Attributes = Readonly<Record<string, (resource: Resource) => Node | undefined>>;

const roleArn = (resource: Resource): Text => {
  const role = asRole(resource);
  return iamArn(role.at, roleOwner(role), "role", iamPath(role), iamName(role));
};

const roleName = (resource: Resource): Text => iamName(asRole(resource));

const policyArn = (policy: Resource): Text =>
  iamArn(policy.at, policy.provider(), "policy", iamPath(policy), iamName(policy));

/** The issuer of a provider that is made here: the URL, without scheme as AWS gives it back. */
function madeIssuer(provider: Resource): Text | undefined {
  const url = filledArgument(provider, "url");
  return url && withoutScheme(url);
}

function madeProviderArn(provider: Resource): Node {
  const issuer = madeIssuer(provider);
  if (issuer === undefined) return computed(provider, "arn");
  return oidcProviderArn(provider.at, provider.provider(), issuer);
}

/** The issuer of a provider that is only looked up: by its URL, or by its ARN. */
function foundIssuer(provider: Resource): Text {
  const url = filledArgument(provider, "url");
  if (url !== undefined) return withoutScheme(url);
  const arn = filledArgument(provider, "arn");
  const [, ...rest] = arn === undefined ? [] : split(arn, ":oidc-provider/");
  const [issuer] = rest;
  if (issuer !== undefined && rest.length === 1) return issuer;
  const hole = { ...attributeHole(provider, "url"), shape: "issuer" } as const;
  return { kind: "text", parts: [hole], at: provider.at };
}

function foundProviderArn(provider: Resource): Node {
  return (
    filledArgument(provider, "arn") ??
    oidcProviderArn(provider.at, provider.provider(), foundIssuer(provider))
  );
}

/** A role that is looked up by name: its path is not known, and begins and ends with a slash. */
function foundRoleArn(role: Resource): Node | undefined {
  const name = filledArgument(role, "name");
  if (name === undefined) return undefined;
  const hole = { ...attributeHole(role, "path"), shape: "path" } as const;
  const path: Text = { kind: "text", parts: [hole], at: role.at };
  return iamArn(role.at, role.provider(), "role/", path, name);
}

/** A policy that is looked up by name: AWS's own or the account's, under any path. */
function foundPolicyArn(policy: Resource): Node | undefined {
  const written = filledArgument(policy, "arn");
  const name = filledArgument(policy, "name");
  if (written !== undefined || name === undefined) return written;
  const path: Text = {
    kind: "text",
    parts: [{ ...attributeHole(policy, "path"), shape: "path" }],
    at: policy.at,
  };
  const owner: Text = { kind: "text", parts: [attributeHole(policy, "owner")], at: policy.at };
  return concat(policy.at, "arn:", policy.provider().partition, ":iam::", owner, ":policy/", path, name);
}

/** The last segment of a looked-up policy's ARN is its name. */
function foundPolicyName(policy: Resource): Text | undefined {
  const arn = filledArgument(policy, "arn");
  return filledArgument(policy, "name") ?? (arn && split(arn, "/").at(-1));
}

/** Where a partition's services are (AWS general reference, endpoints). */
function dnsSuffix(resource: Resource): Node {
  const partition = known(resource.provider().partition);
  if (partition === "aws" || partition === "aws-us-gov") return literal("amazonaws.com", resource.at);
  return partition === "aws-cn" ? literal("amazonaws.com.cn", resource.at) : computed(resource, "dns_suffix");
}

/** The name of a service as a principal: one form in most partitions (AWS provider, data source `aws_service_principal`). */
function servicePrincipal(resource: Resource): Node {
  const service = filledArgument(resource, "service_name");
  const inPartition = known(resource.provider().partition);
  const isStandard = inPartition === "aws" || inPartition === "aws-us-gov";
  if (service === undefined || !isStandard) return computed(resource, "name");
  return concat(resource.at, service, ".amazonaws.com");
}

const account = (resource: Resource): Text => resource.provider().account;
const region = (resource: Resource): Text => resource.provider().region;
const partition = (resource: Resource): Text => resource.provider().partition;

/** The id of a Kubernetes object: its name, after its namespace when it has one (`default` unless it is written). */
function objectId(resource: Resource): Node | undefined {
  const [metadata] = resource.blocks("metadata").items;
  const name = metadata && filledArgument(metadata, "name");
  if (metadata === undefined || name === undefined) return undefined;
  if (resource.type.startsWith("kubernetes_namespace")) return name;
  const namespace = filledArgument(metadata, "namespace") ?? literal("default", metadata.at);
  return concat(resource.at, namespace, "/", name);
}

const kubernetesObject: Attributes = { id: objectId };

/** What resource types compute that matters to identity; the rest of their attributes is configured or unknown. */
const managed: Readonly<Record<string, Attributes>> = {
  aws_iam_role: { arn: roleArn, name: iamName, id: iamName, path: iamPath },
  aws_iam_policy: { arn: policyArn, id: policyArn, name: iamName, path: iamPath },
  awscc_iam_role: { arn: roleArn, role_name: roleName, id: roleName, path: iamPath },
  aws_iam_openid_connect_provider: { arn: madeProviderArn, id: madeProviderArn, url: madeIssuer },
  awscc_iam_oidc_provider: { arn: madeProviderArn, id: madeProviderArn },
  aws_eks_cluster: eksClusterAttributes,
  kubernetes_namespace: kubernetesObject,
  kubernetes_namespace_v1: kubernetesObject,
  kubernetes_service_account: kubernetesObject,
  kubernetes_service_account_v1: kubernetesObject,
  helm_release: {
    id: (release) => filledArgument(release, "name"),
    namespace: (release) => filledArgument(release, "namespace") ?? literal("default", release.at),
  },
};

const data: Readonly<Record<string, Attributes>> = {
  aws_caller_identity: { account_id: account, id: account },
  aws_partition: { partition, id: partition, dns_suffix: dnsSuffix },
  aws_region: {
    name: (found) => filledArgument(found, "name") ?? region(found),
    region: (found) => filledArgument(found, "region") ?? region(found),
    id: (found) => filledArgument(found, "name") ?? region(found),
  },
  aws_service_principal: { name: servicePrincipal, id: servicePrincipal },
  aws_eks_cluster: eksClusterAttributes,
  aws_iam_openid_connect_provider: { arn: foundProviderArn, id: foundProviderArn, url: foundIssuer },
  aws_iam_role: { arn: foundRoleArn, id: (role) => filledArgument(role, "name") },
  aws_iam_policy: { arn: foundPolicyArn, id: foundPolicyArn, name: foundPolicyName },
  aws_iam_policy_document: { json: policyDocumentText, minified_json: policyDocumentText },
  ...kubectlData,
  template_file: { rendered: renderedTemplate },
  local_file: { content: localFile },
};

function attributesOf({ mode, type }: Pick<Resource, "mode" | "type">): Attributes {
  const table = mode === "data" ? data : managed;
  return (Object.hasOwn(table, type) ? table[type] : undefined) ?? {};
}

/** The names of the attributes that the provider computes, as far as this linter knows them. */
export function computedNames(resource: Resource): readonly string[] {
  return Object.keys(attributesOf(resource));
}

/** The value of an attribute that the provider computes; undefined when it is not one that this linter knows. */
export function computedAttribute(resource: Resource, name: string): Node | undefined {
  const attributes = attributesOf(resource);
  return Object.hasOwn(attributes, name) ? attributes[name]?.(resource) : undefined;
}

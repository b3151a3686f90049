import type { Node } from "../../../model/node.ts";
import { concat, known, literal, split, type Text } from "../../../model/text.ts";
import type { ResourceInstance } from "../instances/instance.ts";
import { eksClusterAttribute } from "./eks-cluster.ts";
import { iamArn, iamName, iamPath, oidcProviderArn, roleOwner } from "./iam-names.ts";
import { withoutScheme } from "./issuer-url.ts";
import { policyDocumentText } from "./policy-document.ts";
import { attributeHole, computed, filledArgument } from "./resource-text.ts";

type Attribute = (resource: ResourceInstance, name: string) => Node | undefined;

/** Gives each name its value; other names are not computed. */
function attributes(
  table: Readonly<Record<string, (resource: ResourceInstance) => Node | undefined>>,
): Attribute {
  return (resource, name) => (Object.hasOwn(table, name) ? table[name]?.(resource) : undefined);
}

const roleArn = (role: ResourceInstance): Text =>
  iamArn(role.at, roleOwner(role), "role", iamPath(role), iamName(role));

const policyArn = (policy: ResourceInstance): Text =>
  iamArn(policy.at, policy.provider(), "policy", iamPath(policy), iamName(policy));

/** The issuer of a provider that is made here: the URL, without scheme as AWS gives it back. */
function madeIssuer(provider: ResourceInstance): Text | undefined {
  const url = filledArgument(provider, "url");
  return url && withoutScheme(url);
}

function madeProviderArn(provider: ResourceInstance): Node {
  const issuer = madeIssuer(provider);
  if (issuer === undefined) return computed(provider, "arn");
  return oidcProviderArn(provider.at, provider.provider(), issuer);
}

/** The issuer of a provider that is only looked up: by its URL, or by its ARN. */
function foundIssuer(provider: ResourceInstance): Text {
  const url = filledArgument(provider, "url");
  if (url !== undefined) return withoutScheme(url);
  const arn = filledArgument(provider, "arn");
  const [, ...rest] = arn === undefined ? [] : split(arn, ":oidc-provider/");
  const [issuer] = rest;
  if (issuer !== undefined && rest.length === 1) return issuer;
  const hole = { ...attributeHole(provider, "url"), shape: "issuer" } as const;
  return { kind: "text", parts: [hole], at: provider.at };
}

function foundProviderArn(provider: ResourceInstance): Node {
  return (
    filledArgument(provider, "arn") ??
    oidcProviderArn(provider.at, provider.provider(), foundIssuer(provider))
  );
}

/** A role that is looked up by name: its path is not known, and begins and ends with a slash. */
function foundRoleArn(role: ResourceInstance): Node | undefined {
  const name = filledArgument(role, "name");
  if (name === undefined) return undefined;
  const hole = { ...attributeHole(role, "path"), shape: "path" } as const;
  const path: Text = { kind: "text", parts: [hole], at: role.at };
  return iamArn(role.at, role.provider(), "role/", path, name);
}

/** Where a partition's services are (AWS general reference, endpoints). */
function dnsSuffix(resource: ResourceInstance): Node {
  const partition = known(resource.provider().partition);
  if (partition === "aws" || partition === "aws-us-gov") return literal("amazonaws.com", resource.at);
  return partition === "aws-cn" ? literal("amazonaws.com.cn", resource.at) : computed(resource, "dns_suffix");
}

const account: Attribute = (resource) => resource.provider().account;
const region: Attribute = (resource) => resource.provider().region;
const partition: Attribute = (resource) => resource.provider().partition;

/** `metadata` of the Kubernetes provider's resources: a namespaced object without a namespace is in `default`. */
function kubernetesMetadata(resource: ResourceInstance, name: string): Node | undefined {
  const [metadata] = resource.blocks("metadata").items;
  if (name !== "id" || metadata === undefined) return undefined;
  const objectName = filledArgument(metadata, "name");
  if (objectName === undefined) return undefined;
  if (resource.type.startsWith("kubernetes_namespace")) return objectName;
  const namespace = filledArgument(metadata, "namespace") ?? literal("default", metadata.at);
  return concat(resource.at, namespace, "/", objectName);
}

/** What resource types compute that matters to identity; the rest of their attributes is configured or unknown. */
const managed: Readonly<Record<string, Attribute>> = {
  aws_iam_role: attributes({ arn: roleArn, name: iamName, id: iamName, path: iamPath }),
  aws_iam_policy: attributes({ arn: policyArn, id: policyArn, name: iamName, path: iamPath }),
  aws_iam_openid_connect_provider: attributes({
    arn: madeProviderArn,
    id: madeProviderArn,
    url: madeIssuer,
  }),
  aws_eks_cluster: eksClusterAttribute,
  kubernetes_namespace: kubernetesMetadata,
  kubernetes_namespace_v1: kubernetesMetadata,
  kubernetes_service_account: kubernetesMetadata,
  kubernetes_service_account_v1: kubernetesMetadata,
  helm_release: attributes({
    id: (release) => filledArgument(release, "name"),
    namespace: (release) => filledArgument(release, "namespace") ?? literal("default", release.at),
  }),
};

const data: Readonly<Record<string, Attribute>> = {
  aws_caller_identity: attributes({ account_id: (r) => account(r, ""), id: (r) => account(r, "") }),
  aws_partition: attributes({
    partition: (r) => partition(r, ""),
    id: (r) => partition(r, ""),
    dns_suffix: dnsSuffix,
  }),
  aws_region: attributes({
    name: (r) => filledArgument(r, "name") ?? region(r, ""),
    region: (r) => filledArgument(r, "region") ?? region(r, ""),
    id: (r) => filledArgument(r, "name") ?? region(r, ""),
  }),
  aws_eks_cluster: eksClusterAttribute,
  aws_iam_openid_connect_provider: attributes({
    arn: foundProviderArn,
    id: foundProviderArn,
    url: foundIssuer,
  }),
  aws_iam_role: attributes({ arn: foundRoleArn, id: (role) => filledArgument(role, "name") }),
  aws_iam_policy_document: attributes({ json: policyDocumentText, minified_json: policyDocumentText }),
};

/** The value of an attribute that the provider computes; undefined when it is not one that this linter knows. */
export function computedAttribute(resource: ResourceInstance, name: string): Node | undefined {
  const table = resource.mode === "data" ? data : managed;
  return Object.hasOwn(table, resource.type) ? table[resource.type]?.(resource, name) : undefined;
}

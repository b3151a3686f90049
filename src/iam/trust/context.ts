import { equals } from "../../model/compare.ts";
import type { Location } from "../../model/location.ts";
import { concat, known, literal, print, unknownText, type HoleShape, type Text } from "../../model/text.ts";
import type { PodIdentityRequest, RoleSessionRequest } from "./request.ts";

/** A condition key that the request has, with its value or values. */
export interface ContextKey {
  readonly key: Text;
  readonly values: readonly Text[];
  /** Whether the key holds a list, whatever the number of its values. */
  readonly list?: boolean;
  /** Set when the form of the value is not documented: a value that differs proves nothing. */
  readonly unsure?: string;
}

/** What a condition can ask of a request. */
export interface Context {
  readonly keys: readonly ContextKey[];
  /** AWS's own keys that such a request never has, in lower case; one that ends in `/` stands for all below it. */
  readonly never: readonly string[];
  /** AWS's own keys that such a request may have with a value that no file says, as AWS writes them. */
  readonly open: readonly string[];
}

/** What a condition's key finds in a request. */
export type Lookup =
  | { readonly state: "present"; readonly entry: ContextKey }
  | { readonly state: "absent" }
  | { readonly state: "unknown"; readonly what: string };

/** Prefixes of AWS's own keys; whatever else has a colon is an identity provider's key. */
const OWN_KEY = /^(aws|sts|iam|ec2|identitystore):/i;

/**
 * Keys that depend on the network, the time, the caller's software or the role's tags (IAM User Guide, "AWS global
 * condition context keys").
 */
const openKeys: readonly string[] = [
  "aws:PrincipalType",
  "aws:Referer",
  "aws:SourceIp",
  "aws:SourceVpc",
  "aws:SourceVpce",
  "aws:UserAgent",
  "aws:userid",
  "aws:VpcSourceIp",
  "sts:DurationSeconds",
];

/**
 * What every request has and no file says: the time, STS's region, and the session's name, which both actions ask for
 * (IAM User Guide, "AWS global condition context keys"; STS API, `RoleSessionName`).
 */
function alwaysThere(at: Location): readonly ContextKey[] {
  const open = (key: string, shape?: HoleShape): ContextKey => {
    const hole = { id: `request ${key}`, name: key, ...(shape === undefined ? {} : { shape }) };
    return { key: literal(key, at), values: [unknownText(hole, at)] };
  };
  return [
    open("aws:CurrentTime"),
    open("aws:EpochTime"),
    open("aws:RequestedRegion", "region"),
    open("sts:RoleSessionName"),
    { key: literal("aws:SecureTransport", at), values: [literal("true", at)] },
  ];
}

/**
 * What a request with a service account's token holds: the token's `sub` and `aud` under the issuer (IAM User Guide,
 * "Available keys for AWS OIDC federation"). The request is unsigned, so that nothing is known of a principal; the
 * token carries no session tags. STS answers on TLS only.
 */
export function webIdentityContext(issuer: Text, subject: Text, audiences: readonly Text[]): Context {
  const several = { id: "several audiences", name: "which of several audiences STS takes" };
  const audience = audiences.length > 1 ? [unknownText(several, issuer.at)] : audiences;
  return {
    keys: [
      { key: concat(issuer.at, issuer, ":sub"), values: [subject] },
      { key: concat(issuer.at, issuer, ":aud"), values: audience },
      ...alwaysThere(issuer.at),
    ],
    never: [
      "aws:calledvia",
      "aws:calledviafirst",
      "aws:calledvialast",
      "aws:federatedprovider",
      "aws:multifactorauthage",
      "aws:multifactorauthpresent",
      "aws:principalaccount",
      "aws:principalarn",
      "aws:principalisawsservice",
      "aws:principalorgid",
      "aws:principalorgpaths",
      "aws:principalservicename",
      "aws:principalservicenameslist",
      "aws:principaltag/",
      "aws:requesttag/",
      "aws:sourceaccount",
      "aws:sourcearn",
      "aws:sourceidentity",
      "aws:sourceorgid",
      "aws:sourceorgpaths",
      "aws:tagkeys",
      "aws:tokenissuetime",
      "aws:username",
      "sts:externalid",
      "sts:sourceidentity",
      "sts:transitivetagkeys",
    ],
    open: openKeys,
  };
}

/** The tags that EKS adds to a pod's session (EKS User Guide, "Grant Pods access based on tags"). */
function sessionTags(request: PodIdentityRequest): readonly (readonly [string, Text])[] {
  const ofPod = (name: string): Text =>
    unknownText({ id: `pod identity ${name}`, name: `aws:RequestTag/${name}` }, request.serviceAccount.at);
  return [
    ["eks-cluster-arn", request.clusterArn],
    ["eks-cluster-name", request.clusterName],
    ["kubernetes-namespace", request.namespace],
    ["kubernetes-service-account", request.serviceAccount],
    ["kubernetes-pod-name", ofPod("kubernetes-pod-name")],
    ["kubernetes-pod-uid", ofPod("kubernetes-pod-uid")],
  ];
}

/** What EKS Pod Identity's request holds; without session tags only what tells of the cluster. */
export function podIdentityContext(request: PodIdentityRequest, withTags: boolean): Context {
  const at = request.serviceAccount.at;
  const tags = withTags ? sessionTags(request) : [];
  const names = tags.map(([name]) => literal(name, at));
  const lists: readonly ContextKey[] = ["aws:TagKeys", "sts:TransitiveTagKeys"].map((key) => ({
    key: literal(key, at),
    values: names,
    list: true,
  }));
  return {
    keys: [
      { key: literal("aws:SourceAccount", at), values: [request.clusterAccount] },
      {
        key: literal("aws:SourceArn", at),
        values: [request.clusterArn],
        unsure: "what EKS sends as aws:SourceArn",
      },
      ...alwaysThere(at),
      ...tags.map(([name, value]) => ({ key: literal(`aws:RequestTag/${name}`, at), values: [value] })),
      ...(withTags ? lists : []),
    ],
    never: [
      "aws:federatedprovider",
      "aws:multifactorauthage",
      "aws:multifactorauthpresent",
      "aws:principaltag/",
      "aws:requesttag/",
      "aws:tagkeys",
      "aws:username",
      "sts:transitivetagkeys",
    ],
    open: openKeys,
  };
}

/**
 * What the request of a role's session holds: who the principal is, and the tags of its session (IAM User Guide, "AWS
 * global condition context keys"). Which tags EKS sends along to a target role is not documented, nor which id: keys
 * of a request that are not listed are open.
 */
export function roleSessionContext(request: RoleSessionRequest, withTags: boolean): Context {
  const { at } = request.roleArn;
  const tags = withTags && request.tags !== undefined ? sessionTags(request.tags) : [];
  const externalId = unknownText({ id: `external id ${print(request.roleArn)}`, name: "sts:ExternalId" }, at);
  return {
    keys: [
      ...alwaysThere(at),
      { key: literal("aws:PrincipalArn", at), values: [request.roleArn] },
      { key: literal("aws:PrincipalAccount", at), values: [request.account] },
      { key: literal("sts:ExternalId", at), values: [externalId] },
      ...tags.map(([name, value]) => ({ key: literal(`aws:PrincipalTag/${name}`, at), values: [value] })),
    ],
    never: ["aws:federatedprovider", "aws:username"],
    open: openKeys,
  };
}

/**
 * Everything that a condition's key may find, at least one thing: a key with holes may be several of the request's
 * keys, or none. Keys are compared without their case (IAM User Guide, "Condition").
 */
export function lookups(context: Context, key: Text): readonly Lookup[] {
  const found: Lookup[] = [];
  for (const entry of context.keys) {
    const same = equals(entry.key, key, { ignoreCase: true });
    if (same === "yes") return [{ state: "present", entry }];
    if (same === "maybe") found.push({ state: "present", entry });
  }
  const name = known(key);
  if (name !== undefined) return [...found, otherKey(context, name)];
  const open = context.open.find((each) => equals(literal(each, key.at), key, { ignoreCase: true }) !== "no");
  return [
    ...found,
    { state: "absent" },
    ...(open === undefined ? [] : [{ state: "unknown", what: open } as const]),
  ];
}

function otherKey(context: Context, name: string): Lookup {
  const lower = name.toLowerCase();
  const never = context.never.some((each) => (each.endsWith("/") ? lower.startsWith(each) : lower === each));
  if (never || !OWN_KEY.test(name)) return { state: "absent" };
  return { state: "unknown", what: name };
}

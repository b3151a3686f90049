import type { Answer, Text } from "../../model/text.ts";

/** AssumeRoleWithWebIdentity with the token of a service account (IRSA). */
export interface WebIdentityRequest {
  readonly kind: "web-identity";
  /**
   * The issuer of the cluster that the account is in, without `https://`. Undefined when nothing says which cluster
   * that is: then each issuer that the role itself trusts is tried, and the decision says that it is assumed.
   */
  readonly issuer: Text | undefined;
  readonly subject: Text;
  readonly audience: Text;
  /** Set for a token with several audiences; what `:aud` is then is not documented. */
  readonly otherAudiences?: readonly Text[];
  /** The account that the role is in, under every name that it is known by: what Terraform says, what an ARN says. */
  readonly accounts: readonly Text[];
  /** The partition that the role is in, under every name that it is known by. */
  readonly partitions: readonly Text[];
}

/** What EKS Pod Identity asks of STS for a pod (EKS User Guide, "EKS Pod Identity"). */
export interface PodIdentityRequest {
  readonly kind: "pod-identity";
  readonly clusterArn: Text;
  readonly clusterName: Text;
  readonly clusterAccount: Text;
  readonly namespace: Text;
  readonly serviceAccount: Text;
  /** Whether EKS sends session tags: "no" for an association that switches them off. */
  readonly sessionTags: Answer;
}

/** AssumeRole by a session of another role: the second step of EKS Pod Identity with a target role. */
export interface RoleSessionRequest {
  readonly kind: "role-session";
  /** The role whose session asks. */
  readonly roleArn: Text;
  readonly account: Text;
  readonly partition: Text;
  /** The tags that the session has, and passes on because they are transitive. */
  readonly sessionTags: Answer;
  /** What the tags say; undefined when that is not known. */
  readonly tags: PodIdentityRequest | undefined;
}

export type TrustRequest = WebIdentityRequest | PodIdentityRequest | RoleSessionRequest;

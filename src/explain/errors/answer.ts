import type { Model } from "../../model/model.ts";
import type { ExplainedLink } from "../explain.ts";
import { APPLIED, POLICIES, RESTART, SDK, type Cause, type Investigation } from "./causes.ts";
import type { ErrorKind, ReportedError } from "./read-errors.ts";
import { investigateAccount, investigateStoreAccount, investigateStoreNamespace } from "./accounts.ts";
import { investigateHop, investigateNoCredentials, investigatePermission } from "./permissions.ts";
import {
  investigateAudience,
  investigateDenied,
  investigatePodIdentity,
  investigateProvider,
} from "./trust.ts";

/** An error with its causes, the surest first, and the decisions that it is about. */
export interface ErrorAnswer {
  readonly error: ReportedError;
  /** What the error means, in a sentence. */
  readonly means: string;
  /** At least one. */
  readonly causes: readonly Cause[];
  readonly links: readonly ExplainedLink[];
}

interface Knowledge {
  readonly means: string;
  readonly investigate: Investigation;
  /** What no file shows, and where to look. */
  readonly otherwise: readonly string[];
}

const nothing: Investigation = () => ({ causes: [] });

/**
 * What each error means and what else can be behind it: AWS re:Post, "How do I troubleshoot an OIDC provider and IRSA
 * in Amazon EKS?"; EKS User Guide, "Troubleshooting IAM"; amazon-eks-pod-identity-webhook's README.
 */
const knowledge: Readonly<Record<ErrorKind, Knowledge>> = {
  "web-identity-denied": {
    means: "STS read the token and the role's trust policy does not let it in",
    investigate: investigateDenied,
    otherwise: [
      APPLIED,
      "the token is of another account or cluster than expected: irsa-lint why --token tells",
    ],
  },
  "no-provider": {
    means: "the account of the role has no IAM OIDC provider for the cluster's issuer",
    investigate: investigateProvider,
    otherwise: [
      "the provider was never created in the role's account, or the cluster was made again and has a new issuer: aws iam list-open-id-connect-providers",
    ],
  },
  "wrong-audience": {
    means: "the token's audience is not among the client ids of the OIDC provider",
    investigate: investigateAudience,
    otherwise: ["the OIDC provider in AWS lacks the client id sts.amazonaws.com, in every partition"],
  },
  "token-expired": {
    means: "the token was used after its time",
    investigate: nothing,
    otherwise: [
      "the program read the token once and kept it: it must read the file again, as current AWS SDKs do",
      "the clock of the node is wrong",
    ],
  },
  "verification-key": {
    means: "STS could not fetch the issuer's keys to check the token",
    investigate: nothing,
    otherwise: [
      "the issuer's address cannot be reached from AWS, or its certificate is not trusted and the provider's thumbprint is old",
      "AWS had a passing fault: try again",
    ],
  },
  "token-unreadable": {
    means: "the program cannot read the token that the webhook mounts",
    investigate: nothing,
    otherwise: [
      "the container runs as another user than root and the pod sets no fsGroup (needed before Kubernetes 1.19)",
      "the container is left out by eks.amazonaws.com/skip-containers, or mounts something over the token's directory",
    ],
  },
  "pod-identity-denied": {
    means: "EKS Pod Identity may not assume the role of the association",
    investigate: investigatePodIdentity,
    otherwise: [APPLIED, "the role lies in another account than the cluster"],
  },
  "store-account-without-role": {
    means: "External Secrets found the service account, but no role in its annotation",
    investigate: investigateStoreAccount,
    otherwise: [
      "External Secrets reads the annotation only: a Pod Identity association of a referenced account does not count",
    ],
  },
  "store-namespace": {
    means: "a SecretStore may only use a service account of its own namespace",
    investigate: investigateStoreNamespace,
    otherwise: ["make the store a ClusterSecretStore, or use an account of the store's own namespace"],
  },
  "account-not-found": {
    means: "the cluster has no such service account in that namespace",
    investigate: investigateAccount,
    otherwise: ["the account is made later than what uses it, or by a release that is not installed"],
  },
  "second-hop-denied": {
    means: "the pod got its first role; the second role does not let it in",
    investigate: investigateHop,
    otherwise: [
      "the first role needs sts:AssumeRole on the second, and the second must trust the first as an AWS principal",
      POLICIES,
    ],
  },
  "permission-denied": {
    means: "AWS knows who calls, and that role may not do this",
    investigate: investigatePermission,
    otherwise: [POLICIES],
  },
  "no-credentials": {
    means:
      "the AWS SDK found no credentials at all: nothing was injected into the pod, and the node's role is out of reach",
    investigate: investigateNoCredentials,
    otherwise: [
      RESTART,
      SDK,
      "the pod identity webhook was not there when the pod was made (it fails silently)",
    ],
  },
};

/** Every kind of error with what it means, for the guide. */
export const meanings: readonly (readonly [kind: string, means: string])[] = Object.entries(knowledge).map(
  ([kind, { means }]) => [kind, means],
);

const order: readonly Cause["state"][] = ["responsible", "likely", "possible"];

/** Finds in the model what is behind an error. */
export function answerError(error: ReportedError, model: Model): ErrorAnswer {
  const { means, investigate, otherwise } = knowledge[error.kind];
  const { causes, links = [] } = investigate(error, model);
  const general = otherwise.map((words): Cause => ({ state: "possible", words, places: [] }));
  const all = [...causes, ...general].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return { error, means, causes: all, links };
}

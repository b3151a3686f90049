/**
 * What EKS's pod identity webhook reads and writes (github.com/aws/amazon-eks-pod-identity-webhook, pkg/annotations.go
 * and pkg/handler/handler.go).
 */
export const WEBHOOK_PREFIX = "eks.amazonaws.com/";

/** The annotation that names an account's role. It counts on service accounts only. */
export const ROLE_ARN_ANNOTATION = `${WEBHOOK_PREFIX}role-arn`;

/** The annotation that names the audience of an account's tokens. */
export const AUDIENCE_ANNOTATION = `${WEBHOOK_PREFIX}audience`;

/** Every annotation that the webhook reads on a service account. */
export const ACCOUNT_ANNOTATIONS: readonly string[] = [
  ROLE_ARN_ANNOTATION,
  AUDIENCE_ANNOTATION,
  `${WEBHOOK_PREFIX}sts-regional-endpoints`,
  `${WEBHOOK_PREFIX}token-expiration`,
];

/** The annotation of a pod that keeps the webhook away from some of its containers. */
export const SKIP_CONTAINERS_ANNOTATION = `${WEBHOOK_PREFIX}skip-containers`;

/** Where the webhook mounts the token. */
export const TOKEN_FILE = "/var/run/secrets/eks.amazonaws.com/serviceaccount/token";

/** The label of a pod that keeps the webhook away from it, whatever its value (deploy/mutatingwebhook.yaml). */
export const SKIP_WEBHOOK_LABEL = `${WEBHOOK_PREFIX}skip-pod-identity-webhook`;

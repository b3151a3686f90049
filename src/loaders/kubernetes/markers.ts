/** Words of which a file of manifests holds at least one if any loader has use for its objects. */
export const MARKERS: readonly string[] = [
  "ServiceAccount",
  "serviceAccount",
  "eks.amazonaws.com",
  "AWS_",
  // The type of a Secret with a token.
  "kubernetes.io/service-account",
  // Kinds that other loaders read: they get their manifests from here.
  "argoproj.io",
  "external-secrets.io",
  // A cert-manager issuer that solves by Route 53.
  "route53:",
  "toolkit.fluxcd.io",
  // What other programs make roles and accounts of.
  "eksctl.io",
  "iam.aws.",
  "eks.aws.",
  "services.k8s.aws",
  "AWS::IAM::Role",
];

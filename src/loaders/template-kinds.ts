import type { Gap } from "../model/entities.ts";

const WORDS: readonly (readonly [RegExp, Gap["may"][number]])[] = [
  [/\bServiceAccount\b/, "service-account"],
  [/\b(?:Cluster)?SecretStore\b/, "secret-store"],
  [/\b(?:Cluster)?(?:ExternalSecret|PushSecret)\b/, "external-secret"],
];

/** What a template may make, by the kinds that it names. */
export function mayMake(text: string): Gap["may"] {
  return WORDS.filter(([word]) => word.test(text)).map(([, what]) => what);
}

/** Words of which a manifest holds at least one if any loader has use for it. */
export const OBJECT_WORDS: readonly string[] = [
  "ServiceAccount",
  "serviceAccount",
  "eks.amazonaws.com",
  "AWS_",
  // The type of a Secret with a token.
  "kubernetes.io/service-account",
  // API groups whose objects loaders read.
  "argoproj.io",
  "external-secrets.io",
  "toolkit.fluxcd.io",
  // A cert-manager issuer that solves by Route 53.
  "route53:",
  // What other programs make roles and accounts of.
  "eksctl.io",
  "iam.aws.",
  "eks.aws.",
  "services.k8s.aws",
];

/** Words of which a template holds one if what it makes matters: its parts may stand in other files. */
const TEMPLATE_WORDS: readonly string[] = [
  ...OBJECT_WORDS,
  "kustomize.config.k8s.io",
  "serving.knative.dev",
  // What has pods, and what pods are in.
  "kind: Deployment",
  "kind: StatefulSet",
  "kind: DaemonSet",
  "kind: ReplicaSet",
  "kind: ReplicationController",
  "kind: Job",
  "kind: CronJob",
  "kind: Pod",
  "kind: Namespace",
  // Lists of anything.
  "kind: List",
];

/** Whether a template's text has to do with identities: with accounts, pods, stores, or what makes those. */
export function holdsIdentity(text: string): boolean {
  return TEMPLATE_WORDS.some((word) => text.includes(word));
}

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

/** Words of which a template holds one if any loader has use for the objects that it makes. */
const IDENTITY_WORDS: readonly string[] = [
  "ServiceAccount",
  "serviceAccount",
  "eks.amazonaws.com",
  "AWS_",
  "kubernetes.io/service-account",
  // API groups whose objects other loaders read, or make accounts, roles and secrets of.
  "argoproj.io",
  "external-secrets.io",
  "toolkit.fluxcd.io",
  "kustomize.config.k8s.io",
  "serving.knative.dev",
  "eksctl.io",
  "iam.aws.",
  "eks.aws.",
  "services.k8s.aws",
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
  return IDENTITY_WORDS.some((word) => text.includes(word));
}

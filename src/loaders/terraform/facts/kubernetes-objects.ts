import type { Manifest } from "../../../model/manifest.ts";
import type { Entry, MapNode, Node } from "../../../model/node.ts";
import type { Problem } from "../../../model/problem.ts";
import { known, literal, type Hole } from "../../../model/text.ts";
import type { Comment } from "../../loader.ts";
import { isClusterScoped } from "../../manifest-metadata.ts";
import type { Resource } from "../instances/instance.ts";
import { argument, attributeHole } from "../resources/resource-text.ts";
import { application, applicationSet, clusterSecret } from "./argocd-objects.ts";
import { copied, entry, firstObject, type Shape } from "./block-objects.ts";
import type { Inventory } from "./inventory.ts";
import { manifestOf, metadataOf } from "./object-metadata.ts";
import { cronJobSpec, podSpec, templateSpec } from "./pod-templates.ts";
import { writtenObject, yamlObject, type WrittenObjects } from "./written-objects.ts";

/** What the spec, the data or the type of a resource adds to its metadata. */
type Extra = (resource: Resource) => readonly Entry[];

/** Makes the objects of a resource; none when they cannot be read. */
type Maker = (resource: Resource) => WrittenObjects;

const only = (manifest: Manifest): WrittenObjects => ({
  manifests: [manifest],
  problems: [],
  comments: [],
  claims: [],
});

/** An object from a resource of the Kubernetes provider that has `metadata` and what its kind adds. */
function object(apiVersion: string, kind: string, extra: Extra = () => []): Maker {
  return (resource) => {
    const { at } = resource;
    const entries = [
      entry("apiVersion", literal(apiVersion, at), at),
      entry("kind", literal(kind, at), at),
      entry("metadata", metadataOf(resource, isClusterScoped(kind) ? "cluster" : "default"), at),
      ...extra(resource),
    ];
    return only(manifestOf(resource, { kind: "map", entries, at }));
  };
}

/** A workload: its `spec` is a pod's, or holds a pod's template. */
function workload(apiVersion: string, kind: string, shape: Shape): Maker {
  return object(apiVersion, kind, (resource) => [
    entry("spec", firstObject(resource, "spec", shape), resource.at),
  ]);
}

/** What Argo CD's generators read of a cluster's Secret; what a secret holds besides is nobody's business. */
const CLUSTER_KEYS = ["name", "server", "project"];

function withoutSecrets(data: MapNode, resource: Resource): MapNode {
  return {
    ...data,
    entries: data.entries.map(({ key, value }): Entry => {
      const name = known(key);
      if (name !== undefined && CLUSTER_KEYS.includes(name)) return { key, value };
      const hole: Hole = attributeHole(resource, `data.${name ?? ""}`);
      return { key, value: { kind: "unknown", hole, at: value.at } };
    }),
  };
}

/** `data` of `kubernetes_secret` is not encoded: it is the API's `stringData`. */
const secretData: Extra = (resource) => {
  const data: Node | undefined = resource.setting("data");
  const type = copied(resource, "type", "type");
  if (data === undefined || data.kind === "null") return type;
  const kept = data.kind === "map" ? withoutSecrets(data, resource) : data;
  return [...type, entry("stringData", kept, resource.nameAt("data") ?? data.at)];
};

/** Every namespace has an account `default`; this resource only manages it (`kubernetes_default_service_account`). */
const defaultAccount: Maker = (resource) => {
  const made = object("v1", "ServiceAccount")(resource);
  const [metadata] = resource.blocks("metadata").items;
  const at = metadata?.at ?? resource.at;
  return {
    ...made,
    manifests: made.manifests.map((manifest): Manifest => ({
      ...manifest,
      object: {
        ...manifest.object,
        entries: manifest.object.entries.map(({ key, value }) =>
          known(key) === "metadata" && value.kind === "map"
            ? {
                key,
                value: { ...value, entries: [...value.entries, entry("name", literal("default", at), at)] },
              }
            : { key, value },
        ),
      },
    })),
  };
};

/** `kubernetes_annotations` adds annotations to an object that something else makes. */
const annotatedObject: Maker = (resource) => {
  const kind = argument(resource, "kind");
  const scope = kind.kind === "text" && isClusterScoped(known(kind) ?? "") ? "cluster" : "default";
  const metadata = metadataOf(resource, scope);
  const annotations = copied(resource, "annotations", "annotations");
  const entries = [
    ...copied(resource, "api_version", "apiVersion"),
    ...copied(resource, "kind", "kind"),
    entry("metadata", { ...metadata, entries: [...metadata.entries, ...annotations] }, resource.at),
  ];
  return only(manifestOf(resource, { kind: "map", entries, at: resource.at }, "annotated"));
};

const serviceAccount = object("v1", "ServiceAccount");
const namespace = object("v1", "Namespace");
const secret = object("v1", "Secret", secretData);
const configMap = object("v1", "ConfigMap", (resource) => copied(resource, "data", "data"));
const pod = workload("v1", "Pod", podSpec);
const replicationController = workload("v1", "ReplicationController", templateSpec);
const deployment = workload("apps/v1", "Deployment", templateSpec);
const statefulSet = workload("apps/v1", "StatefulSet", templateSpec);
const daemonSet = workload("apps/v1", "DaemonSet", templateSpec);
const job = workload("batch/v1", "Job", templateSpec);
const cronJob = workload("batch/v1", "CronJob", cronJobSpec);

/** Resource types that are Kubernetes objects of kinds that this linter looks at (documentation of the providers). */
const makers: Readonly<Record<string, Maker>> = {
  kubernetes_service_account: serviceAccount,
  kubernetes_service_account_v1: serviceAccount,
  kubernetes_default_service_account: defaultAccount,
  kubernetes_default_service_account_v1: defaultAccount,
  kubernetes_namespace: namespace,
  kubernetes_namespace_v1: namespace,
  kubernetes_secret: secret,
  kubernetes_secret_v1: secret,
  kubernetes_config_map: configMap,
  kubernetes_config_map_v1: configMap,
  kubernetes_pod: pod,
  kubernetes_pod_v1: pod,
  kubernetes_replication_controller: replicationController,
  kubernetes_replication_controller_v1: replicationController,
  kubernetes_deployment: deployment,
  kubernetes_deployment_v1: deployment,
  kubernetes_stateful_set: statefulSet,
  kubernetes_stateful_set_v1: statefulSet,
  kubernetes_daemonset: daemonSet,
  kubernetes_daemon_set_v1: daemonSet,
  kubernetes_job: job,
  kubernetes_job_v1: job,
  kubernetes_cron_job: cronJob,
  kubernetes_cron_job_v1: cronJob,
  kubernetes_annotations: annotatedObject,
  kubernetes_manifest: writtenObject,
  kubectl_manifest: yamlObject,
  argocd_application: (resource) => only(application(resource)),
  argocd_application_set: (resource) => only(applicationSet(resource)),
  argocd_cluster: (resource) => only(clusterSecret(resource)),
};

export const OBJECT_TYPES: readonly string[] = Object.keys(makers);

/** What the objects of a root module are and what came up while they were read. */
export interface KubernetesObjects {
  readonly manifests: readonly Manifest[];
  readonly problems: readonly Problem[];
  readonly comments: readonly Comment[];
  /** Files whose YAML is applied here, and nowhere as it stands. */
  readonly claims: readonly string[];
}

/** The Kubernetes objects that a root module makes. */
export function kubernetesObjects(inventory: Inventory): KubernetesObjects {
  const made = Object.entries(makers).flatMap(([type, make]) =>
    (inventory.resources.get(type) ?? []).map((resource) => make(resource)),
  );
  return {
    manifests: made.flatMap(({ manifests }) => manifests),
    problems: made.flatMap(({ problems }) => problems),
    comments: made.flatMap(({ comments }) => comments),
    claims: [...new Set(made.flatMap(({ claims }) => claims))].sort(),
  };
}

/** Whether a resource stands for a Kubernetes object that could not be read. */
export function isUnreadObject(resource: Resource): boolean {
  const maker = Object.hasOwn(makers, resource.type) ? makers[resource.type] : undefined;
  return maker !== undefined && maker(resource).manifests.length === 0;
}

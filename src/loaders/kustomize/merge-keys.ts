/**
 * Which lists a strategic merge patch merges, by what their items are told apart with (x-kubernetes-patch-merge-key in
 * the API's OpenAPI document); every other list is replaced as a whole. `""`: the items are plain values.
 */
export interface Shape {
  readonly keys?: readonly string[];
  /** Of a list with keys or without: what its items hold; of a map: its fields. */
  readonly fields?: Readonly<Record<string, Shape>>;
}

const by = (key: string, fields: Shape["fields"] = {}): Shape => ({ keys: [key], fields });

const CONTAINER: Shape["fields"] = {
  env: by("name"),
  ports: { keys: ["containerPort", "protocol"] },
  volumeMounts: by("mountPath"),
  volumeDevices: by("devicePath"),
};

const METADATA: Shape = { fields: { finalizers: by(""), ownerReferences: by("uid") } };

const POD_SPEC: Shape = {
  fields: {
    containers: by("name", CONTAINER),
    initContainers: by("name", CONTAINER),
    ephemeralContainers: by("name", CONTAINER),
    volumes: by("name"),
    imagePullSecrets: by("name"),
    hostAliases: by("ip"),
    topologySpreadConstraints: { keys: ["topologyKey", "whenUnsatisfiable"] },
  },
};

const TEMPLATE: Shape = { fields: { metadata: METADATA, spec: POD_SPEC } };
const TEMPLATED: Shape = { fields: { metadata: METADATA, spec: { fields: { template: TEMPLATE } } } };
const CRON_JOB: Shape = {
  fields: {
    metadata: METADATA,
    spec: { fields: { jobTemplate: { fields: { spec: { fields: { template: TEMPLATE } } } } } },
  },
};
const PLAIN: Shape = { fields: { metadata: METADATA } };

/** By version and kind, as far as what is read here has lists that merge; objects of other kinds have none. */
const SHAPES: ReadonlyMap<string, Shape> = new Map([
  ["v1/Pod", { fields: { metadata: METADATA, spec: POD_SPEC } }],
  ["v1/PodTemplate", { fields: { metadata: METADATA, template: TEMPLATE } }],
  ["v1/ReplicationController", TEMPLATED],
  ["apps/v1/Deployment", TEMPLATED],
  ["apps/v1/StatefulSet", TEMPLATED],
  ["apps/v1/DaemonSet", TEMPLATED],
  ["apps/v1/ReplicaSet", TEMPLATED],
  ["batch/v1/Job", TEMPLATED],
  ["batch/v1/CronJob", CRON_JOB],
  ["batch/v1beta1/CronJob", CRON_JOB],
  [
    "v1/ServiceAccount",
    { fields: { metadata: METADATA, secrets: by("name"), imagePullSecrets: by("name") } },
  ],
  [
    "v1/Service",
    { fields: { metadata: METADATA, spec: { fields: { ports: { keys: ["port", "protocol"] } } } } },
  ],
  ["v1/ConfigMap", PLAIN],
  ["v1/Secret", PLAIN],
  ["v1/Namespace", PLAIN],
]);

/** How the lists of an object merge. */
export function shapeOf(apiVersion: string, kind: string): Shape | undefined {
  return SHAPES.get(`${apiVersion}/${kind}`);
}

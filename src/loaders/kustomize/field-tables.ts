import { flagOf, get, itemsOf, stringAt, type MapNode, type Node } from "../../model/node.ts";
import type { FieldSpec } from "./fields.ts";

/** That fields of some objects hold the names of objects of a kind. */
export interface NameReference {
  readonly group?: string;
  readonly version?: string;
  readonly kind: string;
  readonly fields: readonly FieldSpec[];
}

/** Which fields the transformers of a build change: kustomize's defaults and what `configurations` add. */
export interface FieldTables {
  readonly namespace: readonly FieldSpec[];
  readonly namePrefix: readonly FieldSpec[];
  readonly nameSuffix: readonly FieldSpec[];
  readonly commonAnnotations: readonly FieldSpec[];
  readonly commonLabels: readonly FieldSpec[];
  readonly labels: readonly FieldSpec[];
  readonly templateLabels: readonly FieldSpec[];
  readonly varReference: readonly FieldSpec[];
  readonly nameReference: readonly NameReference[];
}

/** Where the kinds of workloads that kustomize knows keep their pod template. */
const TEMPLATES: readonly (readonly [kind: string, template: string, group?: string])[] = [
  ["ReplicationController", "spec/template"],
  ["Deployment", "spec/template"],
  ["ReplicaSet", "spec/template"],
  ["DaemonSet", "spec/template"],
  ["StatefulSet", "spec/template"],
  ["Job", "spec/template", "batch"],
  ["CronJob", "spec/jobTemplate/spec/template", "batch"],
];

const spec = (path: string, kind?: string, group?: string, create?: boolean): FieldSpec => ({
  path,
  ...(kind === undefined ? {} : { kind }),
  ...(group === undefined ? {} : { group }),
  ...(create === undefined ? {} : { create }),
});

/** A path below the metadata of every object and of every template. */
function ofMetadata(field: string): readonly FieldSpec[] {
  return [
    spec(`metadata/${field}`, undefined, undefined, true),
    ...TEMPLATES.map(([kind, template, group]) => spec(`${template}/metadata/${field}`, kind, group, true)),
    spec(`spec/jobTemplate/metadata/${field}`, "CronJob", "batch", true),
  ];
}

const CONTAINERS = ["containers", "initContainers"];

/** The places in a pod specification, below each kind's. */
function inPods(places: readonly string[], kinds: readonly string[] = []): readonly FieldSpec[] {
  const pods: readonly (readonly [kind: string, template: string])[] = [
    ["Pod", "spec"],
    ...TEMPLATES.map(([kind, template]) => [kind, `${template}/spec`] as const),
  ];
  return pods
    .filter(([kind]) => !kinds.includes(kind))
    .flatMap(([kind, pod]) => places.map((place) => spec(`${pod}/${place}`, kind)));
}

const inContainers = (places: readonly string[]): readonly string[] =>
  CONTAINERS.flatMap((containers) => places.map((place) => `${containers}/${place}`));

/**
 * kustomize's defaults, as far as they reach what is read here (api/internal/konfig/builtinpluginconsts). The tables
 * for ReplicationController name no template's ConfigMaps and Secrets, and that for ReplicaSet no account: such
 * references stay as they are.
 */
export const DEFAULT_TABLES: FieldTables = {
  namespace: [
    { path: "metadata/name", kind: "Namespace", version: "v1", create: true },
    { path: "spec/service/namespace", kind: "APIService", group: "apiregistration.k8s.io", create: true },
  ],
  namePrefix: [{ path: "metadata/name" }],
  nameSuffix: [{ path: "metadata/name" }],
  commonAnnotations: ofMetadata("annotations"),
  commonLabels: [
    ...ofMetadata("labels"),
    ...["Deployment", "ReplicaSet", "DaemonSet"].map((kind) =>
      spec("spec/selector/matchLabels", kind, undefined, true),
    ),
    spec("spec/selector/matchLabels", "StatefulSet", "apps", true),
  ],
  labels: [],
  templateLabels: ofMetadata("labels"),
  varReference: [
    ...inPods(inContainers(["args", "command", "env/value", "volumeMounts/mountPath"]), [
      "ReplicationController",
    ]),
    spec("metadata/labels"),
    // Those of templates have one node with the object's own when a transformer sets both, so that both change.
    ...ofMetadata("annotations"),
  ],
  nameReference: [
    {
      kind: "ConfigMap",
      version: "v1",
      fields: inPods(
        [
          ...inContainers(["env/valueFrom/configMapKeyRef/name", "envFrom/configMapRef/name"]),
          "volumes/configMap/name",
          "volumes/projected/sources/configMap/name",
        ],
        ["ReplicationController"],
      ),
    },
    {
      kind: "Secret",
      version: "v1",
      fields: [
        ...inPods(
          [
            ...inContainers(["env/valueFrom/secretKeyRef/name", "envFrom/secretRef/name"]),
            "volumes/secret/secretName",
            "volumes/projected/sources/secret/name",
            "imagePullSecrets/name",
          ],
          ["ReplicationController"],
        ),
        spec("imagePullSecrets/name", "ServiceAccount"),
      ],
    },
    { kind: "ServiceAccount", version: "v1", fields: inPods(["serviceAccountName"], ["ReplicaSet"]) },
  ],
};

/** The parts of a field specification that a configuration writes. */
export function readFieldSpec(node: Node): FieldSpec | undefined {
  const path = stringAt(node, "path");
  if (path === undefined) return undefined;
  const part = (field: "group" | "version" | "kind"): Partial<FieldSpec> => {
    const value = stringAt(node, field);
    return value === undefined || value === "" ? {} : { [field]: value };
  };
  const create = flagOf(get(node, "create")) === "yes" ? { create: true } : {};
  return { path, ...part("group"), ...part("version"), ...part("kind"), ...create };
}

/** A list of field specifications. */
export function readFieldSpecs(node: Node | undefined): readonly FieldSpec[] {
  return itemsOf(node).flatMap((item) => readFieldSpec(item) ?? []);
}

function readNameReference(node: Node): NameReference | undefined {
  const kind = stringAt(node, "kind");
  if (kind === undefined) return undefined;
  const [group, version] = [stringAt(node, "group"), stringAt(node, "version")];
  return {
    kind,
    ...(group === undefined || group === "" ? {} : { group }),
    ...(version === undefined || version === "" ? {} : { version }),
    fields: readFieldSpecs(get(node, "fieldSpecs")),
  };
}

const LISTS = [
  "namespace",
  "namePrefix",
  "nameSuffix",
  "commonAnnotations",
  "commonLabels",
  "labels",
  "templateLabels",
  "varReference",
] as const;

/** The tables with what a file of `configurations` adds (kubectl.docs.kubernetes.io, "Transformer Configurations"). */
export function withConfiguration(tables: FieldTables, file: MapNode): FieldTables {
  const added = Object.fromEntries(
    LISTS.map((list) => [list, [...tables[list], ...readFieldSpecs(get(file, list))]]),
  ) as unknown as Omit<FieldTables, "nameReference">;
  const references = itemsOf(get(file, "nameReference")).flatMap((item) => readNameReference(item) ?? []);
  return { ...added, nameReference: [...tables.nameReference, ...references] };
}

/** What two builds that become one say together. */
export function joinedTables(a: FieldTables, b: FieldTables): FieldTables {
  if (a === b || b === DEFAULT_TABLES) return a;
  const isNew =
    <T>(list: readonly T[]) =>
    (item: T) =>
      !list.includes(item);
  const lists = Object.fromEntries(
    LISTS.map((list) => [list, [...a[list], ...b[list].filter(isNew(a[list]))]]),
  ) as unknown as Omit<FieldTables, "nameReference">;
  return {
    ...lists,
    nameReference: [...a.nameReference, ...b.nameReference.filter(isNew(a.nameReference))],
  };
}

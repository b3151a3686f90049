import { WEBHOOK_PREFIX } from "../../iam/webhook.ts";
import type { Container, EnvironmentVariable, Workload } from "../../model/entities.ts";
import type { Manifest } from "../../model/manifest.ts";
import {
  entriesOf,
  flagOf,
  get,
  itemsOf,
  stringAt,
  textOf,
  type MapNode,
  type Node,
} from "../../model/node.ts";
import { absent, isAbsent, print, stripPrefix, type Absent, type Text } from "../../model/text.ts";
import type { LoaderSettings } from "../loader.ts";
import {
  apiGroupOf,
  factId,
  identityOf,
  nameOf,
  namespaceOf,
  textEntries,
  type TextEntry,
} from "../manifest-metadata.ts";

const TEMPLATE = ["spec", "template"];

/** Where each kind keeps its pod template (kubernetes.io/docs/reference, argoproj.io Rollout, Knative serving v1). */
const POD_TEMPLATES: ReadonlyMap<string, readonly string[]> = new Map([
  ["/Pod", []],
  ["/ReplicationController", TEMPLATE],
  ["apps/Deployment", TEMPLATE],
  ["apps/StatefulSet", TEMPLATE],
  ["apps/DaemonSet", TEMPLATE],
  ["apps/ReplicaSet", TEMPLATE],
  ["extensions/Deployment", TEMPLATE],
  ["extensions/DaemonSet", TEMPLATE],
  ["extensions/ReplicaSet", TEMPLATE],
  ["batch/Job", TEMPLATE],
  ["batch/CronJob", ["spec", "jobTemplate", "spec", "template"]],
  ["argoproj.io/Rollout", TEMPLATE],
  ["serving.knative.dev/Service", TEMPLATE],
]);

/** Where an object keeps its pod template; undefined when its kind has none. A pod is its own template. */
export function podTemplateRoute(object: MapNode): readonly string[] | undefined {
  return POD_TEMPLATES.get(`${apiGroupOf(object)}/${stringAt(object, "kind") ?? ""}`);
}

/** The workload that a manifest describes, or undefined when it is of no kind that has or makes pods. */
export function readWorkload(manifest: Manifest, settings: LoaderSettings): Workload | undefined {
  const { object, origin } = manifest;
  const workloadKind = stringAt(object, "kind") ?? "";
  const route = podTemplateRoute(object);
  if (route === undefined) return undefined;
  const template = get(object, ...route);
  const spec = get(template, "spec");
  const namespace = namespaceOf(manifest, settings);
  const name = nameOf(manifest, settings);
  const metadata = route.length === 0 ? [object] : [object, template];
  return {
    kind: "workload",
    id: factId("workload", manifest, workloadKind, print(namespace), print(name)),
    origin,
    at: object.at,
    workloadKind,
    namespace,
    name,
    serviceAccountName: serviceAccountName(manifest, spec, settings),
    containers: ["initContainers", "containers"].flatMap((field) =>
      containersOf(manifest, get(spec, field), settings),
    ),
    tokenVolumes: tokenVolumesOf(spec),
    annotations: metadata.flatMap((owner) => webhookAnnotations(get(owner, "metadata", "annotations"))),
    pod: podOf(template),
  };
}

/** What the pods of a template carry; of labels and node selectors everything, since both are short. */
function podOf(template: Node | undefined): Workload["pod"] {
  return {
    annotations: webhookAnnotations(get(template, "metadata", "annotations")),
    labels: textEntries(get(template, "metadata", "labels")),
    nodeSelector: textEntries(get(template, "spec", "nodeSelector")),
  };
}

/** `serviceAccount` is the deprecated name of the field; it counts when the other is empty (core/v1 PodSpec). */
function serviceAccountName(
  manifest: Manifest,
  spec: Node | undefined,
  settings: LoaderSettings,
): Text | Absent {
  const owner: Node = spec ?? manifest.object;
  for (const field of ["serviceAccountName", "serviceAccount"]) {
    const text = identityOf(manifest, get(spec, field), owner, settings);
    if (!isAbsent(text) && text.parts.length > 0) return text;
  }
  return absent(owner.at);
}

export function webhookAnnotations(map: Node | undefined): readonly TextEntry[] {
  return textEntries(map).filter(({ key }) => stripPrefix(key, WEBHOOK_PREFIX) !== undefined);
}

function containersOf(
  manifest: Manifest,
  list: Node | undefined,
  settings: LoaderSettings,
): readonly Container[] {
  return itemsOf(list).map((container) => ({
    name: textOf(get(container, "name"), container.at),
    image: textOf(get(container, "image"), container.at),
    command: ["command", "args"].flatMap((field) =>
      itemsOf(get(container, field)).flatMap((word) => presentText(textOf(word, word.at))),
    ),
    env: itemsOf(get(container, "env")).map((variable) => readVariable(manifest, variable, settings)),
    envFrom: itemsOf(get(container, "envFrom")).flatMap(readImport),
    at: container.at,
  }));
}

const presentText = (text: Text | Absent): readonly Text[] => (isAbsent(text) ? [] : [text]);

/** core/v1 PodSpec: volumes[].projected.sources[].serviceAccountToken. */
function tokenVolumesOf(spec: Node | undefined): Workload["tokenVolumes"] {
  return itemsOf(get(spec, "volumes")).flatMap((volume) =>
    itemsOf(get(volume, "projected", "sources")).flatMap((source) => {
      const token = get(source, "serviceAccountToken");
      return token === undefined
        ? []
        : [{ audience: textOf(get(token, "audience"), token.at), at: token.at }];
    }),
  );
}

function readVariable(manifest: Manifest, variable: Node, settings: LoaderSettings): EnvironmentVariable {
  const name = textOf(get(variable, "name"), variable.at);
  const from = readValueFrom(get(variable, "valueFrom"));
  return {
    name: isAbsent(name) ? { kind: "text", parts: [], at: variable.at } : name,
    value: identityOf(manifest, get(variable, "value"), variable, settings),
    ...(from === undefined ? {} : { from }),
    at: variable.at,
  };
}

function readValueFrom(from: Node | undefined): EnvironmentVariable["from"] {
  if (from === undefined || from.kind === "null") return undefined;
  for (const [field, kind] of REFERENCES) {
    const reference = get(from, field);
    if (reference?.kind !== "map") continue;
    const optional = flagOf(get(reference, "optional"));
    return {
      kind,
      name: textOf(get(reference, "name"), reference.at),
      key: textOf(get(reference, "key"), reference.at),
      ...(optional === undefined || optional === "no" ? {} : { optional: true }),
    };
  }
  return { kind: "other", name: absent(from.at), key: absent(from.at) };
}

const REFERENCES = [
  ["secretKeyRef", "secret"],
  ["configMapKeyRef", "config-map"],
] as const;

function readImport(source: Node): Container["envFrom"] {
  return entriesOf(source).flatMap(({ key, value }) => {
    const kind = IMPORTS.get(print(key));
    return kind === undefined ? [] : [{ kind, name: textOf(get(value, "name"), value.at), at: source.at }];
  });
}

const IMPORTS: ReadonlyMap<string, "secret" | "config-map"> = new Map([
  ["secretRef", "secret"],
  ["configMapRef", "config-map"],
]);

import { equals, allOf } from "../../model/compare.ts";
import type { Origin } from "../../model/entities.ts";
import type { Step } from "../../model/location.ts";
import type { Manifest } from "../../model/manifest.ts";
import { get, stringAt, textOf, type MapNode } from "../../model/node.ts";
import { isAbsent, print, type Answer, type Text } from "../../model/text.ts";

/** What kustomize knows an object by: group, version, kind, name and namespace (kyaml/resid). */
export interface Id {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: Text;
  readonly namespace: Text | undefined;
}

/** An object on its way through a build. */
export interface Resource {
  readonly object: MapNode;
  /** What it was called before, the oldest first. */
  readonly previous: readonly Id[];
  /** The prefixes and suffixes that it got, the innermost first. */
  readonly prefixes: readonly string[];
  readonly suffixes: readonly string[];
  /** The layers through which it came, the innermost first. */
  readonly via: readonly Step[];
  /** Of an object that a unit of another kind made (a release). */
  readonly made?: Pick<Manifest, "existence" | "madeBy"> & { readonly origin: Origin };
  /** Its name ends in a hash of what it holds. */
  readonly hashed?: true;
  /** Whether it is there at all is not known. */
  readonly isPerhaps?: true;
}

/** A resource as a file holds it. */
export function resourceOf(object: MapNode): Resource {
  return { object, previous: [], prefixes: [], suffixes: [], via: [] };
}

/** The group and the version of `apps/v1`; a version alone is of the core group. */
export function groupVersion(apiVersion: string): readonly [group: string, version: string] {
  const slash = apiVersion.indexOf("/");
  return slash === -1 ? ["", apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
}

/** The identity that an object has by its fields. */
export function idOf(object: MapNode): Id {
  const [group, version] = groupVersion(stringAt(object, "apiVersion") ?? "");
  const name = textOf(get(object, "metadata", "name"), object.at);
  const namespace = textOf(get(object, "metadata", "namespace"), object.at);
  return {
    group,
    version,
    kind: stringAt(object, "kind") ?? "",
    name: isAbsent(name) ? { kind: "text", parts: [], at: name.at } : name,
    namespace: isAbsent(namespace) || namespace.parts.length === 0 ? undefined : namespace,
  };
}

/** What the object was first called. */
export function firstId({ previous, object }: Resource): Id {
  return previous[0] ?? idOf(object);
}

/** All that the object is and was called. */
export function idsOf({ previous, object }: Resource): readonly Id[] {
  return [...previous, idOf(object)];
}

/** The same with its present name among those that it had. */
export function remembered(resource: Resource): Resource {
  return { ...resource, previous: [...resource.previous, idOf(resource.object)] };
}

const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  "/ComponentStatus",
  "/Namespace",
  "/Node",
  "/PersistentVolume",
  "admissionregistration.k8s.io/MutatingWebhookConfiguration",
  "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
  "apiextensions.k8s.io/CustomResourceDefinition",
  "apiregistration.k8s.io/APIService",
  "authentication.k8s.io/TokenReview",
  "authorization.k8s.io/SelfSubjectAccessReview",
  "authorization.k8s.io/SelfSubjectRulesReview",
  "authorization.k8s.io/SubjectAccessReview",
  "certificates.k8s.io/CertificateSigningRequest",
  "flowcontrol.apiserver.k8s.io/FlowSchema",
  "flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration",
  "networking.k8s.io/IngressClass",
  "node.k8s.io/RuntimeClass",
  "policy/PodSecurityPolicy",
  "rbac.authorization.k8s.io/ClusterRole",
  "rbac.authorization.k8s.io/ClusterRoleBinding",
  "scheduling.k8s.io/PriorityClass",
  "storage.k8s.io/CSIDriver",
  "storage.k8s.io/CSINode",
  "storage.k8s.io/StorageClass",
  "storage.k8s.io/VolumeAttachment",
]);

/** Whether kustomize knows that objects of a kind are in no namespace: of kinds that users define it never does. */
export function isClusterWide({ group, kind }: Pick<Id, "group" | "kind">): boolean {
  return CLUSTER_SCOPED.has(`${group}/${kind}`);
}

const NOWHERE = "_non_namespaceable_";

/** The namespace as kustomize compares it: none is `default`, and objects of the cluster have one of their own. */
export function effectiveNamespace(id: Id): Text {
  if (isClusterWide(id)) return { ...id.name, parts: [{ kind: "literal", value: NOWHERE }] };
  return id.namespace ?? { ...id.name, parts: [{ kind: "literal", value: "default" }] };
}

/** Whether two are in one namespace. */
export function sameNamespace(a: Id, b: Id): Answer {
  return equals(effectiveNamespace(a), effectiveNamespace(b));
}

/** Whether two identities are of one object. */
export function sameId(a: Id, b: Id): Answer {
  if (a.group !== b.group || a.version !== b.version || a.kind !== b.kind) return "no";
  return allOf([equals(a.name, b.name), sameNamespace(a, b)]);
}

/** How a person names an object: `ServiceAccount "reader" in "apps"`. */
export function shown({ kind, name, namespace }: Id): string {
  const where = namespace === undefined ? "" : ` in namespace "${print(namespace)}"`;
  return `${kind} "${print(name)}"${where}`;
}

import type { Manifest } from "../model/manifest.ts";
import { entriesOf, get, stringAt, textOf, withValue, type MapNode, type Node } from "../model/node.ts";
import { absent, isAbsent, known, unknownText, type Absent, type Hole, type Text } from "../model/text.ts";
import type { LoaderSettings } from "./loader.ts";
import { withPlaceholders } from "./yaml/placeholders.ts";

/** A key and a value as texts: an annotation, a label. */
export interface TextEntry {
  readonly key: Text;
  readonly value: Text;
}

/** `apps` of `apps/v1`; empty for the core group and when the version is not known. */
export function apiGroupOf(object: MapNode): string {
  const version = stringAt(object, "apiVersion") ?? "";
  return version.includes("/") ? version.slice(0, version.indexOf("/")) : "";
}

/** The same placeholder stands for the same characters within a file's objects of one environment. */
function instanceOf(manifest: Manifest, file: string): string {
  const { environment } = manifest.origin;
  return environment === null ? file : `${file}|${environment}`;
}

/** A text of the manifest as an identity is written: with its placeholders as holes. */
export function identityText(manifest: Manifest, text: Text, settings: LoaderSettings): Text {
  return withPlaceholders(text, settings, instanceOf(manifest, text.at.file.path));
}

/** The node at a route read as an identity; null and missing are absent. */
export function identityAt(
  manifest: Manifest,
  settings: LoaderSettings,
  ...route: readonly string[]
): Text | Absent {
  return identityOf(manifest, get(manifest.object, ...route), manifest.object, settings);
}

/** A node read as an identity; `owner` is the node that could have held a missing one. */
export function identityOf(
  manifest: Manifest,
  node: Node | undefined,
  owner: Node,
  settings: LoaderSettings,
): Text | Absent {
  const text = textOf(node, owner.at);
  return isAbsent(text) ? text : identityText(manifest, text, settings);
}

/** Kinds without a namespace, as far as they are read here. */
const CLUSTER_SCOPED =
  /^(?:Cluster.*|Namespace|CustomResourceDefinition|APIService|StorageClass|PersistentVolume|PriorityClass|IngressClass|RuntimeClass|CSIDriver|(?:Mutating|Validating)WebhookConfiguration)$/;

/** Whether objects of a kind live in no namespace. */
export function isClusterScoped(kind: string): boolean {
  return CLUSTER_SCOPED.test(kind);
}

/** An object without a namespace of its own in one; what names its namespace, or lives in none, stays as it is. */
export function placedIn(object: MapNode, namespace: Text): MapNode {
  const written = textOf(get(object, "metadata", "namespace"), object.at);
  const isWritten = !isAbsent(written) && written.parts.length > 0;
  if (isWritten || isClusterScoped(stringAt(object, "kind") ?? "")) return object;
  return withValue(object, ["metadata", "namespace"], namespace);
}

function metadataOf(manifest: Manifest): Node {
  return get(manifest.object, "metadata") ?? manifest.object;
}

/** An empty text is how a template's `namespace: ""` says nothing. */
function isEmpty(text: Text | Absent): text is Absent {
  return isAbsent(text) || text.parts.length === 0;
}

/**
 * The object's namespace. A manifest without one goes where whoever applies it says: a hole, the same for all objects
 * of the file.
 */
export function namespaceOf(manifest: Manifest, settings: LoaderSettings): Text {
  const written = identityAt(manifest, settings, "metadata", "namespace");
  if (!isEmpty(written)) return written;
  const { at } = metadataOf(manifest);
  const hole = {
    id: `namespace|${instanceOf(manifest, at.file.path)}`,
    name: `namespace of ${at.file.path}`,
    shape: "dns",
  } as const;
  return unknownText(hole, at);
}

/** The object's name; with `generateName` the cluster appends to it. */
export function nameOf(manifest: Manifest, settings: LoaderSettings): Text {
  const written = identityAt(manifest, settings, "metadata", "name");
  if (!isEmpty(written)) return written;
  const { at } = metadataOf(manifest);
  const start = identityAt(manifest, settings, "metadata", "generateName");
  const id = `name|${instanceOf(manifest, at.file.path)}|${String(at.span.start)}`;
  if (isEmpty(start)) return unknownText({ id, name: `name in ${at.file.path}`, shape: "dns" }, at);
  const suffix: Hole = { kind: "hole", id, name: "generated suffix", shape: "suffix" };
  return { ...start, parts: [...start.parts, suffix] };
}

/**
 * The entries of a map of strings (annotations, labels). A value that is null is empty, and one that cannot be a
 * string is unknown, since what the API server makes of it is an error.
 */
export function textEntries(map: Node | undefined): readonly TextEntry[] {
  return entriesOf(map).map(({ key, value }) => ({ key, value: valueText(value) }));
}

function valueText(value: Node): Text {
  if (value.kind === "null") return { kind: "text", parts: [], at: value.at };
  const text = textOf(value, value.at);
  if (!isAbsent(text)) return text;
  const id = `${value.at.file.path}|${String(value.at.span.start)}|${value.kind}`;
  return unknownText({ id, name: `a ${value.kind} in place of a string` }, value.at);
}

/** What may add to the entries of a map: an unknown map, or one that lists only some of its entries. */
export function moreEntries(map: Node | undefined): Hole | undefined {
  if (map?.kind === "unknown") return map.hole;
  return map?.kind === "map" ? map.more : undefined;
}

/** The absence of an entry in a map, or the hole that may hold it. */
export function absentIn(map: Node | undefined, owner: Node): Text | Absent {
  const more = moreEntries(map);
  const { at } = map ?? owner;
  return more === undefined ? absent(at) : { kind: "text", parts: [more], at };
}

/** A fact's id: its kind, the file, what the object is called and its environment. */
export function factId(kind: string, manifest: Manifest, ...names: readonly string[]): string {
  const { at } = manifest.object;
  return [kind, at.file.path, names.join("/"), manifest.origin.environment ?? ""].join("|");
}

/** ` in namespace "x"` for a message, or nothing when it is not wholly known. */
export function inNamespace(namespace: Text | Absent): string {
  const name = isAbsent(namespace) ? undefined : known(namespace);
  return name === undefined || name === "" ? "" : ` in namespace "${name}"`;
}

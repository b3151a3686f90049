import { textOf, type MapNode, type Node } from "../../model/node.ts";
import { concat, isAbsent, known, type Text } from "../../model/text.ts";
import { changeField, withField, type FieldSpec } from "./fields.ts";
import type { TextEntry } from "../manifest-metadata.ts";
import { firstId, idOf, isClusterWide, remembered, type Resource } from "./resource.ts";

/** Puts every object that is in a namespace into this one, whatever it said before. */
export function inNamespace(
  resource: Resource,
  namespace: Text,
  fields: readonly FieldSpec[],
  unsetOnly = false,
): Resource {
  const before = remembered(resource);
  const set = (node: Node | undefined): Node =>
    unsetOnly && node !== undefined && !isUnset(node) ? node : namespace;
  const placed = isClusterWide(idOf(resource.object))
    ? resource.object
    : changeField(resource.object, { path: "metadata/namespace", create: true }, set, namespace.at);
  const object = fields
    .filter(({ path }) => path !== "metadata/namespace")
    .reduce((current, field) => changeField(current, field, set, namespace.at), placed);
  return { ...before, object };
}

function isUnset(node: Node): boolean {
  const text = textOf(node, node.at);
  return isAbsent(text) || text.parts.length === 0;
}

const KEPT_NAMES =
  /^(?:\/?[^/]*\/CustomResourceDefinition|apiregistration\.k8s\.io\/APIService|[^/]*\/Namespace)$/;

/** Whether prefix and suffix leave a kind's names alone (PrefixTransformer.go). */
function keepsName(resource: Resource): boolean {
  const { group, kind } = firstId(resource);
  return KEPT_NAMES.test(`${group}/${kind}`);
}

/** Adds a prefix to the name, which others may still call it without. */
export function withPrefix(resource: Resource, prefix: Text, fields: readonly FieldSpec[]): Resource {
  const shown = known(prefix) ?? "";
  return renamed(
    resource,
    fields,
    (name) => concat(name.at, prefix, name),
    (named) => ({
      ...named,
      prefixes: [...named.prefixes, shown],
    }),
  );
}

/** The same for a suffix. */
export function withSuffix(resource: Resource, suffix: Text, fields: readonly FieldSpec[]): Resource {
  const shown = known(suffix) ?? "";
  return renamed(
    resource,
    fields,
    (name) => concat(name.at, name, suffix),
    (named) => ({
      ...named,
      suffixes: [...named.suffixes, shown],
    }),
  );
}

function renamed(
  resource: Resource,
  fields: readonly FieldSpec[],
  change: (name: Text) => Text,
  note: (resource: Resource) => Resource,
): Resource {
  if (keepsName(resource)) return resource;
  return fields.reduce((current, field) => {
    const noted = field.path === "metadata/name" ? note(remembered(current)) : current;
    const object = changeField(
      noted.object,
      field,
      (node) => {
        if (node === undefined) return undefined;
        const text = textOf(node, node.at);
        return isAbsent(text) ? node : change(text);
      },
      noted.object.at,
    );
    return { ...noted, object };
  }, resource);
}

/** Sets entries of the maps that the fields are: annotations, labels. */
export function withEntries(
  object: MapNode,
  entries: readonly TextEntry[],
  fields: readonly FieldSpec[],
): MapNode {
  const set = (node: Node | undefined): Node | undefined => {
    const at = entries[0]?.key.at;
    if (at === undefined) return node;
    if (node !== undefined && node.kind !== "map" && node.kind !== "null") return node;
    const map: MapNode = node?.kind === "map" ? node : { kind: "map", entries: [], at };
    return entries.reduce((current, { key, value }) => withField(current, key, value), map);
  };
  return fields.reduce((current, field) => changeField(current, field, set, object.at), object);
}

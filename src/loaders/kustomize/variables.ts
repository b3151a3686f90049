import { entryOf, get, itemsOf, stringAt, textOf, type MapNode, type Node } from "../../model/node.ts";
import {
  concatAll,
  isAbsent,
  known,
  sliceLiteral,
  withParts,
  type Hole,
  type Part,
  type Text,
} from "../../model/text.ts";
import { changeField, withField } from "./fields.ts";
import { mapResources, type Layer, type Variable } from "./layer.ts";
import { groupVersion, idsOf, type Resource } from "./resource.ts";
import { refuse, type Session } from "./session.ts";

type Values = ReadonlyMap<string, Node>;

/** Puts the values of variables where `$(NAME)` stands in the fields that know variables (filters/refvar). */
export function withValues(layer: Layer, session: Session): Layer {
  if (layer.variables.length === 0) return layer;
  const values: Values = new Map(layer.variables.map((each) => [each.name, valueOf(each, layer, session)]));
  return mapResources(layer, (resource) => ({
    ...resource,
    object: layer.tables.varReference.reduce<MapNode>(
      (object, field) =>
        changeField(object, { ...field, create: false }, (node) => node && filledIn(node, values), object.at),
      resource.object,
    ),
  }));
}

function valueOf({ name, node }: Variable, layer: Layer, session: Session): Node {
  const reference = get(node, "objref");
  const source = layer.resources.find((resource) => isMeant(resource, reference));
  const path = stringAt(node, "fieldref", "fieldpath") ?? stringAt(node, "fieldref", "fieldPath");
  const value = source === undefined ? undefined : fieldOf(source.object, path ?? "metadata.name");
  if (value !== undefined) return value;
  if (!layer.isOpen && !session.isPart)
    refuse(session, `nothing has the value of the variable "${name}"`, node.at);
  const hole: Hole = {
    kind: "hole",
    id: `kustomize|${session.root}|$(${name})`,
    name: `$(${name})`,
    at: node.at,
  };
  return { kind: "unknown", hole, at: node.at };
}

function isMeant(resource: Resource, reference: Node | undefined): boolean {
  const [group, version] = groupVersion(stringAt(reference, "apiVersion") ?? "");
  const namespace = stringAt(reference, "namespace");
  return idsOf(resource).some(
    (id) =>
      id.kind === stringAt(reference, "kind") &&
      id.version === (stringAt(reference, "version") ?? version) &&
      id.group === (stringAt(reference, "group") ?? group) &&
      known(id.name) === stringAt(reference, "name") &&
      (namespace === undefined || namespace === "" || (id.namespace && known(id.namespace)) === namespace),
  );
}

/** `spec.template.spec.containers[0].name`; a dot after a backslash is part of a key. */
function fieldOf(object: MapNode, path: string): Node | undefined {
  const steps = path
    .replace(/\[(\d+)\]/g, ".$1")
    .split(/(?<!\\)\./)
    .map((step) => step.replaceAll("\\.", "."));
  return steps.reduce<Node | undefined>(
    (node, step) => (node?.kind === "list" ? itemsOf(node)[Number(step)] : get(node, step)),
    object,
  );
}

function filledIn(node: Node, values: Values): Node {
  if (node.kind === "list") return { ...node, items: node.items.map((item) => filledIn(item, values)) };
  if (node.kind === "map") {
    return node.entries.reduce<MapNode>(
      (map, { key, value }) =>
        value.kind === "text"
          ? withField(map, entryOf(map, known(key) ?? "")?.key ?? key, filledIn(value, values))
          : map,
      node,
    );
  }
  return node.kind === "text" ? filledText(node, values) : node;
}

function filledText(text: Text, values: Values): Node {
  const [, only] = /^\$\(([-\w.]+)\)$/.exec(known(text) ?? "") ?? [];
  const whole = only === undefined ? undefined : values.get(only);
  if (whole !== undefined && whole.kind !== "text") return whole;
  const pieces = text.parts.flatMap((part): readonly Text[] => {
    if (part.kind === "hole") return [withParts(text, [part])];
    return piecesOf(part, text, values);
  });
  return { ...concatAll(text.at, pieces) };
}

/** `$$(NAME)` is `$(NAME)` as it is. */
function piecesOf(part: Extract<Part, { kind: "literal" }>, text: Text, values: Values): readonly Text[] {
  const pieces: Text[] = [];
  let from = 0;
  const upTo = (end: number): void => {
    if (end > from) pieces.push(withParts(text, [sliceLiteral(part, from, end)]));
  };
  for (const match of part.value.matchAll(/\$\$|\$\(([-\w.]+)\)/g)) {
    const [found, name] = match;
    const value = name === undefined ? undefined : values.get(name);
    if (found === "$$") {
      upTo(match.index + 1);
      from = match.index + 2;
    } else if (value !== undefined) {
      upTo(match.index);
      const filled = textOf(value, value.at);
      if (!isAbsent(filled)) pieces.push(filled);
      from = match.index + found.length;
    }
  }
  upTo(part.value.length);
  return pieces;
}

import { allOf, anyOf, equals } from "../../model/compare.ts";
import { entryOf, stringAt, textOf, type MapNode, type Node } from "../../model/node.ts";
import { isAbsent, known, print, type Answer, type Hole, type Text } from "../../model/text.ts";
import type { FieldTables, NameReference } from "./field-tables.ts";
import { changeField, isFor, withField } from "./fields.ts";
import type { Layer } from "./layer.ts";
import {
  effectiveNamespace,
  firstId,
  idOf,
  isClusterWide,
  sameNamespace,
  type Id,
  type Resource,
} from "./resource.ts";
import { refuse, type Session } from "./session.ts";

/**
 * Lets fields that named an object by an earlier name name it by its last one (api/filters/nameref). Only the fields of
 * the tables are followed: a store's reference to a service account is in none of them.
 */
export function withReferences(layer: Layer, session: Session): Layer {
  const renamedOnes = layer.resources.filter(({ previous }) => previous.length > 0);
  if (renamedOnes.length === 0) return layer;
  const resources = layer.resources.map((referrer) => followed(referrer, renamedOnes, layer.tables, session));
  return { ...layer, resources };
}

function followed(
  referrer: Resource,
  candidates: readonly Resource[],
  tables: FieldTables,
  session: Session,
): Resource {
  const id = idOf(referrer.object);
  const first = firstId(referrer);
  const near = candidates.filter((candidate) => mayReferTo(id, idOf(candidate.object)));
  if (near.length === 0) return referrer;
  const object = tables.nameReference.reduce<MapNode>((current, reference) => {
    const targets = near.filter(({ previous }) => previous.some((other) => isOfKind(other, reference)));
    if (targets.length === 0) return current;
    return reference.fields.reduce((changed, field) => {
      // The referrer counts as what it first was.
      if (!isForId(field, first) || !isFor({ ...field }, changed)) return changed;
      return changeField(
        changed,
        field,
        (node) => (node === undefined ? undefined : renamedIn(node, referrer, targets, session)),
        changed.at,
      );
    }, current);
  }, referrer.object);
  return { ...referrer, object };
}

function isForId(
  spec: { readonly group?: string; readonly version?: string; readonly kind?: string },
  id: Id,
): boolean {
  return (
    (spec.kind === undefined || spec.kind === id.kind) &&
    (spec.group === undefined || spec.group === id.group) &&
    (spec.version === undefined || spec.version === id.version)
  );
}

function isOfKind(id: Id, { group, version, kind }: NameReference): boolean {
  return (
    id.kind === kind &&
    (group === undefined || id.group === group) &&
    (version === undefined || id.version === version)
  );
}

/** Objects of a namespace refer to those of their own namespace and of the cluster; those of the cluster to all. */
function mayReferTo(referrer: Id, candidate: Id): boolean {
  if (isClusterWide(referrer) || isClusterWide(candidate)) return true;
  return sameNamespace(referrer, candidate) !== "no";
}

/** What a field holds, with names of renamed objects replaced: a name, or a map or list of such. */
function renamedIn(node: Node, referrer: Resource, targets: readonly Resource[], session: Session): Node {
  if (node.kind === "list") {
    return { ...node, items: node.items.map((item) => renamedIn(item, referrer, targets, session)) };
  }
  if (node.kind === "map") return renamedMap(node, referrer, targets, session);
  const text = textOf(node, node.at);
  if (isAbsent(text) || text.parts.length === 0) return node;
  const target = referral(text, referrer, targets, session);
  return target === undefined || equals(target.name, text) === "yes" ? node : target.name;
}

function renamedMap(map: MapNode, referrer: Resource, targets: readonly Resource[], session: Session): Node {
  const entry = entryOf(map, "name");
  const name = entry === undefined ? undefined : textOf(entry.value, map.at);
  if (entry === undefined || name === undefined || isAbsent(name)) return map;
  const namespace = stringAt(map, "namespace");
  const inIt = (id: Id): boolean => namespace === undefined || known(effectiveNamespace(id)) === namespace;
  const original = targets.filter((each) => inIt(firstId(each)));
  const near = original.length > 0 ? original : targets.filter((each) => inIt(idOf(each.object)));
  const target = referral(name, referrer, near, session);
  return target === undefined ? map : withField(map, entry.key, target.name);
}

interface Referral {
  readonly name: Text;
}

/** The object that a name means; of several those whose prefixes and suffixes are the referrer's. */
function referral(
  name: Text,
  referrer: Resource,
  targets: readonly Resource[],
  session: Session,
): Referral | undefined {
  const fits = (each: Resource): Answer => anyOf(each.previous.map((id) => equals(id.name, name)));
  const sure = targets.filter((each) => fits(each) === "yes");
  const unsure = targets.filter((each) => fits(each) === "maybe");
  if (sure.length === 0) return unsure[0] === undefined ? undefined : perhapsNamed(name, unsure[0]);
  const [only, ...others] = narrowed(sure, referrer);
  if (only === undefined) return undefined;
  const id = idOf(only.object);
  if (others.every((other) => equals(idOf(other.object).name, id.name) === "yes")) {
    const place = sameNamespace(idOf(referrer.object), id);
    return place === "maybe" && !isClusterWide(id)
      ? perhapsNamed(name, only)
      : { name: moved(id.name, name) };
  }
  refuse(session, `several objects may be meant by "${print(name)}"`, name.at);
  return undefined;
}

/** The new name stands where the reference is written. */
function moved(name: Text, reference: Text): Text {
  return { ...name, at: reference.at };
}

/** Whether it means the object is not known, since the names or namespaces are not. */
function perhapsNamed(name: Text, target: Resource): Referral {
  const id = idOf(target.object);
  if (equals(id.name, name) === "yes") return { name };
  const hole: Hole = {
    kind: "hole",
    id: `kustomize|${name.at.file.path}|${String(name.at.span.start)}|reference`,
    name: `name of ${id.kind} ${print(name)}`,
    at: name.at,
    shape: "dns",
  };
  return { name: { kind: "text", parts: [hole], at: name.at } };
}

function narrowed(candidates: readonly Resource[], referrer: Resource): readonly Resource[] {
  if (candidates.length < 2) return candidates;
  const loose = candidates.filter((each) => isAlike(each, referrer, true));
  return loose.length > 1
    ? orAll(
        loose.filter((each) => isAlike(each, referrer, false)),
        loose,
      )
    : loose;
}

const orAll = <T>(some: readonly T[], all: readonly T[]): readonly T[] => (some.length > 0 ? some : all);

function isAlike(a: Resource, b: Resource, allowEmpty: boolean): boolean {
  const same = (left: readonly string[], right: readonly string[]): boolean => {
    if (allowEmpty && (left.length === 0 || right.length === 0)) return true;
    return endsAlike(left, right);
  };
  return same(a.prefixes, b.prefixes) && same(a.suffixes, b.suffixes);
}

/** Whether the shorter list is the end of the longer one (utils.SameEndingSubSlice). */
function endsAlike(a: readonly string[], b: readonly string[]): boolean {
  const length = Math.min(a.length, b.length);
  if (length === 0) return a.length === b.length;
  const tail = (list: readonly string[]): readonly string[] => list.slice(list.length - length);
  const other = tail(b);
  return allOf(tail(a).map((each, at) => (each === other[at] ? "yes" : "no"))) === "yes";
}

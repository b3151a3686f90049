import { anyOf } from "../../model/compare.ts";
import type { Location } from "../../model/location.ts";
import { entriesOf, flagOf, get, itemsOf, stringAt, type MapNode, type Node } from "../../model/node.ts";
import { textSource } from "../../model/source.ts";
import { known, literal, print, type Answer, type Hole, type Text } from "../../model/text.ts";
import { joinPath } from "../paths.ts";
import { parseYaml, yamlParser, type YamlStream } from "../yaml/parse.ts";
import { perhaps, withField } from "./fields.ts";
import { jsonPatch } from "./json-patch.ts";
import { filled } from "./kustomization.ts";
import type { Layer } from "./layer.ts";
import { idOf, idsOf, remembered, sameId, shown, type Resource } from "./resource.ts";
import { isPattern, readSelector, selects, type Selector } from "./select.ts";
import { refuse, type Session } from "./session.ts";
import { patchedBeyondKnowing, strategicMerge } from "./strategic-merge.ts";

/** A patch as a kustomization gives it. */
export interface Patch {
  readonly at: Location;
  readonly target: Selector | undefined;
  /** The documents of a strategic merge patch. */
  readonly merges: readonly MapNode[];
  /** The operations of a JSON patch. */
  readonly operations: readonly Node[] | undefined;
  readonly allowsName: boolean;
  readonly allowsKind: boolean;
  /** Set when the patch cannot be read: what it does is not known. */
  readonly isUnread: boolean;
  /** `patchesJson6902` leaves no trace of the name that it changes. */
  readonly remembers: boolean;
}

const isText = (node: Node | undefined): node is Text => node?.kind === "text";

/** The patches of one entry of `patches`, `patchesStrategicMerge` or `patchesJson6902`. */
export function readPatch(item: Node, field: string, directory: string, session: Session): Patch | undefined {
  const target = get(item, "target");
  const options = get(item, "options");
  const body = bodyOf(item);
  if (body === undefined) {
    if (item.kind !== "unknown")
      refuse(session, `an entry of "${field}" has neither a patch nor a path`, item.at);
    return undefined;
  }
  const stream = body.isFile ? readFile(body.text, directory, session) : readInPlace(body.text, session);
  const nodes = stream.documents.map(({ node }) => node);
  const list = nodes.find((node) => node.kind === "list");
  const merges = nodes.flatMap(objectsOf);
  const isUnread =
    stream.kind === "template" ||
    stream.documents.some(({ broken }) => broken) ||
    nodes.some((node) => node.kind === "unknown");
  return {
    at: item.at,
    target: target?.kind === "map" ? readSelector(target) : undefined,
    merges,
    operations: list === undefined ? undefined : itemsOf(list),
    allowsName: flagOf(get(options, "allowNameChange")) === "yes",
    allowsKind: flagOf(get(options, "allowKindChange")) === "yes",
    isUnread,
    remembers: field !== "patchesJson6902",
  };
}

/** The text of a patch, or the path of its file. */
function bodyOf(item: Node): { readonly text: Text; readonly isFile: boolean } | undefined {
  if (isText(item)) {
    const value = known(item);
    return { text: item, isFile: value !== undefined && !value.includes("\n") && !/^\s*[{[]/.test(value) };
  }
  const patch = filled(item, "patch");
  if (patch !== undefined) return { text: patch, isFile: false };
  const path = filled(item, "path");
  return path === undefined ? undefined : { text: path, isFile: true };
}

function readInPlace(text: Text, session: Session): YamlStream {
  const stream = parseYaml(textSource(text));
  session.problems.push(...stream.problems);
  session.comments.push(...stream.comments);
  return stream;
}

/** Of a file that cannot be read nobody knows what it patches. */
const unread: YamlStream = { kind: "template", documents: [], comments: [], problems: [] };

function readFile(text: Text, directory: string, session: Session): YamlStream {
  const value = known(text);
  const path = value === undefined ? undefined : joinPath(directory, value);
  if (path === undefined) return unread;
  const parsed = session.ask.parse(path, yamlParser);
  if ("missing" in parsed) {
    if (parsed.missing === "not-found") refuse(session, `there is no patch "${print(text)}"`, text.at);
    return unread;
  }
  session.claims.add(path);
  session.problems.push(...parsed.value.problems);
  return parsed.value;
}

/** The objects of a document: itself, or the items of a list. */
function objectsOf(node: Node): readonly MapNode[] {
  if (node.kind !== "map") return [];
  const items = get(node, "items");
  if (stringAt(node, "kind")?.endsWith("List") !== true || items?.kind !== "list") return [node];
  return itemsOf(items).flatMap(objectsOf);
}

/** The layer after a patch. */
export function patched(layer: Layer, patch: Patch, session: Session): Layer {
  const bad = badPattern(patch.target);
  if (bad !== undefined) {
    refuse(session, `"${bad}" is no regular expression`, patch.at);
    return layer;
  }
  if (patch.isUnread) return beyondKnowing(layer, patch);
  if (patch.operations !== undefined) return withOperations(layer, patch, patch.operations, session);
  if (patch.target !== undefined && patch.merges.length > 1) {
    refuse(session, "a patch with a target is more than one document", patch.at);
    return layer;
  }
  return patch.merges.reduce((current, merge) => withMerge(current, patch, merge, session), layer);
}

function badPattern(target: Selector | undefined): string | undefined {
  if (target === undefined) return undefined;
  const { group, version, kind, name, namespace } = target;
  return [group, version, kind, name, namespace].find((pattern) => !isPattern(pattern));
}

const holeOf = ({ at }: Patch, name: string): Hole => ({
  kind: "hole",
  id: `kustomize|${at.file.path}|${String(at.span.start)}|patch`,
  name,
  at,
});

/** What a patch that cannot be read may do to the objects that it may be for. */
function beyondKnowing(layer: Layer, patch: Patch): Layer {
  const { target } = patch;
  const hole = holeOf(patch, `patch of ${patch.at.file.path}`);
  const resources = layer.resources.map((resource) => {
    if (target !== undefined && selects(target, resource) === "no") return resource;
    return { ...resource, object: patchedBeyondKnowing(resource.object, hole) };
  });
  return { ...layer, resources };
}

function withOperations(layer: Layer, patch: Patch, operations: readonly Node[], session: Session): Layer {
  const { target } = patch;
  if (target === undefined) {
    refuse(session, "a JSON patch has no target", patch.at);
    return layer;
  }
  return changed(
    layer,
    patch,
    (resource) => selects(target, resource),
    (resource, say) => {
      const before = patch.remembers ? remembered(resource) : resource;
      return { ...before, object: jsonPatch(annotated(before), operations, say) };
    },
    session,
  );
}

/** kustomize remembers names in annotations of its own, so that there are some for a JSON patch to add to. */
function annotated({ object, previous }: Resource): MapNode {
  const metadata = get(object, "metadata");
  if (previous.length === 0 || metadata?.kind !== "map") return object;
  if (get(metadata, "annotations") !== undefined) return object;
  const empty: MapNode = { kind: "map", entries: [], at: metadata.at };
  const own = withField(metadata, literal("annotations", metadata.at), empty);
  return withField(object, literal("metadata", metadata.at), own);
}

function withMerge(layer: Layer, patch: Patch, merge: MapNode, session: Session): Layer {
  const { target } = patch;
  const apply = (resource: Resource, say: (what: string) => void): Resource | undefined =>
    merged(resource, patch, merge, say);
  if (target !== undefined) {
    return changed(layer, patch, (resource) => selects(target, resource), apply, session);
  }
  const id = idOf(merge);
  const fits = (resource: Resource): Answer => anyOf(idsOf(resource).map((other) => sameId(other, id)));
  const found = layer.resources.filter((resource) => fits(resource) === "yes");
  const perhapsFound = layer.resources.some((resource) => fits(resource) === "maybe");
  // Definitions of custom resources are not read.
  const isKnown = id.kind !== "CustomResourceDefinition" && known(id.name) !== undefined;
  if (found.length === 0 && !perhapsFound && !layer.isOpen && !session.isPart && isKnown) {
    refuse(session, `there is no ${shown(id)} for the patch`, patch.at);
  }
  if (found.length > 1) {
    refuse(session, `the patch may be for several objects that are or were ${shown(id)}`, patch.at);
    return layer;
  }
  return changed(layer, patch, found.length === 1 ? sure(fits) : fits, apply, session);
}

const sure =
  (fits: (resource: Resource) => Answer) =>
  (resource: Resource): Answer =>
    fits(resource) === "yes" ? "yes" : "no";

/** Changes the objects that a patch is for; what is perhaps changed is a hole where it would differ. */
function changed(
  layer: Layer,
  patch: Patch,
  fits: (resource: Resource) => Answer,
  apply: (resource: Resource, say: (what: string) => void) => Resource | undefined,
  session: Session,
): Layer {
  const resources = layer.resources.flatMap((resource): readonly Resource[] => {
    const answer = fits(resource);
    if (answer === "no") return [resource];
    const after = apply(resource, (what) => {
      if (answer === "yes") refuse(session, `${what} (${shown(idOf(resource.object))})`, patch.at);
    });
    if (answer === "yes") return after === undefined ? [] : [after];
    if (after === undefined) return [{ ...resource, isPerhaps: true }];
    const object = perhaps(resource.object, after.object, holeOf(patch, `patch of ${patch.at.file.path}`));
    return [object?.kind === "map" ? { ...resource, object } : resource];
  });
  return { ...layer, resources };
}

/** A strategic merge patch changes neither name nor kind unless it may, and never the namespace (resource.go). */
function merged(
  resource: Resource,
  { allowsName, allowsKind }: Patch,
  merge: MapNode,
  say: (what: string) => void,
): Resource | undefined {
  const before = resource.object;
  const after = strategicMerge(before, withVersion(merge, before), say);
  if (after === undefined || entriesOf(after).length === 0) return undefined;
  const kind = allowsKind ? after : restored(after, before, "kind");
  const metadata = get(kind, "metadata");
  const own = get(before, "metadata");
  if (metadata?.kind !== "map" || own?.kind !== "map") return { ...resource, object: kind };
  const named = allowsName ? metadata : restored(metadata, own, "name");
  const placed = restored(named, own, "namespace");
  const key = kind.entries.find((entry) => known(entry.key) === "metadata")?.key;
  const object = key === undefined ? kind : withField(kind, key, placed);
  return { ...(allowsName || allowsKind ? remembered(resource) : resource), object };
}

/** The patch for the version that the object has: a target may select objects of any. */
function withVersion(merge: MapNode, object: MapNode): MapNode {
  const entry = object.entries.find(({ key }) => known(key) === "apiVersion");
  return entry === undefined ? merge : withField(merge, entry.key, entry.value);
}

function restored(map: MapNode, before: MapNode, field: string): MapNode {
  const entry = before.entries.findLast(({ key }) => known(key) === field);
  if (entry !== undefined) return withField(map, entry.key, entry.value);
  return { ...map, entries: map.entries.filter(({ key }) => known(key) !== field) };
}

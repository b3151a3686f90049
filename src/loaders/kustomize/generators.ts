import { wholeFile, type Location } from "../../model/location.ts";
import { entryOf, flagOf, get, textOf, type Entry, type MapNode, type Node } from "../../model/node.ts";
import {
  isAbsent,
  known,
  literal,
  placeOfParts,
  sliceLiteral,
  type Hole,
  type Text,
} from "../../model/text.ts";
import { baseName, joinPath } from "../paths.ts";
import { mergeValues } from "../merge-values.ts";
import { filled, textsIn } from "./kustomization.ts";
import type { Layer } from "./layer.ts";
import { idOf, idsOf, resourceOf, sameId, shown, type Resource } from "./resource.ts";
import { refuse, type Session } from "./session.ts";
import { withField } from "./fields.ts";

/** What a generator makes. */
export type GeneratedKind = "ConfigMap" | "Secret";

interface Generated {
  readonly resource: Resource;
  readonly behavior: "create" | "merge" | "replace";
  readonly at: Location;
}

const text = (value: string, at: Location): Text => literal(value, at);

/**
 * The ConfigMap or Secret of an entry of `configMapGenerator` or `secretGenerator`
 * (kubectl.docs.kubernetes.io/references/kustomize/kustomization/configmapgenerator).
 */
export function generate(
  kind: GeneratedKind,
  args: Node,
  directory: string,
  defaults: Node | undefined,
  session: Session,
): Generated | undefined {
  const name = filled(args, "name");
  if (name === undefined || args.kind !== "map") {
    if (args.kind !== "unknown") refuse(session, `a ${kind} to be generated has no name`, args.at);
    return undefined;
  }
  const { at } = args;
  const options = get(args, "options");
  const data = dataOf(args, directory, session);
  const metadata = metadataOf(args, name, [defaults, options]);
  const type = filled(args, "type");
  const object: MapNode = {
    kind: "map",
    entries: [
      { key: text("apiVersion", at), value: text("v1", at) },
      { key: text("kind", at), value: text(kind, at) },
      { key: text("metadata", at), value: metadata },
      ...(kind === "Secret" && type !== undefined ? [{ key: text("type", at), value: type }] : []),
      { key: text("data", at), value: data },
    ],
    at,
  };
  const behavior = known(filled(args, "behavior") ?? text("create", at));
  const unhashed = [options, defaults].map((each) => flagOf(get(each, "disableNameSuffixHash")));
  const hashed = unhashed.includes("yes") ? {} : { hashed: true as const };
  return {
    resource: { ...resourceOf(object), ...hashed },
    behavior: behavior === "merge" || behavior === "replace" ? behavior : "create",
    at,
  };
}

function metadataOf(args: MapNode, name: Text, options: readonly (Node | undefined)[]): MapNode {
  const { at } = args;
  const namespace = filled(args, "namespace");
  const maps = ["annotations", "labels"].flatMap((field): readonly Entry[] => {
    const merged = options.reduce<Node | undefined>((before, each) => {
      const over = get(each, field);
      return over?.kind === "map" ? mergeValues(before, over) : before;
    }, undefined);
    return merged === undefined ? [] : [{ key: text(field, at), value: merged }];
  });
  return {
    kind: "map",
    entries: [
      { key: text("name", at), value: name },
      ...(namespace === undefined ? [] : [{ key: text("namespace", at), value: namespace }]),
      ...maps,
    ],
    at,
  };
}

/** The entries of the three kinds of sources; a file that is not here leaves open what it holds. */
function dataOf(args: MapNode, directory: string, session: Session): MapNode {
  const entries: Entry[] = [];
  let more: Hole | undefined;
  const missing = (path: Text): void => {
    const name = `contents of ${known(path) ?? "a file"}`;
    more = { kind: "hole", id: `kustomize|${directory}|${name}`, name, at: path.at };
  };
  for (const source of envSources(args)) {
    const lines = linesOf(source, directory, session);
    if (lines === undefined) missing(source);
    else entries.push(...lines);
  }
  for (const each of textsIn(args, "literals")) {
    const entry = keyAndValue(each);
    if (entry !== undefined) entries.push(entry);
  }
  for (const each of textsIn(args, "files")) {
    const entry = fileEntry(each, directory, session);
    if (entry === undefined) missing(each);
    else entries.push(entry);
  }
  return { kind: "map", entries, at: args.at, ...(more === undefined ? {} : { more }) };
}

function envSources(args: MapNode): readonly Text[] {
  const one = filled(args, "env");
  return [...textsIn(args, "envs"), ...(one === undefined ? [] : [one])];
}

/** `key=value`; quotes around the value are not part of it. */
function keyAndValue(pair: Text): Entry | undefined {
  const [first] = pair.parts;
  if (first?.kind !== "literal") return undefined;
  const equals = first.value.indexOf("=");
  if (equals < 1) return undefined;
  const parts = [sliceLiteral(first, equals + 1, first.value.length), ...pair.parts.slice(1)];
  const value: Text = { ...pair, parts: unquoted(parts), at: placeOfParts(parts, pair.at) };
  return { key: { ...pair, parts: [sliceLiteral(first, 0, equals)] }, value };
}

function unquoted(parts: Text["parts"]): Text["parts"] {
  const [only, ...others] = parts;
  if (only?.kind !== "literal" || others.length > 0) return parts;
  const quote = only.value[0];
  const isQuoted = only.value.length > 1 && (quote === '"' || quote === "'") && only.value.endsWith(quote);
  return isQuoted ? [sliceLiteral(only, 1, only.value.length - 1)] : parts;
}

function linesOf(path: Text, directory: string, session: Session): readonly Entry[] | undefined {
  const name = known(path);
  const full = name === undefined ? undefined : joinPath(directory, name);
  const file = full === undefined ? undefined : session.ask.read(full);
  if (full === undefined || file === undefined || "missing" in file) return undefined;
  session.claims.add(full);
  const entries: Entry[] = [];
  let start = 0;
  for (const line of file.text.split("\n")) {
    const at: Location = { file, route: [], span: { start, end: start + line.length } };
    start += line.length + 1;
    const written = line.replace(/\r$/, "");
    const equals = written.indexOf("=");
    if (equals < 1 || written.trimStart().startsWith("#")) continue;
    const place = { ...at, span: { start: at.span.start + equals + 1, end: at.span.start + written.length } };
    entries.push({
      key: text(written.slice(0, equals).trim(), at),
      value: text(written.slice(equals + 1), place),
    });
  }
  return entries;
}

function fileEntry(written: Text, directory: string, session: Session): Entry | undefined {
  const value = known(written);
  if (value === undefined) return undefined;
  const equals = value.indexOf("=");
  const path = joinPath(directory, equals === -1 ? value : value.slice(equals + 1));
  const file = path === undefined ? undefined : session.ask.read(path);
  if (path === undefined || file === undefined || "missing" in file) return undefined;
  session.claims.add(path);
  const key = equals === -1 ? baseName(path) : value.slice(0, equals);
  return { key: text(key, written.at), value: text(file.text, wholeFile(file)) };
}

/** Adds what was generated: a new object, or one that is merged into or replaces another (`behavior`). */
export function absorbed(layer: Layer, { resource, behavior, at }: Generated, session: Session): Layer {
  const id = idOf(resource.object);
  const twins = layer.resources.filter((each) => idsOf(each).some((other) => sameId(other, id) === "yes"));
  const [twin, ...others] = twins;
  if (twin === undefined) {
    if (behavior !== "create" && !layer.isOpen && !session.isPart) {
      refuse(session, `there is no ${shown(id)} to ${behavior}`, at);
    }
    return { ...layer, resources: [...layer.resources, resource] };
  }
  if (others.length > 0 || behavior === "create") {
    refuse(session, `it has ${shown(id)} twice`, at);
    return layer;
  }
  const data = behavior === "merge" ? mergedData(twin.object, resource.object) : resource.object;
  const metadata = mergedMetadata(twin.object, resource.object);
  const next: Resource = { ...twin, object: metadata === undefined ? data : put(data, "metadata", metadata) };
  return { ...layer, resources: layer.resources.map((each) => (each === twin ? next : each)) };
}

function put(object: MapNode, field: string, value: Node): MapNode {
  return withField(object, entryOf(object, field)?.key ?? text(field, value.at), value);
}

function mergedData(before: MapNode, after: MapNode): MapNode {
  const over = get(after, "data");
  return over === undefined ? before : put(before, "data", mergeValues(get(before, "data"), over));
}

/** The new one's annotations and labels over the old one's; the name stays what it has become. */
function mergedMetadata(before: MapNode, after: MapNode): Node | undefined {
  const own = get(before, "metadata");
  const over = get(after, "metadata");
  if (own?.kind !== "map" || over?.kind !== "map") return own;
  const maps = over.entries.filter(({ key }) => ["annotations", "labels"].includes(known(key) ?? ""));
  return mergeValues(own, { ...over, entries: maps });
}

const HASH = "hash of what it holds";

/** The name with the hash at its end, which nobody needs to know. */
export function withHash(resource: Resource): Resource {
  if (resource.hashed !== true) return resource;
  const { object } = resource;
  const metadata = get(object, "metadata");
  const name = textOf(get(metadata, "name"), object.at);
  if (isAbsent(name) || metadata?.kind !== "map") return resource;
  const { kind } = idOf(object);
  const id = `kustomize|hash|${object.at.file.path}|${String(object.at.span.start)}|${kind}`;
  const hole: Hole = { kind: "hole", id, name: HASH, at: name.at, shape: "suffix" };
  const parts: Text["parts"] = [...name.parts, { kind: "literal", value: "-", at: name.at }, hole];
  const named = put(metadata, "name", { ...name, parts });
  const previous = [...resource.previous, idOf(object)];
  return { ...resource, previous, object: put(object, "metadata", named) };
}

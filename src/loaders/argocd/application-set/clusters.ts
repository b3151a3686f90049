import { anyOf, equals } from "../../../model/compare.ts";
import { flagOf, get, type Entry, type MapNode, type Node } from "../../../model/node.ts";
import { literal, print, type Answer, type Hole, type Text } from "../../../model/text.ts";
import { textEntries, moreEntries } from "../../manifest-metadata.ts";
import { IN_CLUSTER_SERVER, isInCluster, type ClusterSecret } from "./cluster-secrets.ts";
import { entry, notKnown, prefixed, withValues, type Context, type GeneratorPlace } from "./context.ts";
import { normalizedName } from "./names.ts";
import type { Element, Generated, Parameters } from "./parameters.ts";
import { isEmptySelector, selects } from "./selector.ts";

/** The cluster generator (Generators-Cluster.md, generators/cluster.go). */
export function clusterGenerator(place: GeneratorPlace, context: Context): Generated {
  const generated = generate(place, context);
  const isFlat = flagOf(get(place.body, "flatList"));
  if (isFlat === "maybe") return notKnown(place, context, "whether its list is flat is not known");
  return isFlat === "yes" ? inOne(generated, place) : generated;
}

function generate(place: GeneratorPlace, context: Context): Generated {
  const selector = get(place.body, "selector");
  const { secrets } = context;
  const takesAll = isEmptySelector(selector);
  if (secrets.length === 0) {
    const why = takesAll
      ? "besides the one that it runs in, which clusters Argo CD has is not known"
      : "which clusters Argo CD has is not known";
    const unknown = notKnown(place, context, why);
    return takesAll ? { ...unknown, elements: [unnamedInCluster(place, unknown, context)] } : unknown;
  }
  const elements = secrets.flatMap((secret): readonly Element[] => {
    const exists = selects(selector, (key) => labelOf(secret.labels, key));
    return exists === "no" ? [] : [elementOf(secret, exists, place, context)];
  });
  const isListed = anyOf(secrets.map(isInCluster));
  const own = takesAll && isListed !== "yes" ? [inCluster(isListed, place, context)] : [];
  const why = "Argo CD may have clusters whose Secrets are not here";
  return { elements: [...elements, ...own], doubts: [{ why, at: place.at, isQuiet: true }] };
}

/** The label of a key: what it says and whether it is certainly there. */
function labelOf(
  labels: Node | undefined,
  key: Text,
): { readonly value: Text; readonly exists: Answer } | undefined {
  const found = textEntries(labels).findLast((each) => equals(each.key, key) === "yes");
  if (found !== undefined) return { value: found.value, exists: "yes" };
  const more = moreEntries(labels);
  return more === undefined || labels === undefined
    ? undefined
    : { value: { kind: "text", parts: [more], at: labels.at }, exists: "maybe" };
}

function elementOf(
  secret: ClusterSecret,
  exists: "yes" | "maybe",
  place: GeneratorPlace,
  context: Context,
): Element {
  const { name, server, project, labels, annotations, at, manifest } = secret;
  const entries: readonly Entry[] = [
    entry("name", name),
    entry("nameNormalized", normalizedName(name)),
    entry("server", server),
    entry("project", project),
  ];
  const metadata = { labels, annotations };
  const own = context.renderer.goTemplate
    ? nested(entries, metadata, at)
    : flat(entries, metadata, at, `cluster ${print(name)}`);
  return {
    parameters: withValues(own, get(place.body, "values"), context),
    label: print(name),
    isPlace: true,
    at: name.at,
    seat: manifest.origin,
    exists: manifest.existence === "maybe" ? "maybe" : exists,
  };
}

type Metadata = Pick<ClusterSecret, "labels" | "annotations">;

function nested(entries: readonly Entry[], { labels, annotations }: Metadata, at: Element["at"]): Parameters {
  const isWritten = (node: Node | undefined): node is Node =>
    node !== undefined && node.kind !== "null" && !(node.kind === "map" && isEmpty(node));
  const inner = [
    ...(isWritten(annotations) ? [entry("annotations", withTexts(annotations))] : []),
    ...(isWritten(labels) ? [entry("labels", withTexts(labels))] : []),
  ];
  const metadata = entry("metadata", { kind: "map", entries: inner, at });
  return { map: { kind: "map", entries: [...entries, metadata], at }, open: [] };
}

const isEmpty = ({ entries, more }: MapNode): boolean => entries.length === 0 && more === undefined;

/** Labels and annotations are strings whatever was written (`enabled: true` in Terraform). */
function withTexts(node: Node): Node {
  if (node.kind !== "map") return node;
  return { ...node, entries: textEntries(node).map(({ key, value }) => ({ key, value })) };
}

function flat(entries: readonly Entry[], metadata: Metadata, at: Element["at"], cluster: string): Parameters {
  const kinds = ["annotations", "labels"] as const;
  const named = kinds.flatMap((kind) =>
    textEntries(metadata[kind]).map(({ key, value }): Entry => ({
      key: prefixed(`metadata.${kind}.`, key),
      value,
    })),
  );
  const open = kinds.flatMap((kind) => {
    const hole: Hole | undefined = moreEntries(metadata[kind]);
    return hole === undefined ? [] : [{ prefix: `metadata.${kind}.`, hole: { ...hole, name: cluster } }];
  });
  return { map: { kind: "map", entries: [...entries, ...named], at }, open };
}

function inClusterEntries(at: Element["at"], name: Text): readonly Entry[] {
  return [
    entry("name", name),
    entry("nameNormalized", name),
    entry("server", literal(IN_CLUSTER_SERVER, at)),
    entry("project", literal("", at)),
  ];
}

/** The cluster that Argo CD runs in, when no Secret describes it. */
function inCluster(isListed: "maybe" | "no", { body, at }: GeneratorPlace, context: Context): Element {
  const map: MapNode = { kind: "map", entries: inClusterEntries(at, literal("in-cluster", at)), at };
  return {
    parameters: withValues({ map, open: [] }, get(body, "values"), context),
    label: "in-cluster",
    isPlace: true,
    at,
    exists: isListed === "no" ? "yes" : "maybe",
  };
}

/** The same where no Secret of any cluster is here: one made elsewhere may give it another name, labels and annotations. */
function unnamedInCluster({ body, at }: GeneratorPlace, unknown: Generated, context: Context): Element {
  const more = unknown.elements[0]?.parameters.map.more;
  const name: Text = { ...literal("in-cluster", at), assumed: ["default:name of the cluster in-cluster"] };
  const map: MapNode = { kind: "map", entries: inClusterEntries(at, name), at };
  const open = more === undefined ? [] : [{ prefix: "metadata.", hole: more }];
  const own = context.renderer.goTemplate ? withMetadata(map, more) : map;
  return {
    parameters: withValues({ map: own, open }, get(body, "values"), context),
    label: "in-cluster",
    isPlace: true,
    at,
    exists: "yes",
  };
}

function withMetadata(map: MapNode, hole: Hole | undefined): MapNode {
  if (hole === undefined) return map;
  const more: Hole = { ...hole, id: `${hole.id}.metadata`, name: `${hole.name}: metadata` };
  const metadata = entry("metadata", { kind: "map", entries: [], more, at: map.at });
  return { ...map, entries: [...map.entries, metadata] };
}

/** All clusters as one element with a list of them (`flatList`); who else there may be is an element of that list. */
function inOne({ elements, doubts }: Generated, { at }: GeneratorPlace): Generated {
  const items = elements.map(({ parameters: { map }, exists }): Node =>
    exists === "any" && map.more !== undefined ? { kind: "unknown", hole: map.more, at, several: true } : map,
  );
  const map: MapNode = { kind: "map", entries: [entry("clusters", { kind: "list", items, at })], at };
  const one: Element = {
    parameters: { map, open: [] },
    label: "clusters",
    isPlace: true,
    at,
    exists: "yes",
  };
  return { elements: [one], doubts };
}

import type { Location } from "../../model/location.ts";
import { get, itemsOf, type MapNode, type Node } from "../../model/node.ts";
import { textSource } from "../../model/source.ts";
import { known, print, type Text } from "../../model/text.ts";
import { joinPath } from "../paths.ts";
import { wholeFileUnit } from "../manifest-units.ts";
import { textEntries } from "../manifest-metadata.ts";
import { parseYaml, yamlParser } from "../yaml/parse.ts";
import { withConfiguration, readFieldSpecs, type FieldTables } from "./field-tables.ts";
import { absorbed, generate } from "./generators.ts";
import { chartsIn, inflate } from "./helm-charts.ts";
import { filled, isRemote, kustomizationIn, textsIn, type Kustomization } from "./kustomization.ts";
import { emptyLayer, mapResources, refuseTwins, withLayer, withResources, type Layer } from "./layer.ts";
import { patched, readPatch } from "./patches.ts";
import { generatedBy, transformedBy } from "./plugins.ts";
import { replaced } from "./replacements.ts";
import { resourceOf } from "./resource.ts";
import { leaveOpen, refuse, type Session } from "./session.ts";
import { inNamespace, withEntries, withPrefix, withSuffix } from "./transformers.ts";

/** Overlays on overlays; real ones are five deep. */
const MAX_LAYERS = 30;

/** Where an inner kustomization is built: those that are being built around it, and what they hand down. */
export interface Around {
  readonly session: Session;
  readonly within: readonly string[];
  /** The namespace of the outer ones, which charts without one of their own get. */
  readonly namespace: Text | undefined;
}

/**
 * What a kustomization gathers: resources, then generators, then components, then its transformers in kustomize's
 * order (api/internal/target/kusttarget.go). A component works on what the kustomization that names it has so far.
 */
export function accumulate(kustomization: Kustomization, around: Around, before: Layer = emptyLayer): Layer {
  const { path, node, directory, problems } = kustomization;
  const { session } = around;
  if (path !== "") session.claims.add(path);
  session.problems.push(...problems);
  refuseOtherTypes(kustomization, session);
  const inside: Around = {
    session,
    within: [...around.within, directory],
    namespace: filled(node, "namespace") ?? around.namespace,
  };
  const named = [...textsIn(node, "resources"), ...textsIn(node, "bases")];
  const gathered = named.reduce((layer, entry) => withEntry(layer, entry, directory, inside), before);
  const configured = { ...gathered, tables: configuredTables(gathered.tables, kustomization, session) };
  const generated = withGenerators(configured, kustomization, inside);
  const joined = textsIn(node, "components").reduce(
    (layer, entry) => withComponent(layer, entry, directory, inside),
    generated,
  );
  return withTransformers(joined, kustomization, inside);
}

/** Texts of a kustomization are texts: `namespace: on` is none. */
function refuseOtherTypes({ node }: Kustomization, session: Session): void {
  for (const field of ["namespace", "namePrefix", "nameSuffix"]) {
    const value = get(node, field);
    if (value?.kind !== "boolean" && value?.kind !== "number") continue;
    refuse(session, `"${field}" is a ${value.kind}, no text`, value.at);
  }
}

/** Adds what an entry of `resources` names: a file's objects, or what a directory builds. */
export function withEntry(layer: Layer, entry: Text, directory: string, around: Around): Layer {
  const { session } = around;
  const value = known(entry);
  if (value === undefined) return notHere(layer, entry, session);
  const path = joinPath(directory, value);
  const file = path === undefined ? undefined : session.ask.read(path);
  if (path !== undefined && file !== undefined && !("missing" in file)) {
    return withFile(layer, path, entry, session);
  }
  const inner = path === undefined ? undefined : kustomizationIn(path, session.ask);
  if (inner !== undefined) return withDirectory(layer, inner, entry, around);
  if (isRemote(value)) return notHere(layer, entry, session);
  if (path === undefined || (file !== undefined && "missing" in file && file.missing === "outside-root")) {
    const message = `"${value}" lies outside of what is read: the objects that it brings into this build are not known`;
    session.problems.push({ code: "input/outside-root", message, at: entry.at });
    return { ...layer, isOpen: true };
  }
  if (file !== undefined && "missing" in file && file.missing !== "not-found")
    return notHere(layer, entry, session);
  const isDirectory = session.ask.list(path).length > 0;
  refuse(session, isDirectory ? `"${value}" has no kustomization` : `there is no "${value}"`, entry.at);
  return notKnown(layer, entry, session, `resource "${value}"`);
}

function notHere(layer: Layer, entry: Text, session: Session): Layer {
  const what = print(entry);
  leaveOpen(
    session,
    `${what} (${entry.at.file.path})`,
    `${what} is not here: the objects that it brings into this build are not known`,
    entry.at,
  );
  return { ...layer, isOpen: true };
}

/** A problem says it already. */
function notKnown(layer: Layer, entry: Text, session: Session, what: string): Layer {
  leaveOpen(session, what, undefined, entry.at);
  return { ...layer, isOpen: true };
}

function withFile(layer: Layer, path: string, entry: Text, session: Session): Layer {
  session.claims.add(path);
  const { manifests, facts, problems, comments = [] } = session.ask.build(wholeFileUnit(path));
  session.facts.push(
    ...facts.map((fact) => ({ ...fact, origin: session.origin, id: `${fact.id}|${session.root}` })),
  );
  session.problems.push(...problems);
  session.comments.push(...comments);
  const step = { label: `kustomization ${entry.at.file.path}`, at: entry.at };
  const added = manifests.map(({ object }) => ({ ...resourceOf(object), via: [step] }));
  const isOpen = layer.isOpen || facts.length > 0 || problems.length > 0;
  return withResources({ ...layer, isOpen }, added, session, entry.at);
}

function withDirectory(layer: Layer, inner: Kustomization, entry: Text, around: Around): Layer {
  const { session, within } = around;
  if (within.includes(inner.directory) || within.length >= MAX_LAYERS) {
    refuse(session, `"${print(entry)}" builds on what it is part of`, entry.at);
    return { ...layer, isOpen: true };
  }
  if (inner.isComponent) {
    refuse(session, `"${print(entry)}" is a component: it belongs under "components"`, entry.at);
  }
  const step = { label: `kustomization ${entry.at.file.path}`, at: entry.at };
  return withLayer(layer, accumulate(inner, around), step, session);
}

function withComponent(layer: Layer, entry: Text, directory: string, around: Around): Layer {
  const { session, within } = around;
  const value = known(entry);
  const path = value === undefined ? undefined : joinPath(directory, value);
  const inner = path === undefined ? undefined : kustomizationIn(path, session.ask);
  if (inner === undefined) {
    if (value === undefined || isRemote(value)) return notHere(layer, entry, session);
    refuse(session, `there is no component "${value}"`, entry.at);
    return notKnown(layer, entry, session, `component "${value}"`);
  }
  if (within.includes(inner.directory) || within.length >= MAX_LAYERS) {
    refuse(session, `"${print(entry)}" builds on what it is part of`, entry.at);
    return { ...layer, isOpen: true };
  }
  if (!inner.isComponent) {
    refuse(session, `"${print(entry)}" is no component: it belongs under "resources"`, entry.at);
  }
  return accumulate(inner, around, layer);
}

/** Files of `configurations` add fields to what the transformers change. */
function configuredTables(
  tables: FieldTables,
  { node, directory }: Kustomization,
  session: Session,
): FieldTables {
  return textsIn(node, "configurations").reduce((current, entry) => {
    const value = known(entry);
    const path = value === undefined ? undefined : joinPath(directory, value);
    const parsed = path === undefined ? undefined : session.ask.parse(path, yamlParser);
    if (path === undefined || parsed === undefined || "missing" in parsed) {
      refuse(session, `there is no configuration "${print(entry)}"`, entry.at);
      return current;
    }
    session.claims.add(path);
    const file = parsed.value.documents[0]?.node;
    return file?.kind === "map" ? withConfiguration(current, file) : current;
  }, tables);
}

function withGenerators(layer: Layer, kustomization: Kustomization, around: Around): Layer {
  const { node, directory } = kustomization;
  const { session, namespace } = around;
  const options = get(node, "generatorOptions");
  let current = layer;
  for (const [field, kind] of [
    ["configMapGenerator", "ConfigMap"],
    ["secretGenerator", "Secret"],
  ] as const) {
    for (const args of itemsOf(get(node, field))) {
      const made = generate(kind, args, directory, options, session);
      if (made !== undefined) current = absorbed(current, made, session);
    }
  }
  const globals = get(node, "helmGlobals");
  for (const chart of chartsIn(node)) {
    const { resources, isOpen } = inflate(chart, { directory, namespace, globals, session });
    current = withResources({ ...current, isOpen: current.isOpen || isOpen }, resources, session, chart.at);
  }
  return configurationsIn(kustomization, "generators", around).reduce(
    (before, config) => generatedBy(before, config, { directory, namespace, globals, session }),
    current,
  );
}

/** The objects that configure generators or transformers: in place, in files, or built by a directory. */
function configurationsIn(
  { node, directory }: Kustomization,
  field: "generators" | "transformers",
  around: Around,
): readonly MapNode[] {
  return textsIn(node, field).flatMap((entry) => {
    if (known(entry)?.includes("\n") !== true) {
      return withEntry(emptyLayer, entry, directory, around).resources.map(({ object }) => object);
    }
    const { documents, problems } = parseYaml(textSource(entry));
    around.session.problems.push(...problems);
    return documents.flatMap(({ node: each }) => (each.kind === "map" ? [each] : []));
  });
}

function withTransformers(layer: Layer, kustomization: Kustomization, around: Around): Layer {
  const { node, directory } = kustomization;
  const { session } = around;
  const patchesOf = (current: Layer, field: string): Layer =>
    itemsOf(get(node, field)).reduce((before, item) => {
      const patch = readPatch(item, field, directory, session);
      return patch === undefined ? before : patched(before, patch, session);
    }, current);
  let current = patchesOf(patchesOf(layer, "patchesStrategicMerge"), "patches");
  const { tables } = current;
  const namespace = filled(node, "namespace");
  if (namespace !== undefined) {
    current = mapResources(current, (each) => inNamespace(each, namespace, tables.namespace));
    refuseTwins(current, session, namespace.at);
  }
  const prefix = filled(node, "namePrefix");
  if (prefix !== undefined)
    current = mapResources(current, (each) => withPrefix(each, prefix, tables.namePrefix));
  const suffix = filled(node, "nameSuffix");
  if (suffix !== undefined)
    current = mapResources(current, (each) => withSuffix(each, suffix, tables.nameSuffix));
  current = withLabels(current, node, tables);
  const annotations = textEntries(get(node, "commonAnnotations"));
  if (annotations.length > 0) {
    current = mapResources(current, (each) => ({
      ...each,
      object: withEntries(each.object, annotations, tables.commonAnnotations),
    }));
  }
  current = patchesOf(current, "patchesJson6902");
  current = replaced(current, get(node, "replacements"), directory, session);
  current = configurationsIn(kustomization, "transformers", around).reduce(
    (before, config) => transformedBy(before, config, directory, session),
    current,
  );
  return withVariables(current, node);
}

function withLabels(layer: Layer, node: MapNode, tables: FieldTables): Layer {
  const own: readonly (readonly [Node | undefined, readonly { readonly path: string }[]])[] = [
    ...itemsOf(get(node, "labels")).map(
      (label) => [get(label, "pairs"), labelFields(label, tables)] as const,
    ),
    [get(node, "commonLabels"), tables.commonLabels],
  ];
  return own.reduce((current, [pairs, fields]) => {
    const entries = textEntries(pairs);
    if (entries.length === 0) return current;
    return mapResources(current, (each) => ({ ...each, object: withEntries(each.object, entries, fields) }));
  }, layer);
}

function labelFields(label: Node, tables: FieldTables): FieldTables["commonLabels"] {
  const isSet = (field: string): boolean => {
    const flag = get(label, field);
    return flag?.kind === "boolean" && flag.value;
  };
  const own = [...readFieldSpecs(get(label, "fields")), ...tables.labels];
  if (isSet("includeSelectors")) return [...own, ...tables.commonLabels];
  const template = isSet("includeTemplates") ? tables.templateLabels : [];
  return [...own, ...template, { path: "metadata/labels", create: true }];
}

function withVariables(layer: Layer, node: MapNode): Layer {
  const variables = itemsOf(get(node, "vars")).flatMap((item) => {
    const name = filled(item, "name");
    const value = name === undefined ? undefined : known(name);
    return value === undefined ? [] : [{ name: value, node: item }];
  });
  return variables.length === 0 ? layer : { ...layer, variables: [...layer.variables, ...variables] };
}

/** The kustomization that stands for a directory without one: all files below, and directories that have one. */
export function generatedKustomization(directory: string, session: Session, at: Location): Kustomization {
  const entries: Text[] = [];
  const covered: string[] = [];
  for (const path of session.ask.list(directory)) {
    if (!/\.ya?ml$/.test(path) || covered.some((below) => path.startsWith(`${below}/`))) continue;
    const relative = directory === "" ? path : path.slice(directory.length + 1);
    const nested = directoriesOf(relative).find((below) => {
      return kustomizationIn(directory === "" ? below : `${directory}/${below}`, session.ask) !== undefined;
    });
    if (nested !== undefined) covered.push(directory === "" ? nested : `${directory}/${nested}`);
    const value = nested ?? relative;
    entries.push({ kind: "text", parts: [{ kind: "literal", value }], at });
  }
  const key: Text = { kind: "text", parts: [{ kind: "literal", value: "resources" }], at };
  const node: MapNode = { kind: "map", entries: [{ key, value: { kind: "list", items: entries, at } }], at };
  return { path: "", directory, node, isComponent: false, problems: [] };
}

/** The directories on the way to a file, the outermost first. */
function directoriesOf(path: string): readonly string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join("/"));
}

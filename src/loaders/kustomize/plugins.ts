import { get, itemsOf, stringAt, textOf, type MapNode, type Node } from "../../model/node.ts";
import { isAbsent, known, literal, type Hole, type Text } from "../../model/text.ts";
import { textEntries } from "../manifest-metadata.ts";
import { readFieldSpecs } from "./field-tables.ts";
import { withField } from "./fields.ts";
import { absorbed, generate } from "./generators.ts";
import { inflate, type Surroundings } from "./helm-charts.ts";
import { filled } from "./kustomization.ts";
import { mapResources, withResources, type Layer } from "./layer.ts";
import { patched, readPatch } from "./patches.ts";
import { replaced } from "./replacements.ts";
import { leaveOpen, type Session } from "./session.ts";
import { patchedBeyondKnowing } from "./strategic-merge.ts";
import { inNamespace, withEntries, withPrefix, withSuffix } from "./transformers.ts";

const isBuiltin = (config: MapNode): boolean => stringAt(config, "apiVersion") === "builtin";

/** The layer with what a generator that is configured by an object makes. */
export function generatedBy(layer: Layer, config: MapNode, surroundings: Surroundings): Layer {
  const { directory, session } = surroundings;
  const kind = stringAt(config, "kind") ?? "";
  if (isBuiltin(config) && (kind === "ConfigMapGenerator" || kind === "SecretGenerator")) {
    const made = generate(
      kind === "SecretGenerator" ? "Secret" : "ConfigMap",
      named(config),
      directory,
      undefined,
      session,
    );
    return made === undefined ? layer : absorbed(layer, made, session);
  }
  if (isBuiltin(config) && kind === "HelmChartInflationGenerator") {
    const { resources, isOpen } = inflate(config, surroundings);
    return withResources({ ...layer, isOpen: layer.isOpen || isOpen }, resources, session, config.at);
  }
  const what = `generator ${shown(config)}`;
  leaveOpen(session, what, `${what} is not run: the objects that it makes are not known`, config.at);
  return { ...layer, isOpen: true };
}

function shown(config: MapNode): string {
  const name = textOf(get(config, "metadata", "name"), config.at);
  const kind = stringAt(config, "kind") ?? "of no kind";
  return isAbsent(name) ? kind : `${kind} "${known(name) ?? ""}"`;
}

/** The name and namespace of what a generator makes are those of its configuration. */
function named(config: MapNode): MapNode {
  return ["name", "namespace"].reduce((current, field) => {
    const value = filled(get(config, "metadata"), field);
    return value === undefined ? current : withField(current, literal(field, value.at), value);
  }, config);
}

/** Transformers that leave alone what is read here. */
const HARMLESS: ReadonlySet<string> = new Set(["ImageTagTransformer", "ReplicaCountTransformer"]);

/** The layer after a transformer that is configured by an object. */
export function transformedBy(layer: Layer, config: MapNode, directory: string, session: Session): Layer {
  const kind = stringAt(config, "kind") ?? "";
  if (!isBuiltin(config)) return unknownTransformer(layer, config, session);
  if (HARMLESS.has(kind)) return layer;
  const fields = readFieldSpecs(get(config, "fieldSpecs"));
  switch (kind) {
    case "NamespaceTransformer": {
      const namespace = filled(get(config, "metadata"), "namespace");
      const unset = get(config, "unsetOnly");
      const isUnset = unset?.kind === "boolean" && unset.value;
      if (namespace === undefined) return layer;
      return mapResources(layer, (each) => inNamespace(each, namespace, fields, isUnset));
    }
    case "PrefixTransformer":
    case "SuffixTransformer":
    case "PrefixSuffixTransformer":
      return renamedBy(layer, filled(config, "prefix"), filled(config, "suffix"), fields);
    case "AnnotationsTransformer":
    case "LabelTransformer": {
      const entries = textEntries(get(config, kind === "LabelTransformer" ? "labels" : "annotations"));
      if (entries.length === 0) return layer;
      return mapResources(layer, (each) => ({ ...each, object: withEntries(each.object, entries, fields) }));
    }
    case "PatchTransformer":
      return patchedBy(layer, config, "patches", directory, session);
    case "PatchJson6902Transformer":
      return patchedBy(layer, withJsonOp(config), "patchesJson6902", directory, session);
    case "PatchStrategicMergeTransformer":
      return strategicallyMergedBy(layer, config, directory, session);
    case "ReplacementTransformer":
      return replaced(layer, get(config, "replacements"), directory, session);
    default:
      return unknownTransformer(layer, config, session);
  }
}

function renamedBy(
  layer: Layer,
  prefix: Text | undefined,
  suffix: Text | undefined,
  fields: ReturnType<typeof readFieldSpecs>,
): Layer {
  const prefixed =
    prefix === undefined ? layer : mapResources(layer, (each) => withPrefix(each, prefix, fields));
  return suffix === undefined ? prefixed : mapResources(prefixed, (each) => withSuffix(each, suffix, fields));
}

function patchedBy(layer: Layer, item: Node, field: string, directory: string, session: Session): Layer {
  const patch = readPatch(item, field, directory, session);
  return patch === undefined ? layer : patched(layer, patch, session);
}

/** `jsonOp` is what `patch` is elsewhere. */
function withJsonOp(config: MapNode): MapNode {
  const operations = filled(config, "jsonOp");
  return operations === undefined ? config : withField(config, literal("patch", operations.at), operations);
}

function strategicallyMergedBy(layer: Layer, config: MapNode, directory: string, session: Session): Layer {
  const inPlace = filled(config, "patches");
  const items: readonly Node[] = [
    ...itemsOf(get(config, "paths")),
    ...(inPlace === undefined ? [] : [inPlace]),
  ];
  return items.reduce<Layer>(
    (current, item) => patchedBy(current, item, "patchesStrategicMerge", directory, session),
    layer,
  );
}

/** A program of its own may change anything. */
function unknownTransformer(layer: Layer, config: MapNode, session: Session): Layer {
  const what = `transformer ${shown(config)}`;
  leaveOpen(session, what, `${what} is not run: what it changes is not known`, config.at);
  const hole = (part: string): Hole => ({
    kind: "hole",
    id: `kustomize|${config.at.file.path}|${String(config.at.span.start)}|${part}`,
    name: `${part} by ${what}`,
    at: config.at,
  });
  return mapResources({ ...layer, isOpen: true }, (each) => {
    const object = patchedBeyondKnowing(each.object, hole("change"));
    const metadata = get(object, "metadata");
    if (metadata?.kind !== "map") return { ...each, object };
    const entries = metadata.entries.map(({ key, value }) => {
      const unknown: Node = {
        kind: "unknown",
        hole: { ...hole(known(key) ?? ""), shape: "dns" },
        at: value.at,
      };
      return { key, value: unknown };
    });
    return { ...each, object: withField(object, literal("metadata", metadata.at), { ...metadata, entries }) };
  });
}

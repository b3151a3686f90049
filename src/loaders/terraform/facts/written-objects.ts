import type { Manifest } from "../../../model/manifest.ts";
import { get, withValue, type MapNode } from "../../../model/node.ts";
import { inDeployed, type Problem } from "../../../model/problem.ts";
import { textSource } from "../../../model/source.ts";
import { holesOf, isAbsent, type Text } from "../../../model/text.ts";
import type { Comment } from "../../loader.ts";
import { parseYaml } from "../../yaml/parse.ts";
import { isConfigurationFile } from "../configuration/config-files.ts";
import type { Resource } from "../instances/instance.ts";
import { argument, filledArgument } from "../resources/resource-text.ts";
import { manifestOf } from "./object-metadata.ts";

/** The objects of a resource, and what came up while their text was read. */
export interface WrittenObjects {
  readonly manifests: readonly Manifest[];
  readonly problems: readonly Problem[];
  readonly comments: readonly Comment[];
  /** Files that hold the text: they are not applied as they stand. */
  readonly claims: readonly string[];
}

const none: WrittenObjects = { manifests: [], problems: [], comments: [], claims: [] };

/** The file that an object was read from, when it is not the configuration itself. */
function claimed(path: string | undefined): readonly string[] {
  return path === undefined || isConfigurationFile(path) ? [] : [path];
}

/** The file that says what kind of object it is: where the object was read. */
function sourceOf(object: MapNode): string | undefined {
  return get(object, "kind")?.at.file.path;
}

/** `kubernetes_manifest`: the object as it is written; one that `yamldecode(file())` reads claims its file. */
export function writtenObject(resource: Resource): WrittenObjects {
  const object = resource.setting("manifest");
  if (object?.kind !== "map") return none;
  return { ...none, manifests: [manifestOf(resource, object)], claims: claimed(sourceOf(object)) };
}

/** The first YAML document of a text, which is all that the provider takes. */
function documentOf(
  text: Text,
): Omit<WrittenObjects, "manifests"> & { readonly object: MapNode | undefined } {
  const first = text.parts.find((part) => part.kind === "literal");
  const claims = claimed(first?.at?.file.path);
  const encoded = text.encodes?.node;
  if (encoded !== undefined) {
    const object = encoded.kind === "map" ? encoded : undefined;
    return { ...none, object, claims: object === undefined ? [] : claimed(sourceOf(object)) };
  }
  const { kind, documents, problems, comments } = parseYaml(textSource(text));
  const [document] = documents;
  const object = document?.node.kind === "map" && !document.broken ? document.node : undefined;
  // What is not known may be lines of YAML: only a text that is known can be wrong.
  const isSure = kind === "yaml" && holesOf(text).length === 0;
  return { object, claims, comments, problems: isSure ? problems.map(inDeployed) : [] };
}

/** `kubectl_manifest`: an object in YAML, in the namespace of `override_namespace` when that is given. */
export function yamlObject(resource: Resource): WrittenObjects {
  const text = argument(resource, "yaml_body");
  if (isAbsent(text)) return none;
  const { object, ...read } = documentOf(text);
  if (object === undefined) return { ...read, manifests: [] };
  const namespace = filledArgument(resource, "override_namespace");
  const placed = namespace === undefined ? object : withValue(object, ["metadata", "namespace"], namespace);
  return { ...read, manifests: [manifestOf(resource, placed)] };
}

import { entriesOf, get, itemsOf, stringAt, type MapNode, type Node } from "../../model/node.ts";
import { textSource } from "../../model/source.ts";
import { known, print, type Hole, type HoleShape } from "../../model/text.ts";
import type { Location } from "../../model/location.ts";
import type { Questions } from "../loader.ts";
import { parseYaml, yamlParser } from "../yaml/parse.ts";
import { directoryOf, joinPath } from "../paths.ts";

/** Which objects of a build a change is for; undefined parts match all. */
export interface Selection {
  readonly kind?: string;
  readonly name?: string;
}

/**
 * A change that a kustomization makes to the objects it builds. Overlays are not built: the changed part is a hole.
 * "namespace" sets it, "name" adds before or after it, "content" may change annotations and spec.
 */
export interface Change {
  readonly part: "namespace" | "prefix" | "suffix" | "content";
  readonly selection: Selection;
  readonly hole: Hole;
}

/** What a kustomization says, as far as it matters here. */
export interface Kustomization {
  readonly path: string;
  /** Directories and files that it builds on, relative to the root; they may not exist. */
  readonly resources: readonly string[];
  /** What it builds on and is not here: other repositories, charts, generators. */
  readonly elsewhere: readonly { readonly what: string; readonly at: Location }[];
  /** Files that hold patches, not objects. */
  readonly patchFiles: readonly string[];
  readonly changes: readonly Change[];
}

const NAMES = /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/;
const REMOTE =
  /^(?:[a-z+]+:\/\/|git@|git::|github\.com\/|[^/]+\.[a-z]{2,}\/[^/]+\/[^/]+)|[?&](?:ref|version)=/;
const WORD = /^[A-Za-z0-9-]+$/;

/** Whether a path is a kustomization's, by the names that `kustomize build` looks for. */
export function isKustomizationPath(path: string): boolean {
  return NAMES.test(path);
}

/** Reads a kustomization, or undefined when the file is none (a Flux Kustomization may have that file name). */
export function readKustomization(path: string, ask: Questions): Kustomization | undefined {
  const parsed = ask.parse(path, yamlParser);
  if ("missing" in parsed) return undefined;
  const node = parsed.value.documents[0]?.node;
  if (node?.kind !== "map") return undefined;
  const version = stringAt(node, "apiVersion");
  if (version !== undefined && !version.startsWith("kustomize.config.k8s.io/")) return undefined;
  const directory = directoryOf(path);
  const named = ["resources", "bases", "components"].flatMap((field) => itemsOf(get(node, field)));
  const patches = patchesOf(node, directory, ask);
  return {
    path,
    resources: named.flatMap((item) => localPath(directory, item) ?? []),
    elsewhere: [...remoteResources(named, directory), ...made(node)],
    patchFiles: patches.flatMap(({ file }) => file ?? []),
    changes: [...ownChanges(path, node), ...patches.flatMap((patch) => changesOf(path, patch))],
  };
}

function localPath(directory: string, item: Node): string | undefined {
  const value = item.kind === "text" ? known(item) : undefined;
  return value === undefined || REMOTE.test(value) ? undefined : joinPath(directory, value);
}

function remoteResources(named: readonly Node[], directory: string): Kustomization["elsewhere"] {
  return named
    .filter((item) => localPath(directory, item) === undefined)
    .map((item) => ({ what: item.kind === "text" ? print(item) : "a resource", at: item.at }));
}

/** Charts and generators make objects that are not written anywhere here. */
function made(node: Node): Kustomization["elsewhere"] {
  const charts = itemsOf(get(node, "helmCharts")).map((chart) => ({
    what: `chart ${stringAt(chart, "name") ?? ""}`.trim(),
    at: chart.at,
  }));
  const generators = itemsOf(get(node, "generators")).map((item) => ({ what: "a generator", at: item.at }));
  return [...charts, ...generators];
}

function change(
  path: string,
  part: Change["part"],
  name: string,
  at: Location,
  selection: Selection = {},
): Change {
  const shape: HoleShape | undefined = part === "content" ? undefined : "dns";
  const hole: Hole = {
    kind: "hole",
    id: `kustomize|${path}|${part}|${String(at.span.start)}`,
    name: `${name} of ${path}`,
    at,
    ...(shape === undefined ? {} : { shape }),
  };
  return { part, selection, hole };
}

/** What the kustomization changes without patches. */
function ownChanges(path: string, node: MapNode): readonly Change[] {
  const changes: Change[] = [];
  const field = (key: string, part: Change["part"], selection: Selection = {}): void => {
    const value = get(node, key);
    if (value === undefined || value.kind === "null") return;
    if (value.kind === "text" && known(value) === "") return;
    if (value.kind === "list" && value.items.length === 0) return;
    changes.push(change(path, part, key, value.at, selection));
  };
  field("namespace", "namespace");
  field("namePrefix", "prefix");
  field("nameSuffix", "suffix");
  for (const key of ["transformers", "replacements"]) {
    for (const part of ["content", "namespace", "prefix"] as const) field(key, part);
  }
  const annotates = entriesOf(get(node, "commonAnnotations")).some((entry) =>
    print(entry.key).startsWith("eks.amazonaws.com/"),
  );
  if (annotates) field("commonAnnotations", "content", { kind: "ServiceAccount" });
  return changes;
}

interface Patch {
  readonly at: Location;
  readonly file: string | undefined;
  readonly selections: readonly Selection[];
  /** A JSON patch can move or rename what it is for. */
  readonly renames: boolean;
}

function changesOf(path: string, { at, selections, renames }: Patch): readonly Change[] {
  const parts: readonly Change["part"][] = renames ? ["content", "namespace", "prefix"] : ["content"];
  return selections.flatMap((selection) =>
    parts.map((part) => change(path, part, part === "content" ? "patches" : "a patch", at, selection)),
  );
}

function patchesOf(node: MapNode, directory: string, ask: Questions): readonly Patch[] {
  const fields = ["patches", "patchesStrategicMerge", "patchesJson6902"];
  return fields.flatMap((field) =>
    itemsOf(get(node, field)).map((item): Patch => readPatch(item, directory, ask)),
  );
}

/** A patch is a path, a text in place, or an object with one of the two and a target. */
function readPatch(item: Node, directory: string, ask: Questions): Patch {
  const body = item.kind === "text" ? item : (get(item, "patch") ?? get(item, "path"));
  const value = body?.kind === "text" ? known(body) : undefined;
  const inPlace = item.kind === "text" ? value?.includes("\n") === true : get(item, "patch") !== undefined;
  const file = inPlace || value === undefined ? undefined : joinPath(directory, value);
  const documents = inPlace
    ? (body?.kind === "text" ? parseYaml(textSource(body)).documents : []).map((document) => document.node)
    : file === undefined
      ? []
      : documentsOf(file, ask);
  const target = get(item, "target");
  const selections = target === undefined ? documents.map(selectionOf) : [targetOf(target)];
  return {
    at: item.at,
    file,
    selections: selections.length === 0 ? [{}] : selections,
    renames: documents.some(renamesAnything),
  };
}

function documentsOf(file: string, ask: Questions): readonly Node[] {
  const parsed = ask.parse(file, yamlParser);
  return "missing" in parsed ? [] : parsed.value.documents.map(({ node }) => node);
}

function selectionOf(patch: Node): Selection {
  return select(stringAt(patch, "kind"), stringAt(patch, "metadata", "name"));
}

/** A target's fields are regular expressions; one that is only a word means itself. */
function targetOf(target: Node): Selection {
  return select(stringAt(target, "kind"), stringAt(target, "name"));
}

function select(kind: string | undefined, name: string | undefined): Selection {
  return {
    ...(kind !== undefined && WORD.test(kind) ? { kind } : {}),
    ...(name !== undefined && WORD.test(name) ? { name } : {}),
  };
}

function renamesAnything(patch: Node): boolean {
  return itemsOf(patch).some(
    (operation) => stringAt(operation, "path")?.startsWith("/metadata/name") === true,
  );
}

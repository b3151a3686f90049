import { get, itemsOf, stringAt, textOf, type MapNode, type Node } from "../../model/node.ts";
import type { Problem } from "../../model/problem.ts";
import { isAbsent, known, type Text } from "../../model/text.ts";
import type { Questions } from "../loader.ts";
import { baseName, directoryOf, joinPath } from "../paths.ts";
import { yamlParser } from "../yaml/parse.ts";

/** A kustomization file that was read. */
export interface Kustomization {
  readonly path: string;
  readonly directory: string;
  readonly node: MapNode;
  readonly isComponent: boolean;
  readonly problems: readonly Problem[];
}

const NAMES = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/** Whether a path is a kustomization's, by the names that `kustomize build` looks for. */
export function isKustomizationPath(path: string): boolean {
  return NAMES.includes(baseName(path));
}

/** Reads a kustomization, or undefined when the file is none (a Flux Kustomization may have that file name). */
export function readKustomization(path: string, ask: Questions): Kustomization | undefined {
  const parsed = ask.parse(path, yamlParser);
  if ("missing" in parsed) return undefined;
  const { documents, problems } = parsed.value;
  const node = documents[0]?.node;
  if (node?.kind !== "map") return undefined;
  const version = stringAt(node, "apiVersion");
  if (version !== undefined && !version.startsWith("kustomize.config.k8s.io/")) return undefined;
  const isComponent = stringAt(node, "kind") === "Component";
  return { path, directory: directoryOf(path), node, isComponent, problems };
}

/** The kustomization of a directory, if it has one. */
export function kustomizationIn(directory: string, ask: Questions): Kustomization | undefined {
  for (const name of NAMES) {
    const path = directory === "" ? name : `${directory}/${name}`;
    const kustomization = readKustomization(path, ask);
    if (kustomization !== undefined) return kustomization;
  }
  return undefined;
}

/** The texts of a list field, each with its place. */
export function textsIn(node: MapNode, field: string): readonly Text[] {
  return itemsOf(get(node, field)).flatMap((item) => {
    const text = textOf(item, item.at);
    return isAbsent(text) ? [] : [text];
  });
}

/** A field that holds something: not null, not an empty text. */
export function filled(node: Node | undefined, field: string): Text | undefined {
  const value = get(node, field);
  const text = value === undefined ? undefined : textOf(value, value.at);
  return text === undefined || isAbsent(text) || text.parts.length === 0 ? undefined : text;
}

const REMOTE =
  /^(?:[a-z+]+:\/\/|git@|git::|github\.com\/|[^/]+\.[a-z]{2,}\/[^/]+\/[^/]+)|[?&](?:ref|version)=/;

/** Whether an entry names something in another repository. */
export function isRemote(entry: string): boolean {
  return REMOTE.test(entry);
}

/** The directories and files that a kustomization builds on, as far as they are in the input. */
export function builtOn({ directory, node }: Pick<Kustomization, "directory" | "node">): readonly string[] {
  return ["resources", "bases", "components"].flatMap((field) =>
    textsIn(node, field).flatMap((entry) => {
      const value = known(entry);
      return value === undefined ? [] : (joinPath(directory, value) ?? []);
    }),
  );
}

import { Minimatch } from "minimatch";
import { flagOf, get, textOf, type Entry, type Node } from "../../../model/node.ts";
import { textSource } from "../../../model/source.ts";
import { concat, holesOf, isAbsent, known, mapLiterals, type Text } from "../../../model/text.ts";
import { baseName, directoryOf, joinPath, relativePath } from "../../paths.ts";
import { parseYaml } from "../../yaml/parse.ts";
import { computedText } from "../evaluate/convert.ts";
import { flatten } from "../../../model/flat-text.ts";
import type { Resource, ResourceInstance } from "../instances/instance.ts";
import { computed } from "./resource-text.ts";
import { callFor, isConfigured, templateVariables } from "./rendered-files.ts";

/** One YAML document and the object in it. */
interface Found {
  readonly text: Text;
  readonly object: Node;
}

const SEPARATOR = "\n---";

/** The text between the separators of documents: a separator's own line belongs to none. */
function pieces(text: Text): readonly Text[] {
  const { flat, slice } = flatten(text);
  const found: Text[] = [];
  const add = (from: number, to: number): void => {
    const piece = flat.slice(from, to);
    const start = from + (piece.length - piece.trimStart().length);
    const end = from + piece.trimEnd().length;
    if (end > start) found.push(slice(start, end));
  };
  let from = 0;
  for (let at = flat.indexOf(SEPARATOR); at !== -1; at = flat.indexOf(SEPARATOR, from)) {
    add(from, at);
    const line = flat.indexOf("\n", at + SEPARATOR.length);
    from = line === -1 ? flat.length : line + 1;
  }
  add(from, flat.length);
  return found;
}

/**
 * The documents of a YAML text as the kubectl provider splits it, the empty ones left out; undefined when what is not
 * known of it may be further documents.
 */
function documentsOf(text: Text): readonly Found[] | undefined {
  const found: Found[] = [];
  for (const piece of pieces(text)) {
    const [document] = parseYaml(textSource(piece)).documents;
    const object = document?.node;
    const isSure = holesOf(piece).length === 0;
    if (object?.kind === "map" && (isSure || document?.broken === false)) found.push({ text: piece, object });
    else if (!isSure) return undefined;
  }
  return found;
}

/** `namespaces/NAMESPACE`, `serviceaccounts/NAME`: a part of a link, when the object says it. */
function part(prefix: string, node: Node | undefined, object: Node): readonly (Text | string)[] {
  const text = node && textOf(node, object.at);
  return text === undefined || isAbsent(text) || text.parts.length === 0 ? [] : [prefix, text];
}

/**
 * The key of a document in `manifests`: `/api/v1/namespaces/NAMESPACE/serviceaccounts/NAME`, `/apis/GROUP/VERSION/…`
 * (kubectl provider, `buildSelfLink`).
 */
function selfLink({ object }: Found): Text {
  const version = get(object, "apiVersion");
  const kind = get(object, "kind");
  const isCore = version?.kind === "text" && known(version) === "v1";
  const plural = kind?.kind === "text" && (known(kind) ?? "").endsWith("s") ? "es" : "s";
  const lower: Node | undefined =
    kind?.kind === "text" ? mapLiterals(kind, (value) => value.toLowerCase()) : kind;
  const kindPart = part("/", lower, object);
  return concat(
    object.at,
    isCore ? "/api" : "/apis",
    ...part("/", version, object),
    ...part("/namespaces/", get(object, "metadata", "namespace"), object),
    ...kindPart,
    ...(kindPart.length > 0 ? [plural] : []),
    ...part("/", get(object, "metadata", "name"), object),
  );
}

type Documents = (resource: Resource) => readonly Found[] | undefined;

/** `data.kubectl_file_documents`: the documents of `content`. */
const ofContent: Documents = (resource) => {
  const content = resource.setting("content");
  if (content?.kind !== "text") return undefined;
  const [only] = content.parts;
  return content.parts.length === 1 && only?.kind === "hole" ? undefined : documentsOf(content);
};

/** The files that a pattern of Go's `filepath.Glob` names, seen from the root module; sorted. */
function matching(resource: ResourceInstance): readonly string[] | undefined {
  const { directory, files } = resource.module.world;
  const pattern = resource.setting("pattern");
  const written = pattern?.kind === "text" ? known(pattern) : undefined;
  const joined = written === undefined ? undefined : joinPath(directory, written);
  if (joined === undefined) return undefined;
  const fixed = directoryOf(joined.slice(0, joined.search(/[*?[\\]|$/)));
  const matcher = new Minimatch(joined, {
    dot: true,
    noglobstar: true,
    nobrace: true,
    noext: true,
    nonegate: true,
    nocomment: true,
  });
  const found = files.list(fixed).filter((path) => matcher.match(path));
  // What matches nothing here may be made before Terraform runs.
  return found.length === 0 ? undefined : found;
}

/** A file's path as Terraform would write it, who runs in the root module's directory. */
function fromRoot(path: string, resource: ResourceInstance): string {
  const way = relativePath(resource.module.world.directory, directoryOf(path));
  return way === "." ? baseName(path) : `${way}/${baseName(path)}`;
}

/** `data.kubectl_path_documents`: the documents of all files of a pattern, each rendered as a template. */
const ofFiles: Documents = (resource) => {
  if (!isConfigured(resource)) return undefined;
  const paths = matching(resource);
  const isPlain = flagOf(resource.setting("disable_template")) ?? "no";
  if (paths === undefined || isPlain === "maybe") return undefined;
  const vars = templateVariables(resource, ["vars", "sensitive_vars"]);
  const all: Found[] = [];
  for (const name of paths) {
    const path = computedText(fromRoot(name, resource), resource.at);
    const text =
      isPlain === "yes"
        ? callFor(resource, "file", { path })
        : callFor(resource, "templatefile", { path, vars });
    const documents = text && documentsOf(text);
    if (documents === undefined) return undefined;
    all.push(...documents);
  }
  return all;
};

function list(documents: Documents) {
  return (resource: Resource): Node => {
    const found = documents(resource);
    if (found === undefined) return computed(resource, "documents");
    return { kind: "list", flavour: "list", items: found.map(({ text }) => text), at: resource.at };
  };
}

/** The values are written anew by the provider; here they are the very texts, with their places. */
function byLink(documents: Documents) {
  return (resource: Resource): Node => {
    const found = documents(resource);
    if (found === undefined) return computed(resource, "manifests");
    const entries = found.map((document): Entry => ({ key: selfLink(document), value: document.text }));
    return { kind: "map", flavour: "map", entries, at: resource.at };
  };
}

/** `matches` of `data.kubectl_filename_list`. */
function fileNames(resource: Resource): Node {
  const found = isConfigured(resource) ? matching(resource) : undefined;
  if (found === undefined || !isConfigured(resource)) return computed(resource, "matches");
  const items = found.map((path) => computedText(fromRoot(path, resource), resource.at));
  return { kind: "list", flavour: "list", items, at: resource.at };
}

/** What the data sources of the kubectl provider compute. */
export const kubectlData = {
  kubectl_file_documents: { documents: list(ofContent), manifests: byLink(ofContent) },
  kubectl_path_documents: { documents: list(ofFiles), manifests: byLink(ofFiles) },
  kubectl_filename_list: { matches: fileNames },
};

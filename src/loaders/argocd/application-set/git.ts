import type { Location } from "../../../model/location.ts";
import { flagOf, get, itemsOf, textOf, type Entry, type MapNode, type Node } from "../../../model/node.ts";
import { isAbsent, known, literal, print, type Text } from "../../../model/text.ts";
import { identityOf } from "../../manifest-metadata.ts";
import { baseName, directoryOf, joinPath } from "../../paths.ts";
import { yamlParser } from "../../yaml/parse.ts";
import { whereIs } from "../repositories.ts";
import { entry, notKnown, withValues, type Context, type GeneratorPlace } from "./context.ts";
import { flattened } from "./flatten.ts";
import { pathMatcher, pathspecMatcher } from "./globs.ts";
import { normalizedName } from "./names.ts";
import { anyElement, printedScalar, type Element, type Generated } from "./parameters.ts";
import { Refused } from "./refused.ts";

/** The git generator: one element for each directory, or for each object in the files (Generators-Git.md). */
export function gitGenerator(place: GeneratorPlace, context: Context): Generated {
  const { body } = place;
  const { manifest, settings, ask } = context;
  const url = identityOf(manifest, get(body, "repoURL"), body, settings);
  const address = isAbsent(url) ? undefined : known(url);
  const where = whereIs(url, ask);
  if (where.kind !== "here") {
    const shown = isAbsent(url) ? "" : ` "${print(url)}"`;
    const why =
      where.kind === "elsewhere"
        ? `its repository${shown} is not here`
        : `nothing says whether its repository${shown} is this one ("repositories" in the configuration can)`;
    return notKnown(place, context, why, address);
  }
  const requests = ["directories", "files"].map((field) => get(body, field));
  if (requests.some((node) => node?.kind === "unknown")) {
    return notKnown(place, context, "its paths are not known");
  }
  const [directories = [], files = []] = requests.map((node) => itemsOf(node).map(requestOf));
  if ([...directories, ...files].some((request) => request === undefined)) {
    return notKnown(place, context, "its paths are not wholly known");
  }
  if (directories.length > 0) return ofDirectories(directories.filter(isRequest), where.path, place, context);
  if (files.length > 0) return ofFiles(files.filter(isRequest), where.path, place, context);
  throw new Refused("a git generator without directories and files", place.at);
}

/** One item of `directories` or `files`. */
interface Request {
  readonly pattern: string;
  readonly at: Location;
  readonly exclude: boolean;
}

const isRequest = (request: Request | undefined): request is Request => request !== undefined;

function requestOf(item: Node): Request | undefined {
  const path = textOf(get(item, "path"), item.at);
  const pattern = isAbsent(path) ? undefined : known(path);
  const exclude = flagOf(get(item, "exclude"));
  if (pattern === undefined || exclude === "maybe") return undefined;
  return { pattern, at: path.at, exclude: exclude === "yes" };
}

/** What the paths of a repository are that is here, relative to it. */
function pathsIn(root: string, { ask }: Context): readonly string[] {
  const paths = ask.list(root);
  return root === "" ? paths : paths.map((path) => path.slice(root.length + 1));
}

/** The directories of a repository, parents before children, without those that begin with a dot. */
function directoriesOf(paths: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const path of paths) {
    for (let at = directoryOf(path); at !== "" && !found.has(at); at = directoryOf(at)) found.add(at);
  }
  const inOrder = (path: string): string => path.replaceAll("/", "\0");
  return [...found]
    .filter((path) => !path.split("/").some((segment) => segment.startsWith(".")))
    .sort((a, b) => (inOrder(a) < inOrder(b) ? -1 : 1));
}

/** Whether a path of a request leaves the repository: Argo CD finds nothing there. */
function leaves({ pattern }: Request): boolean {
  return joinPath("", pattern.replace(/^\/+/, "")) === undefined;
}

function ofDirectories(
  requests: readonly Request[],
  root: string,
  { body }: GeneratorPlace,
  context: Context,
): Generated {
  const matchers = requests.map((request) => ({ ...request, fits: pathMatcher(request.pattern) }));
  const elements = directoriesOf(pathsIn(root, context)).flatMap((path): readonly Element[] => {
    const hits = matchers.filter(({ fits }) => fits(path));
    const [first] = hits;
    if (first === undefined || hits.some(({ exclude }) => exclude)) return [];
    const own = pathEntries(path, undefined, first.at, body, context);
    const map: MapNode = { kind: "map", entries: own, at: first.at };
    const parameters = withValues({ map, open: [] }, get(body, "values"), context);
    return [{ parameters, label: path, isPlace: false, at: first.at, exists: "yes" }];
  });
  return { elements, doubts: outside(requests) };
}

function outside(requests: readonly Request[]): Generated["doubts"] {
  return requests
    .filter(leaves)
    .map(({ pattern, at }) => ({ why: `its path "${pattern}" leaves the repository`, at, isOutside: true }));
}

function ofFiles(
  requests: readonly Request[],
  root: string,
  place: GeneratorPlace,
  context: Context,
): Generated {
  const matchers = requests.map((request) => ({ ...request, fits: pathspecMatcher(request.pattern) }));
  const included = matchers.filter(({ exclude }) => !exclude);
  const excluded = matchers.filter(({ exclude }) => exclude);
  const elements: Element[] = [];
  const doubts: Generated["doubts"][number][] = [...outside(requests)];
  for (const path of [...pathsIn(root, context)].sort()) {
    const hit = included.find(({ fits }) => fits(path));
    if (hit === undefined || excluded.some(({ fits }) => fits(path))) continue;
    const objects = objectsIn(root === "" ? path : `${root}/${path}`, context);
    if (objects === undefined) {
      const hole = { kind: "hole", id: `${context.key}|${path}`, name: `git generator: ${path}` } as const;
      elements.push(anyElement(hole, hit.at));
      doubts.push({ why: `its file "${path}" cannot be read here`, at: hit.at });
      continue;
    }
    objects.forEach((object, index) => {
      const suffix = objects.length > 1 ? `[${String(index)}]` : "";
      const own = pathEntries(directoryOf(path) || ".", baseName(path), hit.at, place.body, context);
      const map: MapNode = { ...object, entries: [...contentsOf(object, context), ...own] };
      const parameters = withValues({ map, open: [] }, get(place.body, "values"), context);
      const at = object.entries[0]?.key.at ?? object.at;
      elements.push({ parameters, label: `${path}${suffix}`, isPlace: false, at, exists: "yes" });
    });
  }
  return { elements, doubts };
}

/** What a file gives: as it is to Go templates, flat and printed without them. */
function contentsOf(object: MapNode, { renderer }: Context): readonly Entry[] {
  if (renderer.goTemplate) return object.entries;
  return flattened(object).flatMap(({ key, value }) => {
    const text = printedScalar(value);
    return text === undefined ? [] : [{ key, value: text }];
  });
}

/** The objects of a file: one, or the items of a list of them; undefined when they cannot be read here. */
function objectsIn(path: string, { ask }: Context): readonly MapNode[] | undefined {
  const parsed = ask.parse(path, yamlParser);
  if ("missing" in parsed) return undefined;
  const { kind, documents, problems } = parsed.value;
  if (kind === "template" || kind === "sops") return undefined;
  const file = ask.read(path);
  if ("missing" in file) return undefined;
  const whole: Location = { file, route: [], span: { start: 0, end: file.text.length } };
  if (kind === "binary" || problems.length > 0) throw new Refused(`"${path}" is no YAML`, whole);
  const node = documents[0]?.node;
  if (node === undefined || node.kind === "null") return [{ kind: "map", entries: [], at: whole }];
  if (node.kind === "map") return [node];
  if (node.kind === "list" && node.items.every((item) => item.kind === "map")) return node.items;
  throw new Refused(`"${path}" holds neither a map nor a list of maps`, node.at);
}

/** What a path gives: itself, its last segment, its segments (generators/git.go). */
function pathEntries(
  path: string,
  file: string | undefined,
  at: Location,
  body: Node,
  { renderer }: Context,
): readonly Entry[] {
  const prefix = textOf(get(body, "pathParamPrefix"), at);
  const name = isAbsent(prefix) ? undefined : prefix;
  const text = (value: string): Text => literal(value, at);
  const last = text(baseName(path));
  const named: readonly (readonly [string, Text])[] = [
    ["basename", last],
    ["basenameNormalized", normalizedName(last)],
    ...(file === undefined
      ? []
      : ([
          ["filename", text(file)],
          ["filenameNormalized", normalizedName(text(file))],
        ] as const)),
  ];
  const segments = path.split("/").map(text);
  if (renderer.goTemplate) {
    const entries = [
      entry("path", text(path)),
      ...named.map(([key, value]) => entry(key, value)),
      entry("segments", { kind: "list", items: segments, at }),
    ];
    const own = entry("path", { kind: "map", entries, at });
    if (name === undefined || name.parts.length === 0) return [own];
    return [{ key: name, value: { kind: "map", entries: [own], at } }];
  }
  const before = name === undefined || name.parts.length === 0 ? "path" : `${print(name)}.path`;
  return [
    entry(before, text(path)),
    ...named.map(([key, value]) => entry(`${before}.${key}`, value)),
    ...segments.map((segment, index) => entry(`${before}[${String(index)}]`, segment)),
  ];
}

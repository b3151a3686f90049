import type { Location } from "../../model/location.ts";
import { get, itemsOf, stringAt, textOf, type MapNode, type Node } from "../../model/node.ts";
import type { Problem } from "../../model/problem.ts";
import { absent, isAbsent, known, type Absent, type Text } from "../../model/text.ts";
import { readValuesFile } from "../helm-values.ts";
import type { Questions } from "../loader.ts";
import { joinPath } from "../paths.ts";
import { yamlParser } from "../yaml/parse.ts";
import { helmIgnore } from "./helm-ignore.ts";

/** A file of a chart: what the chart calls it, and where it lies in the input. */
export interface ChartFile {
  readonly name: string;
  readonly path: string;
}

/** A value that a chart takes over from one inside it (helm.sh/docs/topics/charts, "Importing Child Values"). */
export interface ImportedValues {
  /** Dotted routes; the parent `.` is the top of its values. */
  readonly child: string;
  readonly parent: string;
}

/** A chart inside a chart, as the outer one asks for it. */
export interface Requirement {
  /** Its own name in its Chart.yaml. */
  readonly name: Text;
  readonly alias: Text | undefined;
  readonly repository: Text | Absent;
  readonly version: Text | Absent;
  readonly condition: string | undefined;
  readonly tags: readonly string[];
  readonly imports: readonly ImportedValues[];
  readonly at: Location;
}

/** A chart as it lies in the input. */
export interface ChartSource {
  /** Its directory, which may be inside of an archive; `""` is the root. */
  readonly directory: string;
  readonly name: Text;
  readonly version: string | undefined;
  /** Chart.yaml. */
  readonly node: MapNode;
  readonly isLibrary: boolean;
  /** values.yaml: undefined when there is none or it is empty, unknown when Helm would not read it. */
  readonly values: Node | undefined;
  readonly templates: readonly ChartFile[];
  /** What `.Files` has. */
  readonly files: readonly ChartFile[];
  readonly requirements: readonly Requirement[];
  readonly charts: readonly ChartSource[];
  /** The names of required charts of which it is told elsewhere why they are not read. */
  readonly unread: readonly string[];
}

/** A chart that was read, with what came up. */
export interface ReadChart {
  readonly chart: ChartSource | undefined;
  readonly problems: readonly Problem[];
  /** Why something that Helm would take is not here, in plain words: the end of a sentence about the chart. */
  readonly holes: readonly { readonly what: string; readonly at: Location }[];
  /** Every file that was read on the charts' own terms. */
  readonly claims: readonly string[];
}

/** Charts of one release, and how deep they nest; real ones are a tenth of it. */
const MAX_CHARTS = 200;
const MAX_DEPTH = 10;
/** Files of one chart. */
const MAX_FILES = 10_000;

interface Reading {
  readonly ask: Questions;
  readonly problems: Problem[];
  readonly holes: { what: string; at: Location }[];
  readonly claims: string[];
  charts: number;
}

/** Names in the chart and the paths at which they lie. */
type Files = ReadonlyMap<string, string>;

/** Reads a chart's directory with all charts inside it (helm pkg/chart/loader). */
export function readChart(directory: string, ask: Questions): ReadChart {
  const reading: Reading = { ask, problems: [], holes: [], claims: [], charts: 0 };
  const chart = readDirectory(directory, [], reading);
  const { problems, holes, claims } = reading;
  return { chart, problems, holes, claims };
}

function readDirectory(
  directory: string,
  within: readonly string[],
  reading: Reading,
): ChartSource | undefined {
  const { ask } = reading;
  const prefix = directory === "" ? "" : `${directory}/`;
  const files = new Map(ask.list(directory).map((path) => [path.slice(prefix.length), path] as const));
  const ignorePath = files.get(".helmignore");
  const rules = ignorePath === undefined ? undefined : ask.read(ignorePath);
  const isIgnored = helmIgnore(rules === undefined || "missing" in rules ? "" : rules.text);
  for (const name of files.keys()) if (isIgnored?.(name) === true) files.delete(name);
  return readFiles(directory, files, within, reading);
}

/** A chart whose files are listed: of a directory, of one inside a chart, of an archive. */
function readFiles(
  directory: string,
  files: Files,
  within: readonly string[],
  reading: Reading,
): ChartSource | undefined {
  const path = files.get("Chart.yaml");
  const node = path === undefined ? undefined : mapIn(path, reading.ask);
  const name = get(node, "name");
  if (path === undefined || node === undefined || name?.kind !== "text" || known(name) === undefined) {
    return undefined;
  }
  if (++reading.charts > MAX_CHARTS || within.length > MAX_DEPTH || files.size > MAX_FILES) {
    reading.holes.push({ what: `it has too many charts or files ("${known(name) ?? ""}")`, at: name.at });
    return undefined;
  }
  const requirements = readRequirements(node, files, reading);
  const own = [...files].map(([name, path]): ChartFile => ({ name, path }));
  const templates = own.filter((file) => file.name.startsWith("templates/"));
  const values = readValues(files, reading);
  reading.claims.push(path, ...templates.map((file) => file.path));
  const packed = chartsInside(files, [...within, directory], reading);
  const beside = chartsBeside(directory, requirements, packed, within, reading);
  const version = textOf(get(node, "version"), node.at);
  return {
    directory,
    name,
    version: isAbsent(version) ? undefined : known(version),
    node,
    isLibrary: isLibrary(node),
    values,
    templates,
    files: own.filter((file) => isPlainFile(file.name, node)),
    requirements,
    charts: [...packed, ...beside.charts],
    unread: beside.unread,
  };
}

function isLibrary(node: MapNode): boolean {
  return stringAt(node, "type")?.toLowerCase() === "library";
}

/** The files that are no part of the chart itself; the first format has its requirements among them (helm pkg/chart/loader). */
function isPlainFile(name: string, node: MapNode): boolean {
  if (/^(?:Chart\.yaml|Chart\.lock|values\.yaml|values\.schema\.json)$/.test(name)) return false;
  if (/^requirements\.(?:yaml|lock)$/.test(name)) return (stringAt(node, "apiVersion") ?? "v1") === "v1";
  return !name.startsWith("templates/") && (!name.startsWith("charts/") || name.endsWith(".prov"));
}

/** The first document of a YAML file as a map. */
function mapIn(path: string, ask: Questions): MapNode | undefined {
  const parsed = ask.parse(path, yamlParser);
  if ("missing" in parsed) return undefined;
  const node = parsed.value.documents[0]?.node;
  return node?.kind === "map" ? node : undefined;
}

function readValues(files: Files, { ask, problems, claims }: Reading): Node | undefined {
  const path = files.get("values.yaml");
  if (path === undefined) return undefined;
  const file = readValuesFile(path, ask);
  claims.push(path);
  if (!("missing" in file)) problems.push(...file.problems);
  if ("state" in file && file.state === "read") return file.values;
  const source = ask.read(path);
  const at = {
    file: "missing" in source ? { path, text: "" } : source,
    route: [],
    span: { start: 0, end: 0 },
  };
  if ("missing" in file && file.missing === "too-large") {
    const message = "The file is over the size limit and was not read";
    problems.push({ code: "input/too-large", message, at });
  }
  const other = valuesKind(path, ask);
  if (other !== undefined) {
    const message = `the values of a chart are a map, and this is a ${other}: Helm does not take the chart, so nothing that it would make is certain`;
    problems.push({ code: "input/not-understood", message, at });
  }
  const hole = { kind: "hole", id: `values|${path}|0`, name: path } as const;
  return { kind: "unknown", hole, at };
}

/** What a values file holds that is certainly no map; undefined for one that a program fills in or decrypts first. */
function valuesKind(path: string, ask: Questions): string | undefined {
  const parsed = ask.parse(path, yamlParser);
  if ("missing" in parsed || parsed.value.kind !== "yaml" || parsed.value.problems.length > 0)
    return undefined;
  const node = parsed.value.documents[0]?.node;
  if (node === undefined || node.kind === "map" || node.kind === "null" || node.kind === "unknown") {
    return undefined;
  }
  return node.kind === "text" ? "string" : node.kind;
}

/** `dependencies` of Chart.yaml; a requirements.yaml, which the first format has, replaces them. */
function readRequirements(node: MapNode, files: Files, { ask, claims }: Reading): readonly Requirement[] {
  const path = files.get("requirements.yaml");
  const older = path === undefined ? undefined : get(mapIn(path, ask), "dependencies");
  if (path !== undefined) claims.push(path);
  return itemsOf(older ?? get(node, "dependencies")).flatMap((item) => readRequirement(item) ?? []);
}

function readRequirement(item: Node): Requirement | undefined {
  const name = filled(item, "name");
  if (name === undefined || known(name) === undefined) return undefined;
  const condition = filled(item, "condition");
  return {
    name,
    alias: filled(item, "alias"),
    repository: filled(item, "repository") ?? absent(item.at),
    version: textOf(get(item, "version"), item.at),
    condition: condition === undefined ? undefined : known(condition),
    tags: itemsOf(get(item, "tags")).flatMap((tag) => (tag.kind === "text" ? (known(tag) ?? []) : [])),
    imports: itemsOf(get(item, "import-values")).flatMap((each) => readImport(each) ?? []),
    at: item.at,
  };
}

function readImport(item: Node): ImportedValues | undefined {
  if (item.kind === "text") {
    const child = known(item);
    return child === undefined ? undefined : { child: `exports.${child}`, parent: "." };
  }
  const [child, parent] = ["child", "parent"].map((field) => filled(item, field));
  const [from, to] = [child && known(child), parent && known(parent)];
  return from === undefined || to === undefined ? undefined : { child: from, parent: to };
}

function filled(map: Node, field: string): Text | undefined {
  const text = textOf(get(map, field), map.at);
  return isAbsent(text) || text.parts.length === 0 ? undefined : text;
}

/** What lies in `charts/`: directories and archives. */
function chartsInside(files: Files, within: readonly string[], reading: Reading): readonly ChartSource[] {
  const groups = new Map<string, Map<string, string>>();
  for (const [name, path] of files) {
    if (!name.startsWith("charts/") || name.endsWith(".prov")) continue;
    const inner = name.slice("charts/".length);
    const slash = inner.indexOf("/");
    const folder = slash === -1 ? inner : inner.slice(0, slash);
    if (/^[_.]/.test(folder)) continue;
    const group = groups.get(folder) ?? new Map<string, string>();
    groups.set(folder, group.set(slash === -1 ? "" : inner.slice(slash + 1), path));
  }
  return [...groups].flatMap(([folder, group]) => {
    const itself = group.get("");
    if (itself !== undefined)
      return folder.endsWith(".tgz") ? (readArchive(itself, within, reading) ?? []) : [];
    const path = group.get("Chart.yaml");
    const directory = path?.slice(0, -"/Chart.yaml".length);
    return directory === undefined ? [] : (readFiles(directory, group, within, reading) ?? []);
  });
}

/** A packed chart: its files lie below one directory in the archive, whatever that is called. */
function readArchive(path: string, within: readonly string[], reading: Reading): ChartSource | undefined {
  const { ask, problems, holes } = reading;
  const paths = ask.list(path);
  const files = new Map<string, string>();
  for (const inside of paths) {
    const name = inside.slice(path.length + 1);
    const slash = name.indexOf("/");
    if (slash !== -1) files.set(name.slice(slash + 1), inside);
  }
  const root = files.get("Chart.yaml");
  if (root !== undefined) return readFiles(root.slice(0, -"/Chart.yaml".length), files, within, reading);
  const state = ask.read(path);
  const at = { file: { path, text: "" }, route: [], span: { start: 0, end: 0 } };
  if ("missing" in state && state.missing === "too-large") {
    problems.push({ code: "input/too-large", message: "The packed chart is too large and was not read", at });
  }
  holes.push({ what: `the packed chart ${path} cannot be read`, at });
  return undefined;
}

/** Charts that `file://` names and that are not packed yet: `helm dependency build` puts them into `charts/`. */
function chartsBeside(
  directory: string,
  requirements: readonly Requirement[],
  packed: readonly ChartSource[],
  within: readonly string[],
  reading: Reading,
): Pick<ChartSource, "charts" | "unread"> {
  const names = new Set(packed.map(({ name }) => known(name)));
  const unread: string[] = [];
  const charts = requirements.flatMap(({ name, repository }) => {
    const written = isAbsent(repository) ? undefined : known(repository);
    if (isAbsent(repository) || written?.startsWith("file://") !== true || names.has(known(name))) return [];
    names.add(known(name));
    const beside = joinPath(directory, written.slice("file://".length));
    if (beside === undefined) {
      const message = `The chart "${known(name) ?? ""}" lies outside of what is read (${written})`;
      reading.problems.push({ code: "input/outside-root", message, at: repository.at });
      return [];
    }
    if ([...within, directory].includes(beside)) {
      const what = `it brings itself along as chart "${known(name) ?? ""}"`;
      reading.holes.push({ what, at: repository.at });
      unread.push(known(name) ?? "");
      return [];
    }
    return readDirectory(beside, [...within, directory], reading) ?? [];
  });
  return { charts, unread };
}

import type { Origin, ReleaseValueFile } from "../../model/entities.ts";
import { flagOf, get, itemsOf, textOf, type MapNode, type Node } from "../../model/node.ts";
import {
  absent,
  concat,
  isAbsent,
  known,
  literal,
  print,
  stripPrefix,
  unknownText,
  withParts,
  type Absent,
  type Answer,
  type Part,
  type Text,
} from "../../model/text.ts";
import { wholeFile } from "../../model/location.ts";
import { helmReleaseUnit, type HelmRelease, type ValuesLayer } from "../helm-release.ts";
import type { Unit } from "../loader.ts";
import { baseName, directoryOf, joinPath } from "../paths.ts";
import type { Loaded } from "./load.ts";
import { layerValues, listOf } from "./nodes.ts";
import { isRemote } from "./paths.ts";
import { releaseData } from "./release-spec.ts";
import type { Run } from "./run.ts";
import { readEntry, readSecret, withoutReferences, type ReadEntry } from "./values.ts";

interface Context {
  readonly loaded: Loaded;
  readonly base: string;
  readonly run: Run;
}

function filled(node: Node | undefined, owner: Node): Text | undefined {
  const text = textOf(node, owner.at);
  return isAbsent(text) || text.parts.length === 0 ? undefined : text;
}

/** Where a release has its chart from (helmfile pkg/state, "normalizeChart", "GetRepositoryAndNameFromChartName"). */
function chartOf(release: MapNode, chart: Text, { loaded, base, run }: Context): HelmRelease["chart"] {
  const version = filled(get(release, "version"), release) ?? absent(release.at);
  const written = known(chart);
  const none = absent(chart.at);
  if (written !== undefined && !isRemote(written)) {
    const directory = joinPath(base, written);
    const isHere = directory !== undefined && run.ask.list(directory).length > 0;
    if (isHere || /^\.\.?(?:\/|$)/.test(written)) {
      return { repository: none, name: chart, version, ...(directory === undefined ? {} : { directory }) };
    }
  }
  if (written?.startsWith("oci://") === true) {
    const slash = written.lastIndexOf("/");
    return {
      repository: literal(written.slice(0, slash), chart.at),
      name: literal(written.slice(slash + 1), chart.at),
      version,
    };
  }
  for (const repository of itemsOf(get(loaded.state, "repositories"))) {
    const prefix = filled(get(repository, "name"), repository);
    const url = filled(get(repository, "url"), repository);
    const nick = prefix === undefined ? undefined : known(prefix);
    const name = nick === undefined ? undefined : stripPrefix(chart, `${nick}/`);
    if (name === undefined || url === undefined) continue;
    const isOci = flagOf(get(repository, "oci")) === "yes" && known(url)?.startsWith("oci://") !== true;
    return { repository: isOci ? concat(url.at, literal("oci://", url.at), url) : url, name, version };
  }
  return { repository: none, name: chart, version };
}

/** Whether a release is there: `installed`, and the value that its condition names (helmfile pkg/state, ConditionEnabled). */
export function isInstalled(release: MapNode, { environment }: Loaded, run: Run): Answer {
  const installed = flagOf(get(release, "installed")) ?? "yes";
  const condition = filled(get(release, "condition"), release);
  if (condition === undefined || installed === "no") return installed;
  const path = known(condition);
  const word = path?.toLowerCase();
  const values = layerValues(environment.defaults, environment.values);
  const answer: Answer =
    path === undefined
      ? "maybe"
      : word === "true" || word === "false"
        ? word === "true"
          ? "yes"
          : "no"
        : conditionAt(values, path, run);
  return answer === "yes" ? installed : answer;
}

function conditionAt(values: Node | undefined, path: string, { given }: Run): Answer {
  const node = get(values, ...path.split("."));
  if (node?.kind === "boolean") return node.value ? "yes" : "no";
  return node?.kind === "unknown" || (node === undefined && given !== undefined) ? "maybe" : "no";
}

function layersOf(read: readonly ReadEntry[]): readonly ValuesLayer[] {
  return read.flatMap((entry): readonly ValuesLayer[] => {
    if (entry.state === "unread") return [{ kind: "unread", hole: entry.hole, at: entry.at }];
    return entry.state === "read" && entry.node !== undefined ? [{ kind: "values", node: entry.node }] : [];
  });
}

/** The text with each of its special characters taken as it is, as helmfile writes settings for Helm (`escape`). */
function escaped(text: Text): Text {
  const parts = text.parts.map((part): Part => {
    if (part.kind === "hole" || !/[{},]/.test(part.value)) return part;
    return { ...part, value: part.value.replace(/[{},]/g, "\\$&") };
  });
  return withParts(text, parts);
}

function settingsOf(
  release: MapNode,
  field: "set" | "setString",
  { base, run }: Context,
): readonly ValuesLayer[] {
  const as = field === "set" ? "typed" : "string";
  return itemsOf(get(release, field)).flatMap((item): readonly ValuesLayer[] => {
    const name = filled(get(item, "name"), item);
    if (name === undefined) return [];
    const value = filled(get(item, "value"), item);
    if (value !== undefined) {
      const given = withoutReferences(value, run);
      return [
        {
          kind: "set",
          name: escaped(name),
          value: escaped(given.kind === "text" ? given : value),
          as,
          commas: "separate",
        },
      ];
    }
    const file = filled(get(item, "file"), item);
    if (file !== undefined && field === "set")
      return [
        {
          kind: "set",
          name: escaped(name),
          value: contentsOf(file, base, run),
          as: "verbatim",
          commas: "separate",
        },
      ];
    const items = listOf(get(item, "values")).flatMap((each) => filled(each, item) ?? []);
    if (items.length === 0) return [];
    const list = items.flatMap((each, at) => (at === 0 ? [escaped(each)] : [",", escaped(each)]));
    return [
      { kind: "set", name: escaped(name), value: concat(item.at, "{", ...list, "}"), as, commas: "separate" },
    ];
  });
}

/** `env`: settings whose values are environment variables of whoever runs helmfile. */
function variablesOf(release: MapNode, run: Run): readonly ValuesLayer[] {
  return itemsOf(get(release, "env")).flatMap((item): readonly ValuesLayer[] => {
    const name = filled(get(item, "name"), item);
    const variable = filled(get(item, "value"), item);
    if (name === undefined || variable === undefined) return [];
    const word = print(variable);
    const value = unknownText({ id: `env|${run.id}|${word}`, name: word }, variable.at);
    return [{ kind: "set", name: escaped(name), value, as: "typed", commas: "separate" }];
  });
}

function contentsOf(path: Text, base: string, run: Run): Text {
  const written = known(path);
  const from = written === undefined ? undefined : joinPath(base, written);
  const file = from === undefined ? undefined : run.ask.read(from);
  if (file === undefined || "missing" in file) {
    const name = `contents of ${print(path)}`;
    return unknownText({ id: `${name}|${run.id}`, name }, path.at);
  }
  run.claims.add(file.path);
  return literal(file.text, wholeFile(file));
}

/** What helmfile does when a file is not there: it stops, unless it is told to go on. */
function mayBeMissing(release: MapNode, { loaded }: Context): boolean {
  const handler =
    filled(get(release, "missingFileHandler"), release) ??
    filled(get(loaded.state, "missingFileHandler"), loaded.state);
  const word = handler === undefined ? "Error" : known(handler);
  return word !== "Error";
}

interface ReadValues {
  readonly layers: readonly ValuesLayer[];
  readonly files: readonly ReleaseValueFile[];
}

function valuesOf(release: MapNode, context: Context): ReadValues {
  const { loaded, base, run } = context;
  const prefix = filled(get(release, "valuesPathPrefix"), release);
  const placed = (entry: Node): Node =>
    entry.kind === "text" && prefix !== undefined ? concat(entry.at, prefix, entry) : entry;
  const data = releaseData(release, loaded, run);
  const files: ReleaseValueFile[] = [];
  const layers: ValuesLayer[] = [];
  for (const field of ["values", "secrets"] as const) {
    for (const entry of listOf(get(release, field))) {
      const read =
        field === "values" ? readEntry(placed(entry), data, base, run) : readSecret(placed(entry), base, run);
      layers.push(...layersOf(read));
      if (entry.kind === "text")
        files.push(...read.flatMap((each) => fileFact(entry, each, context, release)));
    }
  }
  return { layers, files };
}

function fileFact(
  path: Text,
  read: ReadEntry,
  context: Context,
  release: MapNode,
): readonly ReleaseValueFile[] {
  if (read.state !== "missing") return [{ path, state: read.state, nearby: [] }];
  if (mayBeMissing(release, context)) return [];
  const written = known(path) ?? "";
  const directory = directoryOf(joinPath(context.base, written) ?? "");
  const before = directoryOf(written);
  const nearby = context.run.ask
    .list(directory)
    .filter((each) => directoryOf(each) === directory && /\.ya?ml(?:\.gotmpl)?$/.test(each))
    .map((each) => (before === "" ? baseName(each) : `${before}/${baseName(each)}`));
  return [{ path, state: "missing", nearby }];
}

/** Patches that helmfile puts over what a chart makes: what they change is not known. */
const PATCHES = ["jsonPatches", "strategicMergePatches", "transformers", "postRenderer"] as const;

function notePatches(release: MapNode, name: Text, run: Run): void {
  for (const field of PATCHES) {
    const node = get(release, field);
    if (node === undefined || node.kind === "null" || (node.kind === "list" && node.items.length === 0))
      continue;
    const message = `"${field}" of release "${print(name)}" is not applied: what it changes in what the chart makes is not known`;
    run.gaps.push({ what: `${field} of release ${print(name)}`, message, at: node.at });
  }
}

/** The unit of a release of a helmfile, undefined for one that is certainly not installed. */
export function releaseUnit(
  release: MapNode,
  context: Context,
  { origin, key, selected }: { readonly origin: Origin; readonly key: string; readonly selected: Answer },
): Unit | undefined {
  const { loaded, run } = context;
  const chart =
    filled(get(loaded.state, "chart"), release) ??
    filled(get(release, "chart"), release) ??
    filled(get(release, "directory"), release);
  const name = filled(get(release, "name"), release);
  const installed = isInstalled(release, loaded, run);
  if (chart === undefined || name === undefined || installed === "no" || selected === "no") return undefined;
  const { layers, files } = valuesOf(release, context);
  notePatches(release, name, run);
  const namespace =
    filled(get(loaded.state, "namespace"), release) ?? filled(get(release, "namespace"), release);
  const cluster = clusterOf(release, loaded);
  const step = { label: `helmfile release ${print(name)}`, at: name.at };
  return helmReleaseUnit(
    `${key}|${print(namespace ?? name)}/${print(name)}`,
    {
      chart: chartOf(release, chart, context),
      name,
      namespace:
        namespace ??
        unknownText(
          {
            id: `namespace|${key}|${print(name)}`,
            name: `namespace of release ${print(name)}`,
            shape: "dns",
          },
          name.at,
        ),
      values: [
        ...layers,
        ...settingsOf(release, "set", context),
        ...settingsOf(release, "setString", context),
        ...variablesOf(release, run),
      ],
      valueFiles: files,
      ...(installed === "maybe" || selected === "maybe" ? { installed: "maybe" as const } : {}),
    },
    { ...origin, cluster, via: [...origin.via, step] },
  );
}

/** The context of kubectl that a release goes to. */
function clusterOf(release: MapNode, { state, environment }: Loaded): Text | Absent {
  return (
    filled(get(state, "kubeContext"), state) ??
    filled(get(release, "kubeContext"), release) ??
    environment.kubeContext ??
    absent(release.at)
  );
}

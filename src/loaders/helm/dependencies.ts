import {
  entriesOf,
  entryOf,
  get,
  itemsOf,
  textOf,
  type Entry,
  type MapNode,
  type Node,
} from "../../model/node.ts";
import {
  absent,
  concat,
  isAbsent,
  known,
  literal,
  type Absent,
  type Answer,
  type Hole,
  type Text,
} from "../../model/text.ts";
import type { ValuesLayer } from "../helm-release.ts";
import type { Questions } from "../loader.ts";
import { mergeValues } from "../merge-values.ts";
import { joinPath } from "../paths.ts";
import { yamlParser } from "../yaml/parse.ts";

/** A chart inside a chart, as the outer one asks for it. */
export interface Dependency {
  /** Under which key of the outer chart's values its own values lie: its alias, else its name. */
  readonly key: string;
  readonly name: Text;
  readonly alias: Text | undefined;
  readonly repository: Text | Absent;
  readonly version: Text | Absent;
  /** Where it lies in the input, if it does. */
  readonly directory: string | undefined;
  readonly condition: string | undefined;
  readonly tags: readonly string[];
}

/** A path in a chart's directory. */
export function inChart(directory: string, path: string): string {
  return directory === "" ? path : `${directory}/${path}`;
}

/** The first document of a YAML file as a map. */
export function mapIn(path: string, ask: Questions): MapNode | undefined {
  const parsed = ask.parse(path, yamlParser);
  if ("missing" in parsed) return undefined;
  const node = parsed.value.documents[0]?.node;
  return node?.kind === "map" ? node : undefined;
}

/**
 * The charts that a chart brings along: `dependencies` of its Chart.yaml (of requirements.yaml in the first format), and
 * whatever else lies unpacked in `charts/` (helm.sh/docs/topics/charts, "Chart dependencies").
 */
export function dependenciesOf(directory: string, chart: MapNode, ask: Questions): readonly Dependency[] {
  const own = itemsOf(get(chart, "dependencies"));
  const items =
    own.length > 0 ? own : itemsOf(get(mapIn(inChart(directory, "requirements.yaml"), ask), "dependencies"));
  const unpacked = unpackedCharts(directory, ask);
  const listed = items.flatMap((item) => readDependency(item, directory, unpacked) ?? []);
  const names = new Set(listed.map(({ name }) => known(name)));
  const others = [...unpacked.values()].filter(({ name }) => !names.has(known(name)));
  return [...listed, ...others];
}

function unpackedCharts(directory: string, ask: Questions): ReadonlyMap<string, Dependency> {
  const charts = new Map<string, Dependency>();
  const below = inChart(directory, "charts");
  for (const path of ask.list(below)) {
    const [, folder] = /^([^/]+)\/Chart\.yaml$/.exec(path.slice(below.length + 1)) ?? [];
    const chart = folder === undefined ? undefined : mapIn(path, ask);
    const name = get(chart, "name");
    const key = name?.kind === "text" ? known(name) : undefined;
    if (folder === undefined || chart === undefined || name?.kind !== "text" || key === undefined) continue;
    charts.set(key, {
      key,
      name,
      alias: undefined,
      repository: absent(name.at),
      version: textOf(get(chart, "version"), chart.at),
      directory: `${below}/${folder}`,
      condition: undefined,
      tags: [],
    });
  }
  return charts;
}

function readDependency(
  item: Node,
  directory: string,
  unpacked: ReadonlyMap<string, Dependency>,
): Dependency | undefined {
  const name = filled(item, "name");
  const alias = filled(item, "alias");
  const key = known(alias ?? name ?? literal("", item.at));
  if (name === undefined || key === undefined || key === "") return undefined;
  const repository = filled(item, "repository");
  const written = repository === undefined ? undefined : known(repository);
  const beside = written?.startsWith("file://") === true ? joinPath(directory, written.slice(7)) : undefined;
  const [, nick] = /^(?:@|alias:)(.+)$/.exec(written ?? "") ?? [];
  const condition = filled(item, "condition");
  return {
    key,
    // A repository by the name that it has on somebody's machine: `@bitnami`.
    name: nick === undefined ? name : concat(name.at, literal(`${nick}/`, name.at), name),
    alias,
    repository:
      repository === undefined || nick !== undefined || written?.startsWith("file://") === true
        ? absent(item.at)
        : repository,
    version: textOf(get(item, "version"), item.at),
    directory: beside ?? unpacked.get(known(name) ?? "")?.directory,
    condition: condition === undefined ? undefined : known(condition),
    tags: itemsOf(get(item, "tags")).flatMap((tag) => (tag.kind === "text" ? (known(tag) ?? []) : [])),
  };
}

function filled(map: Node, field: string): Text | undefined {
  const text = textOf(get(map, field), map.at);
  return isAbsent(text) || text.parts.length === 0 ? undefined : text;
}

/**
 * Whether a dependency takes part (helm pkg/chartutil/dependencies.go): the first of its conditions that the values
 * hold decides; else its tags, of which one that is true is enough; else it does.
 */
export function isEnabled({ condition, tags }: Dependency, values: Node | undefined): Answer {
  for (const path of condition?.split(",") ?? []) {
    const node = get(values, ...path.trim().split("."));
    if (node?.kind === "boolean") return node.value ? "yes" : "no";
    if (node?.kind === "unknown" || (node?.kind === "text" && known(node) === undefined)) return "maybe";
  }
  const answers = tags.map((tag) => get(values, "tags", tag));
  if (answers.some((node) => node?.kind === "boolean" && node.value)) return "yes";
  if (answers.some((node) => node?.kind === "unknown")) return "maybe";
  return answers.some((node) => node?.kind === "boolean") ? "no" : "yes";
}

/**
 * What the outer chart's values say to a dependency, weakest first: what lies under its key, and the outer `global`,
 * which wins over what lies under `global` there (helm.sh/docs/topics/charts, "Global Values").
 */
export function valuesFor({ key }: Dependency, values: Node | undefined): readonly ValuesLayer[] {
  const own = get(values, key);
  const layers: ValuesLayer[] = [];
  if (values?.kind === "unknown") {
    // Two charts inside one whose values are not known have values of their own each.
    const { id, name } = values.hole;
    const hole: Hole = { kind: "hole", id: `${id}.${key}`, name: `${name}.${key}` };
    return [{ kind: "unread", hole, at: values.at }];
  }
  if (own?.kind === "map") layers.push({ kind: "values", node: own });
  else if (own?.kind === "unknown") layers.push({ kind: "unread", hole: own.hole, at: own.at });
  const global = entryOf(values, "global");
  if (global !== undefined && global.value.kind !== "null") {
    layers.push({ kind: "values", node: { kind: "map", entries: [global], at: global.value.at } });
  }
  return layers;
}

/** The values without what they say to dependencies. */
export function withoutDependencies(
  values: Node | undefined,
  dependencies: readonly Dependency[],
): Node | undefined {
  if (values?.kind !== "map") return values;
  const keys = new Set(dependencies.map(({ key }) => key));
  return { ...values, entries: entriesOf(values).filter((entry) => !keys.has(known(entry.key) ?? "")) };
}

/** The values with the defaults of the dependencies that lie here, which conditions see too. */
export function withDefaults(
  values: Node | undefined,
  dependencies: readonly Dependency[],
  ask: Questions,
): Node | undefined {
  return dependencies.reduce<Node | undefined>((over, { key, directory, name }) => {
    const defaults = directory === undefined ? undefined : mapIn(inChart(directory, "values.yaml"), ask);
    if (defaults === undefined) return over;
    const base: Node = {
      kind: "map",
      entries: [{ key: literal(key, name.at), value: defaults }],
      at: defaults.at,
    };
    return over === undefined ? base : mergeValues(base, over);
  }, values);
}

/**
 * The values as dependencies see them: a null that somebody sets takes away what the outer chart's own values have and
 * is spent with that, so that the inner chart's default counts again; one of the outer chart's own takes it away.
 */
export function withoutSpentNulls(values: Node | undefined, own: Node | undefined): Node | undefined {
  if (values?.kind !== "map") return values;
  const entries = values.entries.flatMap(({ key, value }): readonly Entry[] => {
    const before = entryOf(own, known(key) ?? "")?.value;
    if (value.kind === "null" && before?.kind !== "null") return [];
    const left = withoutSpentNulls(value, before);
    return left === undefined ? [] : [{ key, value: left }];
  });
  return { ...values, entries };
}

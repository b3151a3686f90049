import { entriesOf, entryOf, get, type Entry, type MapNode, type Node } from "../../model/node.ts";
import { absent, concat, isAbsent, known, literal, type Hole } from "../../model/text.ts";
import type { HelmRelease, ValuesLayer } from "../helm-release.ts";
import type { Questions } from "../loader.ts";
import { yamlParser } from "../yaml/parse.ts";
import type { Requirement } from "./chart-tree.ts";

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

/** A required chart as whoever looks for it in a catalogue knows it. */
export function chartOf({ name, alias, repository, version, at }: Requirement): HelmRelease["chart"] {
  const written = isAbsent(repository) ? undefined : known(repository);
  const [, nick] = /^(?:@|alias:)(.+)$/.exec(written ?? "") ?? [];
  const isElsewhere = nick !== undefined || written?.startsWith("file://") === true;
  return {
    // A repository by the name that it has on somebody's machine: `@bitnami`.
    name: nick === undefined ? name : concat(name.at, literal(`${nick}/`, name.at), name),
    repository: isElsewhere ? absent(at) : repository,
    version,
    ...(alias === undefined ? {} : { alias }),
  };
}

/**
 * What the outer chart's values say to a chart inside that is not here, weakest first: what lies under its key, and the
 * outer `global`, which wins over what lies under `global` there (helm.sh/docs/topics/charts, "Global Values").
 */
export function valuesFor(key: string, values: Node | undefined): readonly ValuesLayer[] {
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

/** The values without what they say to charts inside. */
export function withoutCharts(values: Node | undefined, keys: ReadonlySet<string>): Node | undefined {
  if (values?.kind !== "map") return values;
  return { ...values, entries: entriesOf(values).filter((entry) => !keys.has(known(entry.key) ?? "")) };
}

/**
 * The values as charts inside see them: a null that somebody sets takes away what the outer chart's own values have and
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

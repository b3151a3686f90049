import type { Origin } from "../../model/entities.ts";
import { wholeFile, type Location } from "../../model/location.ts";
import { entriesOf, get, itemsOf, stringAt, type MapNode } from "../../model/node.ts";
import type { Problem } from "../../model/problem.ts";
import { absent, known, print, unknownText, type Text } from "../../model/text.ts";
import { helmReleaseUnit, type ValuesLayer } from "../helm-release.ts";
import { readValuesFile, unreadLayer } from "../helm-values.ts";
import {
  emptyExpansion,
  type Expander,
  type Expansion,
  type Loader,
  type Questions,
  type Unit,
} from "../loader.ts";
import { directoryOf, joinPath } from "../paths.ts";
import { inChart, mapIn } from "./dependencies.ts";
import { valuesEnvironments, type ValuesEnvironment } from "./values-environments.ts";

const UNNAMED_CHART = "unnamed-chart";

/** Words without which neither values nor templates have to do with identities on AWS. */
const WORDS = ["eks.amazonaws.com", "arn:aws", "external-secrets.io", "AWS_ROLE_ARN", "AWS_ACCESS_KEY_ID"];

/**
 * Charts of the input that no release of it names: a pipeline or a person installs them. Each further values file
 * beside values.yaml is one environment; without any, values.yaml alone is what is installed. What the release is
 * called, in which namespace it is and whether there is one at all is not known.
 */
const expander: Expander = { kind: UNNAMED_CHART, expand: ({ key }, ask) => expandChart(key, ask) };

/** Goes last: what any release claims of a chart makes the chart a named one. */
export const unnamedCharts: Loader = {
  name: "helm-charts",
  order: 60,
  handles: (path) => /(?:^|\/)Chart\.yaml$/.test(path),
  markers: ["name"],
  seeds: (files, ask) => {
    const directories = files.map(directoryOf);
    const parts = partsOfOthers(directories, ask);
    return directories.filter((directory) => !parts.has(directory)).map(unitOf);
  },
  expanders: [expander],
};

function unitOf(directory: string): Unit {
  const at = wholeFile({ path: inChart(directory, "Chart.yaml"), text: "" });
  return { kind: UNNAMED_CHART, key: directory, input: undefined, origin: originAt(at, null) };
}

function originAt(at: Location, environment: string | null): Origin {
  return { environment, cluster: absent(at), via: [] };
}

/** Charts that are deployed as parts of others: what a chart holds in `charts/` or takes from a path beside it. */
function partsOfOthers(directories: readonly string[], ask: Questions): ReadonlySet<string> {
  const all = new Set(directories);
  const parts = directories.filter((directory) => {
    const holder = directoryOf(directory);
    return holder.endsWith("/charts") || holder === "charts" ? all.has(directoryOf(holder)) : false;
  });
  const beside = directories.flatMap((directory) =>
    itemsOf(get(mapIn(inChart(directory, "Chart.yaml"), ask), "dependencies")).flatMap((item) => {
      const repository = stringAt(item, "repository");
      if (repository?.startsWith("file://") !== true) return [];
      return joinPath(directory, repository.slice("file://".length)) ?? [];
    }),
  );
  return new Set([...parts, ...beside]);
}

function expandChart(directory: string, ask: Questions): Expansion {
  const node = mapIn(inChart(directory, "Chart.yaml"), ask);
  const name = get(node, "name");
  if (node === undefined || name?.kind !== "text" || stringAt(node, "type") === "library")
    return emptyExpansion;
  const paths = ownPaths(directory, ask);
  const environments = valuesEnvironments(paths).filter(({ file }) => isForChart(file, directory, node, ask));
  const files = ["values.yaml", ...environments.map(({ file }) => file)];
  const templates = paths.filter((path) => path.startsWith("templates/"));
  if (![...files, ...templates].some((path) => matters(inChart(directory, path), ask))) return emptyExpansion;
  const releases =
    environments.length === 0
      ? [releaseOf(directory, name, undefined, ask)]
      : environments.map((environment) => releaseOf(directory, name, environment, ask));
  return {
    ...emptyExpansion,
    claims: environments.map(({ file }) => inChart(directory, file)),
    units: releases.map(({ unit }) => unit),
    problems: releases.flatMap(({ problems }) => problems),
  };
}

/** The files of a chart relative to its directory, without those of charts inside it. */
function ownPaths(directory: string, ask: Questions): readonly string[] {
  const paths = ask
    .list(directory)
    .map((path) => (directory === "" ? path : path.slice(directory.length + 1)));
  const inside = paths
    .filter((path) => path.endsWith("/Chart.yaml"))
    .map((path) => path.slice(0, -"Chart.yaml".length));
  return paths.filter((path) => path !== "values.yaml" && !inside.some((each) => path.startsWith(each)));
}

function matters(path: string, ask: Questions): boolean {
  const file = ask.read(path);
  return !("missing" in file) && WORDS.some((word) => file.text.includes(word));
}

/**
 * Whether a file's keys are this chart's: at least one of those that values.yaml has, or one that a chart inside it has
 * its values under.
 */
function isForChart(file: string, directory: string, chart: MapNode, ask: Questions): boolean {
  const own = readValuesFile(inChart(directory, file), ask);
  if (!("state" in own) || own.state !== "read" || own.values === undefined) return false;
  const { values } = own;
  if (stringAt(values, "apiVersion") !== undefined && stringAt(values, "kind") !== undefined) return false;
  const defaults = entriesOf(mapIn(inChart(directory, "values.yaml"), ask));
  if (defaults.length === 0) return true;
  const keys = new Set([...defaults.map(({ key }) => known(key)), "global"]);
  for (const item of itemsOf(get(chart, "dependencies"))) {
    keys.add(stringAt(item, "alias") ?? stringAt(item, "name"));
  }
  return values.entries.some(({ key }) => keys.has(known(key)));
}

function releaseOf(
  directory: string,
  chart: Text,
  environment: ValuesEnvironment | undefined,
  ask: Questions,
): { readonly unit: Unit; readonly problems: readonly Problem[] } {
  const name = environment?.name ?? null;
  const files =
    environment === undefined ? [] : [...environment.below, environment.perhapsBelow, environment.file];
  const read = files.flatMap((file) => {
    if (file === undefined) return [];
    return [layerOf(inChart(directory, file), file === environment?.perhapsBelow, ask)];
  });
  const id = `${directory}|${environment?.file ?? ""}`;
  const hole = (what: string): Text =>
    unknownText({ id: `${what}|${id}`, name: `${what} of chart ${print(chart)}`, shape: "dns" }, chart.at);
  const label = environment === undefined ? "values.yaml" : `${environment.file} of chart ${print(chart)}`;
  const unit = helmReleaseUnit(
    `${UNNAMED_CHART}|${id}`,
    {
      chart: { repository: absent(chart.at), name: chart, version: absent(chart.at), directory },
      name: hole("release name"),
      namespace: hole("namespace"),
      values: read.flatMap(({ layer }) => layer ?? []),
      installed: "maybe",
    },
    { environment: name, cluster: absent(chart.at), via: [{ label, at: placeOf(read, chart.at) }] },
  );
  return { unit, problems: read.flatMap(({ problems }) => problems) };
}

interface ReadLayer {
  readonly layer: ValuesLayer | undefined;
  readonly problems: readonly Problem[];
  readonly at: Location;
}

/** The values of a file. One that may lie between others leaves everything below it open. */
function layerOf(path: string, isPerhaps: boolean, ask: Questions): ReadLayer {
  const source = ask.read(path);
  const at = { ...wholeFile("missing" in source ? { path, text: "" } : source), span: { start: 0, end: 0 } };
  if (isPerhaps) return { layer: unreadLayer(path, at), problems: [], at };
  const file = readValuesFile(path, ask);
  const problems = "problems" in file ? file.problems : [];
  if (!("state" in file) || file.state !== "read") return { layer: unreadLayer(path, at), problems, at };
  return {
    layer: file.values === undefined ? undefined : { kind: "values", node: file.values },
    problems,
    at: file.values?.at ?? at,
  };
}

function placeOf(read: readonly ReadLayer[], otherwise: Location): Location {
  return read.at(-1)?.at ?? otherwise;
}

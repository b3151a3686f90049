import type { Location } from "../../model/location.ts";
import { get, itemsOf, stringAt, type MapNode, type Node } from "../../model/node.ts";
import { absent, known, literal, unknownText, type Absent, type Text } from "../../model/text.ts";
import { builtRelease } from "../built-release.ts";
import { helmReleaseUnit, type HelmRelease, type ValuesLayer } from "../helm-release.ts";
import { readValuesFile, unreadLayer } from "../helm-values.ts";
import { joinPath } from "../paths.ts";
import { filled, textsIn } from "./kustomization.ts";
import { resourceOf, type Resource } from "./resource.ts";
import { refuse, type Session } from "./session.ts";

/** What a chart brings into a build. */
export interface Inflated {
  readonly resources: readonly Resource[];
  /** Set when some of what it makes is not known. */
  readonly isOpen: boolean;
}

/** Where a chart is inflated: in which directory, into which namespace when it names none. */
export interface Surroundings {
  readonly directory: string;
  readonly namespace: Text | undefined;
  readonly globals: Node | undefined;
  readonly session: Session;
}

/**
 * The objects of an entry of `helmCharts`, or of a HelmChartInflationGenerator
 * (kubectl.docs.kubernetes.io/references/kustomize/builtins, "_HelmChartInflationGenerator_"): those of a release, which
 * the transformers of the kustomization then change.
 */
export function inflate(chart: Node, surroundings: Surroundings): Inflated {
  const { session } = surroundings;
  const name = filled(chart, "name");
  if (name === undefined || chart.kind !== "map") {
    if (chart.kind !== "unknown") refuse(session, "a chart has no name", chart.at);
    return { resources: [], isOpen: true };
  }
  const release = releaseOf(chart, name, surroundings);
  const key = `kustomize|${session.root}|${chart.at.file.path}|${String(chart.at.span.start)}`;
  const unit = helmReleaseUnit(key, release, {
    ...session.origin,
    via: [...session.origin.via, { label: `chart ${known(name) ?? "?"} of a kustomization`, at: name.at }],
  });
  const { manifests, facts, problems, comments = [], claims } = builtRelease(unit, session.ask);
  session.facts.push(...facts);
  session.problems.push(...problems);
  session.comments.push(...comments);
  for (const path of claims) session.claims.add(path);
  const isOpen = facts.some(({ kind }) => kind === "gap");
  const resources = manifests.map(({ object, origin, existence, madeBy }): Resource => ({
    ...resourceOf(object),
    made: {
      origin,
      ...(existence === undefined ? {} : { existence }),
      ...(madeBy === undefined ? {} : { madeBy }),
    },
  }));
  return { resources, isOpen };
}

function releaseOf(chart: MapNode, name: Text, surroundings: Surroundings): Omit<HelmRelease, "kind"> {
  const directory = chartDirectory(chart, name, surroundings);
  const repository = repositoryOf(chart);
  return {
    chart: {
      name,
      version: filled(chart, "version") ?? absent(chart.at),
      repository: directory === undefined ? repository : absent(chart.at),
      ...(directory === undefined ? {} : { directory }),
    },
    name: filled(chart, "releaseName") ?? generatedName(chart.at),
    namespace: filled(chart, "namespace") ?? surroundings.namespace ?? literal("default", chart.at),
    values: valuesOf(chart, surroundings),
  };
}

/** `helm template --generate-name` makes one of the chart's name and the time. */
function generatedName(at: Location): Text {
  const id = `kustomize|${at.file.path}|${String(at.span.start)}|release`;
  return unknownText({ id, name: "generated release name", shape: "dns" }, at);
}

/** An OCI registry's address is the chart's own without its last part. */
function repositoryOf(chart: MapNode): Text | Absent {
  return filled(chart, "repo") ?? absent(chart.at);
}

/** The directory of the chart when it lies in the input: `charts/NAME`, or with repo and version one that holds both. */
function chartDirectory(
  chart: MapNode,
  name: Text,
  { directory, globals, session }: Surroundings,
): string | undefined {
  const written = known(name);
  const home = stringAt(globals, "chartHome") ?? stringAt(chart, "chartHome") ?? "charts";
  const below = joinPath(directory, home);
  if (written === undefined || below === undefined) return undefined;
  const version = stringAt(chart, "version");
  const pulled = version === undefined ? [] : [`${written}-${version}/${written}`];
  return [...pulled, written]
    .map((path) => (below === "" ? path : `${below}/${path}`))
    .find((path) => !("missing" in session.ask.read(`${path}/Chart.yaml`)));
}

/** Values, weakest first: `valuesFile` and `valuesInline` as `valuesMerge` says, then `additionalValuesFiles`. */
function valuesOf(chart: MapNode, surroundings: Surroundings): readonly ValuesLayer[] {
  const file = filled(chart, "valuesFile");
  const own = file === undefined ? [] : fileLayer(file, surroundings);
  const inline = get(chart, "valuesInline");
  const written: readonly ValuesLayer[] =
    inline === undefined || inline.kind === "null" ? [] : [inlineLayer(inline)];
  const further = textsIn(chart, "additionalValuesFiles").flatMap((path) => fileLayer(path, surroundings));
  switch (stringAt(chart, "valuesMerge")) {
    case "replace":
      return [...(written.length > 0 ? written : own), ...further];
    case "merge":
      return [...written, ...own, ...further];
    default:
      return [...own, ...written, ...further];
  }
}

function inlineLayer(inline: Node): ValuesLayer {
  return inline.kind === "unknown"
    ? { kind: "unread", hole: inline.hole, at: inline.at }
    : { kind: "values", node: inline };
}

function fileLayer(written: Text, { directory, session }: Surroundings): readonly ValuesLayer[] {
  const value = known(written);
  const path = value === undefined ? undefined : joinPath(directory, value);
  const unread = unreadLayer(value ?? "a values file", written.at);
  if (path === undefined) return [unread];
  const file = readValuesFile(path, session.ask);
  if ("missing" in file) {
    if (file.missing === "not-found") refuse(session, `there is no values file "${value ?? ""}"`, written.at);
    return [unread];
  }
  session.claims.add(path);
  session.problems.push(...file.problems);
  if (file.state === "refused") return [unread];
  return file.values === undefined ? [] : [{ kind: "values", node: file.values }];
}

/** The arguments of the older `helmChartInflationGenerator` in the words of `helmCharts`. */
const OLDER: ReadonlyMap<string | undefined, string> = new Map([
  ["chartName", "name"],
  ["chartVersion", "version"],
  ["chartRepoUrl", "repo"],
  ["chartHome", "chartHome"],
  ["values", "valuesFile"],
  ["valuesLocal", "valuesInline"],
  ["valuesMerge", "valuesMerge"],
  ["releaseName", "releaseName"],
]);

/** The charts that a kustomization inflates, in either spelling. */
export function chartsIn(node: MapNode): readonly Node[] {
  const older = itemsOf(get(node, "helmChartInflationGenerator")).map((item): Node => {
    if (item.kind !== "map") return item;
    const entries = item.entries.flatMap(({ key, value }) => {
      const name = OLDER.get(known(key));
      return name === undefined ? [] : [{ key: literal(name, key.at), value }];
    });
    return { ...item, entries };
  });
  return [...itemsOf(get(node, "helmCharts")), ...older];
}

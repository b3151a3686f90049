import type { Gap, Origin } from "../../model/entities.ts";
import type { Location } from "../../model/location.ts";
import type { Manifest } from "../../model/manifest.ts";
import { get, type Node } from "../../model/node.ts";
import { inDeployed, type Problem } from "../../model/problem.ts";
import { absent, known, print, type Text } from "../../model/text.ts";
import { fromNode, toNode } from "../go-template/convert.ts";
import { inVersionRange } from "../go-template/functions/semver.ts";
import type { GoMap } from "../go-template/value.ts";
import type { HelmRelease, ValuesLayer } from "../helm-release.ts";
import { helmReleaseUnit } from "../helm-release.ts";
import { unreadLayer } from "../helm-values.ts";
import { emptyExpansion, type Expansion, type Questions, type Unit } from "../loader.ts";
import { inNamespace } from "../manifest-metadata.ts";
import { readChart, type ChartSource, type ReadChart } from "./chart-tree.ts";
import { coalesceValues, type Mismatch } from "./coalesce.ts";
import { chartOf, valuesFor, withoutCharts, withoutSpentNulls } from "./dependencies.ts";
import { effectiveValues } from "./effective-values.ts";
import { importValues } from "./import-values.ts";
import { fromTemplates, type ChartOfRelease, type MadeOfChart } from "./rendered-chart.ts";
import { refusalsOf } from "./refusals.ts";
import { renderRelease, type RenderedTemplate } from "./render-release.ts";
import { chartsThatTakePart, nameOf, valueAt, type ActiveChart, type MissingChart } from "./take-part.ts";

/** The charts of a release with the values that each of them sees. */
interface Charts {
  readonly root: ActiveChart;
  /** Those of the outermost chart; what lies under a chart's name is that chart's. */
  readonly values: GoMap;
  readonly problems: readonly Problem[];
}

/**
 * The release of a chart that lies in the input: what its templates and those of the charts inside it make. A chart
 * that it asks for and that is not here is a release of its own, with the values that the outer one has for it.
 */
export function expandLocalChart(
  release: HelmRelease,
  directory: string,
  unit: Unit,
  ask: Questions,
): Expansion {
  const read = readChart(directory, ask);
  const { chart } = read;
  if (chart === undefined) {
    return {
      ...emptyExpansion,
      facts: [notAChart(release, directory, unit)],
      problems: read.problems.map(inDeployed),
    };
  }
  const all: HelmRelease = {
    ...release,
    chart: { ...release.chart, name: chart.name },
    values: [...ownLayers(chart), ...release.values],
  };
  const set = effectiveValues(release.values);
  const { root, values, problems } = chartsOf(chart, set.values);
  const merged = effectiveValues(all.values).values;
  const keys = new Set(root.charts.map(({ name }) => name));
  const charts = chartsWithin(root, values, all, { merged: withoutCharts(merged, keys), unit });
  const first = renderRelease(root, values, release, ask);
  const rendered = release.installed === "maybe" ? withOpenValues(first, chart, release, ask) : first;
  const makers = rendered.filter(({ isCheck }) => isCheck !== true);
  const made = charts.map((each) => fromTemplates(each, makers, ask));
  const told = made.flatMap(({ facts }) => facts);
  const refusals = read.holes.length > 0 ? [] : refusalsOf(root, rendered, release, told);
  const [outermost] = charts;
  return {
    ...emptyExpansion,
    manifests: [...inHelmsOrder(made), ...made.flatMap(({ guessed }) => guessed)],
    facts: [...holeGaps(read, all, unit), ...missingGaps(charts, release, unit), ...told],
    claims: [...new Set(read.claims)],
    units: charts.flatMap((each) => {
      const known = each === outermost ? withoutSpentNulls(merged, chart.values) : toNode(each.table);
      return each.chart.missing.map((missing) => unitOf(missing, each, known));
    }),
    problems: [...read.problems.map(inDeployed), ...set.problems, ...problems, ...refusals],
  };
}

/**
 * Where nobody here installs a chart, those who do may set values that its own do not list. Templates that stop for
 * want of them are filled in once more with every value unknown that is not listed.
 */
function withOpenValues(
  rendered: readonly RenderedTemplate[],
  chart: ChartSource,
  release: HelmRelease,
  ask: Questions,
): readonly RenderedTemplate[] {
  if (!rendered.some(({ failure }) => failure?.kind === "refused")) return rendered;
  const unlisted = unreadLayer(`values that ${print(chart.name)} is installed with`, chart.name.at);
  const open = effectiveValues([unlisted, ...ownLayers(chart), ...release.values]);
  const { root, values } = chartsOf(chart, open.values);
  const again = new Map(renderRelease(root, values, release, ask).map((each) => [each.file.name, each]));
  return rendered.map((template) => {
    const other = template.failure?.kind === "refused" ? again.get(template.file.name) : undefined;
    if (other === undefined || other.failure !== undefined) return template;
    return { ...other, file: template.file };
  });
}

/** The objects in the order of the names of their templates, hooks last (helm pkg/releaseutil/manifest_sorter.go). */
function inHelmsOrder(made: readonly MadeOfChart[]): readonly Manifest[] {
  const sorted = made
    .flatMap(({ rendered }) => rendered)
    .sort((a, b) => (a.template === b.template ? 0 : a.template < b.template ? -1 : 1))
    .map(({ manifest }) => manifest);
  const isHook = ({ object }: Manifest): boolean =>
    get(object, "metadata", "annotations", "helm.sh/hook") !== undefined;
  return [...sorted.filter((each) => !isHook(each)), ...sorted.filter(isHook)];
}

function ownLayers({ values }: ChartSource): readonly ValuesLayer[] {
  if (values === undefined) return [];
  return values.kind === "unknown"
    ? [{ kind: "unread", hole: values.hole, at: values.at }]
    : [{ kind: "values", node: values }];
}

/** Decides which charts take part and gives each its values, as Helm does before it renders. */
function chartsOf(chart: ChartSource, set: Node | undefined): Charts {
  const mismatches: Mismatch[] = [];
  const given = mapOf(set, chart.node.at);
  const root = chartsThatTakePart(chart, given, { inRange, mismatches });
  importValues(root, mismatches);
  const values = coalesceValues(root, given, "coalesce", mismatches);
  const problems = mismatches.map(({ chart: name, value }): Problem => {
    const found = value.kind === "text" ? "string" : value.kind === "go-list" ? "list" : value.kind;
    const message = `the values for chart "${name}" are a ${found}, not a map: Helm refuses them`;
    return { code: "input/not-understood", message, at: value.at };
  });
  return { root, values, problems };
}

/** A range that is none takes in no version. */
function inRange(version: string | undefined, range: string): boolean {
  return version !== undefined && inVersionRange(version, range) === true;
}

function mapOf(values: Node | undefined, at: Location): GoMap {
  const value = values === undefined ? undefined : fromNode(values);
  if (value?.kind === "go-map") return value;
  const more = value?.kind === "unknown" ? value.hole : undefined;
  return { kind: "go-map", entries: new Map(), more, at: value?.at ?? at };
}

/** The outermost chart and all inside it that are here, each as a release of its own, the outer one first. */
function chartsWithin(
  chart: ActiveChart,
  table: GoMap,
  release: HelmRelease,
  { merged, unit }: { readonly merged: Node | undefined; readonly unit: Unit },
): readonly ChartOfRelease[] {
  const origin = originOf(release, chart, unit.origin);
  const own: ChartOfRelease = { chart, table, release, origin, unit, values: merged };
  const inner = chart.charts.flatMap((each) => {
    const found = valueAt(table, [each.name]);
    const values: GoMap = found?.kind === "go-map" ? found : mapOf(undefined, each.source.node.at);
    const keys = new Set(each.charts.map(({ name }) => name));
    const node = withoutCharts(toNode(values), keys);
    const requirement = chart.source.requirements.find((asked) => nameOf(asked) === each.name);
    const isRenamed = each.name !== known(each.source.name);
    const asked = requirement === undefined ? undefined : chartOf(requirement);
    const of: HelmRelease = {
      ...release,
      chart: {
        name: asked?.name ?? each.source.name,
        repository: asked?.repository ?? absent(each.source.name.at),
        version: asked?.version ?? absent(each.source.name.at),
        directory: each.source.directory,
        ...(isRenamed ? { alias: each.written } : {}),
      },
      values: node === undefined ? [] : [{ kind: "values", node }],
      valueFiles: [],
      ...(each.takesPart === "maybe" ? { installed: "maybe" as const } : {}),
    };
    return chartsWithin(each, values, of, {
      merged: node,
      unit: { ...unit, key: `${unit.key}|${each.name}`, origin },
    });
  });
  return [own, ...inner];
}

function originOf({ name }: HelmRelease, { source }: ActiveChart, origin: Origin): Origin {
  const steps = [
    { label: `chart ${print(source.name)}`, at: source.name.at },
    { label: `release ${print(name)}`, at: name.at },
  ];
  return { ...origin, via: [...origin.via, ...steps] };
}

/** The release of a chart that is asked for and not here. */
function unitOf(
  { requirement, takesPart }: MissingChart,
  { release, unit, origin }: ChartOfRelease,
  values: Node | undefined,
): Unit {
  const { name, namespace, destination } = release;
  const key = nameOf(requirement);
  const installed =
    takesPart === "maybe" || release.installed === "maybe" ? { installed: "maybe" as const } : {};
  const inner = {
    chart: { ...chartOf(requirement), askedBy: release.chart.directory ?? "" },
    name,
    namespace,
    ...(destination === undefined ? {} : { destination }),
    values: valuesFor(key, values),
    ...installed,
  };
  return helmReleaseUnit(`${unit.key}|${key}`, inner, origin);
}

/** What charts that are not here may make of values that are not known: the catalogue tells of their accounts only. */
function missingGaps(charts: readonly ChartOfRelease[], release: HelmRelease, unit: Unit): readonly Gap[] {
  if (!release.values.some(({ kind }) => kind === "unread")) return [];
  const missing = charts.flatMap(({ chart }) => chart.missing);
  return missing.map(({ requirement }) => ({
    kind: "gap",
    id: `chart|${unit.key}|missing ${nameOf(requirement)}`,
    what: `chart ${nameOf(requirement)}`,
    may: ["service-account", "secret-store", "external-secret"],
    namespace: release.destination ?? release.namespace,
    account: absent(release.name.at),
    message: undefined,
    at: release.name.at,
    origin: unit.origin,
  }));
}

/** What Helm would take and is not here, besides the charts that a catalogue may know. */
function holeGaps({ holes, chart }: ReadChart, release: HelmRelease, unit: Unit): readonly Gap[] {
  const { name, namespace } = release;
  const where = shown(chart?.name ?? release.chart.name, release.chart.directory ?? "");
  return holes.map(({ what, at }, index) => ({
    kind: "gap",
    id: `chart|${unit.key}|${String(index)}`,
    what: `chart ${print(release.chart.name)}`,
    may: ["service-account", "secret-store", "external-secret"],
    namespace,
    account: absent(at),
    message: `of chart ${where} not all is read: ${what}; what its release "${print(name)}" makes${inNamespace(namespace)} is not known`,
    at,
    origin: unit.origin,
  }));
}

/** `"shop" (deploy/shop)`, or only the name of a chart at the root. */
export function shown(name: Text, directory: string): string {
  return directory === "" ? `"${print(name)}"` : `"${print(name)}" (${directory})`;
}

function notAChart({ name, namespace, chart }: HelmRelease, directory: string, unit: Unit): Gap {
  return {
    kind: "gap",
    id: `chart|${unit.key}`,
    what: `chart ${print(chart.name)}`,
    may: ["service-account", "secret-store", "external-secret"],
    namespace,
    account: absent(chart.name.at),
    message:
      `the chart ${shown(chart.name, directory)} has no Chart.yaml that can be read: ` +
      `what its release "${print(name)}" makes${inNamespace(namespace)} is not known`,
    at: chart.name.at,
    origin: unit.origin,
  };
}

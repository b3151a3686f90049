import type { Gap, Origin, Release } from "../../model/entities.ts";
import type { Step } from "../../model/location.ts";
import { stringAt, get, type MapNode, type Node } from "../../model/node.ts";
import { inDeployed, type Problem } from "../../model/problem.ts";
import { absent, print, type Text } from "../../model/text.ts";
import { helmReleaseUnit, type HelmRelease, type ValuesLayer } from "../helm-release.ts";
import { readValuesFile, unreadLayer } from "../helm-values.ts";
import { emptyExpansion, type Expansion, type Questions, type Unit } from "../loader.ts";
import { inNamespace } from "../manifest-metadata.ts";
import { mayMake } from "../template-kinds.ts";
import {
  dependenciesOf,
  inChart,
  isEnabled,
  mapIn,
  valuesFor,
  withDefaults,
  withoutDependencies,
  withoutSpentNulls,
  type Dependency,
} from "./dependencies.ts";
import { effectiveValues } from "./effective-values.ts";
import { releaseFact } from "./release-fact.ts";
import { serviceAccountManifest } from "./service-account-manifest.ts";
import { suspectedAccounts } from "./unlisted-chart.ts";

/** A chart without templates of its own reads nothing but what its dependencies do, whose values are told with them. */
function factOf(unit: Unit, release: HelmRelease, chart: LocalChart, own: Node | undefined): Release {
  const fact = releaseFact(unit, release, own, undefined);
  if (chart.templates.length > 0) return fact;
  return { ...fact, reads: { row: print(chart.name), accounts: [], actions: [] } };
}

interface LocalChart {
  readonly directory: string;
  readonly node: MapNode;
  readonly name: Text;
  /** The files below `templates/`. */
  readonly templates: readonly string[];
}

/**
 * The release of a chart that lies in the input. Its templates are not rendered: what they may make is a gap, but for
 * accounts whose values look like accounts' everywhere. Each chart that it depends on is a release of its own, with the
 * values that the outer one has for it.
 */
export function expandLocalChart(
  release: HelmRelease,
  directory: string,
  unit: Unit,
  ask: Questions,
): Expansion {
  const chart = readChart(release, directory, ask);
  if (chart === undefined) return { ...emptyExpansion, facts: [notAChart(release, directory, unit)] };
  const own = ownValues(chart, ask);
  const all: HelmRelease = {
    ...release,
    chart: { ...release.chart, name: chart.name },
    values: [...own.layers, ...release.values],
  };
  const { values, problems } = effectiveValues(all.values);
  const dependencies = dependenciesOf(directory, chart.node, ask);
  const origin = originOf(release, chart, unit.origin);
  const gaps = templateGap(all, chart, unit, ask);
  const suspected =
    chart.templates.length === 0
      ? []
      : suspectedAccounts(withoutDependencies(values, dependencies), chart.name);
  const madeBy = { what: "chart", row: print(chart.name), release: release.name, guessed: true } as const;
  const { namespace } = release;
  return {
    ...emptyExpansion,
    manifests: suspected.map((account) => {
      const existence = release.installed ?? account.existence;
      return serviceAccountManifest({ ...account, namespace, existence }, origin, madeBy);
    }),
    facts: [...gaps, factOf(unit, all, chart, withoutDependencies(values, dependencies))],
    claims: [inChart(directory, "Chart.yaml"), ...own.claims, ...chart.templates],
    units: releasesOf(dependencies, all, withoutSpentNulls(values, own.values), { unit, origin, ask }),
    problems: [...own.problems.map(inDeployed), ...problems],
  };
}

function readChart(release: HelmRelease, directory: string, ask: Questions): LocalChart | undefined {
  const node = mapIn(inChart(directory, "Chart.yaml"), ask);
  if (node === undefined) return undefined;
  const name = get(node, "name");
  const templates = ask.list(inChart(directory, "templates"));
  return { directory, node, name: name?.kind === "text" ? name : release.chart.name, templates };
}

function ownValues(
  { directory }: LocalChart,
  ask: Questions,
): {
  readonly values: Node | undefined;
  readonly layers: readonly ValuesLayer[];
  readonly claims: readonly string[];
  readonly problems: readonly Problem[];
} {
  const path = inChart(directory, "values.yaml");
  const file = readValuesFile(path, ask);
  if ("missing" in file) return { values: undefined, layers: [], claims: [], problems: [] };
  if (file.state === "read") {
    const layers: readonly ValuesLayer[] =
      file.values === undefined ? [] : [{ kind: "values", node: file.values }];
    return { values: file.values, layers, claims: [path], problems: file.problems };
  }
  const source = ask.read(path);
  const at = {
    file: "missing" in source ? { path, text: "" } : source,
    route: [],
    span: { start: 0, end: 0 },
  };
  return { values: undefined, layers: [unreadLayer(path, at)], claims: [path], problems: file.problems };
}

function originOf({ name }: HelmRelease, chart: LocalChart, origin: Origin): Origin {
  const steps: readonly Step[] = [
    { label: `chart ${print(chart.name)}`, at: chart.name.at },
    { label: `release ${print(name)}`, at: name.at },
  ];
  return { ...origin, via: [...origin.via, ...steps] };
}

/** A release of each dependency that takes part. */
function releasesOf(
  dependencies: readonly Dependency[],
  release: HelmRelease,
  values: Node | undefined,
  { unit, origin, ask }: { unit: Unit; origin: Origin; ask: Questions },
): readonly Unit[] {
  const seen = withDefaults(values, dependencies, ask);
  return dependencies.flatMap((dependency) => {
    const enabled = isEnabled(dependency, seen);
    if (enabled === "no") return [];
    const { key, name, alias, repository, version, directory } = dependency;
    const chart = {
      repository,
      name,
      version,
      ...(directory === undefined ? {} : { directory }),
      ...(alias === undefined ? {} : { alias }),
    };
    const installed =
      enabled === "maybe" || release.installed === "maybe" ? { installed: "maybe" as const } : {};
    const inner = {
      chart,
      name: release.name,
      namespace: release.namespace,
      values: valuesFor(dependency, values),
      ...installed,
    };
    return [helmReleaseUnit(`${unit.key}|${key}`, inner, origin)];
  });
}

/** `"shop" (deploy/shop)`, or only the name of a chart at the root. */
function shown({ name, directory }: Pick<LocalChart, "name" | "directory">): string {
  return directory === "" ? `"${print(name)}"` : `"${print(name)}" (${directory})`;
}

function templateGap(
  release: HelmRelease,
  chart: LocalChart,
  { key, origin }: Unit,
  ask: Questions,
): readonly Gap[] {
  const may = new Set<Gap["may"][number]>();
  for (const path of chart.templates) {
    const file = ask.read(path);
    if ("missing" in file) continue;
    for (const kind of mayMake(file.text)) may.add(kind);
    // Library charts make accounts by templates of their own: `include "common.serviceAccount"`.
    if (/service-?_?account/i.test(file.text)) may.add("service-account");
  }
  if (may.size === 0 || stringAt(chart.node, "type") === "library") return [];
  const { name, namespace } = release;
  return [
    {
      kind: "gap",
      id: `chart|${key}`,
      what: `chart ${print(chart.name)}`,
      may: [...may].sort(),
      namespace,
      account: absent(chart.name.at),
      message:
        `the templates of chart ${shown(chart)} are not rendered: ` +
        `what its release "${print(name)}" makes${inNamespace(namespace)} is not known`,
      at: chart.name.at,
      origin,
    },
  ];
}

function notAChart({ name, namespace, chart }: HelmRelease, directory: string, unit: Unit): Gap {
  const where = shown({ name: chart.name, directory });
  return {
    kind: "gap",
    id: `chart|${unit.key}`,
    what: `chart ${print(chart.name)}`,
    may: ["service-account", "secret-store", "external-secret"],
    namespace,
    account: absent(chart.name.at),
    message:
      `the chart ${where} has no Chart.yaml that can be read: ` +
      `what its release "${print(name)}" makes${inNamespace(namespace)} is not known`,
    at: chart.name.at,
    origin: unit.origin,
  };
}

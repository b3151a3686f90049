import { isAbsent, known, type Answer, type Text } from "../../model/text.ts";
import { fromNode } from "../go-template/convert.ts";
import type { GoMap, Value } from "../go-template/value.ts";
import type { ChartSource, Requirement } from "./chart-tree.ts";
import { coalesceValues, type Mismatch } from "./coalesce.ts";

/** A chart that takes part in a release, or may. */
export interface ActiveChart {
  readonly source: ChartSource;
  /** What Helm calls it: its alias, if it has one. */
  readonly name: string;
  /** The same, where it was written. */
  readonly written: Text;
  /** Changed when values are imported. */
  values: GoMap;
  charts: readonly ActiveChart[];
  /** Those of its requirements that take part. */
  readonly requirements: readonly Requirement[];
  /** Required charts that take part and are not here. */
  readonly missing: readonly MissingChart[];
  readonly takesPart: "yes" | "maybe";
}

/** A chart that is asked for and neither packed nor in a directory. */
export interface MissingChart {
  readonly requirement: Requirement;
  readonly takesPart: "yes" | "maybe";
}

/** Whether a version lies in a range, as Helm's versions have it. */
export type InRange = (version: string | undefined, range: string) => boolean;

/** What decides which charts take part. */
interface Deciding {
  readonly inRange: InRange;
  readonly mismatches: Mismatch[];
}

/** What a requirement's chart is called in values and templates. */
export function nameOf({ alias, name }: Requirement): string {
  return known(alias ?? name) ?? "";
}

const ownName = ({ name }: ChartSource): string => known(name) ?? "";

/** The values of values.yaml; of one that Helm would not read nothing is known. */
function ownValues({ values, node }: ChartSource): GoMap {
  if (values?.kind === "map") {
    const map = fromNode(values);
    if (map.kind === "go-map") return map;
  }
  const more = values?.kind === "unknown" ? values.hole : undefined;
  return { kind: "go-map", entries: new Map(), more, at: values?.at ?? node.at };
}

/** A chart with everything that lies in it, whatever it says of that. */
function whole(source: ChartSource, takesPart: "yes" | "maybe", alias?: Text): ActiveChart {
  const written = alias ?? source.name;
  return {
    source,
    name: known(written) ?? "",
    written,
    values: ownValues(source),
    charts: source.charts.map((inner) => whole(inner, takesPart)),
    requirements: source.requirements,
    missing: [],
    takesPart,
  };
}

/**
 * A chart with those charts inside that take part (helm pkg/chartutil/dependencies.go, processDependencyEnabled):
 * by the first of their conditions that the values hold, else by their tags. `set` is what is set for the outermost
 * chart, `path` the way to this one. As for Helm, a chart that requires nothing has no say on what lies in it.
 */
export function chartsThatTakePart(
  source: ChartSource,
  set: GoMap,
  deciding: Deciding,
  path = "",
  takesPart: "yes" | "maybe" = "yes",
  alias?: Text,
): ActiveChart {
  const all = whole(source, takesPart, alias);
  const { requirements } = source;
  if (requirements.length === 0) return all;
  const isListed = (inner: ChartSource): boolean =>
    requirements.some((requirement) => isMeant(requirement, inner, deciding));
  const found = [
    ...source.charts.filter((inner) => !isListed(inner)).map((inner) => ({ inner, alias: undefined })),
    ...requirements.flatMap((requirement) => {
      const inner = source.charts.find((each) => isMeant(requirement, each, deciding));
      return inner === undefined ? [] : [{ inner, alias: requirement.alias }];
    }),
  ];
  const charts = found.map(({ inner, alias }) => whole(inner, takesPart, alias));
  const values = coalesceValues({ ...all, charts }, set, "coalesce", deciding.mismatches);
  const answers = new Map(requirements.map((each) => [nameOf(each), isEnabled(each, values, path)] as const));
  const answerFor = (name: string): Answer => answers.get(name) ?? "yes";
  const part = (name: string): "yes" | "maybe" =>
    takesPart === "maybe" || answerFor(name) === "maybe" ? "maybe" : "yes";
  const isHere = (requirement: Requirement): boolean =>
    source.unread.includes(known(requirement.name) ?? "") ||
    source.charts.some((inner) => ownName(inner) === known(requirement.name));
  return {
    ...all,
    requirements: requirements.filter((each) => answerFor(nameOf(each)) !== "no"),
    charts: found
      .map((each) => ({ ...each, name: known(each.alias ?? each.inner.name) ?? "" }))
      .filter(({ name }) => answerFor(name) !== "no")
      .map(({ inner, alias, name }) =>
        chartsThatTakePart(inner, values, deciding, `${path}${name}.`, part(name), alias),
      ),
    missing: requirements
      .filter((each) => !isHere(each) && answerFor(nameOf(each)) !== "no")
      .map((requirement) => ({ requirement, takesPart: part(nameOf(requirement)) })),
  };
}

/** Whether a chart is the one that is asked for: a version that is no range, or none, means no chart. */
function isMeant(requirement: Requirement, chart: ChartSource, { inRange }: Deciding): boolean {
  if (known(requirement.name) !== ownName(chart)) return false;
  const range = isAbsent(requirement.version) ? "" : known(requirement.version);
  return range === undefined || inRange(chart.version, range);
}

function isEnabled({ condition, tags }: Requirement, values: GoMap, path: string): Answer {
  for (const each of condition?.trim().split(",") ?? []) {
    const value = each === "" ? undefined : valueAt(values, `${path}${each}`.split("."));
    if (value?.kind === "boolean") return value.value ? "yes" : "no";
    if (value?.kind === "unknown") return "maybe";
    if (value?.kind === "text" && known(value) === undefined) return "maybe";
  }
  return byTags(tags, values);
}

function byTags(tags: readonly string[], values: GoMap): Answer {
  const found = tags.map((tag) => valueAt(values, ["tags", tag]));
  if (found.some((value) => value?.kind === "boolean" && value.value)) return "yes";
  if (found.some((value) => value?.kind === "unknown")) return "maybe";
  return found.some((value) => value?.kind === "boolean") ? "no" : "yes";
}

/** What stands at a route; below something that is not known nothing is. */
export function valueAt(values: Value, route: readonly string[]): Value | undefined {
  let value: Value | undefined = values;
  for (const key of route) {
    if (value?.kind === "unknown") return value;
    if (value?.kind !== "go-map") return undefined;
    const { more, at }: GoMap = value;
    value = value.entries.get(key)?.value ?? (more && { kind: "unknown", hole: more, at });
  }
  return value;
}

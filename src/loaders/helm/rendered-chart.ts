import type { ChartRow } from "../../catalogue/charts/chart-row.ts";
import { renderServiceAccounts, type ChartServiceAccount } from "../../catalogue/charts/service-accounts.ts";
import { equals } from "../../model/compare.ts";
import type { Fact, Gap, Origin, Release } from "../../model/entities.ts";
import type { Manifest } from "../../model/manifest.ts";
import { entryOf, get, stringAt, textOf, type MapNode, type Node } from "../../model/node.ts";
import { absent, isAbsent, print, type Text } from "../../model/text.ts";
import type { GoMap } from "../go-template/value.ts";
import type { HelmRelease } from "../helm-release.ts";
import type { Questions, Unit } from "../loader.ts";
import { apiGroupOf, inNamespace, isClusterScoped, placedIn } from "../manifest-metadata.ts";
import { mayMake } from "../template-kinds.ts";
import { chartReads } from "./chart-reads.ts";
import { knownOf, rowOf } from "./find-row.ts";
import { releaseFact } from "./release-fact.ts";
import { isOpen, mayBe } from "./open-objects.ts";
import type { RenderedTemplate } from "./render-release.ts";
import { serviceAccountManifest } from "./service-account-manifest.ts";
import type { ActiveChart } from "./take-part.ts";
import { suspectedAccounts } from "./unlisted-chart.ts";

/** One chart of a release, which is a release to itself. */
export interface ChartOfRelease {
  readonly chart: ActiveChart;
  /** What its templates see as `.Values`. */
  readonly table: GoMap;
  /** The same without what is for the charts inside it. */
  readonly values: Node | undefined;
  readonly release: HelmRelease;
  readonly origin: Origin;
  readonly unit: Unit;
}

/** What a chart's own templates made. */
export interface MadeOfChart {
  /** With the names of the templates that they come from: Helm's order goes by them. */
  readonly rendered: readonly { readonly template: string; readonly manifest: Manifest }[];
  /** Accounts of which no template tells, but the catalogue or the values. */
  readonly guessed: readonly Manifest[];
  readonly facts: readonly Fact[];
}

type Failed = RenderedTemplate & { readonly failure: NonNullable<RenderedTemplate["failure"]> };

const hasFailed = (template: RenderedTemplate): template is Failed => template.failure !== undefined;

/**
 * The objects of one chart of a release, with gaps for what its templates did not give. Where a template that may make
 * accounts gave nothing, the catalogue says which, or accounts are taken from values that look as if they were for one.
 */
export function fromTemplates(
  of: ChartOfRelease,
  templates: readonly RenderedTemplate[],
  ask: Questions,
): MadeOfChart {
  const own = templates.filter(({ file }) => file.chart === of.chart);
  const failed = own.filter(hasFailed);
  const row = rowOf(of.release, ask.settings?.charts);
  const listed = row === undefined ? [] : accountsOf(row, of);
  const hidesAccounts = failed.some(({ file }) => makes(file.text).includes("service-account"));
  const objects = own.flatMap((template) =>
    template.objects.flatMap(({ object, certain }) =>
      isOpen(object)
        ? []
        : manifestOf(object, certain, of, row, listed).map((manifest) => ({
            template: template.file.name,
            manifest,
          })),
    ),
  );
  const isRendered = (name: Text): boolean =>
    objects.some(({ manifest }) => isAccount(manifest) && sameName(manifest, name));
  const guessed = !hidesAccounts
    ? listed.filter(({ existence }) => existence === "annotated")
    : row === undefined
      ? suspectedAccounts(of.values, of.chart.source.name)
      : listed;
  const facts: Fact[] = [...gapsOf(failed, of, row), ...openGaps(own, of), factOf(of, row, ask)];
  return {
    rendered: objects,
    guessed: guessed.filter(({ name }) => !isRendered(name)).map((account) => guess(account, of, row)),
    facts,
  };
}

function factOf(of: ChartOfRelease, row: ChartRow | undefined, ask: Questions): Release {
  const fact = releaseFact(of.unit, of.release, of.values, row);
  if (fact.reads !== undefined) return fact;
  const chart = chartReads(of.chart, of.values, ask);
  if (chart === undefined) return fact;
  return { ...fact, reads: { row: print(of.chart.source.name), accounts: [], actions: [], chart } };
}

function accountsOf(row: ChartRow, { release, values }: ChartOfRelease): readonly ChartServiceAccount[] {
  const { name, namespace, chart } = release;
  const { alias } = chart;
  const facts = { name, namespace, chart: chart.name, version: knownOf(chart.version) };
  return renderServiceAccounts(row, alias === undefined ? facts : { ...facts, alias }, values);
}

type Account = Pick<ChartServiceAccount, "name" | "annotations" | "existence" | "at"> &
  Partial<Pick<ChartServiceAccount, "component" | "namespace">>;

/** An account that the catalogue or the values tell of, and no template. */
function guess(account: Account, of: ChartOfRelease, row: ChartRow | undefined): Manifest {
  const { release, chart, origin } = of;
  const { component, namespace = release.namespace } = account;
  const existence = isUnsure(of) ? "maybe" : account.existence;
  const madeBy = {
    what: "chart",
    row: row?.id ?? print(chart.source.name),
    release: release.name,
    ...(component === undefined ? { guessed: true as const } : { component }),
  } as const;
  return serviceAccountManifest({ ...account, namespace, existence }, origin, madeBy);
}

const isUnsure = ({ release, chart }: ChartOfRelease): boolean =>
  release.installed === "maybe" || chart.takesPart === "maybe";

const isAccount = ({ object }: Pick<Manifest, "object">): boolean =>
  apiGroupOf(object) === "" && stringAt(object, "kind") === "ServiceAccount";

function sameName({ object }: Manifest, name: Text): boolean {
  const own = get(object, "metadata", "name");
  return own?.kind === "text" && equals(own, name) === "yes";
}

/** Objects of which it is told further on that they may not be there; all others are left out where that is so. */
function tellsExistence(object: MapNode): boolean {
  const group = apiGroupOf(object);
  return isAccount({ object }) || group === "argoproj.io" || group.endsWith("toolkit.fluxcd.io");
}

function manifestOf(
  object: MapNode,
  certain: boolean,
  of: ChartOfRelease,
  row: ChartRow | undefined,
  listed: readonly ChartServiceAccount[],
): readonly Manifest[] {
  if (!certain && !tellsExistence(object)) return [];
  const { release, chart, origin } = of;
  const placed = placedIn(object, release.destination ?? release.namespace);
  const name = get(object, "metadata", "name");
  const predicted =
    name?.kind === "text" && isAccount({ object })
      ? listed.find((account) => equals(account.name, name) === "yes")
      : undefined;
  return [
    {
      object: placed,
      origin,
      existence: certain && !isUnsure(of) ? "created" : "maybe",
      madeBy: {
        what: "chart",
        row: predicted === undefined ? print(chart.source.name) : (row?.id ?? ""),
        release: release.name,
        rendered: true,
        ...(predicted === undefined ? {} : { component: predicted.component }),
      },
    },
  ];
}

/** What a template may make, by its words; libraries make accounts by templates of their own. */
function makes(text: string): readonly Gap["may"][number][] {
  const may = new Set(mayMake(text));
  if (/service-?_?account/i.test(text)) may.add("service-account");
  return [...may].sort();
}

/** One gap for each thing that kept templates from being filled in. */
function gapsOf(failed: readonly Failed[], of: ChartOfRelease, row: ChartRow | undefined): readonly Gap[] {
  const groups = new Map<string, Failed[]>();
  for (const template of failed) {
    const { message, at } = template.failure;
    const key = `${at.file.path}|${String(at.span.start)}|${message}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [template]);
    else group.push(template);
  }
  return [...groups].flatMap(([key, group]): readonly Gap[] => {
    const [first] = group;
    const all = [...new Set(group.flatMap(({ file }) => makes(file.text)))].sort();
    // What accounts the chart makes, its row says.
    const may = row === undefined ? all : all.filter((kind) => kind !== "service-account");
    if (first === undefined || may.length === 0) return [];
    const made = gap(of, key, may, messageOf(first, group.length, of), first.failure.at);
    return [group.some(({ file }) => mayBeClusterWide(file.text)) ? made : { ...made, clusterWide: false }];
  });
}

/** Whether a template may make stores for the whole cluster: it says so, or a value says of which kind they are. */
const mayBeClusterWide = (text: string): boolean => /\bClusterSecretStore\b|\bkind:\s*\{\{/.test(text);

function gap(
  { unit, chart, release, origin }: ChartOfRelease,
  key: string,
  may: Gap["may"],
  message: string | undefined,
  at: Gap["at"],
): Gap {
  return {
    kind: "gap",
    id: `chart|${unit.key}|${key}`,
    what: `chart ${print(chart.source.name)}`,
    may,
    namespace: release.namespace,
    account: absent(at),
    message,
    at,
    origin,
  };
}

function messageOf({ file, failure }: Failed, count: number, { release }: ChartOfRelease): string {
  const { name, namespace } = release;
  const more = count === 1 ? "" : ` and ${String(count - 1)} more`;
  const follows = `what release "${print(name)}" makes of it${inNamespace(namespace)} is not known`;
  switch (failure.kind) {
    case "refused":
      return `Helm stops at template ${file.path}${more} (${failure.message}): ${follows}`;
    case "limit":
      return `template ${file.path}${more} is not rendered (${failure.message}): ${follows}`;
    case "yaml":
      return `template ${file.path}${more} prints what is no YAML (${failure.message}): ${follows}`;
  }
}

/**
 * Stores and secrets that only some unknown values bring are left out, and so are objects of which not even the kind
 * is known; something may make them all the same, where and by the name that they would have.
 */
function openGaps(own: readonly RenderedTemplate[], of: ChartOfRelease): readonly Gap[] {
  const { release } = of;
  return own
    .flatMap(({ objects }) => objects)
    .flatMap(({ object, certain }, index): readonly Gap[] => {
      const kind = stringAt(object, "kind") ?? "";
      const may = isOpen(object) ? mayBe(object) : certain || isAccount({ object }) ? [] : mayMake(kind);
      if (may.length === 0) return [];
      const metadata = entryOf(object, "metadata")?.value;
      const name = textOf(get(metadata, "name"), object.at);
      const written = textOf(get(metadata, "namespace"), object.at);
      const isPlaced = !isAbsent(written) && written.parts.length > 0;
      return [
        {
          ...gap(of, `open ${String(index)}`, may, undefined, of.chart.source.name.at),
          ...(isAbsent(name) ? {} : { names: [name] }),
          ...(isOpen(object) || isClusterScoped(kind) ? {} : { clusterWide: false as const }),
          namespace: isPlaced ? written : (release.destination ?? release.namespace),
        },
      ];
    });
}

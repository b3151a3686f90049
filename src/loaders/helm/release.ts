import { renderServiceAccounts } from "../../catalogue/charts/service-accounts.ts";
import type { ChartRow } from "../../catalogue/charts/chart-row.ts";
import type { Gap, Origin } from "../../model/entities.ts";
import type { Step } from "../../model/location.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { Node } from "../../model/node.ts";
import { absent, isAbsent, print } from "../../model/text.ts";
import { HELM_RELEASE, isHelmRelease, type HelmRelease } from "../helm-release.ts";
import { inNamespace } from "../manifest-metadata.ts";
import { emptyExpansion, type Expander, type Expansion, type Unit } from "../loader.ts";
import { effectiveValues } from "./effective-values.ts";
import { knownOf, rowOf } from "./find-row.ts";
import { expandLocalChart } from "./local-chart.ts";
import { releaseFact } from "./release-fact.ts";
import { serviceAccountManifest } from "./service-account-manifest.ts";
import { suspectedAccounts } from "./unlisted-chart.ts";

/** Expands a release into the service accounts that its chart would make. */
export const helmRelease: Expander = {
  kind: HELM_RELEASE,
  expand: (unit, ask) => {
    if (!isHelmRelease(unit.input)) return emptyExpansion;
    const release = unit.input;
    const { directory } = release.chart;
    if (directory !== undefined) return expandLocalChart(release, directory, unit, ask);
    const row = rowOf(release, ask.settings?.charts);
    const { values, problems } = effectiveValues(release.values);
    const expansion = row ? fromRow(row, release, values, unit) : fromValues(release, values, unit);
    return { ...expansion, facts: [...expansion.facts, releaseFact(unit, release, values, row)], problems };
  },
};

function fromRow(row: ChartRow, release: HelmRelease, values: Node | undefined, unit: Unit): Expansion {
  const origin = originOf(release, unit.origin);
  const { alias } = release.chart;
  const facts = {
    name: release.name,
    namespace: release.namespace,
    chart: release.chart.name,
    version: knownOf(release.chart.version),
    ...(alias === undefined ? {} : { alias }),
  };
  const manifests = renderServiceAccounts(row, facts, values).map((account): Manifest => {
    const { component, at } = account;
    const step: Step = { label: `values of ${component}`, at };
    const madeBy = { what: "chart", row: row.id, release: release.name, component } as const;
    const existence = release.installed ?? account.existence;
    return serviceAccountManifest(
      { ...account, existence },
      { ...origin, via: [...origin.via, step] },
      madeBy,
    );
  });
  return { ...emptyExpansion, manifests };
}

function fromValues(release: HelmRelease, values: Node | undefined, unit: Unit): Expansion {
  const { chart, namespace } = release;
  const origin = originOf(release, unit.origin);
  const madeBy = { what: "chart", row: print(chart.name), release: release.name, guessed: true } as const;
  const manifests = suspectedAccounts(values, chart.name).map((account) => {
    const existence = release.installed ?? account.existence;
    return serviceAccountManifest({ ...account, namespace, existence }, origin, madeBy);
  });
  return { ...emptyExpansion, manifests, facts: [chartGap(release, unit)] };
}

/** A chart in nobody's catalogue may make any service account and secret store in the release's namespace. */
function chartGap({ chart, name, namespace }: HelmRelease, unit: Unit): Gap {
  const from = isAbsent(chart.repository) ? "" : ` (${print(chart.repository)})`;
  const version = isAbsent(chart.version) ? "" : ` ${print(chart.version)}`;
  const { askedBy } = chart;
  const where = askedBy === undefined || askedBy === "" ? "" : ` in ${askedBy}`;
  const help = askedBy === undefined ? "" : ` ("helm dependency build"${where} would bring it)`;
  const message =
    `chart "${print(chart.name)}"${version}${from} is in no catalogue${help}: which service accounts its release ` +
    `"${print(name)}" makes${inNamespace(namespace)} is not known`;
  return {
    kind: "gap",
    id: `chart|${unit.key}`,
    what: `chart ${print(chart.name)}`,
    may: ["service-account", "secret-store", "external-secret"],
    namespace,
    account: absent(chart.name.at),
    message,
    at: chart.name.at,
    origin: unit.origin,
  };
}

function originOf({ chart, name }: HelmRelease, origin: Origin): Origin {
  const version = isAbsent(chart.version) ? "" : ` ${print(chart.version)}`;
  const steps: readonly Step[] = [
    { label: `chart ${print(chart.name)}${version}`, at: chart.name.at },
    { label: `release ${print(name)}`, at: name.at },
  ];
  return { ...origin, via: [...origin.via, ...steps] };
}

import type { ChartRow, ChartServiceAccountRow } from "../../catalogue/charts/chart-row.ts";
import { callsAws, neededActions } from "../../catalogue/charts/conditions.ts";
import type { ChartValues } from "../../catalogue/charts/chart-values.ts";
import { inRange } from "../../catalogue/charts/versions.ts";
import type { ReadAccount, Release } from "../../model/entities.ts";
import type { Node } from "../../model/node.ts";
import { isAbsent, known } from "../../model/text.ts";
import type { HelmRelease } from "../helm-release.ts";
import type { Unit } from "../loader.ts";

/** The fact that a release is: what it hands to its chart, and what the chart is known to read of it. */
export function releaseFact(
  unit: Unit,
  release: HelmRelease,
  values: Node | undefined,
  row: ChartRow | undefined,
): Release {
  const { repository, name, version, directory } = release.chart;
  const exact = isAbsent(version) ? undefined : known(version);
  return {
    kind: "release",
    id: `release|${unit.key}`,
    origin: unit.origin,
    at: name.at,
    chart: { repository, name, version, ...(directory === undefined ? {} : { directory }) },
    name: release.name,
    namespace: release.namespace,
    values,
    layers: release.values.flatMap((layer) => (layer.kind === "values" ? [layer.node] : [])),
    valueFiles: release.valueFiles ?? [],
    reads:
      row === undefined
        ? undefined
        : {
            row: row.id,
            accounts: row.serviceAccounts.map((account) => ({
              ...readAccount(account, exact),
              ...callsOf(row, account, { set: values, defaults: row.defaults ?? {}, chartAt: name.at }),
            })),
            actions: (row.actions ?? []).map(({ action }) => action),
          },
  };
}

/** What the row says of an account's calls to AWS, as far as the values matter. */
function callsOf(
  row: ChartRow,
  account: ChartServiceAccountRow,
  values: ChartValues,
): Pick<ReadAccount, "callsAws" | "callsAwsFor" | "needs"> {
  return {
    callsAws: callsAws(account, values),
    ...(account.callsAwsFor === undefined ? {} : { callsAwsFor: account.callsAwsFor }),
    needs: neededActions(row.actions ?? [], account, values).map(({ action, needed }) => ({
      action,
      ...(needed?.for === undefined ? {} : { for: needed.for }),
      ...(needed?.beside === undefined ? {} : { beside: needed.beside }),
    })),
  };
}

function readAccount(
  account: ChartServiceAccountRow,
  version: string | undefined,
): Omit<ReadAccount, "callsAws" | "callsAwsFor" | "needs"> {
  const { component, annotations, aws, create = [], templated = false, unsure = false } = account;
  return {
    component,
    annotations,
    create: create.map(({ path }) => path),
    templated: typeof templated === "boolean" ? (templated ? "yes" : "no") : inRange(version, templated),
    unsure,
    ...(aws === false ? { needsNoAws: true } : {}),
  };
}

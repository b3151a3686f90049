import type { ChartRow } from "./chart-row.ts";
import charts from "./charts.json" with { type: "json" };
import { inRange } from "./versions.ts";

/** The built-in rows, in the order of their ids. */
// The build and a test hold the file to schemas/chart-catalogue.schema.json.
export const chartRows: readonly ChartRow[] = charts as unknown as readonly ChartRow[];

/** A chart as a release names it. Undefined parts are not known or not said. */
export interface ChartReference {
  /** An HTTP repository, or an OCI registry with or without `oci://` and with or without the chart at the end. */
  readonly repository: string | undefined;
  readonly name: string;
  readonly version: string | undefined;
}

/**
 * The catalogue's row for a chart, by repository and name together: a chart of the same name elsewhere is another
 * chart. The configuration's `own` rows come first. When the version is not exact, the row without an upper bound wins,
 * since such a range asks for the newest.
 */
export function findChart(reference: ChartReference, own: readonly ChartRow[] = []): ChartRow | undefined {
  return pick(own, reference) ?? pick(chartRows, reference);
}

function pick(rows: readonly ChartRow[], reference: ChartReference): ChartRow | undefined {
  const addresses = addressesOf(reference);
  const candidates = rows.filter((row) => isAt(row, addresses, reference));
  const fitting = candidates.filter((row) => inRange(reference.version, row.versions) !== "no");
  return fitting.find((row) => row.versions?.includes("<") !== true) ?? fitting[0];
}

function isAt(row: ChartRow, addresses: readonly string[], { repository, name }: ChartReference): boolean {
  const names = [row.chart, ...(row.aliases ?? [])];
  // `bitnami/external-dns` names a repository of somebody's machine by its usual alias.
  if (repository === undefined && !name.includes("://")) return row.aliases?.includes(name) === true;
  return row.repositories.some((at) =>
    names.some((other) => addresses.includes(canonical(`${at}/${other}`))),
  );
}

/** Where the chart may lie: an OCI address that ends in the chart's name may be the whole address already. */
function addressesOf({ repository, name }: ChartReference): readonly string[] {
  if (repository === undefined || name.includes("://")) return [canonical(name)];
  const joined = canonical(`${repository}/${name}`);
  const whole = canonical(repository);
  return isOci(repository) && whole.endsWith(`/${name.toLowerCase()}`) ? [joined, whole] : [joined];
}

/** Argo CD writes OCI registries without a scheme (argo-cd docs/user-guide/helm.md, "Helm --oci"). */
const isOci = (repository: string): boolean => repository.startsWith("oci://") || !repository.includes("://");

/** One form for the many in which people write one address: no scheme, port, doubled or trailing slashes, lower case. */
function canonical(url: string): string {
  return url
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, "")
    .replace(/^([^/:]+):(?:443|80)(?=\/|$)/, "$1")
    .split("/")
    .filter((segment) => segment !== "" && segment !== "index.yaml")
    .join("/");
}

import type { ModuleRow } from "./module-row.ts";
import rows from "./modules.json" with { type: "json" };
import { sourceAddress } from "./source-address.ts";
import { allowedBy, compareVersions, overlap, type VersionInterval } from "./versions.ts";

/** The built-in rows; a test holds them to their schema. */
export const moduleRows: readonly ModuleRow[] = rows;

/**
 * The catalogue's row for a module's source and version constraint: the newest that the constraint allows, as
 * `terraform init` would choose. The configuration's `own` rows come first.
 */
export function findModuleRow(
  source: string,
  version: string | undefined,
  own: readonly ModuleRow[] = [],
): ModuleRow | undefined {
  return pick(own, source, version) ?? pick(moduleRows, source, version);
}

const located = new WeakMap<ModuleRow, Located>();

interface Located {
  readonly address: string;
  readonly interval: VersionInterval;
}

/** Where a row belongs, worked out once. */
function locate(row: ModuleRow): Located {
  const earlier = located.get(row);
  if (earlier !== undefined) return earlier;
  const found = { address: sourceAddress(row.source).address, interval: allowedBy(row.versions) };
  located.set(row, found);
  return found;
}

function pick(
  rows: readonly ModuleRow[],
  source: string,
  version: string | undefined,
): ModuleRow | undefined {
  const { address, ref } = sourceAddress(source);
  const allowed = allowedBy(version ?? ref);
  const fitting = rows
    .map((row) => ({ row, ...locate(row) }))
    .filter((found) => found.address === address && overlap(found.interval, allowed))
    .sort((a, b) => compareVersions(b.interval.from, a.interval.from));
  return fitting[0]?.row;
}

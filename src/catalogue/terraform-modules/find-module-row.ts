import type { ModuleRow } from "./module-row.ts";
import rows from "./modules.json" with { type: "json" };
import { isCommit, versionOfCommit } from "./releases.ts";
import { sourceAddress } from "./source-address.ts";
import { unmarked } from "./marked-text.ts";
import { allowedBy, compareVersions, overlap, type Version, type VersionInterval } from "./versions.ts";

/** The built-in rows; a test holds them to their schema. */
export const moduleRows: readonly ModuleRow[] = rows;

/** What a row says of the version that a call takes. */
export interface FoundRow {
  /** Names the row in `assumed`; with what is not known of the version. */
  readonly id: string;
  /** The module in HCL; undefined when it makes nothing that matters here. */
  readonly module: string | undefined;
}

/**
 * What the catalogue says of a module by its source and version constraint: at the newest version that they allow, as
 * `terraform init` would choose. The configuration's `own` rows come first. `inputs` are the names of what the call
 * gives: what no input switches on is left out of the module, and they tell versions apart when nothing else does.
 */
export function findModuleRow(
  source: string,
  version: string | undefined,
  own: readonly ModuleRow[] = [],
  inputs?: readonly string[],
): FoundRow | undefined {
  const request = { source, version, inputs: inputs && new Set(inputs) };
  return pick(own, request) ?? pick(moduleRows, request);
}

interface Request {
  readonly source: string;
  readonly version: string | undefined;
  readonly inputs: ReadonlySet<string> | undefined;
}

/** A row at the newest version that fits: `below` is the first one that is too new. */
interface Fitting {
  readonly row: ModuleRow;
  readonly interval: VersionInterval;
  readonly below: Version;
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

function pick(rows: readonly ModuleRow[], request: Request): FoundRow | undefined {
  const { address, ref } = sourceAddress(request.source);
  const mine = rows.filter((row) => locate(row).address === address);
  if (mine.length === 0) return undefined;
  const release = ref !== undefined && isCommit(ref) ? versionOfCommit(address, ref) : undefined;
  if (ref !== undefined && isCommit(ref) && release === undefined) return atCommit(mine, ref, request);
  const allowed = allowedBy(request.version ?? release ?? ref);
  const [newest] = mine
    .map((row) => fitting(row, allowed))
    .filter((found) => overlap(found.interval, allowed))
    .sort((a, b) => compareVersions(b.interval.from, a.interval.from));
  return newest && found(newest, request);
}

function fitting(row: ModuleRow, allowed: VersionInterval): Fitting {
  const { interval } = locate(row);
  const below = compareVersions(interval.to, allowed.to) < 0 ? interval.to : allowed.to;
  return { row, interval, below };
}

function found({ row, below }: Fitting, { inputs }: Request): FoundRow {
  const { module } = row;
  if (module === undefined) return { id: row.id, module };
  return { id: row.id, module: unmarked(wholeText(module), { below, inputs }) };
}

function wholeText(module: string | readonly string[]): string {
  return typeof module === "string" ? module : module.join("\n");
}

/**
 * A commit that is no release may be of any version: the row is only taken when it is the only one that has all of
 * the call's inputs.
 */
function atCommit(rows: readonly ModuleRow[], commit: string, request: Request): FoundRow | undefined {
  const everything = allowedBy(undefined);
  const [only, another] = rows.filter(({ module }) => module === undefined || declaresAll(module, request));
  if (only === undefined || another !== undefined) return undefined;
  const { id, module } = found(fitting(only, everything), request);
  return { id: `${id}, as commit ${commit.slice(0, 7)} is of no release that is known`, module };
}

function declaresAll(module: string | readonly string[], { inputs }: Request): boolean {
  const text = wholeText(module);
  return [...(inputs ?? [])].every((name) => text.includes(`variable "${name}"`));
}

import { readFileSync } from "node:fs";
import { compareVersions, type Version } from "../../src/catalogue/terraform-modules/versions.ts";
import type { RecordedModule } from "./module-cases/module-cases.ts";
import type { Outcome } from "./module-outcome.ts";

/** What tools/oracle/record-modules.ts wrote of one module. */
export interface Recording {
  readonly releases: readonly string[];
  readonly cases: Readonly<
    Record<string, readonly { readonly versions: readonly [string, string]; readonly outcome: Outcome }[]>
  >;
}

export function recordingOf({ name }: RecordedModule): Recording {
  const path = new URL(`../oracle/modules/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, "utf8")) as Recording;
}

function parts(version: string): Version {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  return [major, minor, patch];
}

/** What a case makes at a release. */
export function outcomeAt({ cases }: Recording, name: string, release: string): Outcome | undefined {
  const at = parts(release);
  return cases[name]?.find(
    ({ versions: [first, last] }) =>
      compareVersions(parts(first), at) <= 0 && compareVersions(at, parts(last)) <= 0,
  )?.outcome;
}

/** The releases at which something changes, the one before each, the first and the last: with the cases that do. */
export function turningPoints({ releases, cases }: Recording): readonly {
  readonly release: string;
  readonly names: readonly string[];
}[] {
  const edges = Object.entries(cases).flatMap(([name, runs]) =>
    runs.flatMap(({ versions }) => versions.map((release) => ({ name, release }))),
  );
  return releases
    .map((release) => ({
      release,
      names: [...new Set(edges.filter((edge) => edge.release === release).map(({ name }) => name))],
    }))
    .filter(({ names }) => names.length > 0);
}

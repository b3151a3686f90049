import type { Origin, ReleaseValueFile } from "../../model/entities.ts";
import { inDeployed } from "../../model/problem.ts";
import { isAbsent, known, print, unknownText, type Absent, type Text } from "../../model/text.ts";
import { helmReleaseUnit, type ValuesLayer } from "../helm-release.ts";
import { readValuesFile, unreadLayer } from "../helm-values.ts";
import { emptyExpansion, type Expander, type InstalledRelease, type Unit } from "../loader.ts";
import { directoryOf } from "../paths.ts";
import { releaseWorlds } from "./release-worlds.ts";

const INSTALLED = "installed-release";

/** A unit for each release that the configuration tells of. `paths` are all files of the input. */
export function installedReleaseUnits(
  releases: readonly InstalledRelease[],
  paths: readonly string[],
): readonly Unit[] {
  return releases.flatMap((entry, index) =>
    releaseWorlds(entry, paths).map(({ release, environment }, number): Unit => {
      const { name, chart, cluster } = release;
      const shown = isAbsent(name) ? `of chart ${print(chart)}` : print(name);
      const step = { label: `release ${shown} of the configuration`, at: name.at };
      const origin: Origin = { environment, cluster, via: [step] };
      const key = number === 0 ? String(index) : `${String(index)}.${String(number)}`;
      return { kind: INSTALLED, key, input: release, origin };
    }),
  );
}

/** What the configuration does not say of a release. */
function orUnknown(text: Text | Absent, what: string, { key, chart }: { key: string; chart: Text }): Text {
  if (!isAbsent(text)) return text;
  const id = `${INSTALLED}|${key}|${what}`;
  return unknownText({ id, name: `${what} of chart ${print(chart)}`, shape: "dns" }, text.at);
}

/** Only `installedReleaseUnits` makes units of this kind. */
const isRelease = (input: unknown): input is InstalledRelease =>
  typeof input === "object" && input !== null && "chart" in input && "values" in input;

/** Reads the values files of a release of the configuration and asks for the release. */
export const installedRelease: Expander = {
  kind: INSTALLED,
  expand: ({ key, input, origin }, ask) => {
    if (!isRelease(input)) return emptyExpansion;
    const { chart, repository, version, name, namespace, directory } = input;
    const read = input.values.map(({ path, written }) => {
      const file = readValuesFile(path, ask);
      const isMissing = "missing" in file && file.missing === "not-found";
      const isRead = "state" in file && file.state === "read";
      const layer: ValuesLayer | undefined = isRead
        ? layerOf(file.values)
        : unreadLayer(print(written), written.at);
      const valueFile: ReleaseValueFile = {
        path: written,
        state: isRead ? "read" : isMissing ? "missing" : "unread",
        nearby: isMissing ? siblings(path, written, ask.list(directoryOf(path))) : [],
      };
      const problems = "problems" in file ? file.problems.map(inDeployed) : [];
      return { layer, valueFile, problems, claims: "missing" in file ? [] : [path] };
    });
    const release = {
      chart: { repository, version, name: chart, ...(directory === undefined ? {} : { directory }) },
      name: orUnknown(name, "release name", { key, chart }),
      namespace: orUnknown(namespace, "namespace", { key, chart }),
      values: read.flatMap(({ layer }) => layer ?? []),
      valueFiles: read.map(({ valueFile }) => valueFile),
    };
    return {
      ...emptyExpansion,
      claims: read.flatMap(({ claims }) => claims),
      units: [helmReleaseUnit(`${INSTALLED}|${key}`, release, origin)],
      problems: read.flatMap(({ problems }) => problems),
    };
  },
};

function layerOf(
  values: Extract<ValuesLayer, { kind: "values" }>["node"] | undefined,
): ValuesLayer | undefined {
  return values === undefined ? undefined : { kind: "values", node: values };
}

/** The YAML files beside a missing one, as the configuration would write them. */
function siblings(path: string, written: Text, files: readonly string[]): readonly string[] {
  const before = directoryOf(known(written) ?? "");
  return files
    .filter((file) => directoryOf(file) === directoryOf(path) && /\.ya?ml$/.test(file))
    .map((file) => (before === "" ? "" : `${before}/`) + file.slice(file.lastIndexOf("/") + 1));
}

import type { Origin, ReleaseValueFile } from "../../model/entities.ts";
import { inDeployed } from "../../model/problem.ts";
import { known, print, type Text } from "../../model/text.ts";
import { helmReleaseUnit, type ValuesLayer } from "../helm-release.ts";
import { readValuesFile, unreadLayer } from "../helm-values.ts";
import { emptyExpansion, type Expander, type InstalledRelease, type Unit } from "../loader.ts";
import { directoryOf } from "../paths.ts";

const INSTALLED = "installed-release";

/** A unit for each release that the configuration tells of. */
export function installedReleaseUnits(releases: readonly InstalledRelease[]): readonly Unit[] {
  return releases.map((input, index) => {
    const { name, cluster } = input;
    const step = { label: `release ${print(name)} of the configuration`, at: name.at };
    const origin: Origin = { environment: null, cluster, via: [step] };
    return { kind: INSTALLED, key: String(index), input, origin };
  });
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
      name,
      namespace,
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

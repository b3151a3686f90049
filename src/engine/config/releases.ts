import type { InstalledRelease } from "../../loaders/loader.ts";
import { readPattern, referencesIn } from "../../loaders/helm/path-pattern.ts";
import { absent, literal, type Absent, type Text } from "../../model/text.ts";
import { didYouMean } from "../closest.ts";
import type { ConfigurationDocument, ConfigurationError } from "./document.ts";
import { printRoute } from "./explain-errors.ts";

/** An entry of `releases`, as the schema lets it through. */
export interface RawRelease {
  readonly name?: string;
  readonly namespace?: string;
  readonly chart: string;
  readonly repository?: string;
  readonly version?: string;
  readonly cluster?: string;
  readonly values?: readonly string[];
}

/** The fields that may use what the values files leave open. */
const FILLED = ["name", "namespace", "chart", "repository", "version", "cluster"] as const;

/** A field that uses a name which no values file of its release leaves open. */
export function wrongReleases(
  raw: readonly RawRelease[],
  document: ConfigurationDocument,
): readonly ConfigurationError[] {
  return raw.flatMap((release, index) => {
    const names = (release.values ?? []).flatMap((path) => readPattern(path)?.names ?? []);
    return FILLED.flatMap((field) =>
      referencesIn(release[field] ?? "")
        .filter((name) => !names.includes(name))
        .map((name): ConfigurationError => {
          const route = ["releases", index, field];
          const message = `${printRoute(route)}: no path in "values" has {${name}} in it${didYouMean(name, names)}`;
          return { at: document.valueAt(route), message };
        }),
    );
  });
}

/** The releases that the configuration tells of, each value at its place; paths are relative to the configuration. */
export function readReleases(
  raw: readonly RawRelease[],
  document: ConfigurationDocument,
): readonly InstalledRelease[] {
  return raw.map((release, index): InstalledRelease => {
    const route = ["releases", index];
    const at = (field: string): Text["at"] => document.valueAt([...route, field]);
    const optional = (field: (typeof FILLED)[number]): Text | Absent => {
      const value = release[field];
      return value === undefined ? absent(document.valueAt(route)) : literal(value, at(field));
    };
    return {
      name: optional("name"),
      namespace: optional("namespace"),
      chart: literal(release.chart, at("chart")),
      ...(/^\.\.?(?:\/|$)/.test(release.chart) ? { directory: release.chart } : {}),
      repository: optional("repository"),
      version: optional("version"),
      cluster: optional("cluster"),
      values: (release.values ?? []).map((path, item) => ({
        path,
        written: literal(path, document.valueAt([...route, "values", item])),
      })),
    };
  });
}

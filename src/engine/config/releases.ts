import type { InstalledRelease } from "../../loaders/loader.ts";
import { absent, literal, type Absent, type Text } from "../../model/text.ts";
import type { ConfigurationDocument } from "./document.ts";

/** An entry of `releases`, as the schema lets it through. */
export interface RawRelease {
  readonly name: string;
  readonly namespace: string;
  readonly chart: string;
  readonly repository?: string;
  readonly version?: string;
  readonly cluster?: string;
  readonly values?: readonly string[];
}

/** The releases that the configuration tells of, each value at its place; paths are relative to the configuration. */
export function readReleases(
  raw: readonly RawRelease[],
  document: ConfigurationDocument,
): readonly InstalledRelease[] {
  return raw.map((release, index): InstalledRelease => {
    const route = ["releases", index];
    const at = (field: string): Text["at"] => document.valueAt([...route, field]);
    const optional = (field: "repository" | "version" | "cluster"): Text | Absent => {
      const value = release[field];
      return value === undefined ? absent(document.valueAt(route)) : literal(value, at(field));
    };
    return {
      name: literal(release.name, at("name")),
      namespace: literal(release.namespace, at("namespace")),
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

import validate from "../../../build/config-validator.js";
import type { ChartRow } from "../../catalogue/charts/chart-row.ts";
import type { ModuleRow } from "../../catalogue/terraform-modules/module-row.ts";
import type { Route, SourceFile } from "../../model/location.ts";
import { literal } from "../../model/text.ts";
import { didYouMean } from "../closest.ts";
import type {
  Configuration,
  Exception,
  Limits,
  Override,
  Preset,
  RuleSetting,
  RuleSeverity,
} from "../configuration.ts";
import { isGlob, namesRule } from "../globs.ts";
import { readDocument, type ConfigurationDocument, type ConfigurationError } from "./document.ts";
import { explainErrors, printRoute } from "./explain-errors.ts";
import { wrongModuleRows } from "./module-rows.ts";
import { readReleases, wrongReleases, type RawRelease } from "./releases.ts";

type RawRules = Readonly<
  Record<
    string,
    RuleSeverity | readonly [RuleSeverity] | readonly [RuleSeverity, Readonly<Record<string, unknown>>]
  >
>;

/** What the schema lets through (schemas/config.schema.json). */
interface RawConfiguration {
  readonly root?: boolean;
  readonly extends?: Preset;
  readonly rules?: RawRules;
  readonly overrides?: readonly { readonly files: readonly string[]; readonly rules: RawRules }[];
  readonly ignore?: readonly string[];
  readonly clusters?: readonly {
    readonly name: string;
    readonly issuer?: string;
    readonly account?: string;
    readonly region?: string;
    readonly paths?: readonly string[];
    readonly argocdServer?: string;
    readonly argocdName?: string;
  }[];
  readonly repositories?: readonly { readonly url: string; readonly path?: string }[];
  readonly charts?: readonly ChartRow[];
  readonly releases?: readonly RawRelease[];
  readonly placeholders?: readonly string[];
  readonly terraform?: {
    readonly varFiles?: readonly string[];
    readonly workspaces?: Readonly<Record<string, readonly string[]>>;
    readonly modules?: readonly ModuleRow[];
  };
  readonly limits?: Limits;
  readonly exceptions?: readonly {
    readonly rule: string;
    readonly files?: readonly string[];
    readonly match?: string;
    readonly reason?: string;
    readonly expires?: string;
  }[];
}

export type ReadConfiguration =
  | { readonly kind: "configuration"; readonly configuration: Configuration }
  | { readonly kind: "errors"; readonly errors: readonly ConfigurationError[] };

/**
 * A configuration file, checked: its data against the schema, its rule ids against those that exist. `file.path` is
 * the name that errors give it.
 */
export function readConfiguration(file: SourceFile, ruleIds: readonly string[]): ReadConfiguration {
  const document = readDocument(file);
  if (document.errors.length > 0) return { kind: "errors", errors: document.errors };
  if (!validate(document.data)) {
    return { kind: "errors", errors: explainErrors(validate.errors ?? [], document) };
  }
  const raw = document.data as RawConfiguration;
  const errors = [
    ...unknownRules(raw, document, ruleIds),
    ...wrongDates(raw, document),
    ...wrongModuleRows(raw.terraform?.modules ?? [], document),
    ...wrongReleases(raw.releases ?? [], document),
  ];
  if (errors.length > 0) return { kind: "errors", errors };
  return { kind: "configuration", configuration: configurationOf(raw, document) };
}

/** Whether a configuration's text says `root: true`; a text that cannot be read does not. */
export function saysRoot(text: string): boolean {
  const { data } = readDocument({ path: "", text });
  return typeof data === "object" && data !== null && "root" in data && data.root === true;
}

/** `trust/missing-subject=off`, as `--rule` takes it: a setting, or what is wrong with it. */
export function readRuleSetting(text: string, ruleIds: readonly string[]): RuleSetting | string {
  const [pattern = "", severity, ...more] = text.split("=");
  const severities: readonly RuleSeverity[] = ["off", "info", "warning", "error"];
  const chosen = severities.find((candidate) => candidate === severity);
  if (chosen === undefined || more.length > 0) {
    return `"${text}" is not ID=SEVERITY with a severity of off, info, warning or error`;
  }
  return complaintAbout(pattern, ruleIds) ?? { pattern, severity: chosen };
}

function complaintAbout(pattern: string, ruleIds: readonly string[]): string | undefined {
  if (ruleIds.some((id) => namesRule(pattern, id))) return undefined;
  return isGlob(pattern)
    ? `no rule is named by "${pattern}"`
    : `there is no rule "${pattern}"${didYouMean(pattern, ruleIds)}`;
}

function unknownRules(
  raw: RawConfiguration,
  document: ConfigurationDocument,
  ruleIds: readonly string[],
): readonly ConfigurationError[] {
  const inMap = (rules: RawRules | undefined, route: Route): readonly ConfigurationError[] =>
    Object.keys(rules ?? {}).flatMap((pattern) => {
      const complaint = complaintAbout(pattern, ruleIds);
      return complaint === undefined
        ? []
        : [{ at: document.keyAt([...route, pattern]), message: `${printRoute(route)}: ${complaint}` }];
    });
  const overrides = (raw.overrides ?? []).flatMap(({ rules }, at) =>
    inMap(rules, ["overrides", at, "rules"]),
  );
  const exceptions = (raw.exceptions ?? []).flatMap(({ rule }, at) => {
    const complaint = complaintAbout(rule, ruleIds);
    const route = ["exceptions", at, "rule"];
    return complaint === undefined
      ? []
      : [{ at: document.valueAt(route), message: `${printRoute(route)}: ${complaint}` }];
  });
  return [...inMap(raw.rules, ["rules"]), ...overrides, ...exceptions];
}

function wrongDates(raw: RawConfiguration, document: ConfigurationDocument): readonly ConfigurationError[] {
  return (raw.exceptions ?? []).flatMap(({ expires }, at) => {
    if (expires === undefined || isDate(expires)) return [];
    const route = ["exceptions", at, "expires"];
    return [{ at: document.valueAt(route), message: `${printRoute(route)}: there is no day "${expires}"` }];
  });
}

/** Whether a `YYYY-MM-DD` is a day of the calendar: 2025-02-30 is not. */
function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function settingsOf(rules: RawRules | undefined): readonly RuleSetting[] {
  return Object.entries(rules ?? {}).map(([pattern, value]) => {
    if (typeof value === "string") return { pattern, severity: value };
    const [severity, options] = value;
    return options === undefined ? { pattern, severity } : { pattern, severity, options };
  });
}

function exceptionsOf(raw: RawConfiguration, document: ConfigurationDocument): readonly Exception[] {
  return (raw.exceptions ?? []).map(({ reason = "", ...exception }, at) => ({
    ...exception,
    reason,
    at: document.valueAt(["exceptions", at]),
  }));
}

function workspacesOf(raw: RawConfiguration, document: ConfigurationDocument): Configuration["workspaces"] {
  return Object.entries(raw.terraform?.workspaces ?? {}).map(([path, names]) => {
    const route = ["terraform", "workspaces", path];
    return {
      path,
      names: [...new Set(names)].map((name) =>
        literal(name, document.valueAt([...route, names.indexOf(name)])),
      ),
      at: document.keyAt(route),
    };
  });
}

function configurationOf(raw: RawConfiguration, document: ConfigurationDocument): Configuration {
  return {
    root: raw.root ?? false,
    preset: raw.extends ?? "recommended",
    rules: settingsOf(raw.rules),
    overrides: (raw.overrides ?? []).map(({ files, rules }): Override => ({
      files,
      rules: settingsOf(rules),
    })),
    ignore: raw.ignore ?? [],
    clusters: (raw.clusters ?? []).map(({ issuer, paths = [], ...cluster }) => ({
      ...cluster,
      paths,
      ...(issuer === undefined ? {} : { issuer: issuer.replace(/^https:\/\//, "") }),
    })),
    repositories: (raw.repositories ?? []).map(({ url, path = "" }) => ({ url, path })),
    charts: raw.charts ?? [],
    terraformModules: raw.terraform?.modules ?? [],
    releases: readReleases(raw.releases ?? [], document),
    placeholders: raw.placeholders ?? [],
    varFiles: raw.terraform?.varFiles ?? [],
    workspaces: workspacesOf(raw, document),
    limits: raw.limits ?? {},
    exceptions: exceptionsOf(raw, document),
  };
}

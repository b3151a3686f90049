// Where a chart's values.yaml speaks of service accounts.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import type { ChartRow } from "../../../src/catalogue/charts/chart-row.ts";
import { isFields } from "./identity.ts";

/** Dotted routes in the values; a key that holds a dot is not among them. */
export interface AccountValues {
  readonly create: readonly string[];
  readonly name: readonly string[];
  readonly annotations: readonly string[];
  /** Other values that name or move what the chart makes. */
  readonly nameOverride: readonly string[];
  readonly fullnameOverride: readonly string[];
  readonly namespaceOverride: readonly string[];
  /** Parts of the chart that are off by default. */
  readonly disabled: readonly string[];
}

type Kind = keyof AccountValues;

const accountKey = /service-?accounts?$/i;
const overrides: readonly Kind[] = ["nameOverride", "fullnameOverride", "namespaceOverride"];

/** What the values.yaml of a chart and of the charts inside it offer, and what the catalogue's rows about it name. */
export function accountValues(directory: string, rows: readonly ChartRow[]): AccountValues {
  const found: Record<Kind, Set<string>> = {
    create: new Set(),
    name: new Set(),
    annotations: new Set(),
    nameOverride: new Set(),
    fullnameOverride: new Set(),
    namespaceOverride: new Set(),
    disabled: new Set(),
  };
  const add = (kind: Kind, path: readonly string[]): void => {
    if (path.every((key) => !key.includes("."))) found[kind].add(path.join("."));
  };
  walk(valuesOf(directory), [], add);
  const templates = templatesOf(directory);
  for (const kind of overrides) {
    if (templates.includes(`.Values.${kind}`)) add(kind, [kind]);
  }
  for (const row of rows) {
    for (const { namespaceOverride: moved } of [row, ...row.serviceAccounts]) {
      if (moved !== undefined) found.namespaceOverride.add(typeof moved === "string" ? moved : moved.path);
    }
    for (const account of row.serviceAccounts) {
      for (const { path, is = true } of account.create ?? []) if (is) found.create.add(path);
      for (const path of account.name ?? []) found.name.add(path);
      for (const path of account.annotations) found.annotations.add(path);
    }
  }
  const inside = join(directory, "charts");
  for (const name of existsSync(inside) ? readdirSync(inside).sort() : []) {
    walk(valuesOf(join(inside, name)), [name], add);
  }
  return {
    create: [...found.create],
    name: [...found.name],
    annotations: [...found.annotations],
    nameOverride: [...found.nameOverride].filter((path) => !path.includes(".")),
    fullnameOverride: [...found.fullnameOverride].filter((path) => !path.includes(".")),
    namespaceOverride: [...found.namespaceOverride],
    disabled: [...found.disabled],
  };
}

function walk(
  value: unknown,
  path: readonly string[],
  add: (kind: Kind, path: readonly string[]) => void,
): void {
  if (!isFields(value) || path.length > 6) return;
  const isAccount = path.slice(-2).some((key) => accountKey.test(key)) && isAccountMap(value);
  for (const [key, inner] of Object.entries(value)) {
    const route = [...path, key];
    if (isAccount && (key === "create" || key === "name" || key === "annotations")) add(key, route);
    else if (/serviceAccountName$/i.test(key) && !isFields(inner)) add("name", route);
    else if (/serviceAccountAnnotations$/i.test(key)) add("annotations", route);
    else if (key === "enabled" && inner === false && path.length === 1) add("disabled", route);
    else if (overrides.includes(key as Kind)) add(key as Kind, route);
    else walk(inner, route, add);
  }
}

const isAccountMap = (value: object): boolean =>
  "create" in value || "name" in value || "annotations" in value;

function valuesOf(directory: string): unknown {
  const path = join(directory, "values.yaml");
  if (!existsSync(path)) return undefined;
  return parseDocument(readFileSync(path, "utf8"), { uniqueKeys: false, merge: true }).toJS({
    maxAliasCount: -1,
  });
}

function templatesOf(directory: string): string {
  const templates = join(directory, "templates");
  if (!existsSync(templates)) return "";
  return readdirSync(templates, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(?:ya?ml|tpl)$/.test(name))
    .map((name) => readFileSync(join(templates, name), "utf8"))
    .join("\n");
}

// The releases and values with which each chart is rendered.

import type { AccountValues } from "./account-values.ts";
import { isFields } from "./identity.ts";

/** One question to Helm. */
export interface ReleaseCase {
  readonly situation: string;
  readonly release: string;
  readonly namespace: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A case that is left out where Helm refuses it. */
export interface AskedCase extends ReleaseCase {
  readonly optional?: boolean;
}

/** Helm's own limit for the name of a release. */
const LONGEST_RELEASE = 53;
const ROLE = "arn:aws:iam::111122223333:role";

type Setting = readonly [path: string, value: unknown];

/** The cases of a chart; `given` is part of all of them. */
export function casesOf(chart: string, found: AccountValues, given: object = {}): readonly AskedCase[] {
  const annotations = found.annotations.map((path, index): Setting => [
    path,
    { "eks.amazonaws.com/role-arn": `${ROLE}/r${String(index)}` },
  ]);
  const templated = found.annotations.map((path, index): Setting => [
    path,
    { "eks.amazonaws.com/role-arn": `${ROLE}/{{ .Release.Name }}-${String(index)}` },
  ]);
  const made = all(found.create, true);
  const annotated = [...made, ...annotations];
  const named = found.name.map((path, index): Setting => [path, `named-${String(index)}`]);
  const templatedNames = found.name.map((path, index): Setting => [
    path,
    `{{ .Release.Namespace }}-${String(index)}`,
  ]);
  // Without the accounts, but with the pods that would use them.
  const off = all(
    found.create.filter((path) => /create[^.]*$/i.test(path)),
    false,
  );
  const of = (situation: string, settings: readonly Setting[], release = "web"): AskedCase => ({
    situation,
    release,
    namespace: "apps",
    values: valuesFrom(given, settings),
  });
  const when = (paths: readonly unknown[], ...cases: readonly AskedCase[]): readonly AskedCase[] =>
    paths.length > 0 ? cases : [];
  const nameOverride = all(found.nameOverride, "renamed");
  const fullnameOverride = all(found.fullnameOverride, "wholly-other");
  return [
    of("default values", []),
    of("a release that holds the chart's name", [], `my-${chart}`.slice(0, LONGEST_RELEASE)),
    of("the longest release", [], "long".padEnd(LONGEST_RELEASE - 1, "-release") + "z"),
    of("every account made and annotated", annotated),
    ...when(named, of("every account named", [...annotated, ...named])),
    ...when(off, of("no account made", [...off, ...annotations])),
    ...when(off.length > 0 ? named : [], of("no account made, every one named", [...off, ...named])),
    ...when(
      nameOverride,
      of("nameOverride", [...annotated, ...nameOverride]),
      of("nameOverride that the release holds", [...annotated, ...nameOverride], "renamed-web"),
    ),
    ...when(
      fullnameOverride,
      of("fullnameOverride", [...annotated, ...fullnameOverride]),
      of("fullnameOverride at the limit", [
        ...annotated,
        ...all(found.fullnameOverride, "f".repeat(61) + "-x"),
      ]),
    ),
    ...when(
      found.namespaceOverride,
      of("namespaceOverride", [...annotated, ...all(found.namespaceOverride, "elsewhere")]),
    ),
    ...when(templated, of("templates in annotations", [...made, ...templated])),
    ...when(named, { ...of("templates in names", [...made, ...templatedNames]), optional: true }),
    ...when(found.disabled, {
      ...of("every part on", [...all(found.disabled, true), ...annotated]),
      optional: true,
    }),
  ];
}

const all = (paths: readonly string[], value: unknown): readonly Setting[] =>
  paths.map((path) => [path, value]);

function valuesFrom(given: object, settings: readonly Setting[]): Readonly<Record<string, unknown>> {
  const values = structuredClone(given) as Record<string, unknown>;
  for (const [path, value] of settings) set(values, path.split("."), value);
  return values;
}

function set(values: Record<string, unknown>, [key = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    values[key] = value;
    return;
  }
  const inner = values[key];
  const map = isFields(inner) ? (inner as Record<string, unknown>) : {};
  values[key] = map;
  set(map, rest, value);
}

import { allOf } from "../../model/compare.ts";
import type { ServiceAccount } from "../../model/entities.ts";
import type { Location, Step } from "../../model/location.ts";
import { textOf, type Entry, type MapNode, type Node } from "../../model/node.ts";
import { concat, isAbsent, known, literal, type Answer, type Hole, type Text } from "../../model/text.ts";
import type { ChartRow, ChartServiceAccountRow, FullnameRule } from "./chart-row.ts";
import { truthOf, valueAt, type ChartValues } from "./chart-values.ts";
import { cut, fullname, nameHole } from "./fullname.ts";
import { renderTemplate, type TemplateScope } from "./template.ts";
import { inRange } from "./versions.ts";

/** A release of a chart, as far as its service accounts depend on it. */
export interface ChartRelease {
  readonly name: Text;
  readonly namespace: Text;
  /** The chart's name where the release writes it. */
  readonly chart: Text;
  /** What the chart that depends on it calls it: Helm takes it for the chart's own name. */
  readonly alias?: Text;
  /** The chart's exact version, when it is known. */
  readonly version: string | undefined;
}

/** A service account that a release makes, or that it annotates without making it. */
export interface ChartServiceAccount {
  readonly component: string;
  /** Stands at the value that names it, else at the release's name; its trail says which it was. */
  readonly name: Text;
  readonly namespace: Text;
  /** `more` is set when annotations may be missing from the list. */
  readonly annotations: MapNode;
  readonly existence: ServiceAccount["existence"];
  /** The map in the values that holds its annotations, else the value that names it, else the chart's name. */
  readonly at: Location;
}

interface Scope {
  readonly row: ChartRow;
  readonly release: ChartRelease;
  readonly values: ChartValues;
  readonly template: TemplateScope;
}

/** Accounts may be named after each other; the catalogue's chains are two long. */
const MAX_CHAIN = 4;

/** The service accounts of a release, in the order of the row, by what the row says of the chart's templates. */
export function renderServiceAccounts(
  row: ChartRow,
  release: ChartRelease,
  set: Node | undefined,
): readonly ChartServiceAccount[] {
  const values: ChartValues = { set, defaults: row.defaults ?? {}, chartAt: release.chart.at };
  const template: TemplateScope = {
    release: release.name,
    namespace: release.namespace,
    chart: release.alias ?? release.chart,
    values,
  };
  const scope: Scope = { row, release, values, template };
  return row.serviceAccounts.flatMap((account) => render(account, scope));
}

function render(account: ChartServiceAccountRow, scope: Scope): readonly ChartServiceAccount[] {
  if (account.made === false || !isIn(scope.release.version, account.versions)) return [];
  const made = isMade(account, scope);
  const annotations = annotationsOf(account, scope);
  if (made === "no" && annotations.entries.length === 0) return [];
  const name = taken(nameOf(account, made, scope, 0), `catalogue:${scope.row.id}`);
  const isWritten = annotations.entries.length > 0;
  return [
    {
      component: account.component,
      name,
      namespace:
        account.elsewhere === true ? nameHole("namespace", scope.release.name) : namespaceOf(account, scope),
      annotations,
      existence: existenceOf(made, account),
      at: isWritten ? annotations.at : name.at,
    },
  ];
}

function isMade({ create = [] }: ChartServiceAccountRow, { values }: Scope): Answer {
  const answers = create.map(({ path, default: fallback, is = true }): Answer => {
    const value = valueAt(values, path);
    const answer = value === undefined ? (fallback ? "yes" : "no") : truthOf(value);
    return is ? answer : not(answer);
  });
  return allOf(answers);
}

const not = (answer: Answer): Answer => (answer === "maybe" ? answer : answer === "yes" ? "no" : "yes");

/** A version that is not exact asks for the newest. */
function isIn(version: string | undefined, range: string | undefined): boolean {
  const answer = inRange(version, range);
  return answer === "yes" || (answer === "maybe" && range?.includes("<") !== true);
}

function existenceOf(
  made: Answer,
  { conditional }: ChartServiceAccountRow,
): ChartServiceAccount["existence"] {
  if (made === "no") return "annotated";
  return made === "yes" && conditional === undefined ? "created" : "maybe";
}

/** A value that is set to something; Sprig's `default` takes the empty string as not set. */
function setText(path: string, { values, template }: Scope): Text | undefined {
  const text = textOf(valueAt(values, path), values.chartAt);
  return isAbsent(text) || text.parts.length === 0 ? undefined : renderTemplate(text, template);
}

function namespaceOf(account: ChartServiceAccountRow, scope: Scope): Text {
  const { row, release, values } = scope;
  const { path, versions } = overrideOf(account.namespaceOverride ?? row.namespaceOverride);
  if (path === undefined || inRange(release.version, versions) === "no") return release.namespace;
  if (valueAt(values, path)?.kind !== "unknown") return setText(path, scope) ?? release.namespace;
  // Nearly nobody sets it: where a file that is not here might, the release's namespace is taken for granted.
  return taken(release.namespace, `default:${path}`);
}

function overrideOf(override: ChartRow["namespaceOverride"]): {
  readonly path?: string;
  readonly versions?: string;
} {
  return typeof override === "object" ? override : override === undefined ? {} : { path: override };
}

function nameOf(account: ChartServiceAccountRow, made: Answer, scope: Scope, chain: number): Text {
  for (const path of account.name ?? []) {
    const text = setText(path, scope);
    if (text !== undefined) return withStep(text, { label: path, at: text.at });
  }
  const { release, row } = scope;
  const step: Step = { label: `${row.chart} names it after the release`, at: release.name.at };
  if (account.unsure === true) return withStep(nameHole(`name in chart ${row.chart}`, release.name), step);
  const otherwise = account.otherwise ?? "default";
  if (made === "maybe" && otherwise !== account.defaultName) {
    return withStep(nameHole(`name in chart ${row.chart}`, release.name), step);
  }
  const name = fill(made === "no" ? otherwise : account.defaultName, scope, chain);
  return withStep(account.limit === undefined ? name : cut(name, account.limit), step);
}

function withStep(text: Text, step: Step): Text {
  return { ...text, trail: [...(text.trail ?? []), step] };
}

function taken(text: Text, assumption: string): Text {
  return { ...text, assumed: [...new Set([...(text.assumed ?? []), assumption])].sort() };
}

/** A name of the row with its `{…}` filled in (see ChartServiceAccountRow.defaultName). */
function fill(pattern: string, scope: Scope, chain: number): Text {
  const at = scope.release.name.at;
  const pieces = pattern.split(/(\{[^}]*\})/).filter((piece) => piece !== "");
  const texts = pieces.map((piece) =>
    piece.startsWith("{")
      ? placeholder(piece.slice(1, -1), scope, chain)
      : literal(piece, scope.release.chart.at),
  );
  const only = texts.length === 1 ? texts[0] : undefined;
  return only ?? concat(at, ...texts);
}

function placeholder(name: string, scope: Scope, chain: number): Text {
  const [word = "", argument = ""] = name.split(/:(.*)/s);
  switch (word) {
    case "fullname": {
      const full = fullnameOf(scope, chain);
      return argument === "" ? full : cut(full, Number(argument));
    }
    case "release":
      return scope.release.name;
    case "chart":
      return setText("nameOverride", scope) ?? baseName(scope, chain);
    case "value":
      return valueIn(argument, scope, chain);
    case "account":
      return nameOfOther(argument, scope, chain);
    case "subchart":
      return subchartFullname(argument, scope);
    case "if":
      return choice(argument, scope);
    default:
      return nameHole(name, scope.release.name);
  }
}

/** `PATH`, or `PATH:PLACEHOLDER` for what stands there when the value is not set. */
function valueIn(argument: string, scope: Scope, chain: number): Text {
  const [path = "", otherwise] = argument.split(/:(.*)/s);
  const text = setText(path, scope);
  if (text !== undefined) return text;
  if (otherwise !== undefined && otherwise !== "") return placeholder(otherwise, scope, chain);
  return nameHole(`.Values.${path}`, scope.release.chart);
}

function nameOfOther(component: string, scope: Scope, chain: number): Text {
  const other = scope.row.serviceAccounts.find((account) => account.component === component);
  if (other === undefined || chain >= MAX_CHAIN) return nameHole(`name of ${component}`, scope.release.name);
  return nameOf(other, isMade(other, scope), scope, chain + 1);
}

/** The fullname of a chart inside the chart: its values lie under its name, the release is the same. */
function subchartFullname(name: string, scope: Scope): Text {
  return fullname(
    { rule: "std" },
    {
      release: scope.release.name,
      name: literal(name, scope.release.chart.at),
      nameOverride: setText(`${name}.nameOverride`, scope),
      fullnameOverride: setText(`${name}.fullnameOverride`, scope),
    },
  );
}

function choice(argument: string, { values, release }: Scope): Text {
  const [path = "", whenTrue = "", whenFalse = ""] = argument.split(":");
  const node = valueAt(values, path);
  // A null deletes a default, and charts that tell null from false are the ones that need this.
  const answer = node?.kind === "null" ? "maybe" : truthOf(node);
  const name = answer === "maybe" ? "" : answer === "yes" ? whenTrue : whenFalse;
  return name === "" ? nameHole(`name by .Values.${path}`, release.name) : literal(name, release.chart.at);
}

function baseName(scope: Scope, chain: number): Text {
  const { row, release } = scope;
  const name = row.fullname?.name;
  if (name !== undefined && chain < MAX_CHAIN) return fill(name, scope, chain + 1);
  if (release.alias !== undefined) return release.alias;
  // An alias of the repository (`bitnami/external-dns`) is not part of the chart's name.
  return known(release.chart) === row.chart ? release.chart : literal(row.chart, release.chart.at);
}

function fullnameOf(scope: Scope, chain: number): Text {
  const rule: FullnameRule = scope.row.fullname ?? { rule: "std" };
  return fullname(rule, {
    release: scope.release.name,
    name: baseName(scope, chain),
    nameOverride: setText("nameOverride", scope),
    fullnameOverride: rule.override === false ? undefined : setText("fullnameOverride", scope),
  });
}

function annotationsOf(account: ChartServiceAccountRow, scope: Scope): MapNode {
  const { values, release } = scope;
  const entries = new Map<string, Entry>();
  let more: Hole | undefined;
  let at: Location | undefined;
  const nodes = account.annotations.map((path) => valueAt(values, path));
  for (const node of nodes) {
    if (node?.kind === "map") {
      at = node.at;
      more ??= node.more;
      for (const entry of node.entries) put(entries, entry);
    } else if (node?.kind === "unknown") {
      more ??= node.hole;
    } else if (node?.kind === "text" && node.parts.length > 0) {
      // Some charts take a text that is itself YAML; what it says is not read here.
      more ??= {
        kind: "hole",
        id: `annotations(${release.chart.at.file.path}:${node.at.span.start})`,
        name: "annotations",
      };
    }
  }
  for (const { key, value, when } of account.annotationValues ?? []) {
    if (when !== undefined && truthOf(valueAt(values, when)) === "no") continue;
    const text = setText(value, scope);
    if (text === undefined) continue;
    put(entries, { key: literal(key, text.at), value: text });
    at ??= text.at;
  }
  const templated = isTemplated(account, release.version);
  return {
    kind: "map",
    entries: [...entries.values()]
      .filter(({ value }) => value.kind !== "null")
      .map((entry) => (templated ? renderEntry(entry, scope.template) : entry)),
    ...(more === undefined ? {} : { more }),
    at: at ?? release.chart.at,
  };
}

/** Later entries of the same key win, as they do in a merged map. */
function put(entries: Map<string, Entry>, entry: Entry): void {
  entries.set(known(entry.key) ?? JSON.stringify(entry.key.parts), entry);
}

function renderEntry({ key, value }: Entry, scope: TemplateScope): Entry {
  return { key, value: value.kind === "text" ? renderTemplate(value, scope) : value };
}

function isTemplated({ templated = false }: ChartServiceAccountRow, version: string | undefined): boolean {
  return typeof templated === "boolean" ? templated : inRange(version, templated) !== "no";
}

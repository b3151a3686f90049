import { entriesOf, entryOf, get, textOf, type Entry, type MapNode, type Node } from "../../model/node.ts";
import { isAbsent, known, literal, type Text } from "../../model/text.ts";
import { textSource } from "../../model/source.ts";
import { parseYaml } from "../yaml/parse.ts";
import { emptyMap, layerValues, listOf, mergeSpecMaps } from "./nodes.ts";
import { isTemplate, renderLine, type TemplateData } from "./render.ts";
import { HelmfileStop, type Run } from "./run.ts";
import { environmentData } from "./values.ts";
import type { Loaded } from "./load.ts";

/** Templates that inherit templates: helmfile itself stops at a cycle. */
const MAX_INHERITED = 20;

/** What a release takes from the templates that it names (`inherit`), under what it says itself. */
function withInherited(release: MapNode, state: MapNode, depth = 0): MapNode {
  const inherit = get(release, "inherit");
  const items = inherit?.kind === "map" ? [inherit] : listOf(inherit);
  const named = items.filter((item) => item.kind === "map");
  const usual = depth > 0 ? [] : defaultInherit(state, named);
  let merged: MapNode | undefined;
  for (const item of [...usual, ...named]) {
    const name = textOf(get(item, "template"), item.at);
    const template = isAbsent(name) ? undefined : get(state, "templates", known(name) ?? "");
    if (template?.kind !== "map") continue;
    if (depth > MAX_INHERITED) throw new HelmfileStop("templates of releases inherit each other", item.at);
    const except = new Set(
      listOf(get(item, "except")).flatMap((each) => (each.kind === "text" ? (known(each) ?? []) : [])),
    );
    const inherited = withInherited(template, state, depth + 1);
    const kept = inherited.entries.filter(({ key }) => !except.has(known(key) ?? ""));
    merged = mergeSpecMaps(merged, { ...inherited, entries: kept }, "append");
  }
  return merged === undefined ? release : mergeSpecMaps(merged, release, "append");
}

/** `defaultInherit`: what each release inherits that does not name it itself. */
function defaultInherit(state: MapNode, named: readonly Node[]): readonly MapNode[] {
  const own = new Set(named.map((item) => known(textOrEmpty(get(item, "template"), item))));
  return listOf(get(state, "defaultInherit")).flatMap((each): readonly MapNode[] => {
    if (each.kind !== "text" || own.has(known(each))) return [];
    return [{ kind: "map", entries: [{ key: literal("template", each.at), value: each }], at: each.at }];
  });
}

function textOrEmpty(node: Node | undefined, owner: Node): Text {
  const text = textOf(node, owner.at);
  return isAbsent(text) ? literal("", owner.at) : text;
}

/** What the templates of a release see besides what all see (helmfile pkg/state/types.go, releaseTemplateData). */
export function releaseData(
  release: MapNode,
  { state, environment }: Pick<Loaded, "state" | "environment">,
  run: Run,
): TemplateData {
  const { at } = release;
  const field = (name: string): Node => textOrEmpty(get(release, name), release);
  const entries: readonly (readonly [string, Node])[] = [
    ["Name", field("name")],
    ["Namespace", field("namespace")],
    ["Labels", get(release, "labels") ?? emptyMap(at)],
    ["Chart", field("chart")],
    ["ChartVersion", field("version")],
    ["KubeContext", field("kubeContext")],
  ];
  const map: Node = {
    kind: "map",
    entries: entries.map(([key, value]): Entry => ({ key: literal(key, at), value })),
    at,
  };
  return {
    ...environmentData(environment, at, run),
    Release: map,
    KubeContext: textOrEmpty(get(state, "kubeContext"), state),
    Namespace: textOrEmpty(get(state, "namespace"), state),
    Chart: textOrEmpty(get(state, "chart"), state),
  };
}

/** Fields of one line that are templates, and flags that have fields of their own when they are. */
const LINES = ["name", "chart", "namespace", "version"] as const;
const FLAGS = { installedTemplate: "installed", conditionTemplate: "condition" } as const;

/** helmfile renders a release until nothing changes any more, and gives up after six times. */
const MAX_PASSES = 6;

interface Context {
  readonly loaded: Loaded;
  readonly base: string;
  readonly run: Run;
}

function put(release: MapNode, name: string, value: Node): MapNode {
  const before = entryOf(release, name);
  const entry: Entry = { key: before?.key ?? literal(name, value.at), value };
  return { ...release, entries: [...release.entries.filter(({ key }) => known(key) !== name), entry] };
}

function trimmed(text: Text): Text {
  const value = known(text);
  return value === undefined || value.trim() === value ? text : literal(value.trim(), text.at);
}

/** One pass over the fields that are templates. */
function renderFields(release: MapNode, context: Context): MapNode {
  const { loaded, base, run } = context;
  const data = releaseData(release, loaded, run);
  const line = (text: Text): Text => (isTemplate(text) ? trimmed(renderLine(text, data, base, run)) : text);
  let result = release;
  for (const name of LINES) {
    const node = get(release, name);
    if (node?.kind === "text") result = put(result, name, line(node));
  }
  const labels = get(release, "labels");
  if (labels?.kind === "map") {
    const entries = labels.entries.map(({ key, value }) => ({
      key,
      value: value.kind === "text" ? line(value) : value,
    }));
    result = put(result, "labels", { ...labels, entries });
  }
  for (const name of ["values", "secrets"] as const) {
    const list = get(release, name);
    if (list?.kind !== "list") continue;
    result = put(result, name, {
      ...list,
      items: list.items.map((item) => (item.kind === "text" ? line(item) : item)),
    });
  }
  return result;
}

/** `valuesTemplate` and `setTemplate` come before `values` and `set`, rendered as a whole. */
function withTemplates(release: MapNode, { loaded, base, run }: Context): MapNode {
  const data = releaseData(release, loaded, run);
  const line = (text: Text): Text => (isTemplate(text) ? renderLine(text, data, base, run) : text);
  const whole = (node: Node): Node => {
    if (node.kind === "text") return line(node);
    if (node.kind === "list") return { ...node, items: node.items.map(whole) };
    if (node.kind !== "map") return node;
    return {
      ...node,
      entries: node.entries.map(({ key, value }) => ({ key: line(key), value: whole(value) })),
    };
  };
  let result = release;
  for (const [from, to] of [
    ["valuesTemplate", "values"],
    ["setTemplate", "set"],
  ] as const) {
    const list = get(release, from);
    if (list?.kind !== "list") continue;
    const own = get(release, to);
    const items = [...list.items.map((item) => (item.kind === "text" ? item : whole(item))), ...listOf(own)];
    result = put(result, to, { kind: "list", items, at: list.at });
  }
  for (const [from, to] of Object.entries(FLAGS)) {
    const node = get(release, from);
    if (node?.kind === "text") result = put(result, to, reread(line(node), node));
  }
  return result;
}

/** What a template of one line has printed is YAML again: `true` is a truth value. */
function reread(after: Node, before: Node): Node {
  if (after.kind !== "text" || before.kind !== "text" || after === before) return after;
  if (known(after) === undefined) return after;
  return parseYaml(textSource(after)).documents[0]?.node ?? after;
}

/** A release as helmfile has it after all templates: what it inherits, what its own fields come out as. */
export function renderRelease(release: MapNode, loaded: Loaded, base: string, run: Run): MapNode {
  const { state } = loaded;
  const defaults = get(state, "helmDefaults", "kubeContext");
  let current = withInherited(release, state);
  if (get(current, "kubeContext") === undefined && defaults !== undefined)
    current = put(current, "kubeContext", defaults);
  const labels = layerValues(get(current, "labels"), get(state, "commonLabels"));
  if (labels !== undefined) current = put(current, "labels", labels);
  const context: Context = { loaded, base, run };
  current = withTemplates(current, context);
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const next = renderFields(current, context);
    if (!hasTemplates(next)) return next;
    current = next;
  }
  return current;
}

function hasTemplates(release: MapNode): boolean {
  const texts = LINES.flatMap((name) => get(release, name) ?? []);
  return [
    ...texts,
    ...listOf(get(release, "values")),
    ...entriesOf(get(release, "labels")).map(({ value }) => value),
  ].some((node) => node.kind === "text" && isTemplate(node));
}

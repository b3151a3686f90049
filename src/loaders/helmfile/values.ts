import type { Location } from "../../model/location.ts";
import { get, itemsOf, textOf, type Entry, type MapNode, type Node } from "../../model/node.ts";
import { inDeployed } from "../../model/problem.ts";
import { textSource } from "../../model/source.ts";
import { isAbsent, known, literal, print, stripPrefix, type Hole, type Text } from "../../model/text.ts";
import { mergeValues } from "../merge-values.ts";
import { parseYaml, yamlParser } from "../yaml/parse.ts";
import { common, layerValues } from "./nodes.ts";
import { filesNamed, isOutside, isRemote } from "./paths.ts";
import { render, type TemplateData } from "./render.ts";
import { startOf, type Environment, type Run } from "./run.ts";

/** What an entry of `values` or `secrets` sets: a map, nothing, or something that nobody can tell. */
export type ReadEntry =
  | { readonly state: "read"; readonly node: Node | undefined }
  | { readonly state: "missing"; readonly path: Text }
  | { readonly state: "unread"; readonly hole: Hole; readonly at: Location };

/** What helmfile's own templates see. */
export function environmentData(
  { name, kubeContext, defaults, values }: Environment,
  at: Location,
  { given }: Pick<Run, "given">,
): TemplateData {
  const map: MapNode = { kind: "map", entries: [], at };
  const known = layerValues(defaults, values) ?? map;
  const merged: Node = known.kind === "map" && given !== undefined ? withGiven(known, given) : known;
  const entries: readonly (readonly [string, Node])[] = [
    ["Name", literal(name, at)],
    ["KubeContext", kubeContext ?? literal("", at)],
    ["Values", values ?? map],
    ["Defaults", defaults ?? map],
  ];
  const environment: Node = {
    kind: "map",
    entries: entries.map(([key, value]): Entry => ({ key: literal(key, at), value })),
    at,
  };
  return { Environment: environment, Namespace: literal("", at), Values: merged, StateValues: merged };
}

/** The values with what the command line may add to each map of them. */
function withGiven(map: MapNode, given: Hole): MapNode {
  const entries = map.entries.map(({ key, value }): Entry => {
    if (value.kind !== "map") return { key, value };
    const name = print(key);
    return {
      key,
      value: withGiven(value, { ...given, id: `${given.id}.${name}`, name: `${given.name}.${name}` }),
    };
  });
  return { ...map, entries, more: map.more ?? given };
}

function unread(what: string, at: Location, run: Run): ReadEntry {
  const id = `helmfile|${run.id}|${at.file.path}@${String(at.span.start)}|${what}`;
  return { state: "unread", hole: { kind: "hole", id, name: what }, at };
}

/**
 * Texts that vals fetches from a secret store (`ref+vault://...`), as what they are: unknown. A text may hold such a
 * reference among others.
 */
export function withoutReferences(node: Node, run: Run): Node {
  if (node.kind === "text") {
    const isReference = node.parts.some(
      (part) => part.kind === "literal" && /\bref\+[a-z0-9]+:\/\//.test(part.value),
    );
    if (!isReference) return node;
    const hole: Hole = { kind: "hole", id: `vals|${run.id}|${print(node)}`, name: print(node).slice(0, 60) };
    return { kind: "text", parts: [hole], at: node.at };
  }
  if (node.kind === "list") return { ...node, items: node.items.map((item) => withoutReferences(item, run)) };
  if (node.kind !== "map") return node;
  return {
    ...node,
    entries: node.entries.map(({ key, value }) => ({ key, value: withoutReferences(value, run) })),
  };
}

/** The keys of a file of secrets, which sops leaves readable, with nothing known of what they hold. */
function withoutSecrets(node: Node, run: Run, route = ""): Node {
  if (node.kind === "map") {
    const entries = node.entries
      .filter(({ key }) => route !== "" || known(key) !== "sops")
      .map(({ key, value }) => ({ key, value: withoutSecrets(value, run, `${route}.${known(key) ?? ""}`) }));
    return { ...node, entries };
  }
  const id = `secret|${run.id}|${node.at.file.path}|${route}`;
  return { kind: "unknown", hole: { kind: "hole", id, name: `secret ${route.slice(1)}` }, at: node.at };
}

/** A text of values as YAML: what several of its worlds have in common. */
function parsed(texts: readonly Text[], complete: boolean, run: Run): ReadEntry {
  const nodes: Node[] = [];
  for (const text of texts) {
    const stream = parseYaml(textSource(text));
    if (stream.problems.length > 0 || stream.kind !== "yaml") {
      run.problems.push(...stream.problems.map(inDeployed));
      return unread(text.at.file.path, text.at, run);
    }
    const node = stream.documents[0]?.node;
    if (node === undefined || node.kind === "null") nodes.push({ kind: "map", entries: [], at: text.at });
    else if (node.kind === "map") nodes.push(node);
    else return unread(text.at.file.path, text.at, run);
  }
  const [first] = nodes;
  if (first === undefined) return { state: "read", node: undefined };
  const node = common(nodes);
  if (complete || node.kind !== "map") return { state: "read", node };
  const more: Hole = { kind: "hole", id: `more|${run.id}|${first.at.file.path}`, name: first.at.file.path };
  return { state: "read", node: { ...node, more } };
}

function readFile(path: string, data: TemplateData, run: Run): ReadEntry {
  const file = run.ask.read(path);
  if ("missing" in file) return unread(path, startOf(path, run.ask), run);
  run.claims.add(path);
  const whole = literal(file.text, { file, route: [], span: { start: 0, end: file.text.length } });
  if (path.endsWith(".gotmpl")) {
    const directory = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    const { texts, complete } = render(whole, data, directory, run);
    return parsed(texts, complete, run);
  }
  if (path.endsWith(".hcl")) return unread(path, whole.at, run);
  const stream = run.ask.parse(path, yamlParser);
  if ("missing" in stream) return unread(path, whole.at, run);
  const { kind, documents, problems } = stream.value;
  const node = documents[0]?.node;
  if (kind === "sops" && node !== undefined) return { state: "read", node: withoutSecrets(node, run) };
  if (kind !== "yaml" || problems.length > 0) {
    run.problems.push(...problems.map(inDeployed));
    return unread(path, whole.at, run);
  }
  if (node !== undefined && node.kind !== "map" && node.kind !== "null") return unread(path, whole.at, run);
  return { state: "read", node: node?.kind === "map" ? node : undefined };
}

/** Reads one entry of `values`: a map as it is, a path with what stands in its file. */
export function readEntry(entry: Node, data: TemplateData, base: string, run: Run): readonly ReadEntry[] {
  if (entry.kind === "null") return [];
  if (entry.kind === "map") return [{ state: "read", node: withoutReferences(entry, run) }];
  if (entry.kind === "unknown") return [{ state: "unread", hole: entry.hole, at: entry.at }];
  if (entry.kind !== "text") return [unread("values", entry.at, run)];
  const [only] = entry.parts;
  if (entry.parts.length === 1 && only?.kind === "hole")
    return [{ state: "unread", hole: only, at: entry.at }];
  const written = known(entry);
  const path = written === undefined ? undefined : (known(stripPrefix(entry, "file://") ?? entry) ?? written);
  if (path === undefined || isRemote(path) || isOutside(path, base))
    return [unread(print(entry), entry.at, run)];
  const files = filesNamed(path, base, run.ask);
  if (files.length === 0) return [{ state: "missing", path: entry }];
  return files.map((file) => {
    const read = readFile(file, data, run);
    return read.state === "read" && read.node !== undefined
      ? { state: "read", node: withoutReferences(read.node, run) }
      : read;
  });
}

/** Reads one entry of `secrets`: what its keys are when they can be read, and nothing of what they hold. */
export function readSecret(entry: Node, base: string, run: Run): readonly ReadEntry[] {
  const hidden = (read: ReadEntry): ReadEntry =>
    read.state === "read" && read.node !== undefined
      ? { ...read, node: withoutSecrets(read.node, run) }
      : read;
  return readEntry(entry, {}, base, run).map(hidden);
}

/** The values of a list of entries, one over the other; what cannot be read may set anything. */
export function loadEntries(
  entries: Node | undefined,
  { data, base, run }: { data: TemplateData; base: string; run: Run },
  kind: "values" | "secrets" = "values",
): Node | undefined {
  let values: Node | undefined;
  for (const entry of itemsOf(entries)) {
    const read = kind === "secrets" ? readSecret(entry, base, run) : readEntry(entry, data, base, run);
    for (const each of read) {
      if (each.state === "unread") values = { kind: "unknown", hole: each.hole, at: each.at };
      else if (each.state === "read" && each.node !== undefined) values = mergeValues(values, each.node);
    }
  }
  return values;
}

/** The environment after one more description of it (helmfile pkg/state/create.go, loadEnvValues). */
export function withEnvironment(state: MapNode, before: Environment, base: string, run: Run): Environment {
  const spec = get(state, "environments", before.name);
  const context = { data: environmentData(before, state.at, run), base, run };
  const values = loadEntries(get(spec, "values"), context);
  const secrets = loadEntries(get(spec, "secrets"), context, "secrets");
  const own = secrets === undefined ? values : mergeValues(values, secrets);
  const defaults = loadEntries(get(state, "values"), context);
  const kubeContext = textOf(get(spec, "kubeContext"), state.at);
  return {
    name: before.name,
    kubeContext:
      before.kubeContext ??
      (isAbsent(kubeContext) || kubeContext.parts.length === 0 ? undefined : kubeContext),
    values: layerValues(before.values, own),
    defaults: defaults === undefined ? before.defaults : mergeValues(before.defaults, defaults),
  };
}

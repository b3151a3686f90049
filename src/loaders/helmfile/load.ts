import { wholeFile } from "../../model/location.ts";
import { entriesOf, get, type MapNode, type Node } from "../../model/node.ts";
import { textSource } from "../../model/source.ts";
import { known, literal, sliceLiteral, withParts, type Literal, type Text } from "../../model/text.ts";
import { parseYaml } from "../yaml/parse.ts";
import { common, emptyMap, layerValues, listOf, mergeSpecMaps } from "./nodes.ts";
import { filesNamed, isRemote } from "./paths.ts";
import { isTemplate, render } from "./render.ts";
import { HelmfileStop, startOf, type Environment, type Run } from "./run.ts";
import { environmentData, withEnvironment } from "./values.ts";

/** A helmfile as it is in one environment, with all its parts and bases in it. */
export interface Loaded {
  readonly path: string;
  readonly state: MapNode;
  readonly environment: Environment;
}

/** What a helmfile is read with. */
export interface LoadOptions {
  /** The directory that paths are relative to; a base has that of the helmfile that it is for. */
  readonly base: string;
  readonly before: Environment;
  /** What the helmfile that brings this one along sets: it wins over what is known before each part. */
  readonly overrides?: Node | undefined;
  readonly isBase?: boolean;
}

/** How many bases may stand for one helmfile; helmfile itself takes no bases of bases. */
const MAX_PARTS = 200;

/** The parts of a helmfile, which see each other's values one after the other (helmfile docs, "Layering"). */
function partsOf(text: Text): readonly Text[] {
  const [part] = text.parts;
  if (part?.kind !== "literal") return [text];
  const parts: Text[] = [];
  let from = 0;
  for (const match of part.value.matchAll(/\r?\n---[ \t]*\r?\n/g)) {
    parts.push(withParts(text, [sliceLiteral(part, from, match.index + 1)]));
    from = match.index + match[0].length;
  }
  parts.push(withParts(text, [sliceLiteral(part, from, part.value.length)]));
  return parts.slice(0, MAX_PARTS);
}

/**
 * Reads a helmfile in one environment (helmfile pkg/app/desired_state_file_loader.go): part after part, each rendered
 * with the values of those before it. Throws a HelmfileStop where helmfile stops.
 */
export function loadHelmfile(path: string, options: LoadOptions, run: Run): Loaded {
  const file = run.ask.read(path);
  if ("missing" in file) throw new HelmfileStop(`${path} cannot be read`, startOf(path, run.ask), "limit");
  run.claims.add(path);
  const whole = literal(file.text, wholeFile(file));
  let state: MapNode | undefined;
  let environment = options.before;
  for (const part of partsOf(whole)) {
    const before = withOverrides(environment, options.overrides);
    const own = partState(part, before, options, run);
    const spec = options.isBase === true ? own : withBases(own, before, options, run);
    noteEnvironments(spec, run);
    environment = withEnvironment(spec, before, options.base, run);
    state = mergeSpecMaps(state, spec, "replace");
  }
  return { path, state: state ?? emptyMap(whole.at), environment };
}

function withOverrides(environment: Environment, overrides: Node | undefined): Environment {
  if (overrides === undefined) return environment;
  return { ...environment, values: layerValues(environment.values, overrides) };
}

/**
 * One part as data. Before its version 1, helmfile took every file for a template, since then only those that end in
 * `.gotmpl`: a part of another file that is no template of its own is read as it is.
 */
function partState(part: Text, environment: Environment, { base }: LoadOptions, run: Run): MapNode {
  if (!isTemplate(part)) return documentsOf(part, run);
  const ways = [
    () => rendered(part, environment, base, run),
    () => rendered(part, withOwnValues(part, environment, base, run), base, run),
    // What is quoted, and only means something once a release is rendered, is YAML as it stands.
    () => documentsOf(part, run),
  ];
  let first: HelmfileStop | undefined;
  for (const way of ways) {
    try {
      return way();
    } catch (stop) {
      if (!(stop instanceof HelmfileStop)) throw stop;
      first ??= stop;
    }
  }
  throw first ?? new HelmfileStop("nothing can be made of this part", part.at);
}

/** The top-level keys that say which values there are. */
const HEAD = /^(?:environments|values|bases):/;

/**
 * Before its version 1, helmfile found out about environments and values first, so that the same part could use them.
 * These stand in their own blocks, of which nothing else is read here.
 */
function withOwnValues(part: Text, environment: Environment, base: string, run: Run): Environment {
  const [whole] = part.parts;
  if (whole?.kind !== "literal") return environment;
  const blocks: Literal[] = [];
  let from = 0;
  let isHead = false;
  for (const line of whole.value.split(/(?<=\n)/)) {
    if (/^[^\s#-]/.test(line)) isHead = HEAD.test(line);
    if (isHead) blocks.push(sliceLiteral(whole, from, from + line.length));
    from += line.length;
  }
  if (blocks.length === 0) return environment;
  const head = withBases(
    rendered(withParts(part, blocks), environment, base, run),
    environment,
    { base, before: environment },
    run,
  );
  noteEnvironments(head, run);
  return withEnvironment(head, environment, base, run);
}

function noteEnvironments(spec: MapNode, run: Run): void {
  for (const { key } of entriesOf(get(spec, "environments"))) run.environments.add(known(key) ?? "");
}

function rendered(part: Text, environment: Environment, base: string, run: Run): MapNode {
  const { texts, complete } = render(part, environmentData(environment, part.at, run), base, run);
  const states = readable(texts, run);
  if (!complete) {
    run.gaps.push({
      what: `template ${part.at.file.path}`,
      message: `what this helmfile makes in environment "${environment.name}" depends on too much that is not known: there may be more releases`,
      at: part.at,
    });
  }
  const state = common(states);
  return state.kind === "map" ? state : emptyMap(part.at);
}

/** The worlds of a template that are YAML: what helmfile would stop at is not how it comes out. */
function readable(texts: readonly Text[], run: Run): readonly MapNode[] {
  let first: HelmfileStop | undefined;
  const states = texts.flatMap((text): readonly MapNode[] => {
    try {
      return [documentsOf(text, run)];
    } catch (stop) {
      if (!(stop instanceof HelmfileStop)) throw stop;
      first ??= stop;
      return [];
    }
  });
  if (states.length === 0 && first !== undefined) throw first;
  return states;
}

/** The documents of a text, put together. */
function documentsOf(text: Text, run: Run): MapNode {
  const { documents, problems, kind } = parseYaml(textSource(text));
  const [problem] = problems;
  if (problem !== undefined) throw new HelmfileStop(problem.message, problem.at);
  if (kind === "template") throw new HelmfileStop("this is YAML only when it is filled in", text.at);
  let state: MapNode | undefined;
  for (const { node } of documents) {
    if (node.kind === "map") state = mergeSpecMaps(state, node, "append");
    else if (node.kind === "unknown")
      run.gaps.push({ what: "helmfile", message: "a part of this helmfile is not known", at: node.at });
  }
  return state ?? emptyMap(text.at);
}

/** The helmfiles below a part, which add to it (`bases`). */
function withBases(own: MapNode, before: Environment, { base }: LoadOptions, run: Run): MapNode {
  let state: MapNode | undefined;
  for (const entry of listOf(get(own, "bases"))) {
    const path = entry.kind === "text" ? known(entry) : undefined;
    const files = path === undefined || isRemote(path) ? [] : filesNamed(path, base, run.ask);
    if (files.length === 0) {
      const shown = path === undefined ? "a base" : `the base "${path}"`;
      const message = `${shown} of this helmfile is not here: which releases and values it adds is not known`;
      run.gaps.push({ what: shown, message, at: entry.at });
    }
    for (const file of files) {
      run.nested.add(file);
      const loaded = loadHelmfile(file, { base, before, isBase: true }, run);
      state = mergeSpecMaps(state, loaded.state, "append");
    }
  }
  return mergeSpecMaps(state, own, "append");
}

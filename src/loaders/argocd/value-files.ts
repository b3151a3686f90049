import { minimatch } from "minimatch";
import type { ReleaseValueFile } from "../../model/entities.ts";
import type { Location, SourceFile } from "../../model/location.ts";
import { get, itemsOf, textOf, type Node } from "../../model/node.ts";
import { inDeployed, type Problem } from "../../model/problem.ts";
import { isAbsent, known, print, stripPrefix, type Text } from "../../model/text.ts";
import type { Whereabouts } from "../git-repository.ts";
import type { ValuesLayer } from "../helm-release.ts";
import { readValuesFile, unreadLayer } from "../helm-values.ts";
import type { Questions } from "../loader.ts";
import { directoryOf, joinPath } from "../paths.ts";
import { withPlaceholders } from "../yaml/placeholders.ts";
import { withBuildEnvironment, type BuildEnvironment } from "./environment.ts";

/** What the paths of a source's files are relative to. */
export interface FilesOfSource {
  /** The source's directory and that of its repository; undefined when the chart comes from a chart repository. */
  readonly own: { readonly directory: string; readonly root: string } | undefined;
  /** Where the sources that others refer to lie, by their `ref`. */
  readonly refs: ReadonlyMap<string, Whereabouts>;
  readonly environment: BuildEnvironment;
}

/** What became of the value files of a source. */
export interface ReadValueFiles {
  readonly layers: readonly ValuesLayer[];
  readonly files: readonly ReleaseValueFile[];
  readonly claims: readonly string[];
  readonly problems: readonly Problem[];
  /** Why what a file sets is not known; without a message where a finding says it. */
  readonly gaps: readonly {
    readonly file: string;
    readonly message: string | undefined;
    readonly at: Location;
  }[];
}

/** Where a file should be, or why nobody can say. */
type Resolved =
  | { readonly path: string; readonly root: string; readonly certain: boolean }
  | { readonly why: string; readonly noSource?: NoSource };

/** A `$name/` that is the `ref` of no source. */
interface NoSource {
  readonly name: string;
  /** The path as it would be with the refs that there are. */
  readonly nearby: readonly string[];
}

/**
 * Where Argo CD looks for a file (reposerver/repository, value file resolver): `$ref/path` in the repository of the
 * source with that ref, `/path` in the source's own, else beside the source's manifests.
 */
export function resolveFile(text: Text, source: FilesOfSource, ask: Questions): Resolved {
  const filled = withBuildEnvironment(text, source.environment);
  for (const [ref, where] of source.refs) {
    const below = stripPrefix(filled, `$${ref}/`);
    if (below === undefined) continue;
    if (where.kind === "elsewhere") return { why: "its repository is not here" };
    if (where.kind === "unknown") return { why: "it is not in this repository" };
    return within(where.path, where.path, below, where.certain, ask);
  }
  const noSource = unknownSource(filled, source);
  if (noSource !== undefined) return { why: "no source has that ref", noSource };
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(print(filled))) return { why: "it is fetched from elsewhere" };
  if (source.own === undefined) return { why: "it lies inside the chart, which is not here" };
  const { directory, root } = source.own;
  return within(stripPrefix(filled, "/") === undefined ? directory : root, root, filled, true, ask);
}

/**
 * The name before a path that is no source's, in an Application of several sources. Argo CD takes it for a variable of
 * the build environment, which is empty. Names in capitals are variables that a pipeline may fill in before.
 */
function unknownSource(filled: Text, { refs }: FilesOfSource): NoSource | undefined {
  const value = known(filled);
  const [, name = "", rest = ""] = /^\$([\w-]+)(\/.*)$/s.exec(value ?? "") ?? [];
  if (name === "" || refs.size === 0 || /^[A-Z][A-Z0-9_]*$/.test(name)) return undefined;
  return { name, nearby: [...refs.keys()].map((ref) => `$${ref}${rest}`) };
}

function within(base: string, root: string, below: Text, certain: boolean, ask: Questions): Resolved {
  const name = known(withPlaceholders(below, ask.settings ?? { placeholders: [] }));
  if (name === undefined) return { why: "its path is not wholly known" };
  const path = joinPath(base, name.replace(/^\/+/, ""));
  if (path === undefined || (root !== "" && path !== root && !path.startsWith(`${root}/`))) {
    return { why: "its path leaves the repository" };
  }
  return { path, root, certain };
}

const isGlob = (path: string): boolean => /[*?[]/.test(path);

/** The value files of a source, weakest first: globs in order of their names, each file once, at its first place. */
export function readValueFiles(
  helm: Node | undefined,
  source: FilesOfSource,
  ask: Questions,
): ReadValueFiles {
  const ignoresMissing = stringFlag(get(helm, "ignoreMissingValueFiles"));
  const written = itemsOf(get(helm, "valueFiles")).flatMap((item) => {
    const text = textOf(item, item.at);
    return isAbsent(text) ? [] : [{ text, place: resolveFile(text, source, ask) }];
  });
  const explicit = new Set(
    written.flatMap(({ place }) => ("path" in place && !isGlob(place.path) ? [place.path] : [])),
  );
  const seen = new Set<string>();
  const result: Writable = { layers: [], files: [], claims: [], problems: [], gaps: [] };
  for (const { text, place } of written) {
    if ("why" in place) {
      if (place.noSource === undefined) notRead(text, place.why, result);
      else if (!ignoresMissing) withoutSource(text, place.noSource, result);
      continue;
    }
    const paths = isGlob(place.path) ? matching(place.path, explicit, ask) : [place.path];
    if (paths.length === 0 && !ignoresMissing && !globHitsExplicit(place.path, explicit)) {
      missing(text, place, ask, result);
    }
    for (const path of paths) {
      if (seen.has(path)) continue;
      seen.add(path);
      readOne(text, { ...place, path }, ignoresMissing, ask, result);
    }
  }
  return result;
}

interface Writable {
  readonly layers: ValuesLayer[];
  readonly files: ReleaseValueFile[];
  readonly claims: string[];
  readonly problems: Problem[];
  readonly gaps: ReadValueFiles["gaps"][number][];
}

type Place = Extract<Resolved, { readonly path: string }>;

const stringFlag = (node: Node | undefined): boolean => node?.kind === "boolean" && node.value;

/** The files that a glob names (doublestar: `*` stays in a directory), but for those that are named themselves. */
function matching(glob: string, explicit: ReadonlySet<string>, ask: Questions): readonly string[] {
  return hits(glob, ask).filter((path) => !explicit.has(path));
}

function hits(glob: string, ask: Questions): readonly string[] {
  const base = directoryOf(glob.slice(0, glob.search(/[*?[]/)));
  return ask
    .list(base)
    .filter((path) => minimatch(path, glob, { nocomment: true, nonegate: true, noext: true }));
}

function globHitsExplicit(glob: string, explicit: ReadonlySet<string>): boolean {
  return [...explicit].some((path) =>
    minimatch(path, glob, { nocomment: true, nonegate: true, noext: true }),
  );
}

function readOne(text: Text, place: Place, ignoresMissing: boolean, ask: Questions, result: Writable): void {
  const { path } = place;
  const file = readValuesFile(path, ask);
  if ("missing" in file) {
    if (file.missing !== "not-found")
      notRead(text, "it is too large, unreadable or outside the repository", result);
    else if (!ignoresMissing) missing(text, place, ask, result);
    return;
  }
  result.claims.push(path);
  result.problems.push(...file.problems.map(inDeployed));
  if (file.state === "refused") {
    notRead(text, "it does not hold a map of values that can be read", result);
    return;
  }
  if (file.values !== undefined) result.layers.push({ kind: "values", node: file.values });
  result.files.push({ path: text, state: "read", nearby: [] });
}

/** A file that Argo CD would not find either; a finding says so, unless the repository is only perhaps this one. */
function missing(text: Text, place: Place, ask: Questions, result: Writable): void {
  if (!place.certain) {
    notRead(text, "it is not in this repository", result);
    return;
  }
  const file = print(text);
  result.layers.push(unreadLayer(file, text.at));
  result.files.push({ path: text, state: "missing", nearby: nearby(file, place, ask) });
  result.gaps.push({ file, message: undefined, at: text.at });
}

function withoutSource(text: Text, { name, nearby: paths }: NoSource, result: Writable): void {
  const file = print(text);
  result.layers.push(unreadLayer(file, text.at));
  result.files.push({ path: text, state: "missing", nearby: paths, noSource: name });
  result.gaps.push({ file, message: undefined, at: text.at });
}

function notRead(text: Text, why: string, result: Writable): void {
  const file = print(text);
  result.layers.push(unreadLayer(file, text.at));
  result.files.push({ path: text, state: "unread", nearby: [] });
  const message = `value file "${file}" is not read (${why}): what it sets is not known`;
  result.gaps.push({ file, message, at: text.at });
}

const MAX_NEARBY = 50;

/** Files of the same directory, and of the same name in directories beside it, as the source would write them. */
function nearby(written: string, { path }: Place, ask: Questions): readonly string[] {
  const directory = directoryOf(path);
  const above = directoryOf(directory);
  const name = path.slice(path.lastIndexOf("/") + 1);
  const [, before = "", folder = ""] = /^(.*?)([^/]*\/)?[^/]*$/.exec(written) ?? [];
  const here = ask
    .list(directory)
    .filter((other) => directoryOf(other) === directory && /\.ya?ml$/.test(other));
  const beside = folder === "" ? [] : ask.list(above).filter((other) => other.endsWith(`/${name}`));
  return [
    ...here.map((other) => before + folder + other.slice(other.lastIndexOf("/") + 1)),
    ...beside
      .filter((other) => directoryOf(directoryOf(other)) === above)
      .map((other) => before + (above === "" ? other : other.slice(above.length + 1))),
  ].slice(0, MAX_NEARBY);
}

/** The text of a file that a parameter takes its value from, or why it is not known. */
export function readFileParameter(text: Text, source: FilesOfSource, ask: Questions): SourceFile | undefined {
  const place = resolveFile(text, source, ask);
  if ("why" in place) return undefined;
  const file = ask.read(place.path);
  return "missing" in file ? undefined : file;
}

import { isAbsent, known, type Absent, type Part, type Text } from "../../model/text.ts";
import type { InstalledRelease } from "../loader.ts";
import {
  matchPattern,
  readPattern,
  referencePieces,
  type Captures,
  type PathPattern,
} from "./path-pattern.ts";

/** A release of the configuration as it is installed once. */
export interface ReleaseWorld {
  readonly release: InstalledRelease;
  /** What tells it from the others that the same entry stands for; null when there is one only. */
  readonly environment: string | null;
}

/** What people call the part of a path that names an environment. */
const ENVIRONMENT = /^env(?:ironment)?$/;

/**
 * The releases that an entry of the configuration stands for. Its values files may leave names open (`{env}`, `*`):
 * each way in which the files that are here fill them is a release of its own, with those files that fit it. A file
 * without open names belongs to all. When nothing fits, the entry is one release whose files are missing.
 */
export function releaseWorlds(release: InstalledRelease, paths: readonly string[]): readonly ReleaseWorld[] {
  const patterns = release.values.flatMap(({ path }) => readPattern(path) ?? []);
  if (patterns.length === 0) return [{ release, environment: null }];
  const names = [...new Set(patterns.flatMap((pattern) => pattern.names))];
  const worlds = worldsOf(patterns, names, paths);
  if (worlds.length === 0) return [{ release: filled(release, new Map()), environment: null }];
  const telling = names.some((name) => ENVIRONMENT.test(name))
    ? names.filter((name) => ENVIRONMENT.test(name))
    : names;
  return worlds.map((captures) => {
    const values = release.values.flatMap((file) => {
      const pattern = readPattern(file.path);
      if (pattern === undefined) return [file];
      return paths
        .filter((path) => matchPattern(pattern, path, captures) !== undefined)
        .map((path) => ({ path, written: file.written }));
    });
    const environment = telling.map((name) => captures.get(name) ?? "").join("/");
    return {
      release: { ...filled(release, captures), values },
      environment: environment === "" ? null : environment,
    };
  });
}

/** Every way to fill all names: by the patterns that have them all, or by all patterns together. */
function worldsOf(
  patterns: readonly PathPattern[],
  names: readonly string[],
  paths: readonly string[],
): readonly Captures[] {
  const complete = patterns.filter((pattern) => pattern.names.length === names.length);
  const found =
    complete.length > 0
      ? complete.flatMap((pattern) => matches(pattern, paths, new Map()))
      : patterns.reduce<readonly Captures[]>(
          (before, pattern) => before.flatMap((captures) => matches(pattern, paths, captures)),
          [new Map()],
        );
  const byKey = new Map(
    found.map((captures) => [names.map((name) => captures.get(name) ?? "").join("\0"), captures]),
  );
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, captures]) => captures);
}

function matches(pattern: PathPattern, paths: readonly string[], known: Captures): readonly Captures[] {
  return paths.flatMap((path) => matchPattern(pattern, path, known) ?? []);
}

/** The release with what its texts take from the paths of its files. */
function filled(release: InstalledRelease, captures: Captures): InstalledRelease {
  const text = <T extends Text | Absent>(value: T): T | Text =>
    isAbsent(value) ? value : filledText(value, captures);
  const { chart, directory, repository, version, name, namespace, cluster } = release;
  return {
    ...release,
    chart: filledText(chart, captures),
    repository: text(repository),
    version: text(version),
    name: text(name),
    namespace: text(namespace),
    cluster: text(cluster),
    ...(directory === undefined ? {} : { directory: filledPath(directory, captures) }),
  };
}

function filledText(value: Text, captures: Captures): Text {
  const written = known(value);
  if (written === undefined || !written.includes("{")) return value;
  const parts = referencePieces(written).map((piece): Part => {
    if ("text" in piece) return { kind: "literal", value: piece.text, at: value.at };
    const { name } = piece;
    const found = captures.get(name);
    if (found !== undefined) return { kind: "literal", value: found, at: value.at };
    return { kind: "hole", id: `release|${value.at.file.path}|${name}`, name, at: value.at };
  });
  return { ...value, parts };
}

function filledPath(path: string, captures: Captures): string {
  return referencePieces(path)
    .map((piece) => ("text" in piece ? piece.text : (captures.get(piece.name) ?? `{${piece.name}}`)))
    .join("");
}

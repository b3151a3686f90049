import { statSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import type { Configuration } from "../engine/configuration.ts";
import type { InstalledRelease, KnownRepository, LoaderSettings } from "../loaders/loader.ts";
import type { Location, SourceFile } from "../model/location.ts";
import { isAbsent, type Absent, type Text } from "../model/text.ts";
import { gitRemotes } from "../workspace/git-remotes.ts";
import { UsageError } from "./usage-error.ts";

/** A path that the configuration gives relative to itself, relative to the workspace's root; undefined outside of it. */
function inWorkspace(path: string, directory: string, root: string): string | undefined {
  const found = relative(root, resolve(directory, path)).split(sep).join("/");
  return found === ".." || found.startsWith("../") ? undefined : found;
}

/**
 * The repositories that lie in the workspace: those that the configuration names, then the remotes of each boundary.
 * `directory` is the configuration's.
 */
export function repositoriesHere(
  { repositories }: Pick<Configuration, "repositories">,
  directory: string,
  root: string,
  boundaries: readonly string[],
): readonly KnownRepository[] {
  const named = repositories.flatMap(({ url, path }): readonly KnownRepository[] => {
    const found = inWorkspace(path, directory, root);
    return found === undefined ? [] : [{ url, path: found }];
  });
  const remotes = [...new Set(boundaries)].flatMap((boundary) =>
    gitRemotes(boundary).map((url) => ({ url, path: inWorkspace(".", boundary, root) ?? "" })),
  );
  return [...named, ...remotes];
}

/** Moves places of the configuration to where the workspace has it. */
function moved(root: string): { place: (at: Location) => Location; text: (value: Text) => Text } {
  const files = new Map<SourceFile, SourceFile>();
  const fileOf = (file: SourceFile): SourceFile => {
    const path = relative(root, resolve(file.path)).split(sep).join("/");
    const other = files.get(file) ?? { path, text: file.text };
    files.set(file, other);
    return other;
  };
  const place = (at: Location): Location => ({ ...at, file: fileOf(at.file) });
  const text = (value: Text): Text => {
    const at = place(value.at);
    return { ...value, at, parts: value.parts.map((part) => ({ ...part, at })) };
  };
  return { place, text };
}

/** The workspaces that the configuration names, by root module; a path that is no directory is a usage error. */
export function workspacesHere(
  { workspaces }: Pick<Configuration, "workspaces">,
  directory: string,
  root: string,
): NonNullable<LoaderSettings["workspaces"]> {
  const { text } = moved(root);
  return workspaces.flatMap(({ path, names }) => {
    if (statSync(resolve(directory, path), { throwIfNoEntry: false })?.isDirectory() !== true) {
      throw new UsageError(`terraform.workspaces names ${path}, which is no directory`);
    }
    const found = inWorkspace(path, directory, root);
    return found === undefined ? [] : [{ path: found, names: names.map(text) }];
  });
}

/** The releases of the configuration with their paths, and the places of their values, as the workspace has them. */
export function releasesHere(
  { releases }: Pick<Configuration, "releases">,
  directory: string,
  root: string,
): readonly InstalledRelease[] {
  const { place, text } = moved(root);
  const optional = (value: Text | Absent): Text | Absent =>
    isAbsent(value) ? { ...value, at: place(value.at) } : text(value);
  return releases.map((release): InstalledRelease => {
    const { chart, name, namespace, repository, version, cluster, values, directory: at } = release;
    const found = at === undefined ? undefined : inWorkspace(at, directory, root);
    return {
      chart: text(chart),
      name: optional(name),
      namespace: optional(namespace),
      repository: optional(repository),
      version: optional(version),
      cluster: optional(cluster),
      // A file outside of the workspace keeps its path: asking for it gives what a reference out of it gives.
      values: values.map(({ path, written }) => ({
        path: inWorkspace(path, directory, root) ?? path,
        written: text(written),
      })),
      ...(found === undefined ? {} : { directory: found }),
    };
  });
}

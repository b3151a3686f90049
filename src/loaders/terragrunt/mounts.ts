import type { Questions } from "../loader.ts";
import type { Mount } from "./reading.ts";

function mountOf(path: string, mounts: readonly Mount[]): Mount | undefined {
  const fitting = mounts.filter(({ at }) => path === at || path.startsWith(`${at}/`));
  return fitting.reduce<Mount | undefined>(
    (best, mount) => (best === undefined || mount.at.length > best.at.length ? mount : best),
    undefined,
  );
}

/** A path in a directory that a stack makes, as it lies here. */
export function realPath(path: string, mounts: readonly Mount[]): string {
  const mount = mountOf(path, mounts);
  return mount === undefined ? path : mount.from + path.slice(mount.at.length);
}

/** The files, with the directories that stacks make where Terragrunt would write them. */
export function mountedQuestions(ask: Questions, mounts: readonly Mount[]): Questions {
  if (mounts.length === 0) return ask;
  return {
    ...ask,
    read: (path) => ask.read(realPath(path, mounts)),
    parse: (path, parser) => ask.parse(realPath(path, mounts), parser),
    list: (directory) => {
      const mount = mountOf(directory, mounts);
      if (mount === undefined) return ask.list(directory);
      const from = realPath(directory, mounts);
      return ask.list(from).map((path) => directory + path.slice(from.length));
    },
  };
}

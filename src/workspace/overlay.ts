import type { SourceFile } from "../model/location.ts";
import { below, comparePaths, normalisePath, type Workspace } from "./workspace.ts";

/** A workspace in which one file has another text than the one beneath: standard input, an editor's buffer. */
export function overlay(workspace: Workspace, file: SourceFile): Workspace {
  const paths = [...new Set([...workspace.paths, file.path])].sort(comparePaths);
  const is = (path: string): boolean => normalisePath(path) === file.path;
  return {
    paths,
    unreadable: workspace.unreadable,
    read: (path) => (is(path) ? file : workspace.read(path)),
    list: (directory) => {
      const name = normalisePath(directory);
      const beneath = workspace.list(directory);
      if (name === undefined || below([file.path], name).length === 0) return beneath;
      return [...new Set([...beneath, file.path])].sort(comparePaths);
    },
    holds: (path, words) =>
      is(path) ? words.some((word) => file.text.includes(word)) : workspace.holds(path, words),
  };
}

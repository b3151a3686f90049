import type { Comment, Missing, Parsed, Parser } from "../loaders/loader.ts";
import type { SourceFile } from "../model/location.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** What was parsed, by parser and path; kept from run to run it saves parsing what did not change. */
export type ParseCache = Map<string, { readonly text: string; readonly parsed: Parsed<unknown> }>;

/** The files as the questions see them: read and parsed once. */
export interface Files {
  read(path: string): SourceFile | Missing;
  parse<T>(path: string, parser: Parser<T>): Parsed<T> | Missing;
  list(directory: string): readonly string[];
  /** Every file that somebody asked for and got. */
  readonly asked: ReadonlySet<string>;
  /** The comments of every file that was parsed. */
  comments(): readonly Comment[];
}

/** Reads and parses the files of a workspace for all units together. */
export function openFiles(workspace: Workspace, cache: ParseCache = new Map()): Files {
  const asked = new Set<string>();
  const parsedNow = new Map<string, Parsed<unknown>>();
  const read = (path: string): SourceFile | Missing => {
    const file = workspace.read(path);
    if (!("missing" in file)) asked.add(file.path);
    return file;
  };
  return {
    read,
    list: (directory) => workspace.list(directory),
    parse: <T>(path: string, parser: Parser<T>): Parsed<T> | Missing => {
      const file = read(path);
      if ("missing" in file) return file;
      const key = `${parser.name}\0${file.path}`;
      const cached = cache.get(key);
      const parsed = cached?.text === file.text ? cached.parsed : parser.parse(file);
      cache.set(key, { text: file.text, parsed });
      parsedNow.set(key, parsed);
      // One name is one parser, so what lies under the name is what the parser makes.
      return parsed as Parsed<T>;
    },
    asked,
    comments: () => [...parsedNow.values()].flatMap((parsed) => parsed.comments),
  };
}

import { existsSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { saysRoot } from "../engine/config/read-configuration.ts";
import { closest } from "../engine/closest.ts";
import { scopeOf, type Scope } from "../engine/scope.ts";
import { resolveBoundary, type Boundary } from "../workspace/boundary.ts";
import { commonDirectory, diskWorkspace } from "../workspace/disk.ts";
import { memoryWorkspace } from "../workspace/memory.ts";
import { overlay } from "../workspace/overlay.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { rebaseGlob } from "./rebase-glob.ts";
import { UsageError } from "./usage-error.ts";

/** The files of a run and which of them were asked about. */
export interface Input {
  readonly workspace: Workspace;
  /** The directory that the workspace's paths are relative to: absolute and real. */
  readonly root: string;
  /** The directories whose files are context: absolute and real. */
  readonly boundaries: readonly string[];
  readonly scope: Scope;
}

export interface InputOptions {
  readonly paths: readonly string[];
  readonly isolated: boolean;
  /** The name of what stands on standard input, when one of the paths is `-`. */
  readonly stdinFilename?: string;
  /** Globs with the directory that they are relative to. */
  readonly ignore: readonly { readonly glob: string; readonly directory: string }[];
  /** Files that are read wherever they lie. */
  readonly named: readonly string[];
  /** Every word that a loader will search files for. */
  readonly words: readonly string[];
  /** The size from which on a file is not read. */
  readonly maxBytes?: number;
  /** The program's commands, for a guess at a misspelt one. */
  readonly commands: readonly string[];
  /** Told how many files were found so far. */
  readonly onDirectory?: (files: number) => void;
}

type Found = Extract<Boundary, { readonly kind: "found" }>;

const standardInput = "-";

function findPath(path: string, { isolated, commands }: InputOptions): Found {
  const boundary = resolveBoundary(path, saysRoot, isolated);
  if (boundary.kind === "found") return boundary;
  const guess = /^[a-z]+$/.test(path) ? closest(path, commands) : undefined;
  const meant = guess === undefined ? "" : ` (did you mean the command "${guess}"?)`;
  throw new UsageError(`cannot read ${path}: ${boundary.reason}${meant}`);
}

/** Standard input, with a name whose ending says what it is when nobody gave one. */
function readStandardInput(name: string | undefined): { readonly file: string; readonly text: string } {
  const text = readFileSync(0, "utf8").replace(/^\ufeff/, "");
  const kind = /^\s*[[{]/.test(text) ? "json" : "yaml";
  return { file: resolve(name ?? `stdin.${kind}`), text };
}

/** The nearest directory that exists on the way to a file, which itself may not. */
function existingDirectory(file: string): string {
  let directory = dirname(file);
  while (!existsSync(directory) && dirname(directory) !== directory) directory = dirname(directory);
  return directory;
}

/** The real path of a file that may not exist. */
function realFile(file: string): string {
  const directory = existingDirectory(file);
  return join(realpathSync(directory), relative(directory, file));
}

function onlyStandardInput(file: string, text: string): Input {
  const name = basename(file);
  const workspace = memoryWorkspace({ [name]: text });
  return { workspace, root: dirname(file), boundaries: [], scope: scopeOf([""]) };
}

/** Opens what the paths of the command line name: directories, files and `-`, together one workspace. */
export function openInput(options: InputOptions): Input {
  const { paths, stdinFilename, isolated } = options;
  const usesStandardInput = paths.includes(standardInput);
  if (stdinFilename !== undefined && !usesStandardInput) {
    throw new UsageError('--stdin-filename needs "-" among the paths');
  }
  const stdin = usesStandardInput ? readStandardInput(stdinFilename) : undefined;
  const found = paths.filter((path) => path !== standardInput).map((path) => findPath(path, options));
  // A named buffer belongs to its repository, as the file on disk would; an unnamed stream stands alone.
  const context =
    stdin !== undefined && stdinFilename !== undefined && !isolated
      ? [findPath(existingDirectory(stdin.file), options)]
      : [];
  const boundaries = [...found, ...context].map(({ root }) => root);
  if (stdin !== undefined && boundaries.length === 0) return onlyStandardInput(stdin.file, stdin.text);
  return openDisk(options, found, boundaries, stdin);
}

function openDisk(
  options: InputOptions,
  found: readonly Found[],
  boundaries: readonly string[],
  stdin: { readonly file: string; readonly text: string } | undefined,
): Input {
  const root = commonDirectory(boundaries);
  const toPath = (absolute: string): string => relative(root, absolute).split(sep).join("/");
  const files = found.filter(({ isDirectory }) => !isDirectory).map(({ path }) => path);
  const workspace = diskWorkspace({
    boundaries,
    words: options.words,
    ...(options.maxBytes === undefined ? {} : { maxBytes: options.maxBytes }),
    named: [...files, ...options.named],
    ...(options.onDirectory === undefined ? {} : { onDirectory: options.onDirectory }),
    ignore: options.ignore.flatMap(({ glob, directory }) => rebaseGlob(glob, directory, root) ?? []),
  });
  const given = found.map(({ path }) => toPath(path));
  if (stdin === undefined) return { workspace, root, boundaries, scope: scopeOf(given) };
  const inside = toPath(realFile(stdin.file));
  // A stream that nobody named may be read beside any directory: it then lies at the root.
  const path = inside.startsWith("..") ? basename(stdin.file) : inside;
  const withStream = overlay(workspace, { path, text: stdin.text });
  return { workspace: withStream, root, boundaries, scope: scopeOf([...given, path]) };
}

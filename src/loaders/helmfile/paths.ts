import { minimatch } from "minimatch";
import type { Questions } from "../loader.ts";
import { directoryOf, joinPath } from "../paths.ts";

/** `helmfile.yaml`, `helmfile-prod.yaml.gotmpl`, and what lies in `helmfile.d/` (helmfile docs, "CLI reference"). */
const HELMFILE = /(?:^|\/)(?:helmfile[^/]*|helmfile\.d\/[^/]+)\.ya?ml(?:\.gotmpl)?$/;

/** Whether a file is called as helmfile looks for its files; others are read when one of these names them. */
export function isHelmfilePath(path: string): boolean {
  return HELMFILE.test(path);
}

/** Files of a directory that helmfile takes for its own: `*.y*ml` and `*.y*ml.gotmpl`. */
const IN_DIRECTORY = /\.y[^/.]*ml(?:\.gotmpl)?$/;

/** Addresses of other places, as helmfile and go-getter have them: `git::https://...`, `s3://...`. */
export function isRemote(path: string): boolean {
  return /^(?:[a-z0-9]+::|[a-z0-9+]+:\/\/)/i.test(path);
}

/** The files that a path or a glob names from a directory, sorted. */
export function filesNamed(path: string, base: string, ask: Questions): readonly string[] {
  const from = path.startsWith("/") ? undefined : joinPath(base, path);
  if (from === undefined) return [];
  if (!("missing" in ask.read(from))) return [from];
  if (!/[*?[{]/.test(from)) return [];
  const fixed = directoryOf(from.slice(0, from.search(/[*?[{]/)));
  return ask
    .list(fixed)
    .filter((each) => minimatch(each, from, { nobrace: true, noext: true, nonegate: true, nocomment: true }))
    .toSorted();
}

/** The helmfiles that an entry of `helmfiles` names: a file, a glob, or a directory with all in it. */
export function helmfilesNamed(path: string, base: string, ask: Questions): readonly string[] {
  const files = filesNamed(path, base, ask);
  if (files.length > 0) return files;
  const directory = joinPath(base, path);
  if (directory === undefined) return [];
  return ask.list(directory).filter((each) => directoryOf(each) === directory && IN_DIRECTORY.test(each));
}

/** Whether a path names nothing that could be here: an absolute one, or one that leaves the input. */
export function isOutside(path: string, base: string): boolean {
  return joinPath(base, path) === undefined;
}

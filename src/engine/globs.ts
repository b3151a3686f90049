import { minimatch } from "minimatch";

const globCharacters = /[*?[\]{}!]/;

/** Whether a pattern over rule ids is a glob and not an id. */
export function isGlob(pattern: string): boolean {
  return globCharacters.test(pattern);
}

/** Whether a rule's id is named by an id or by a glob over ids; `*` alone names every rule. */
export function namesRule(pattern: string, id: string): boolean {
  if (!isGlob(pattern)) return pattern === id;
  return pattern === "*" || minimatch(id, pattern);
}

/**
 * Whether a path is named by one of the globs. As in .gitignore, a glob without a slash names files in every
 * directory, and a glob that names a directory names all that is in it.
 */
export function namesFile(globs: readonly string[], path: string): boolean {
  return globs.some((glob) => {
    const plain = glob.replace(/^\.\//, "").replace(/\/+$/, "");
    if (plain === "" || plain === ".") return true;
    const anchored = plain.includes("/") ? plain.replace(/^\//, "") : `**/${plain}`;
    return minimatch(path, anchored, { dot: true }) || minimatch(path, `${anchored}/**`, { dot: true });
  });
}

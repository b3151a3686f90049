import { relative, sep } from "node:path";

function withSlashes(path: string): string {
  return path.split(sep).join("/");
}

/**
 * A glob that is relative to one directory (the configuration's), as it reads from another (the workspace's root);
 * undefined when it names nothing below that. Globs without a slash name files in every directory.
 */
export function rebaseGlob(glob: string, from: string, to: string): string | undefined {
  if (from === to) return glob;
  const negated = glob.startsWith("!");
  const plain = glob.slice(negated ? 1 : 0).replace(/^\.?\//, "");
  const rebased = rebasePlain(plain, withSlashes(relative(to, from)), withSlashes(relative(from, to)));
  return rebased === undefined || !negated ? rebased : `!${rebased}`;
}

function rebasePlain(glob: string, down: string, up: string): string | undefined {
  const floating = !glob.replace(/\/$/, "").includes("/") || glob.startsWith("**/");
  // The configuration lies below the root: its globs name only what lies beside and below it.
  if (!down.startsWith(".."))
    return floating ? `${down}/**/${glob.replace(/^\*\*\//, "")}` : `${down}/${glob}`;
  if (floating) return up === glob.replace(/\/$/, "") ? "**" : glob;
  if (glob.startsWith(`${up}/`)) return glob.slice(up.length + 1);
  const directory = glob.replace(/\/(\*\*)?$/, "");
  return up === directory || up.startsWith(`${directory}/`) ? "**" : undefined;
}

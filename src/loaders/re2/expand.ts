import type { Match, Program } from "./match.ts";

/**
 * A replacement with `$1`, `${1}`, `$name` and `$$` filled in (Go's regexp.Expand); `textOf` gives what a group took in.
 */
export function expandReplacement(
  replacement: string,
  program: Program,
  match: Match,
  textOf: (range: readonly [number, number]) => string,
): string {
  return replacement.replaceAll(
    /\$(?:(\$)|\{(\w+)\}|(\w+))/g,
    (_, dollar: string | undefined, braced: string | undefined, plain: string | undefined) => {
      if (dollar !== undefined) return "$";
      const name = braced ?? plain ?? "";
      const index = /^\d+$/.test(name) ? Number(name) : program.groups.lastIndexOf(name) + 1;
      const range = index === 0 && name !== "0" ? undefined : match[index];
      return range === undefined ? "" : textOf(range);
    },
  );
}

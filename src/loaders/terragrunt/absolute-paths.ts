import type { Entry, Node } from "../../model/node.ts";
import { known, sliceLiteral, type Hole, type Part, type Text } from "../../model/text.ts";
import { joinPath } from "../paths.ts";

/** A character that no file name has: the last but two of Unicode's private ones. */
const MARK = "\u{10FFFD}";

/**
 * What stands for the absolute path of the root of the boundary while Terragrunt's files are evaluated: its functions
 * give absolute paths, and nobody knows where a checkout will lie. It has many segments, so that an index counted from
 * the front (`split("/", get_terragrunt_dir())[4]`) finds one of them and never a directory of the repository.
 */
export const ROOT: string = `/${Array.from({ length: 24 }, () => MARK).join("/")}`;

const RUNS = new RegExp(`(?:/?${MARK})+`, "u");

/** The absolute path of what lies at a path relative to the root. */
export function toAbsolute(path: string): string {
  return path === "" ? ROOT : `${ROOT}/${path}`;
}

/** The path relative to the root when an absolute path begins with the root's, as it is written there. */
export function belowRoot(path: string): string | undefined {
  if (path === ROOT) return "";
  return path.startsWith(`${ROOT}/`) ? path.slice(ROOT.length).replace(/^\/+/, "") : undefined;
}

/** A path as one of Terragrunt's files writes it, relative to the root; undefined when it leads out of it. */
export function resolvePath(path: string, from: string): string | undefined {
  const below = belowRoot(path);
  return below === undefined ? joinPath(from, path) : joinPath("", below);
}

/** Whether a text holds a piece of the root's path. */
export function holdsMark(node: Node): boolean {
  return (
    node.kind === "text" && node.parts.some((part) => part.kind === "literal" && part.value.includes(MARK))
  );
}

const ROOT_ID = "terragrunt|root";

/** The path relative to the root of a text that begins with the hole which the root's path has become. */
export function pathOf(text: Text): string | undefined {
  const [first, ...rest] = text.parts;
  if (first?.kind !== "hole" || first.id !== ROOT_ID) return undefined;
  const below = known({ ...text, parts: rest });
  if (below === undefined || (below !== "" && !below.startsWith("/"))) return undefined;
  return joinPath("", below.replace(/^\/+/, ""));
}

/** The hole that a run of marks is. */
function holeFor(run: string): Hole {
  return run === ROOT
    ? { kind: "hole", id: ROOT_ID, name: "get_repo_root()" }
    : {
        kind: "hole",
        id: `terragrunt|part of the root|${String(run.length)}`,
        name: "path of the repository",
      };
}

function concealPart(part: Part): readonly Part[] {
  if (part.kind === "hole" || !part.value.includes(MARK)) return [part];
  const parts: Part[] = [];
  let from = 0;
  while (from < part.value.length) {
    const found = RUNS.exec(part.value.slice(from));
    const start = found === null ? part.value.length : from + found.index;
    if (start > from) parts.push(sliceLiteral(part, from, start));
    if (found === null) break;
    parts.push(holeFor(found[0]));
    from = start + found[0].length;
  }
  return parts;
}

function concealText(text: Text): Text {
  if (!holdsMark(text)) return text;
  const { encodes } = text;
  return {
    ...text,
    parts: text.parts.flatMap(concealPart),
    ...(encodes === undefined ? {} : { encodes: { ...encodes, node: conceal(encodes.node) } }),
  };
}

/** A value in which the root's path is what it is: not known. */
export function conceal(node: Node): Node {
  switch (node.kind) {
    case "text":
      return concealText(node);
    case "list":
      return { ...node, items: node.items.map(conceal) };
    case "map":
      return {
        ...node,
        entries: node.entries.map(({ key, value }): Entry => ({
          key: concealText(key),
          value: conceal(value),
        })),
      };
    case "number":
    case "boolean":
    case "null":
    case "unknown":
      return node;
  }
}

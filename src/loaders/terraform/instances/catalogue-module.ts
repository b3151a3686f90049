import type { SourceFile, Span } from "../../../model/location.ts";
import type { Declaration } from "../configuration/declaration.ts";
import { moduleConfig, type ModuleConfig } from "../configuration/module-config.ts";
import { directoryOf } from "../../paths.ts";
import { parseHcl } from "../syntax/parser.ts";

/** Rows at places, as they were made: a nested call stands at the same place as the call around it. */
const made = new WeakMap<SourceFile, Map<string, ModuleConfig>>();

/**
 * A row of the catalogue as a module of the caller: everything in it stands at the head of the module call, since
 * that is what a person can edit. Inputs keep their own places.
 */
export function catalogueModule(row: string | readonly string[], call: Declaration): ModuleConfig {
  const { file, block } = call;
  const text = typeof row === "string" ? row : row.join("\n");
  const known = made.get(file) ?? new Map<string, ModuleConfig>();
  made.set(file, known);
  const key = `${block.headSpan.start}-${block.headSpan.end} ${text}`;
  const earlier = known.get(key);
  if (earlier !== undefined) return earlier;
  const body = atOnePlace(parseHcl(text).body, block.headSpan);
  const config = moduleConfig(directoryOf(file.path), [{ file, body }]);
  known.set(key, config);
  return config;
}

function isSpan(value: object): value is Span {
  return "start" in value && "end" in value && Object.keys(value).length === 2;
}

/** A copy of a syntax tree in which every span is `span`. */
function atOnePlace<T>(tree: T, span: Span): T {
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy);
    if (typeof value !== "object" || value === null) return value;
    if (isSpan(value)) return span;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copy(inner)]));
  };
  // A copy of a tree has the tree's type; the compiler can't see that through `unknown`.
  return copy(tree) as T;
}

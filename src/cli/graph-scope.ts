import { linkIn, type Scope } from "../engine/scope.ts";
import type { GraphScope } from "../explain/graph.ts";

/** What a graph of the given paths shows: links with an end in them, and their accounts. */
export function graphScope(scope: Scope): GraphScope {
  return { link: (link) => linkIn(scope, link), account: ({ at }) => scope(at.file.path) };
}

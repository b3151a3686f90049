import type { Expansion, Questions, Unit } from "./loader.ts";

/** How deep releases may bring releases. */
const MAX_DEPTH = 10;

/** What a release expands to, with the releases that it asks for in turn, for whoever changes its objects. */
export function builtRelease(unit: Unit, ask: Questions, depth = 0): Expansion {
  const own = ask.build(unit);
  if (own.units.length === 0 || depth >= MAX_DEPTH) return own;
  return joinedExpansions([
    { ...own, units: [] },
    ...own.units.map((each) => builtRelease(each, ask, depth + 1)),
  ]);
}

/** Several expansions as one. */
export function joinedExpansions(expansions: readonly Expansion[]): Expansion {
  return {
    manifests: expansions.flatMap(({ manifests }) => manifests),
    facts: expansions.flatMap(({ facts }) => facts),
    claims: expansions.flatMap(({ claims }) => claims),
    units: expansions.flatMap(({ units }) => units),
    problems: expansions.flatMap(({ problems }) => problems),
    comments: expansions.flatMap(({ comments }) => comments ?? []),
  };
}

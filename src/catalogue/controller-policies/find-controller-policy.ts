import type { ControllerPolicy } from "./controller-policy.ts";
import policies from "./policies.json" with { type: "json" };

const rows: readonly ControllerPolicy[] = policies;

const folded = (actions: readonly string[]): ReadonlySet<string> =>
  new Set(actions.map((action) => action.toLowerCase()));

/** A policy that is an older version of a published one, or that leaves optional parts out, still has half of it. */
function isVersionOf(row: ControllerPolicy, actions: ReadonlySet<string>): boolean {
  const published = folded(row.actions);
  return [...actions].every((action) => published.has(action)) && actions.size * 2 >= published.size;
}

/**
 * The published policy that a policy with these actions is a version of: it grants nothing else, and at least half of
 * it. Undefined for every other policy. `actions` are all that the policy allows, as it spells them.
 */
export function findControllerPolicy(actions: readonly string[]): ControllerPolicy | undefined {
  const own = folded(actions);
  return rows.find((row) => isVersionOf(row, own));
}

/** Whether a published policy itself grants an action as widely. */
export function grantsBroadly({ broad }: ControllerPolicy, action: string): boolean {
  return folded(broad).has(action.toLowerCase());
}

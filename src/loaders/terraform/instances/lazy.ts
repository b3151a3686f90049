import type { World } from "./instance.ts";

/**
 * Values by key, each computed when it is first asked for. While a value is being computed, and when values stand in
 * each other too deep, asking for it gives undefined: a cycle is the caller's hole.
 */
export interface Lazy<T> {
  get(key: string, compute: () => T): T | undefined;
}

export function lazy<T>(world: Pick<World, "nested">): Lazy<T> {
  const values = new Map<string, { readonly value: T }>();
  const busy = new Set<string>();
  return {
    get: (key, compute) => {
      const done = values.get(key);
      if (done !== undefined) return done.value;
      if (busy.has(key)) return undefined;
      busy.add(key);
      const outcome = world.nested(() => ({ value: compute() }));
      busy.delete(key);
      if (outcome !== undefined) values.set(key, outcome);
      return outcome?.value;
    },
  };
}

/** How many values may wait for each other before the chain counts as endless. */
const MAX_NESTED = 400;

/** Runs steps inside each other, as deep as is sane; beyond that a step gives undefined. */
export function nesting(): World["nested"] {
  let depth = 0;
  return (step) => {
    if (depth >= MAX_NESTED) return undefined;
    depth++;
    try {
      return step();
    } finally {
      depth--;
    }
  };
}

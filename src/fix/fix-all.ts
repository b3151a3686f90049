import type { Finding } from "../model/finding.ts";
import type { SourceFile } from "../model/location.ts";
import { applyEdits } from "./apply-edits.ts";
import { choose, repairOf, type Level, type Making } from "./choose.ts";

/** Repairs may uncover each other; a handful of passes is plenty, and no more than this are made. */
const MAX_PASSES = 10;

/** A run, as far as repairs go. */
export interface Run {
  readonly findings: readonly Finding[];
}

export interface Fixing<R extends Run> extends Making {
  readonly level: Level;
  /** Lints again, with some files changed. */
  readonly again: (changed: readonly SourceFile[]) => R;
}

export interface Fixed<R extends Run> {
  /** The last run: what is left. */
  readonly run: R;
  /** Every file that changed: its text before all passes and after. */
  readonly files: readonly { readonly path: string; readonly before: string; readonly after: string }[];
  /** How many findings were repaired. */
  readonly repaired: number;
  /** How many of those that are left have an unsafe repair that was not asked for. */
  readonly unsafe: number;
}

/**
 * Makes repairs, lints again and goes on until nothing is left to repair. A pass that only leads back to texts that
 * were there before is not made: two rules may want opposite things.
 */
export function fixAll<R extends Run>(first: R, fixing: Fixing<R>): Fixed<R> {
  const before = new Map<string, string>();
  const now = new Map<string, string>();
  const seen = new Set<string>([stateOf(before, now)]);
  let run = first;
  let repaired = 0;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const { edits, findings } = choose(run.findings, fixing.level, fixing);
    if (findings.length === 0) break;
    const next = new Map(now);
    for (const [{ path, text }, list] of edits) {
      if (!before.has(path)) before.set(path, text);
      next.set(path, applyEdits(text, list));
    }
    const state = stateOf(before, next);
    if (seen.has(state)) break;
    seen.add(state);
    next.forEach((text, path) => now.set(path, text));
    run = fixing.again([...now].map(([path, text]) => ({ path, text })));
    repaired += findings.length;
  }
  return { run, files: changed(before, now), repaired, unsafe: unsafeLeft(run.findings, fixing) };
}

/** The texts that differ from what was there at first. */
function changed(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): Fixed<Run>["files"] {
  return [...now]
    .map(([path, after]) => ({ path, before: before.get(path) ?? "", after }))
    .filter((file) => file.before !== file.after)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function stateOf(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): string {
  return JSON.stringify(changed(before, now).map(({ path, after }) => [path, after]));
}

function unsafeLeft(findings: readonly Finding[], fixing: Fixing<Run>): number {
  if (fixing.level === "unsafe") return 0;
  return findings.filter((finding) => repairOf(finding, "unsafe", fixing).length > 0).length;
}

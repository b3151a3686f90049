import { editsOf } from "../engine/edits.ts";
import { fixAll, type Fixed } from "../fix/fix-all.ts";
import type { Level } from "../fix/choose.ts";
import { unifiedDiff } from "../fix/diff.ts";
import { writeFile } from "../fix/write-file.ts";
import type { Outcome } from "../engine/lint.ts";
import { reasonOf } from "../workspace/boundary.ts";
import { note, print } from "./output.ts";
import type { Session } from "./session.ts";
import { UsageError } from "./usage-error.ts";

export interface FixOptions {
  /** `--fix` alone is "safe". */
  readonly fix?: Level;
  readonly diff?: boolean;
}

/** What was found, and in what. */
export interface Found {
  readonly session: Session;
  readonly outcome: Outcome;
}

interface FixRun extends Found {
  readonly findings: Outcome["findings"];
}

const plural = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

/** Makes the repairs in memory. Only files that were asked about are changed. */
function repaired(found: Found, level: Level, again: (session: Session) => Outcome): Fixed<FixRun> {
  const runOf = (session: Session, outcome: Outcome): FixRun => ({
    session,
    outcome,
    findings: outcome.findings,
  });
  const { session, outcome } = found;
  return fixAll(runOf(session, outcome), {
    level,
    editsOf,
    mayChange: session.input.scope,
    again: (changed) => {
      const next = session.withFiles(changed);
      return runOf(next, again(next));
    },
  });
}

/** Writes every changed file; the ones that cannot be written are told, and keep the run from being done. */
function writeAll({ files }: Fixed<FixRun>, { input, files: names }: Session): void {
  const failed: string[] = [];
  for (const { path, before, after } of files) {
    try {
      const reason = writeFile({ file: names.absolute(path), before, after }, input.boundaries);
      if (reason !== undefined) failed.push(`${names.relative(path)}: ${reason}`);
    } catch (error) {
      failed.push(`${names.relative(path)}: ${reasonOf(error)}`);
    }
  }
  if (failed.length > 0) throw new UsageError(`not written: ${failed.join("; ")}`);
}

function sayFixed(fixed: Fixed<FixRun>, isDone: boolean): void {
  const verb = isDone ? "fixed" : "would fix";
  const where = fixed.files.length === 0 ? "" : ` in ${plural(fixed.files.length, "file")}`;
  const more = fixed.unsafe === 0 ? "" : `, ${fixed.unsafe} more with --fix=unsafe`;
  note(`${verb} ${plural(fixed.repaired, "finding")}${where}${more}`);
}

/**
 * `--fix` and `--diff`: what is left after the repairs. With `--diff` nothing is changed: the repairs are printed as a
 * unified diff, and what was found is what is left.
 */
export async function fix(
  found: Found,
  options: FixOptions,
  again: (session: Session) => Outcome,
): Promise<Found> {
  const { session } = found;
  const fixed = repaired(found, options.fix ?? "safe", again);
  if (options.diff === true) {
    const diffs = fixed.files.map(({ path, before, after }) =>
      unifiedDiff(session.files.relative(path), before, after),
    );
    await print(diffs.join(""));
    sayFixed(fixed, false);
    return found;
  }
  writeAll(fixed, session);
  sayFixed(fixed, true);
  return fixed.run;
}
